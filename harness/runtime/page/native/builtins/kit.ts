/** What the built-in components share. */

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Data } from "../logic/data.ts";
import type { Owner } from "../logic/owner.ts";
import { hostProps, type Extra, type Plain } from "../view/host.ts";

/** A place for the element that Preact makes. */
export interface ElementRef<Kind extends HTMLElement = HTMLElement> {
  current: Kind | null;
}

export interface BuiltinProps {
  readonly tag: string;
  readonly owner: Owner;
  /** The template file it stands in: relative paths of pictures begin there. */
  readonly file: string;
  readonly plain: Plain;
  readonly extra: Extra;
  readonly children: ComponentChildren;
}

/** What a form knows of a control in it. Kept on the control's element. */
export interface Control {
  readonly name: () => string;
  readonly value: () => unknown;
  readonly reset: () => void;
  /** What a tap on its label does. */
  readonly activate: () => void;
  /** Of a checkbox, radio or switch: puts it on or off without an event. */
  readonly set?: (on: boolean) => void;
  /** Part of a group: the group has the name and the value in a form. */
  readonly grouped?: () => boolean;
}

type Holder = HTMLElement & { axmlControl?: Control };

export function host({ tag, owner, plain, extra }: BuiltinProps, more: Data = {}): Data {
  return hostProps(owner, tag, plain, extra, more);
}

export function useElement<Kind extends HTMLElement = HTMLElement>(): ElementRef<Kind> {
  return useRef<Kind | null>(null);
}

/** Makes an element known as a control of the form and label around it. */
export function useControl(element: ElementRef, control: Control): void {
  useLayoutEffect(() => {
    if (element.current !== null) (element.current as Holder).axmlControl = control;
  });
}

export const controlOf = (element: Element | null): Control | undefined => (element as Holder | null)?.axmlControl;

/** The controls inside an element, in the order of the document. */
export function controlsIn(element: Element): Control[] {
  return [...element.querySelectorAll("*")].map(controlOf).filter((control) => control !== undefined && control.grouped?.() !== true) as Control[];
}

export const numberOf = (value: unknown, otherwise: number): number => {
  const number = typeof value === "number" ? value : typeof value === "string" && value.trim() !== "" ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : otherwise;
};

export const stringOf = (value: unknown, otherwise = ""): string =>
  value === undefined || value === null ? otherwise : typeof value === "object" ? JSON.stringify(value) : String(value as string);

/** Resolves the path of a picture or file: absolute in the program, remote, or relative to the template. */
export function urlOf(file: string, source: unknown): string {
  const path = stringOf(source).trim();
  if (path === "" || /^(?:[a-z][\w+.-]*:|\/\/)/i.test(path)) return path;
  return path.startsWith("/") ? path : new URL(path, `http://program/${file}`).pathname;
}
