/** Visible text: what a person reads, without the differences a person does not see. */

/** Marks that steer bidirectional text or join letters on request: invisible, and common in Arabic pages. */
const INVISIBLE = /[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]/g;

/** One space for any run of white space, none at the ends, no invisible marks. */
export function normal(text: string): string {
  return text.replace(INVISIBLE, "").replace(/\s+/g, " ").trim();
}

/** For a quick first look: no white space at all and one letter case. */
export function squash(text: string): string {
  return text.replace(INVISIBLE, "").replace(/\s+/g, "").toLowerCase();
}

export function shorten(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1).trimEnd()}…`;
}

/** What an element says: the value of a field or of a button input, else its rendered text. */
export function saidBy(element: Element): string {
  if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) {
    return normal(element.type === "password" ? "" : element.value);
  }
  if (element instanceof HTMLSelectElement) return normal(element.selectedOptions[0]?.text ?? "");
  return normal(element instanceof HTMLElement ? element.innerText : (element.textContent ?? ""));
}

/** Whether the element says exactly `wanted`; text-transform may have changed the letter case that is rendered. */
export function says(element: Element, wanted: string): boolean {
  const said = saidBy(element);
  if (said === wanted) return true;
  // A hidden element renders nothing, but an error should say that it is there.
  if (said !== "" && said.toLowerCase() !== wanted.toLowerCase()) return false;
  return normal(element.textContent ?? "") === wanted;
}
