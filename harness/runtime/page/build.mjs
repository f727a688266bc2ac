// Bundles src/install.ts into one IIFE that defines HarnessRuntime. Usage: node build.mjs [OUTFILE]
import { build } from "esbuild";
import { fileURLToPath } from "node:url";
import { styleText } from "./bundling.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

await build({
  entryPoints: [here("src/install.ts")],
  outfile: process.argv[2] ?? here("../dist/page.js"),
  bundle: true,
  format: "iife",
  globalName: "HarnessRuntime",
  target: "es2022",
  charset: "ascii",
  minify: true,
  legalComments: "none",
  plugins: [styleText],
  logLevel: "warning",
});
