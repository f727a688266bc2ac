/** One component: its data, its props and its life. Order and traps: language.md, Framework. */

import type { ComponentProps } from "../view/component-view.ts";
import { runMethod } from "./component-error.ts";
import { crossing, type Data } from "./data.ts";
import { DataHolder } from "./holder.ts";
import { equip } from "./methods.ts";
import { withMixins, type Options } from "./mixins.ts";
import { observersOf } from "./observers.ts";
import { handlerOf, type Method, type Owner } from "./owner.ts";

const LIFECYCLES = ["onInit", "deriveDataFromProps", "didMount", "didUpdate", "didUnmount"];
const FUNCTION_PROP = /^(?:on|catch)[A-Z]/;

type Step = "new" | "drawing" | "updating" | "resting" | "gone";

export class ComponentInstance {
  readonly owner: Owner;
  /** Whether it has a node of its own (`virtualHost: false`). */
  readonly hasNode: boolean;
  readonly #self: Options = {};
  readonly #options: Options;
  readonly #holder: DataHolder;
  readonly #crossed = new Map<string, readonly [unknown, unknown]>();
  #given: Readonly<Data>;
  #items: ComponentProps["items"];
  #step: Step = "new";
  /** Something has changed that needs drawing; `#loud` when it is an update the program must hear of. */
  #dirty = false;
  #loud = false;
  #before: Data | undefined;
  #update: readonly [props: Data, data: Data] | undefined;

  constructor({ id, owner: parent, given, items }: ComponentProps, draw: () => boolean) {
    const { runtime } = parent;
    const unit = runtime.program.components[id] ?? { config: {}, script: "", view: "", style: "", using: {}, marker: "" };
    this.#options = withMixins(runtime.definition(unit.script), LIFECYCLES);
    this.#given = given;
    this.#items = items;
    const options = (this.#options["options"] ?? {}) as Data;
    this.hasNode = options["virtualHost"] === false;
    const instance = this;
    this.owner = {
      runtime,
      unit,
      name: `component ${id}`,
      self: this.#self,
      get slots() {
        return instance.#items;
      },
      parent,
      children: new Set(),
      get given() {
        return instance.#given;
      },
      page: parent.page,
      get external() {
        return instance.#external();
      },
      passed: new Map(),
    };
    runtime.styles.use(unit.style, parent.page);
    const data = this.#options["data"];
    const initial = copied(typeof data === "function" ? (runtime.reporter.run(() => (data as Method).call(this.#self)) ?? {}) : (data ?? {})) as Data;
    const drawing = { draw: () => !this.#dirty || draw() };
    this.#holder = new DataHolder(initial, runtime.flusher, drawing, (error) => runtime.reporter.report(error));
    this.#prepare(id, parent);
  }

  /** Whether other attributes would make other props. */
  differs(given: Readonly<Data>): boolean {
    const names = Object.keys(given);
    return names.length !== Object.keys(this.#given).length || names.some((name) => given[name] !== this.#given[name]);
  }

  receive({ given, items }: ComponentProps): void {
    this.#items = items;
    if (!this.differs(given)) return;
    this.#before ??= { ...this.#holder.data };
    this.#given = given;
    this.#loud = true;
  }

  /** What templates read: props, over them data. */
  scope(): Data {
    return { ...(this.#self["props"] as Data), ...this.#holder.view, $id: this.#self["$id"] };
  }

  beforeDrawing(): void {
    this.#dirty = false;
    const first = this.#step === "new";
    if (!first && !this.#loud) return;
    const [previous, data] = [this.#self["props"] as Data, this.#before ?? { ...this.#holder.data }];
    this.#loud = false;
    this.#before = undefined;
    this.#step = "drawing";
    const next = this.#props();
    if (first) {
      this.#self["props"] = next;
      this.#live("onInit");
    }
    // Here this.props are still the old ones.
    this.#live("deriveDataFromProps", next);
    this.#self["props"] = next;
    if (!first) this.#update = [previous, data];
    this.#dirty = false;
    this.#step = "resting";
  }

  mounted(): void {
    const { parent, runtime } = this.owner;
    parent?.children.add(this.owner);
    const ref = this.#given["ref"];
    if (typeof ref === "string" && ref !== "" && parent !== undefined) {
      const own = this.#options["ref"];
      const value = typeof own === "function" ? runtime.reporter.run(() => (own as Method).call(this.#self)) : this.#self;
      runtime.reporter.run(() => handlerOf(parent, ref)?.call(parent.self, value));
    }
    this.#lifetimes("created", "attached", "ready");
    this.#live("didMount");
  }

  updated(): void {
    const update = this.#update;
    this.#update = undefined;
    if (update === undefined) return;
    // What is set now is drawn, but is no update that didUpdate hears of again (language.md, trap 1).
    this.#step = "updating";
    this.#live("didUpdate", ...update);
    if (this.#step === "updating") this.#step = "resting";
  }

  unmounted(): void {
    this.owner.parent?.children.delete(this.owner);
    this.#live("didUnmount");
    this.#lifetimes("detached");
    this.#step = "gone";
    this.#holder.end();
  }

  #prepare(id: string, parent: Owner): void {
    const self = this.#self;
    const methods = { ...((this.#options["methods"] ?? {}) as Options) };
    const { runtime } = this.owner;
    Object.assign(self, methods, { is: id, $id: runtime.fresh(), $page: parent.page.self, props: this.#props() });
    const owner = parent.parent === undefined ? null : parent.self;
    Object.defineProperty(self, "selectOwnerComponent", { value: () => owner });
    equip(self, this.owner, this.#holder, observersOf(this.#options), () => {
      if (this.#step === "drawing" || this.#step === "new") return;
      this.#dirty = true;
      if (this.#step === "updating") return;
      this.#before ??= { ...this.#holder.data };
      this.#loud = true;
    });
  }

  #props(): Data {
    const props: Data = copied(this.#options["props"] ?? {}) as Data;
    for (const [name, value] of Object.entries(this.#given)) {
      if (name === "ref" || name.startsWith("generic:") || value === undefined) continue;
      props[name] = FUNCTION_PROP.test(name) ? this.#function(value) ?? props[name] : this.#cross(name, value);
    }
    props["$slots"] = this.#slots();
    return props;
  }

  /** A name given to `onX` is a method of whoever wrote the tag: the same one is always the same function. */
  #function(value: unknown): unknown {
    if (typeof value !== "string") return value;
    if (value === "") return undefined;
    const parent = this.owner.parent as Owner;
    let method = parent.passed.get(value);
    if (method === undefined) {
      method = (...given) => handlerOf(parent, value)?.apply(parent.self, given);
      parent.passed.set(value, method);
    }
    return method;
  }

  /** Objects come as copies, made anew only when they have changed. */
  #cross(name: string, value: unknown): unknown {
    if (typeof value !== "object" || value === null) return value;
    const known = this.#crossed.get(name);
    if (known?.[0] === value) return known[1];
    const copy = crossing(value);
    this.#crossed.set(name, [value, copy]);
    return copy;
  }

  /** Says what stands in which slot; plain objects, since published components pass all their props to setData. */
  #slots(): Data {
    const slots: Data = {};
    for (const { slot } of this.#items?.() ?? []) {
      const name = slot === "" ? "$default" : slot;
      slots[name] = [...((slots[name] as unknown[] | undefined) ?? []), { slot }];
    }
    return slots;
  }

  #external(): Readonly<Record<string, string>> | undefined {
    const names = this.#options["externalClasses"];
    if (!Array.isArray(names)) return undefined;
    return Object.fromEntries((names as string[]).map((name) => [name, String(this.#given[name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())] ?? "")]));
  }

  #live(name: string, ...given: unknown[]): void {
    const method = this.#options[name];
    if (typeof method === "function") runMethod(this.owner, name, method as Method, given);
  }

  #lifetimes(...names: readonly string[]): void {
    const asked = (this.#options["options"] as Data | undefined)?.["lifetimes"] === true;
    const lifetimes = this.#options["lifetimes"] as Options | undefined;
    for (const name of asked && lifetimes !== undefined ? names : []) {
      const method = lifetimes?.[name];
      if (typeof method === "function") runMethod(this.owner, name, method as Method, []);
    }
  }
}

/** A copy of plain data that keeps functions (default props may hold them). */
function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copied);
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, copied(inner)]));
}
