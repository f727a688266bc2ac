/** Finds the elements a target may mean, the likeliest first. */

import type { Target } from "./target.ts";
import { normal, saidBy, says, squash } from "./text.ts";
import { isVisible } from "./box.ts";

/** What a buyer would tap. */
export const INTERACTIVE =
  "button, a[href], input, select, textarea, summary, label, [role=button], [role=link], [role=tab], [role=menuitem], [onclick]";
const NOT_SHOWN = new Set(["SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE", "HEAD", "TITLE"]);
const SAYING_INPUTS = "input[type=button], input[type=submit], input[type=reset]";

type Root = Element | Document | ShadowRoot;

/** Returns the candidates in `root` and, where it has none, in the open shadow roots inside it. */
export function find(root: Root, target: Target): Element[] {
  const found = search(root, target);
  if (found.length > 0) return found;
  return openShadows(root).flatMap((shadow) => find(shadow, target));
}

function search(root: Root, target: Target): Element[] {
  if ("selector" in target) return [...query(root, target.selector)];
  if ("testId" in target) return [...root.querySelectorAll(`[data-testid="${CSS.escape(target.testId)}"]`)];
  const exact = "text" in target;
  const wanted = normal(exact ? target.text : target.contains);
  return byLikelihood(byText(root, wanted, exact));
}

function query(root: Root, selector: string): Iterable<Element> {
  try {
    return root.querySelectorAll(selector);
  } catch {
    throw new Error(`"${selector}" is not a CSS selector`);
  }
}

/** The innermost elements that say `wanted`. A hidden one does not keep its parents from being looked at. */
function byText(root: Root, wanted: string, exact: boolean): Element[] {
  const key = squash(wanted);
  const found: Element[] = [];

  const fits = (said: string): boolean => (exact ? said === wanted : said.includes(wanted));
  const matches = (element: Element): boolean => (exact ? says(element, wanted) : fits(saidBy(element)));

  /** Returns how many matches are inside, and how many of them can be seen. */
  const visit = (element: Element): { all: number; visible: number } => {
    if (NOT_SHOWN.has(element.tagName) || !squash(element.textContent ?? "").includes(key)) return { all: 0, visible: 0 };
    const inside = { all: 0, visible: 0 };
    for (const child of element.children) {
      const { all, visible } = visit(child);
      inside.all += all;
      inside.visible += visible;
    }
    if (inside.visible > 0 || !matches(element)) return inside;
    // What a transparent child says is not what its parent says.
    if (inside.all > 0 && !visibleTexts(element).some(fits)) return inside;
    found.push(element);
    return { all: inside.all + 1, visible: isVisible(element) ? 1 : 0 };
  };

  if (root instanceof Element) visit(root);
  else for (const child of root.children) visit(child);
  for (const input of root.querySelectorAll(SAYING_INPUTS)) if (matches(input)) found.push(input);
  return found;
}

/** The text that can be seen, node by node: run together as inline text is, and apart as blocks are. */
function visibleTexts(element: Element): string[] {
  const parts: string[] = [];
  const nodes = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (nodes.nextNode() !== null) {
    const { parentElement, textContent } = nodes.currentNode;
    if (parentElement !== null && isVisible(parentElement)) parts.push(textContent ?? "");
  }
  return [normal(parts.join("")), normal(parts.join(" "))];
}

/** Visible before hidden, then what can be tapped before what can only be read; else as in the document. */
function byLikelihood(found: Element[]): Element[] {
  if (found.length < 2) return found;
  const rank = (element: Element): number =>
    (isVisible(element) ? 0 : 2) + (element.closest(INTERACTIVE) === null ? 1 : 0);
  return found
    .map((element) => ({ element, rank: rank(element) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ element }) => element);
}

function openShadows(root: Root): ShadowRoot[] {
  const shadows: ShadowRoot[] = [];
  for (const element of root.querySelectorAll("*")) if (element.shadowRoot !== null) shadows.push(element.shadowRoot);
  return shadows;
}
