// Nothing of its own: what it does is in the module that it imports.
import { keep } from "./keep.js";

keep(["/", "/shop.js", "/api/goods"]);
