// Bundles test/*.test.ts (node 20 does not strip types) and runs them with node's own runner.
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { requireInModules, styleText } from "./bundling.mjs";

const folder = fileURLToPath(new URL("test", import.meta.url));
const tests = readdirSync(folder).filter((name) => name.endsWith(".test.ts"));
const out = mkdtempSync(join(tmpdir(), "page-runtime-test-"));
try {
  await build({
    entryPoints: tests.map((name) => join(folder, name)),
    outdir: out,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    sourcemap: "inline",
    banner: requireInModules,
    plugins: [styleText],
    logLevel: "warning",
  });
  const files = readdirSync(out).map((name) => join(out, name));
  process.exitCode = spawnSync(process.execPath, ["--enable-source-maps", "--test", "--test-reporter=spec", ...files], { stdio: "inherit" }).status ?? 1;
} finally {
  rmSync(out, { recursive: true, force: true });
}
