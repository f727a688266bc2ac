/** Compiles ACSS: rpx, heights of the page, `page` and `:host`, and styles that stay inside their component. */

import postcss, { CssSyntaxError, type Root } from "postcss";
import { aliased, type Aliases } from "../alias.ts";
import type { Source } from "../diagnostics.ts";
import type { Diagnostic } from "../output.ts";
import { isolate } from "./isolate.ts";

export interface CompiledStyle {
  readonly css: string;
  readonly imports: readonly { readonly request: string; readonly at: number }[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface StyleSettings {
  /** False where `window.responsive` is false: then 2rpx are 1px. */
  readonly responsive: boolean;
  /** Attribute that marks the elements of the component this style belongs to, or "" for a style that leaks. */
  readonly marker: string;
  readonly aliases: Aliases;
}

const URL_PATH = /(url\(\s*["']?)([^"')]+)/gi;
const RPX = /(-?(?:\d+\.?\d*|\.\d+))rpx\b/gi;

/** Compiles one file without its imports: they come first, and the caller puts them there. */
export function compileStyle(source: Source, settings: StyleSettings): CompiledStyle {
  const diagnostics: Diagnostic[] = [];
  const imports: { request: string; at: number }[] = [];
  let root: Root;
  try {
    root = postcss.parse(source.text, { from: source.file });
  } catch (error) {
    if (!(error instanceof CssSyntaxError)) throw error;
    const { line = 1, column = 1, reason } = error;
    const excerpt = source.line(line).trim();
    const next = "mend it; the browser reads what it can";
    diagnostics.push({ severity: "warning", file: source.file, line, column, message: `this style cannot be understood: ${reason}`, excerpt, next });
    return { css: units(source.text, settings), imports, diagnostics };
  }
  root.walkAtRules("import", (rule) => {
    const request = /^(?:url\()?\s*["']?([^"')]+)["']?\)?/.exec(rule.params.trim())?.[1]?.trim() ?? "";
    if (request !== "" && !/^(?:https?:)?\/\//.test(request)) imports.push({ request, at: rule.source?.start?.offset ?? 0 });
    rule.remove();
  });
  root.walkDecls((declaration) => {
    declaration.value = units(declaration.value, settings).replace(URL_PATH, (_, head: string, path: string) => head + aliased(settings.aliases, path));
    const local = /url\(\s*["']?(?!\/|data:|https?:|#|var)([^"')]+)/.exec(declaration.value);
    if (local !== null) {
      diagnostics.push(source.diagnostic("warning", declaration.source?.start?.offset ?? 0, `url(${local[1] ?? ""}) is relative: the platform loads only absolute and remote ones`, 'begin it with "/"'));
    }
  });
  root.walkAtRules(/^(media|supports|container)$/, (rule) => {
    rule.params = rule.params.replace(RPX, (_, number: string) => rpx(Number(number), settings.responsive));
  });
  root.walkRules((rule) => {
    if (rule.parent?.type === "atrule" && /keyframes$/.test((rule.parent as { name?: string }).name ?? "")) return;
    rule.selector = isolate(rule.selector, settings.marker);
  });
  return { css: root.toString(), imports, diagnostics };
}

/** 750rpx are the width of the screen; `vh` means the page's own height, without the wallet's bars. */
function units(value: string, { responsive }: StyleSettings): string {
  if (!/rpx|vh/i.test(value)) return value;
  return value
    .replace(RPX, (_, number: string) => rpx(Number(number), responsive))
    .replace(/(-?(?:\d+\.?\d*|\.\d+))vh\b/gi, "$1cqh");
}

export function rpx(number: number, responsive: boolean): string {
  return responsive ? `${+(number / 7.5).toFixed(5)}vw` : `${number / 2}px`;
}
