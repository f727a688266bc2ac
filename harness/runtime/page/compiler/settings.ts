/** What the program says about itself: where it is, app.json and the settings of its project. */

import { existsSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { readAliases, type Aliases } from "./alias.ts";
import { about, Source } from "./diagnostics.ts";
import { isObject, readJson, textOf } from "./json.ts";
import type { Diagnostic, JsonObject } from "./output.ts";

export interface ProjectSettings {
  /** The folder that holds app.json. */
  readonly root: string;
  readonly json5: boolean;
  readonly less: boolean;
  /** What the project packs beside what its scripts ask for: the entry scripts of workers. */
  readonly include: readonly string[];
  readonly aliases: Aliases;
}

const PROJECT_FILES = ["mini.project.json", "project.config.json"];

/** Reads the project's settings; the program may stand in a folder inside (miniprogramRoot). */
export function readSettings(folder: string, say: (diagnostic: Diagnostic) => void): ProjectSettings {
  const project = readProject(folder, say);
  const options = isObject(project["compileOptions"]) ? project["compileOptions"] : {};
  const inside = textOf(project["miniprogramRoot"]);
  const outside = posix.normalize(inside).startsWith("..");
  const there = !outside && existsSync(posix.join(folder, inside));
  if (inside !== "" && !there) {
    const fact = `miniprogramRoot names "${inside}", which is ${outside ? "outside the folder" : "not there"}`;
    say(about("error", fileOf(folder), fact, "name the folder inside this one that holds app.json"));
  }
  const moved = inside !== "" && there && !existsSync(posix.join(folder, "app.json"));
  const root = moved ? posix.join(folder, inside) : folder;
  const refuse = (key: string): void => {
    const next = 'write "name/*": "./folder/*", both without "/" in front';
    say(about("warning", fileOf(folder), `the alias "${key}" of resolveAlias is not used: both sides are folders that end with "/*"`, next));
  };
  return {
    root,
    json5: options["json5"] === true || project["json5"] === true,
    less: options["less"] === true || project["less"] === true,
    include: texts(project["include"]).map((path) => posix.normalize(path)),
    aliases: readAliases(isObject(options["resolveAlias"]) ? options["resolveAlias"] : {}, folder, root, refuse),
  };
}

const fileOf = (folder: string): string => PROJECT_FILES.find((name) => existsSync(posix.join(folder, name))) ?? "";

function readProject(folder: string, say: (diagnostic: Diagnostic) => void): JsonObject {
  for (const name of PROJECT_FILES) {
    const path = posix.join(folder, name);
    if (!existsSync(path)) continue;
    const { value, diagnostics } = readJson(new Source(name, readFileSync(path, "utf8")), true);
    for (const each of diagnostics) say({ ...each, severity: "warning" });
    return isObject(value) ? value : {};
  }
  return {};
}

/** The routes in the order of app.json: the main package, then each subpackage. */
export function routesOf(app: JsonObject, say: (diagnostic: Diagnostic) => void): string[] {
  const routes = texts(app["pages"]);
  const packages = app["subPackages"] ?? app["subpackages"];
  for (const each of Array.isArray(packages) ? packages : []) {
    if (!isObject(each)) continue;
    const root = textOf(each["root"]);
    for (const page of texts(each["pages"])) routes.push(posix.join(root, page).replace(/^\//, ""));
  }
  if (routes.length === 0) say(about("error", "app.json", "app.json lists no page", 'give it "pages": ["pages/index/index"]'));
  return [...new Set(routes)];
}

const texts = (value: unknown): string[] =>
  (Array.isArray(value) ? (value as unknown[]) : []).map(textOf).filter((text) => text !== "").map((text) => text.replace(/^\//, ""));
