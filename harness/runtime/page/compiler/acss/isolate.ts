/** Rewrites selectors: `:host`, and the marker that keeps a component's style inside it. */

import parser from "postcss-selector-parser";

/** The attribute of a component's own element (`virtualHost: false`), for `:host`. */
export const HOST = "a-host";

/** Adds `[marker]` to what each selector of the list matches; with "" only `:host` is rewritten. */
export function isolate(selectors: string, marker: string): string {
  if (marker === "" && !selectors.includes(":host")) return selectors;
  try {
    return parser((root) => {
      root.each((selector) => {
        rewriteHost(selector, marker);
        if (marker !== "") mark(selector, marker);
      });
    }).processSync(selectors);
  } catch {
    return selectors;
  }
}

function rewriteHost(selector: parser.Selector, marker: string): void {
  selector.walkPseudos((pseudo) => {
    if (pseudo.value !== ":host") return;
    pseudo.replaceWith(attribute(marker === "" ? HOST : `${HOST}-${marker}`));
  });
}

function mark(selector: parser.Selector, marker: string): void {
  let last: parser.Node | undefined;
  for (const node of selector.nodes) {
    if (node.type === "combinator") last = undefined;
    else if (node.type !== "pseudo" || last === undefined) last = node;
  }
  if (last === undefined || (last.type === "attribute" && last.attribute.startsWith(HOST))) return;
  if (last.type === "pseudo") selector.insertBefore(last, attribute(marker));
  else selector.insertAfter(last, attribute(marker));
}

const attribute = (name: string): parser.Attribute => parser.attribute({ attribute: name, value: undefined, raws: {} } as parser.AttributeOptions);
