// What the bundle and the tests share: a style sheet is imported as its minified text.
import { transform } from "esbuild";
import { readFile } from "node:fs/promises";

export const styleText = {
  name: "style text",
  setup(bundler) {
    bundler.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true, target: "chrome120" });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

// Packages that were written for CommonJS ask for `require` even in a module.
export const requireInModules = { js: 'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);' };
