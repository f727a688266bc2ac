/** Which styles are in force: the program's, and those of the page that is shown with the components in it. */

import type { ProgramOutput } from "../../compiler/output.ts";
import type { Owner } from "../logic/owner.ts";

export class Styles {
  readonly #program: ProgramOutput;
  readonly #base: readonly CSSStyleSheet[];
  readonly #sheets = new Map<string, CSSStyleSheet>();
  readonly #used = new WeakMap<Owner, Set<string>>();
  #shown: Owner | undefined;

  constructor(program: ProgramOutput, base: string) {
    this.#program = program;
    this.#base = [sheetOf(base), ...this.#sheet(program.appStyle)];
    document.adoptedStyleSheets = [...this.#base];
  }

  /** A component with this style stands on a page. */
  use(style: string, page: Owner): void {
    if (style === "") return;
    let used = this.#used.get(page);
    if (used === undefined) this.#used.set(page, (used = new Set()));
    if (used.has(style)) return;
    used.add(style);
    if (page === this.#shown) this.show(page);
  }

  /** Puts a page's styles in force, in place of those of the page before. */
  show(page: Owner): void {
    this.#shown = page;
    const components = [...(this.#used.get(page) ?? [])].flatMap((style) => this.#sheet(style));
    document.adoptedStyleSheets = [...this.#base, ...components, ...this.#sheet(page.unit.style)];
  }

  #sheet(style: string): CSSStyleSheet[] {
    if (style === "") return [];
    let sheet = this.#sheets.get(style);
    if (sheet === undefined) this.#sheets.set(style, (sheet = sheetOf(this.#program.styles[style] ?? "")));
    return [sheet];
  }
}

function sheetOf(text: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
}
