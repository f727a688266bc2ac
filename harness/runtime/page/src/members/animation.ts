/** `my.createAnimation()`: collects steps; `export()` gives them to the attribute `animation` of a view. */

import { isFields, type Fields } from "../config.ts";

/** One step: what changes, and how it gets there. */
export interface AnimationStep {
  readonly config: Fields;
  /** `[name, arguments]` in the order they were called. */
  readonly changes: readonly (readonly [name: string, given: readonly unknown[]])[];
}

const TRANSFORMS: Readonly<Record<string, string>> = Object.fromEntries(
  (
    "rotate:deg rotateX:deg rotateY:deg rotateZ:deg rotate3d: scale: scale3d: scaleX: scaleY: scaleZ: " +
    "translate:px translate3d:px translateX:px translateY:px translateZ:px skew:deg skewX:deg skewY:deg matrix: matrix3d:"
  )
    .split(" ")
    .map((pair) => pair.split(":") as [string, string]),
);
const STYLES = "opacity backgroundColor width height top left bottom right".split(" ");

/** Makes the object that a program chains: `animation.scale(2).rotate(45).step()`. */
export function makeAnimation(options?: unknown): object {
  const given = isFields(options) ? options : {};
  let steps: AnimationStep[] = [];
  let changes: [string, unknown[]][] = [];
  const animation: Record<string, unknown> = {
    step(config?: unknown) {
      steps.push({ config: { ...given, ...(isFields(config) ? config : {}) }, changes });
      changes = [];
      return animation;
    },
    export() {
      const animations = steps;
      steps = [];
      return animations;
    },
  };
  for (const name of [...Object.keys(TRANSFORMS), ...STYLES]) {
    animation[name] = (...values: unknown[]) => {
      changes.push([name, values]);
      return animation;
    };
  }
  return animation;
}

/** Returns how an element looks when all steps are done, as CSS. Nothing moves under test: the end is drawn at once. */
export function animationStyle(steps: unknown): string {
  if (!Array.isArray(steps)) return "";
  const styles = new Map<string, string>();
  const transforms = new Map<string, string>();
  for (const step of steps as readonly Partial<AnimationStep>[]) {
    for (const [name, values] of step.changes ?? []) {
      if (name in TRANSFORMS) transforms.set(name, `${name}(${values.map((value) => length(value, unitOf(name, values.indexOf(value)))).join(",")})`);
      else styles.set(name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), length(values[0], /opacity|Color/.test(name) ? "" : "px"));
    }
    if (step.config?.["transformOrigin"] !== undefined) styles.set("transform-origin", String(step.config["transformOrigin"]));
  }
  if (transforms.size > 0) styles.set("transform", [...transforms.values()].join(" "));
  return [...styles].map(([name, value]) => `${name}:${value}`).join(";");
}

/** Of rotate3d only the fourth number is an angle. */
const unitOf = (name: string, at: number): string => (name === "rotate3d" ? (at === 3 ? "deg" : "") : (TRANSFORMS[name] ?? ""));

const length = (value: unknown, unit: string): string => (typeof value === "number" ? `${value}${unit}` : String(value));
