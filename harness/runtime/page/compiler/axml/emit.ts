/** Writes the code of one AXML file: a function `($) => ({ T: templates, I: imports, R: render })`. */

import type { Source } from "../diagnostics.ts";
import type { Diagnostic } from "../output.ts";
import { attributesOf, valueOf, type Attributes } from "./attributes.ts";
import { decodeEntities } from "./entities.ts";
import { Expressions, type Scope } from "./expression.ts";
import { attributeNamed, BUILT_IN } from "./names.ts";
import type { AxmlNode, ElementNode, TextNode } from "./tree.ts";

/** One AXML file, read. */
export interface AxmlFile {
  readonly id: string;
  readonly source: Source;
  readonly nodes: readonly AxmlNode[];
}

/** How the emitter reaches other files of the program. Each says what is wrong by itself and then gives undefined. */
export interface Surroundings {
  readonly include: (from: AxmlFile, request: string, at: number) => AxmlFile | undefined;
  readonly importView: (from: AxmlFile, request: string, at: number) => string | undefined;
  readonly importSjs: (from: AxmlFile, request: string, at: number) => string | undefined;
  readonly say: (diagnostic: Diagnostic) => void;
  /** Tags that are components here; undefined in a file that is not a view by itself (templates only). */
  readonly using: ReadonlySet<string> | undefined;
}

interface Place {
  readonly file: AxmlFile;
  readonly expressions: Expressions;
  readonly scope: Scope;
  /** Children of a component: each goes into a slot. */
  readonly slots: boolean;
}

export function emitView(file: AxmlFile, around: Surroundings): string {
  return new Emitter(around).emit(file);
}

class Emitter {
  readonly #around: Surroundings;
  readonly #head: string[] = [];
  readonly #templates: string[] = [];
  readonly #imports: string[] = [];
  readonly #including: string[] = [];
  #names = 0;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  emit(file: AxmlFile): string {
    const place = this.#enter(file, new Map());
    const body = this.#children(file.nodes, place);
    this.#define(file, place);
    return (
      `(function($){${this.#head.join("")}return{T:{${this.#templates.join(",")}},` +
      `I:${JSON.stringify(this.#imports)},R:function(d,c){return ${body}}}})`
    );
  }

  /** Reads the imports of a file, so that its expressions see its SJS modules. */
  #enter(file: AxmlFile, outer: Scope): Place {
    const scope = new Map(outer);
    const seen = new Set<string>();
    for (const node of elementsIn(file.nodes, "import-sjs")) this.#importSjs(file, node, scope, seen);
    return { file, expressions: new Expressions(file.source, this.#around.say), scope, slots: false };
  }

  #define(file: AxmlFile, place: Place): void {
    for (const node of elementsIn(file.nodes, "import")) {
      const request = this.#literal(file, node, "src");
      const id = request === undefined ? undefined : this.#around.importView(file, request, node.at);
      if (id !== undefined) this.#imports.push(id);
    }
    for (const node of elementsIn(file.nodes, "template")) {
      const name = attributeNamed(node.attributes, "name");
      if (name === undefined) continue;
      const key = this.#literal(file, node, "name");
      if (key !== undefined) this.#templates.push(`${JSON.stringify(key)}:function(d,c){return ${this.#children(node.children, place)}}`);
    }
  }

  #importSjs(file: AxmlFile, node: ElementNode, scope: Map<string, { code: string; sjs: boolean }>, seen: Set<string>): void {
    const request = this.#literal(file, node, "from");
    const name = attributeNamed(node.attributes, "name")?.value?.map((part) => (part.kind === "words" ? part.text : `{${part.code}}`)).join("");
    if (request === undefined || name === undefined) {
      this.#say(file, "error", node.at, "import-sjs needs a name and a from", 'write <import-sjs name="m" from="./m.sjs" />');
      return;
    }
    const id = this.#around.importSjs(file, request, node.at);
    if (id === undefined) return;
    const variable = this.#fresh("s");
    const names = /^\s*\{([\s\S]*)\}\s*$/.exec(name);
    this.#head.push(`const ${variable}=$.sjs(${JSON.stringify(id)});`);
    if (names === null) {
      scope.set(name.trim(), { code: `${variable}.default`, sjs: true });
      return;
    }
    for (const pair of (names[1] ?? "").split(",").map((each) => each.trim()).filter((each) => each !== "")) {
      const [exported = "", local = exported] = pair.split(/\s*(?::|\bas\b)\s*/);
      if (seen.has(local)) this.#say(file, "error", node.at, `the SJS name "${local}" is imported twice`, "give one of them another name");
      seen.add(local);
      scope.set(local, { code: `${variable}.all[${JSON.stringify(exported)}]`, sjs: true });
    }
  }

  #children(nodes: readonly AxmlNode[], place: Place): string {
    const codes: string[] = [];
    const left = nodes.filter((node) => !isBlank(node));
    for (let index = 0; index < left.length; index += 1) {
      const node = left[index] as AxmlNode;
      if (node.kind === "text") {
        codes.push(this.#text(node, place));
        continue;
      }
      const chain = this.#chain(left, index, place);
      index += chain.length - 1;
      const code = this.#branches(chain, place);
      if (code !== "") codes.push(code);
    }
    return `[${codes.join(",")}]`;
  }

  /** The node at `start`, with the a:elif and a:else that belong to its a:if. */
  #chain(nodes: readonly AxmlNode[], start: number, place: Place): ElementNode[] {
    const first = nodes[start] as ElementNode;
    const chain = [first];
    const has = (node: ElementNode, ...names: string[]): boolean => attributeNamed(node.attributes, ...names) !== undefined;
    if ([has(first, "a:if"), has(first, "a:elif"), has(first, "a:else")].filter(Boolean).length > 1) {
      this.#say(place.file, "error", first.at, "no multiple condition: a:if, a:elif and a:else exclude one another", "put them on different nodes");
    }
    if (!has(first, "a:if")) return chain;
    for (const node of nodes.slice(start + 1)) {
      if (node.kind !== "element" || !has(node, "a:elif", "a:else") || has(node, "a:if")) break;
      chain.push(node);
      if (has(node, "a:else")) break;
    }
    return chain;
  }

  #branches(chain: readonly ElementNode[], place: Place): string {
    const [first] = chain as [ElementNode];
    const condition = (node: ElementNode, name: string, inside = place): string => {
      const attribute = attributeNamed(node.attributes, name);
      return attribute === undefined ? "true" : valueOf(attribute, inside.expressions, inside.scope);
    };
    if (attributeNamed(first.attributes, "a:if") === undefined) {
      if (attributeNamed(first.attributes, "a:elif", "a:else") === undefined) return this.#repeated(first, place);
      this.#say(place.file, "warning", first.at, `this ${attributeNamed(first.attributes, "a:elif") ? "a:elif" : "a:else"} has no a:if before it, and is never shown`, "put it right behind the node with a:if");
      return "null";
    }
    const loops = attributeNamed(first.attributes, "a:for") !== undefined;
    if (loops && chain.length > 1) {
      this.#say(place.file, "warning", first.at, "a:for and a:if on one node: the a:else behind it belongs to no a:if", "put a:if on a block around the loop");
    }
    if (loops) return this.#repeated(first, place, (inside, code) => `(${condition(first, "a:if", inside)}?${code}:null)`);
    return chain.reduceRight((rest, node) => {
      const name = node === first ? "a:if" : attributeNamed(node.attributes, "a:elif") !== undefined ? "a:elif" : "";
      const code = this.#repeated(node, place) || "null";
      return name === "" ? code : `(${condition(node, name)}?${code}:${rest})`;
    }, "null");
  }

  #repeated(node: ElementNode, place: Place, when = (_inside: Place, code: string): string => code): string {
    const loop = attributeNamed(node.attributes, "a:for", "a:for-items");
    if (loop === undefined) return this.#element(node, place);
    const named = (name: string, otherwise: string): string => {
      const value = attributeNamed(node.attributes, name)?.value;
      return value?.[0]?.kind === "words" ? value[0].text.trim() : otherwise;
    };
    const [item, index] = [this.#fresh("i"), this.#fresh("n")];
    const scope = new Map(place.scope);
    scope.set(named("a:for-item", "item"), { code: item, sjs: false });
    scope.set(named("a:for-index", "index"), { code: index, sjs: false });
    const inside = { ...place, scope };
    const key = attributeNamed(node.attributes, "a:key", "a:for-key")?.value;
    const words = key?.length === 1 && key[0]?.kind === "words" ? JSON.stringify(key[0].text.trim()) : "0";
    const computed = key?.length === 1 && key[0]?.kind === "code" ? inside.expressions.compile(key[0], scope) : undefined;
    const code = when(inside, this.#element(node, inside) || "null");
    const keyed = computed === undefined ? code : `$.q(${computed},${code})`;
    return `$.f(${valueOf(loop, place.expressions, place.scope)},function(${item},${index}){return ${keyed}},${words})`;
  }

  #element(node: ElementNode, place: Place): string {
    switch (node.tag) {
      case "import":
      case "import-sjs":
        return "";
      case "include":
        return this.#include(node, place);
      case "template":
        return attributeNamed(node.attributes, "is") === undefined ? "" : this.#intoSlot(node, place, () => this.#useTemplate(node, place));
      default:
        return this.#intoSlot(node, place, (inside) => this.#tag(node, inside));
    }
  }

  #tag(node: ElementNode, place: Place): string {
    if (node.tag === "block") return this.#children(node.children, place);
    const attributes = attributesOf(node, place.expressions, place.scope, !this.#isBuiltIn(node.tag));
    if (node.tag === "slot") return this.#slot(node, attributes, place);
    if (this.#isBuiltIn(node.tag)) {
      const inside = { ...place, slots: false };
      const children = node.children.some((child) => !isBlank(child)) ? `,${this.#children(node.children, inside)}` : "";
      return `$.e(c,${JSON.stringify(node.tag)},${attributes.plain},${attributes.extra}${children})`;
    }
    if (this.#around.using !== undefined && !this.#around.using.has(node.tag)) {
      this.#say(place.file, "warning", node.at, `<${node.tag}> is neither a built-in component nor named in usingComponents`, "name it in usingComponents of the page's JSON file");
    }
    const children = node.children.some((child) => !isBlank(child))
      ? `,function(){return ${this.#children(node.children, { ...place, slots: true })}}`
      : "";
    return `$.k(c,${JSON.stringify(node.tag)},${attributes.plain},${attributes.extra}${children})`;
  }

  #isBuiltIn(tag: string): boolean {
    return tag === "slot" || (BUILT_IN.has(tag) && this.#around.using?.has(tag) !== true);
  }

  #slot(node: ElementNode, attributes: Attributes, place: Place): string {
    const fallback = node.children.some((child) => !isBlank(child))
      ? `,function(){return ${this.#children(node.children, { ...place, slots: false })}}`
      : "";
    return `$.s(c,${attributes.plain}${fallback})`;
  }

  /** Under a component, says which slot the node goes to; a slot-scope makes it a function of what the slot gives. */
  #intoSlot(node: ElementNode, place: Place, write: (inside: Place) => string): string {
    const slot = attributeNamed(node.attributes, "slot");
    if (!place.slots) return write(place);
    if (node.tag === "block" && slot === undefined && attributeNamed(node.attributes, "slot-scope") === undefined) return write(place);
    const name = slot === undefined ? '""' : valueOf(slot, place.expressions, place.scope);
    const inside = { ...place, slots: false };
    const given = attributeNamed(node.attributes, "slot-scope")?.value?.[0];
    if (given?.kind !== "words") return `$.v(${name},${write(inside)})`;
    const variable = this.#fresh("p");
    const scope = new Map(place.scope).set(given.text.trim(), { code: variable, sjs: false });
    return `$.v(${name},function(${variable}){return ${write({ ...inside, scope })}})`;
  }

  #useTemplate(node: ElementNode, place: Place): string {
    const is = attributeNamed(node.attributes, "is");
    const data = attributeNamed(node.attributes, "data")?.value?.find((part) => part.kind === "code");
    const scope = data?.kind === "code" ? place.expressions.compile(data, place.scope, "object") : "{}";
    const name = is === undefined ? '""' : valueOf(is, place.expressions, place.scope);
    return `$.p(c,${name},${scope},${this.#position(place.file, node.at)})`;
  }

  #include(node: ElementNode, place: Place): string {
    const request = this.#literal(place.file, node, "src");
    const file = request === undefined ? undefined : this.#around.include(place.file, request, node.at);
    if (file === undefined) return "null";
    if (this.#including.includes(file.id) || file.id === place.file.id) {
      this.#say(place.file, "error", node.at, `${file.id} includes itself`, "break the circle");
      return "null";
    }
    this.#including.push(file.id);
    const inside = this.#enter(file, place.scope);
    const code = this.#children(file.nodes, { ...inside, slots: place.slots });
    this.#including.pop();
    return code;
  }

  #text(node: TextNode, place: Place): string {
    const last = node.parts.length - 1;
    const codes = node.parts.map((part, index) => {
      if (part.kind === "code") {
        return `$.t(${place.expressions.compile(part, place.scope)},${this.#position(place.file, part.at)})`;
      }
      let words = decodeEntities(part.text);
      if (index === 0) words = words.replace(/^[ \t\r]*\n\s*/, "");
      if (index === last) words = words.replace(/\s*\n[ \t\r]*$/, "");
      return words === "" ? "" : JSON.stringify(words);
    });
    const code = codes.filter((each) => each !== "").join("+") || '""';
    return place.slots ? `$.v("",${code})` : code;
  }

  #literal(file: AxmlFile, node: ElementNode, name: string): string | undefined {
    const value = attributeNamed(node.attributes, name)?.value;
    if (value?.length === 1 && value[0]?.kind === "words") return value[0].text.trim();
    this.#say(file, "error", node.at, `<${node.tag}> needs a ${name} that is plain text`, `write ${name}="..."`);
    return undefined;
  }

  #position(file: AxmlFile, at: number): string {
    const { line, column } = file.source.place(at);
    return JSON.stringify(`${file.id}:${line}:${column}`);
  }

  #fresh(letter: string): string {
    this.#names += 1;
    return `${letter}${this.#names}`;
  }

  #say(file: AxmlFile, severity: "error" | "warning", at: number, message: string, next: string): void {
    this.#around.say(file.source.diagnostic(severity, at, message, next));
  }
}

const isBlank = (node: AxmlNode): boolean =>
  node.kind === "text" && node.parts.every((part) => part.kind === "words" && /^[ \t\r\n]*$/.test(part.text));

function* elementsIn(nodes: readonly AxmlNode[], tag: string): Generator<ElementNode> {
  for (const node of nodes) {
    if (node.kind !== "element") continue;
    if (node.tag === tag) yield node;
    yield* elementsIn(node.children, tag);
  }
}
