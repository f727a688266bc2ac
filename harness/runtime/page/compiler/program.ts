/** Compiles a program's folder into one object that the page runs. */

import { posix } from "node:path";
import { Cache } from "./cache.ts";
import { about } from "./diagnostics.ts";
import { Files } from "./files.ts";
import { isObject, readJson, textOf } from "./json.ts";
import { Modules } from "./modules.ts";
import type { CompileAnswer, Diagnostic, Json, JsonObject, ProgramOutput } from "./output.ts";
import { readSettings, routesOf, type ProjectSettings } from "./settings.ts";
import { Styles } from "./styles.ts";
import { Units } from "./units.ts";
import { Views } from "./views.ts";

export interface CompileRequest {
  readonly folder: string;
  /** Where compiled files are kept, or "". */
  readonly cache: string;
  /** Changes when the compiler does. */
  readonly version: string;
}

export async function compileProgram({ folder, cache: cacheFolder, version }: CompileRequest): Promise<CompileAnswer> {
  const diagnostics = new Map<string, Diagnostic>();
  const say = (each: Diagnostic): void => void diagnostics.set(`${each.severity}${each.file}:${each.line}:${each.column}${each.message}`, each);
  const cache = new Cache(cacheFolder, version);
  const settings = readSettings(folder, say);
  const program = await compile(new Files(settings.root, folder, settings.aliases), settings, cache, say);
  const all = [...diagnostics.values()];
  const failed = all.some(({ severity }) => severity === "error");
  return { root: settings.root, program: failed ? null : (program ?? null), diagnostics: all, compiled: cache.compiled, cached: cache.cached };
}

async function compile(
  files: Files,
  settings: ProjectSettings,
  cache: Cache,
  say: (diagnostic: Diagnostic) => void,
): Promise<ProgramOutput | undefined> {
  const app = readApp(files, settings, say);
  if (app === undefined) return undefined;
  const routes = routesOf(app, say);
  const responsive = !isObject(app["window"]) || app["window"]["responsive"] !== false;
  const modules = new Modules(files, cache, say);
  const views = new Views(files, modules, say);
  const styles = new Styles(files, cache, responsive, say);
  const units = new Units(files, settings, app, { modules, views, styles }, say);
  const appScript = ["app.js", "app.ts"].find((name) => files.isFile(name)) ?? "";
  if (appScript === "") say(about("error", "app.js", "the program has no app.js", "add app.js with App({})"));
  else modules.add(appScript);
  const workers = workersOf(files, settings, app, say);
  const appStyle = units.styleOf("app");
  if (appStyle !== "") await styles.add(appStyle);
  for (const route of routes) await units.page(route);
  const tabBar = await units.tabBar();
  units.checkCircles();
  checkTabs(files, app, routes, say);
  for (const worker of workers) modules.add(worker);
  return {
    app,
    ext: readExt(files, settings, app, say),
    workers,
    routes,
    appScript,
    appStyle,
    pages: units.pages,
    components: units.components,
    tabBar,
    modules: modules.compiled,
    views: views.compiled,
    styles: styles.compiled,
  };
}

function readApp(files: Files, { json5 }: ProjectSettings, say: (diagnostic: Diagnostic) => void): JsonObject | undefined {
  if (!files.isFile("app.json")) {
    say(about("error", "app.json", "there is no app.json in this folder", "name the folder that holds the Mini Program's app.json"));
    return undefined;
  }
  const { value, diagnostics } = readJson(files.read("app.json"), json5);
  diagnostics.forEach(say);
  if (isObject(value)) return value;
  if (value !== undefined) say(about("error", "app.json", "app.json holds no object", 'write {"pages": [...]}'));
  return undefined;
}

/** ext.json configures a program that was made from a template; it is optional. */
function readExt(files: Files, { json5 }: ProjectSettings, app: JsonObject, say: (diagnostic: Diagnostic) => void): JsonObject {
  let ext: Json | undefined = app["ext"];
  if (files.isFile("ext.json")) {
    const { value, diagnostics } = readJson(files.read("ext.json"), json5);
    diagnostics.forEach(say);
    if (isObject(value)) ext = value["ext"] ?? ext;
  }
  return isObject(ext) ? ext : {};
}

/**
 * The entry scripts of workers: `include` of mini.project.json names them, `workers` of app.json the folder that they are in.
 *
 * What `include` names beside scripts is packed for other reasons.
 */
function workersOf(files: Files, { include }: ProjectSettings, app: JsonObject, say: (diagnostic: Diagnostic) => void): string[] {
  const folder = posix.normalize(textOf(app["workers"])).replace(/^\.?\/|\/$/g, "");
  const named = include.filter((path) => /^workers?\/.*\.js$/.test(path));
  for (const path of named) {
    if (!files.isFile(path)) say(about("warning", "mini.project.json", `the worker "${path}" is not there`, "name a script of the program"));
  }
  return [...new Set([...named.filter((path) => files.isFile(path)), ...(folder === "." || folder === "" ? [] : files.scripts(folder))])];
}

function checkTabs(files: Files, app: JsonObject, routes: readonly string[], say: (diagnostic: Diagnostic) => void): void {
  const items = isObject(app["tabBar"]) ? app["tabBar"]["items"] : undefined;
  for (const item of Array.isArray(items) ? items : []) {
    const path = isObject(item) ? posix.normalize(textOf(item["pagePath"])).replace(/^\//, "") : "";
    for (const name of ["icon", "activeIcon"]) {
      const icon = isObject(item) ? textOf(item[name]) : "";
      if (!/^(?:[a-z][\w+.-]*:|\/\/)/i.test(icon) && files.isOutside(posix.normalize(icon.replace(/^\//, "")))) {
        say(about("error", "app.json", `the ${name} "${icon}" of a tab is outside the program's folder`, "keep all files of the program inside it"));
      }
    }
    if (!routes.includes(path)) say(about("error", "app.json", `the tab "${path}" is no page of the program`, "list it in pages"));
  }
}
