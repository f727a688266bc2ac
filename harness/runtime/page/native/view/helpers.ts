/** What the code of a template calls `$` (written by compiler/axml/emit.ts). */

import { Fragment, h, isValidElement, type VNode } from "preact";
import { BUILTINS } from "../builtins/index.ts";
import type { Data } from "../logic/data.ts";
import type { Owner, Rendered, SlotItem } from "../logic/owner.ts";
import { viewOf } from "./component-view.ts";
import { hostProps, type Extra, type Plain } from "./host.ts";
import type { Render } from "./views.ts";

type Children = readonly Rendered[];
type Each = (item: unknown, index: unknown) => unknown;

export interface Helpers {
  /** An SJS module. */
  sjs(path: string): { default: unknown; all: Data };
  /** A mustache in a text; `place` is for the error of what cannot be printed. */
  t(value: unknown, place: string): string;
  /** A mustache among other words of an attribute. */
  j(value: unknown): string;
  /** a:for. */
  f(list: unknown, each: Each, key: string | 0): unknown;
  /** Gives a node its key. */
  q(key: unknown, node: unknown): unknown;
  /** A built-in element. */
  e(owner: Owner, tag: string, plain: Plain | 0, extra: Extra | 0, children?: Children): VNode;
  /** A component, or an element nobody knows. */
  k(owner: Owner, tag: string, plain: Plain | 0, extra: Extra | 0, items?: () => readonly unknown[]): VNode;
  /** `<slot>`. */
  s(owner: Owner, plain: Plain | 0, fallback?: () => Children): Rendered;
  /** What goes into a slot of a component. */
  v(slot: unknown, node: unknown): SlotItem;
  /** `<template is>`. */
  p(owner: Owner, name: unknown, data: unknown, place: string): Rendered;
}

const NO_PLAIN: Plain = {};
const NO_EXTRA: Extra = {};

export function makeHelpers(file: string, template: (name: string) => Render | undefined, sjs: Helpers["sjs"]): Helpers {
  return {
    sjs,
    t: printed,
    j: (value) => (value === undefined || value === null ? "" : String(value)),
    f: (list, each, key) => repeated(list, each, key),
    q: keyed,
    e(owner, tag, plain, extra, children) {
      const { key, ...rest } = plain === 0 ? (NO_PLAIN as Data) : plain;
      const builtin = BUILTINS[tag];
      const node = (
        builtin === undefined
          ? h(tag, hostProps(owner, tag, rest, extra === 0 ? NO_EXTRA : extra), children as never)
          : h(builtin, { tag, owner, file, plain: rest, extra: extra === 0 ? NO_EXTRA : extra, children: children as never })
      ) as unknown as VNode;
      if (key !== undefined) node.key = key as string;
      return node;
    },
    k(owner, tag, plain, extra, items) {
      const { key, ...rest } = plain === 0 ? (NO_PLAIN as Data) : plain;
      const id = chosenFor(tag, owner) ?? owner.unit.using[tag] ?? owner.page.unit.using[tag];
      const node = (
        id === undefined
          ? h(tag, hostProps(owner, tag, rest, extra === 0 ? NO_EXTRA : extra), flat(items?.() ?? []).map((item) => contentOf(item, {})) as never)
          : h(viewOf(id), { id, tag, owner, given: rest, items: items === undefined ? undefined : () => flat(items()) })
      ) as unknown as VNode;
      if (key !== undefined) node.key = key as string;
      return node;
    },
    s(owner, plain, fallback) {
      const { name = "", ...scope } = plain === 0 ? (NO_PLAIN as Data) : plain;
      const wanted = String(name);
      const found = (owner.slots?.() ?? []).filter(({ slot }) => slot === wanted);
      if (found.length === 0) return fallback?.() ?? null;
      return found.map((item) => keyedContent(item, scope));
    },
    v: (slot, node) => ({ slot: slot === undefined || slot === null ? "" : String(slot), node }),
    p(owner, name, data, place) {
      if (name === undefined || name === null || name === "") return null;
      const render = template(String(name));
      if (render === undefined) throw new Error(`there is no template "${String(name)}" here (${place})`);
      return render((data ?? {}) as Data, owner);
    },
  };
}

/** What the user of a component has named for an abstract node in it: `generic:mark="c-star"` (open-docs, abstract nodes). */
function chosenFor(tag: string, { given, parent }: Owner): string | undefined {
  const chosen = given[`generic:${tag}`];
  return typeof chosen === "string" ? parent?.unit.using[chosen] : undefined;
}

/** An object cannot be printed: devices show a white page (language.md, AXML). */
function printed(value: unknown, place: string): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "object") {
    if (Array.isArray(value) && value.every((each) => typeof each !== "object")) return value.join(",");
    throw new Error(`an object cannot be printed: {{…}} is ${JSON.stringify(value).slice(0, 80)} (${place})`);
  }
  return typeof value === "function" ? "" : String(value as string);
}

function repeated(list: unknown, each: Each, key: string | 0): unknown {
  const results: unknown[] = [];
  const add = (item: unknown, index: unknown): void => {
    const node = each(item, index);
    const own = key === 0 ? undefined : key === "*this" ? item : ((item as Data | null | undefined)?.[key] ?? undefined);
    results.push(own === undefined || own === null || typeof own === "object" ? node : keyed(own, node));
  };
  if (Array.isArray(list)) list.forEach(add);
  else if (typeof list === "number") for (let index = 0; index < list; index += 1) add(index, index);
  else if (typeof list === "string") [...list].forEach(add);
  else if (typeof list === "object" && list !== null) for (const [name, value] of Object.entries(list)) add(value, name);
  return results;
}

function keyed(key: unknown, node: unknown): unknown {
  if (key === undefined || key === null) return node;
  if (isItem(node)) {
    node.key = key;
    return node;
  }
  if (Array.isArray(node) && flat(node).some(isItem)) return node;
  if (isValidElement(node) && (node.key === undefined || node.key === null)) {
    node.key = key as string;
    return node;
  }
  return node === null || node === undefined ? node : h(Fragment, { key: key as string }, node as never);
}

const isItem = (value: unknown): value is SlotItem => typeof value === "object" && value !== null && "slot" in value && "node" in value;

function flat(nodes: readonly unknown[]): SlotItem[] {
  return nodes.flatMap((node) => {
    if (Array.isArray(node)) return flat(node);
    if (isItem(node)) return [node];
    return node === null || node === undefined || node === false ? [] : [{ slot: "", node }];
  });
}

function contentOf({ node }: SlotItem, scope: Data): Rendered {
  return (typeof node === "function" ? (node as (scope: Data) => unknown)(scope) : node) as Rendered;
}

function keyedContent(item: SlotItem, scope: Data): Rendered {
  const content = contentOf(item, scope);
  return item.key === undefined ? content : (keyed(item.key, content) as Rendered);
}
