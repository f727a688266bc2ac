/** Less as a bundle of its own, loaded only for programs that use it (acss/less.ts). */

// @ts-expect-error less brings no types
import less from "less";

export default less as unknown;
