/** Turns Less into CSS. The library is a bundle of its own: most programs have no Less and do not load it. */

import type { Files } from "../files.ts";
import type { Source } from "../diagnostics.ts";
import type { Diagnostic } from "../output.ts";

export interface LessAnswer {
  readonly css: string;
  readonly diagnostics: readonly Diagnostic[];
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
    });
    return { css, diagnostics: [] };
  } catch (error) {
    const { message, line = 0, column = 0 } = error as { message: string; line?: number; column?: number };
    const excerpt = source.line(line).trim();
    const next = "mend the style there";
    return { css: "", diagnostics: [{ severity: "error", file: source.file, line, column: column + 1, message: `this Less cannot be understood: ${message}`, excerpt, next }] };
  }
}
