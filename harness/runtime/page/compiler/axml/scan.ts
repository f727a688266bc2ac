/**
 * Reads AXML into a tree, mustache by mustache: no HTML parser reads `a={{x > 1}}` or `<input></input>` as meant.
 *
 * Sloppy markup is accepted with a warning where the platform accepts it (language.md, AXML); only what has no
 * sensible reading is an error.
 */

import type { Source } from "../diagnostics.ts";
import type { Diagnostic } from "../output.ts";
import { mustacheEnd, partsOf } from "./mustache.ts";
import type { Attribute, AxmlNode, ElementNode, Part } from "./tree.ts";

const NAME = /[A-Za-z_][\w:.-]*/y;
const ATTRIBUTE = /[^\s=>"'/{]+/y;
const LEAVES = new Set("checkbox icon image import import-sjs include input progress radio slider switch".split(" "));
const SPACE = /\s*/y;

export interface Scanned {
  readonly nodes: AxmlNode[];
  readonly diagnostics: readonly Diagnostic[];
}

export function scan(source: Source): Scanned {
  return new Scanner(source).run();
}

class Scanner {
  readonly #source: Source;
  readonly #text: string;
  readonly #diagnostics: Diagnostic[] = [];
  readonly #root: AxmlNode[] = [];
  readonly #open: ElementNode[] = [];
  #at = 0;

  constructor(source: Source) {
    this.#source = source;
    this.#text = source.text;
  }

  run(): Scanned {
    while (this.#at < this.#text.length) {
      if (this.#text.startsWith("<!--", this.#at)) this.#comment();
      else if (/^<!|^<\?/.test(this.#text.slice(this.#at, this.#at + 2))) this.#skipTo(">");
      else if (this.#text.startsWith("</", this.#at)) this.#closeTag();
      else if (this.#text[this.#at] === "<" && /[A-Za-z_]/.test(this.#text[this.#at + 1] ?? "")) this.#openTag();
      else this.#words();
    }
    this.#abandon(this.#open, "is never closed");
    return { nodes: this.#root, diagnostics: this.#diagnostics };
  }

  #comment(): void {
    const end = this.#text.indexOf("-->", this.#at + 4);
    if (end < 0) this.#error(this.#at, "this comment never ends", 'end it with "-->"');
    this.#at = end < 0 ? this.#text.length : end + 3;
  }

  #skipTo(mark: string): void {
    const end = this.#text.indexOf(mark, this.#at);
    this.#at = end < 0 ? this.#text.length : end + mark.length;
  }

  #words(): void {
    const start = this.#at;
    let at = start;
    while (at < this.#text.length) {
      if (this.#text.startsWith("{{", at)) {
        const end = mustacheEnd(this.#text, at);
        if (end < 0) {
          this.#error(at, "this mustache never ends", 'close it with "}}"');
          at = this.#text.length;
        } else at = end;
      } else if (at > start && this.#text[at] === "<" && /[A-Za-z_/!]/.test(this.#text[at + 1] ?? "")) break;
      else at += 1;
    }
    this.#at = at;
    this.#add({ kind: "text", parts: partsOf(this.#text, start, at), at: start });
  }

  #closeTag(): void {
    const start = this.#at;
    this.#at += 2;
    const tag = this.#read(NAME);
    this.#skipTo(">");
    const depth = this.#open.findLastIndex((element) => element.tag === tag);
    if (depth < 0) {
      this.#warn(start, `</${tag}> closes nothing`, `remove it, or open <${tag}> before it`);
      return;
    }
    this.#abandon(this.#open.slice(depth + 1), `is not closed before </${tag}>`);
    this.#open.length = depth;
  }

  /** Ends elements that nobody closed. What follows one that holds nothing by nature was meant to stand beside it. */
  #abandon(elements: readonly ElementNode[], how: string): void {
    for (const left of [...elements].reverse()) {
      this.#warn(left.at, `<${left.tag}> ${how}`, `close it with </${left.tag}>`);
      if (!LEAVES.has(left.tag)) continue;
      const around = this.#open[this.#open.indexOf(left) - 1]?.children ?? this.#root;
      around.splice(around.indexOf(left) + 1, 0, ...left.children.splice(0));
    }
  }

  #openTag(): void {
    const at = this.#at;
    this.#at += 1;
    const tag = this.#read(NAME);
    const attributes: Attribute[] = [];
    for (;;) {
      this.#read(SPACE);
      const rest = this.#text[this.#at];
      if (rest === undefined || rest === "<") {
        this.#error(at, `<${tag} is not ended by ">"`, 'write ">" behind its last attribute');
        break;
      }
      if (rest === ">") {
        this.#at += 1;
        break;
      }
      if (this.#text.startsWith("/>", this.#at)) {
        this.#at += 2;
        this.#add({ kind: "element", tag, attributes, children: [], at });
        return;
      }
      const attribute = this.#attribute(tag);
      if (attribute !== undefined) attributes.push(attribute);
    }
    const element: ElementNode = { kind: "element", tag, attributes, children: [], at };
    this.#add(element);
    this.#open.push(element);
  }

  #attribute(tag: string): Attribute | undefined {
    const at = this.#at;
    const name = this.#read(ATTRIBUTE);
    if (name === "") {
      this.#warn(at, `a stray ${JSON.stringify(this.#text[at])} among the attributes of <${tag}>`, "remove it");
      this.#at += 1;
      return undefined;
    }
    const behindName = this.#at;
    this.#read(SPACE);
    if (this.#text[this.#at] !== "=") {
      this.#at = behindName;
      return { name, value: undefined, at };
    }
    const spaced = this.#at > behindName;
    this.#at += 1;
    const behindSign = this.#at;
    this.#read(SPACE);
    if (spaced || this.#at > behindSign) this.#warn(at, `spaces around the "=" of ${name}`, `write ${name}="..."`);
    return { name, value: this.#value(name, at), at };
  }

  #value(name: string, at: number): readonly Part[] {
    const quote = this.#text[this.#at];
    if (quote === '"' || quote === "'") return this.#quoted(name, at, quote);
    this.#warn(at, `the value of ${name} is not in quotes`, `write ${name}="..."`);
    const start = this.#at;
    while (this.#at < this.#text.length && !/[\s>]/.test(this.#text[this.#at] ?? "")) {
      if (this.#text.startsWith("/>", this.#at)) break;
      const end = this.#text.startsWith("{{", this.#at) ? mustacheEnd(this.#text, this.#at) : -1;
      this.#at = end > 0 ? end : this.#at + 1;
    }
    return partsOf(this.#text, start, this.#at);
  }

  #quoted(name: string, at: number, quote: string): readonly Part[] {
    const start = this.#at + 1;
    let end = start;
    while (end < this.#text.length && this.#text[end] !== quote) {
      const behind = this.#text.startsWith("{{", end) ? mustacheEnd(this.#text, end) : -1;
      end = behind > 0 ? behind : end + 1;
    }
    if (end >= this.#text.length) {
      this.#error(at, `the value of ${name} is never ended`, `end it with ${quote}`);
      this.#at = this.#text.length;
      return [];
    }
    this.#at = end + 1;
    return partsOf(this.#text, start, end);
  }

  #add(node: AxmlNode): void {
    (this.#open.at(-1)?.children ?? this.#root).push(node);
  }

  #read(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? "";
    this.#at += found.length;
    return found;
  }

  #warn(at: number, message: string, next: string): void {
    this.#diagnostics.push(this.#source.diagnostic("warning", at, message, next));
  }

  #error(at: number, message: string, next: string): void {
    this.#diagnostics.push(this.#source.diagnostic("error", at, message, next));
  }
}
