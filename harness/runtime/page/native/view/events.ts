/** Events of templates: found on the way from the element hit to the page, as the documented object (language.md, AXML). */

import { runMethod } from "../logic/component-error.ts";
import { handlerOf, type Method, type Owner } from "../logic/owner.ts";
import { infoOf, type AxmlInfo } from "./host.ts";
import { responderInstance } from "./responder.ts";

export interface Touch {
  readonly identifier: number;
  readonly pageX: number;
  readonly pageY: number;
  readonly clientX: number;
  readonly clientY: number;
}

export interface Gesture {
  readonly detail?: unknown;
  readonly touches?: readonly Touch[];
  readonly changedTouches?: readonly Touch[];
  readonly timeStamp?: number;
}

interface Stop {
  readonly element: HTMLElement;
  readonly info: AxmlInfo;
}

/** Sends a bubbling event: down through the capturing listeners, then up; a `catch` listener stops it. */
export function dispatch(type: string, hit: EventTarget | null, gesture: Gesture): void {
  const path = pathFrom(hit);
  const [first] = path;
  if (first === undefined) return;
  for (const stop of [...path].reverse()) if (call(stop, first, `!${type}`, type, gesture, path)) return;
  for (const stop of path) if (call(stop, first, type, type, gesture, path)) return;
}

/** Calls the listener of one element alone: events of built-in components do not bubble. */
export function fire(element: HTMLElement | null, type: string, detail?: unknown): void {
  const info = infoOf(element);
  if (element === null || info === undefined) return;
  const stop = { element, info };
  call(stop, stop, type, type, { detail }, [stop]);
}

/** Whether an element listens to an event, itself. */
export const listens = ({ extra }: Pick<AxmlInfo, "extra">, type: string): boolean =>
  extra.on !== undefined && [type, `.${type}`].some((key) => isHandler(extra.on?.[key]));

function pathFrom(hit: EventTarget | null): Stop[] {
  const path: Stop[] = [];
  for (let node = hit as Node | null; node !== null; node = node.parentNode) {
    const info = infoOf(node);
    if (info !== undefined) path.push({ element: node as HTMLElement, info });
  }
  return path;
}

const isHandler = (value: unknown): boolean => typeof value === "function" || (typeof value === "string" && value !== "");

/** Returns whether the event stops here. */
function call(stop: Stop, hit: Stop, key: string, type: string, gesture: Gesture, path: readonly Stop[]): boolean {
  const on = stop.info.extra.on;
  if (on === undefined) return false;
  const catching = key.startsWith("!") ? `!.${type}` : `.${type}`;
  for (const name of [key, catching]) {
    const value = on[name];
    if (value === undefined) continue;
    // `catchTap="{{x ? 'x' : ''}}"` that names nobody catches nothing: published icons are written so and let taps through.
    if (value === "") continue;
    if (isHandler(value)) run(stop, value, makeEvent(type, stop, hit, gesture, path));
    if (name === catching) return true;
  }
  return false;
}

function run({ info, element }: Stop, handler: unknown, event: object): void {
  const { owner } = info;
  const method = typeof handler === "string" ? handlerOf(owner, handler) : (handler as Method);
  if (method === undefined) return;
  if (typeof handler === "string") runMethod(owner, handler, method, [event]);
  // A function in a template is one of SJS, which also gets the element and its owner, or one that came as a prop.
  else owner.runtime.reporter.run(() => method.call(owner.self, { ...event, instance: responderInstance(element, owner) }, responderInstance(undefined, owner)));
}

function makeEvent(type: string, current: Stop, hit: Stop, gesture: Gesture, path: readonly Stop[]): object {
  const dataset = { ...(current.info.extra.d ?? {}) };
  const marks: Record<string, unknown> = {};
  for (const { info } of [...path].reverse()) Object.assign(marks, info.extra.m);
  return {
    type,
    timeStamp: gesture.timeStamp ?? Date.now(),
    target: { ...about(hit), dataset, targetDataset: { ...(hit.info.extra.d ?? {}) } },
    currentTarget: { ...about(current), dataset },
    detail: gesture.detail ?? {},
    touches: gesture.touches ?? [],
    changedTouches: gesture.changedTouches ?? [],
    mark: marks,
    stopPropagation: () => undefined,
    preventDefault: () => undefined,
  };
}

function about({ element, info }: Stop): object {
  return { id: element.id, tagName: info.tag, offsetLeft: element.offsetLeft, offsetTop: element.offsetTop };
}

export type { Owner };
