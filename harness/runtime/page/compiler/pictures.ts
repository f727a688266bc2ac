/** Pictures and sounds that AXML names by a path of its own: none may come from outside the program's folder. */

import { posix } from "node:path";
import type { AxmlFile } from "./axml/emit.ts";
import type { AxmlNode } from "./axml/tree.ts";
import type { Files } from "./files.ts";
import type { Diagnostic } from "./output.ts";

const TAGS = new Set(["image", "cover-image", "video", "audio"]);
const ATTRIBUTES = new Set(["src", "poster", "default-source", "defaultSource"]);

/** Says of each `src` that leads out of the program. What the top of the program holds instead is shown, as on devices. */
export function checkPictures(file: AxmlFile, files: Files, say: (diagnostic: Diagnostic) => void): void {
  const visit = (node: AxmlNode): void => {
    if (node.kind !== "element") return;
    node.children.forEach(visit);
    if (!TAGS.has(node.tag)) return;
    for (const { name, value, at } of node.attributes) {
      const [only] = value ?? [];
      if (!ATTRIBUTES.has(name) || value?.length !== 1 || only?.kind !== "words") continue;
      const path = only.text.trim().replace(/[?#].*$/, "");
      if (path === "" || /^(?:[a-z][\w+.-]*:|\/\/)/i.test(path)) continue;
      const wanted = posix.normalize(path.startsWith("/") ? path.slice(1) : posix.join(posix.dirname(file.id), path));
      if (!files.isOutside(wanted)) continue;
      const inside = files.isFile(wanted.replace(/^(?:\.\.\/)+/, ""));
      say(file.source.diagnostic(inside ? "warning" : "error", at, `"${path}" leads out of the program's folder`, "keep all files of the program inside it"));
    }
  };
  file.nodes.forEach(visit);
}
