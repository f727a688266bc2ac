// Makes the bundles: node build.mjs [FOLDER]. Each goes into FOLDER under its own name.
import { build } from "esbuild";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { requireInModules, styleText } from "./bundling.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = process.argv[2] ?? here("../dist");

const common = { bundle: true, minify: true, legalComments: "none", logLevel: "warning", plugins: [styleText] };
const page = { ...common, format: "iife", target: "es2022", charset: "ascii" };
const tool = { ...common, platform: "node", format: "esm", target: "node20", banner: requireInModules };

await Promise.all([
  build({ ...page, entryPoints: [here("src/install.ts")], outfile: join(folder, "page.js"), globalName: "HarnessRuntime" }),
  build({ ...page, entryPoints: [here("native/start.ts")], outfile: join(folder, "native.js"), globalName: "HarnessNative" }),
  build({ ...page, entryPoints: [here("src/worker.ts")], outfile: join(folder, "worker.js"), globalName: "HarnessWorker" }),
  build({ ...tool, entryPoints: [here("compiler/main.ts")], outfile: join(folder, "compile.mjs") }),
  // Its module form asks for its package.json at run time; what was built for require carries all it needs.
  build({ ...tool, entryPoints: [here("compiler/less-library.ts")], outfile: join(folder, "less.mjs"), alias: { less: here("node_modules/less/dist/less-node.cjs") } }),
]);
