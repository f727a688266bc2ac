// Builds the single-page programs, as their makers would: node build_spas.mjs PROGRAMS MODULES ESBUILD FOLDER.
import { createRequire } from "node:module";
import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";

const [programs, modules, bundler, folder] = process.argv.slice(2);
const load = createRequire(join(modules, "none.js"));
const { build } = load(bundler);
const sfc = load("vue/compiler-sfc");
const svelte = load("svelte/compiler");

const compiled = (filter, compile) => ({
  name: "compiled",
  setup({ onLoad }) {
    onLoad({ filter }, async ({ path }) => ({ contents: compile(await readFile(path, "utf8"), path), loader: "js" }));
  },
});
const ofVue = compiled(/\.vue$/, (source, filename) => {
  const { descriptor } = sfc.parse(source, { filename });
  return sfc.compileScript(descriptor, { id: "shop", inlineTemplate: true }).content;
});
const ofSvelte = compiled(/\.svelte$/, (source, filename) => svelte.compile(source, { filename, generate: "client" }).js.code);

const common = { bundle: true, minify: true, format: "esm", target: "es2022", logLevel: "warning", nodePaths: [modules], jsx: "automatic", conditions: ["browser", "production"], define: {
  "process.env.NODE_ENV": '"production"', __VUE_OPTIONS_API__: "false", __VUE_PROD_DEVTOOLS__: "false", __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
} };
const one = async (name, entry, plugins) => {
  await cp(join(programs, name, "index.html"), join(folder, name, "index.html"));
  await build({ ...common, entryPoints: [join(programs, name, entry)], outfile: join(folder, name, "main.js"), plugins });
};
await Promise.all([one("spa-react", "main.jsx", []), one("spa-vue", "main.js", [ofVue]), one("spa-svelte", "main.js", [ofSvelte])]);
