/** Turns Less into CSS. The library is a bundle of its own: most programs have no Less and do not load it. */

import { posix } from "node:path";
import type { Files } from "../files.ts";
import type { Source } from "../diagnostics.ts";
import { resolve, STYLE_WAYS } from "../resolve.ts";
import type { Diagnostic } from "../output.ts";

export interface LessAnswer {
  readonly css: string;
  readonly diagnostics: readonly Diagnostic[];
}

interface PluginManager {
  addPreProcessor(work: { process(text: string, about: { fileInfo: { filename: string } }): string }, priority: number): void;
}

interface LessLibrary {
  render(text: string, options: object): Promise<{ css: string }>;
}

export async function renderLess(files: Files, source: Source): Promise<LessAnswer> {
  const { default: less } = (await import(new URL("./less.mjs", import.meta.url).href)) as { default: LessLibrary };
  try {
    const { css } = await less.render(source.text, {
      filename: `${files.root}/${source.file}`,
      rootpath: "",
      javascriptEnabled: false,
      math: "always",
      plugins: [{ install: (_: unknown, manager: PluginManager) => manager.addPreProcessor(importing(files), 1) }],
    });
    return { css, diagnostics: [] };
  } catch (error) {
    const { message, line = 0, column = 0 } = error as { message: string; line?: number; column?: number };
    const excerpt = source.line(line).trim();
    const next = "mend the style there";
    return { css: "", diagnostics: [{ severity: "error", file: source.file, line, column: column + 1, message: `this Less cannot be understood: ${message}`, excerpt, next }] };
  }
}

/** Less reads its imports by itself, as files of this machine: absolute paths, aliases and packages are put as such. */
function importing(files: Files): Parameters<PluginManager["addPreProcessor"]>[0] {
  const place = (from: string, request: string): string => {
    const found = resolve(files, from, request, STYLE_WAYS, false);
    return "path" in found && !found.path.endsWith(".css") ? files.absolute(found.path) : request;
  };
  return {
    process: (text, { fileInfo }) =>
      text.replace(/(@import\s+(?:\([^)]*\)\s*)?)(["'])([^"']+)\2/g, (_, head: string, quote: string, request: string) => {
        return head + quote + place(posix.relative(files.root, fileInfo.filename), request) + quote;
      }),
  };
}
