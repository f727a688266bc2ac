/** Pages and components: the four files of each, and the components it uses. */

import { posix } from "node:path";
import { about } from "./diagnostics.ts";
import type { Files, ProgramPath } from "./files.ts";
import { isObject, readJson, textOf } from "./json.ts";
import type { Modules } from "./modules.ts";
import type { Diagnostic, Json, JsonObject, UnitOutput } from "./output.ts";
import { resolve } from "./resolve.ts";
import type { ProjectSettings } from "./settings.ts";
import { markerOf, type Styles } from "./styles.ts";
import type { Views } from "./views.ts";

export interface Workshop {
  readonly modules: Modules;
  readonly views: Views;
  readonly styles: Styles;
}

/** Where the documents look for it. */
const TAB_BAR = "customize-tab-bar/index";
const objectOf = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});
const COMPONENT_WAYS = [".axml", ".js", ".ts", ".json", "/index.axml", "/index.js", "/index.ts", "/index.json"];

export class Units {
  readonly pages: Record<string, UnitOutput> = {};
  readonly components: Record<string, UnitOutput> = {};
  readonly #files: Files;
  readonly #settings: ProjectSettings;
  readonly #app: JsonObject;
  readonly #workshop: Workshop;
  readonly #say: (diagnostic: Diagnostic) => void;
  /** The components that each unit's view really names: those of app.json are known everywhere, used or not. */
  readonly #uses = new Map<ProgramPath, readonly (readonly [tag: string, id: ProgramPath])[]>();

  constructor(files: Files, settings: ProjectSettings, app: JsonObject, workshop: Workshop, say: (diagnostic: Diagnostic) => void) {
    this.#files = files;
    this.#settings = settings;
    this.#app = app;
    this.#workshop = workshop;
    this.#say = say;
  }

  async page(route: string): Promise<void> {
    if ([".axml", ".js", ".ts"].some((way) => this.#files.isOutside(posix.normalize(route + way)))) {
      this.#say(about("error", "app.json", `the page "${route}" is outside the program's folder`, "keep all files of the program inside it"));
      return;
    }
    for (const [kind, ways] of [["axml", [".axml"]], ["js", [".js", ".ts"]]] as const) {
      if (ways.some((way) => this.#files.isFile(route + way))) continue;
      this.#say(about("error", `${route}.${kind}`, `app.json lists the page "${route}", but ${route}.${kind} is not there`, "add the file, or take the page out of app.json"));
    }
    this.pages[route] = await this.#unit(route, false);
  }

  /** Returns the component that the program puts in the place of the wallet's tab bar, or "" where it has the wallet's. */
  async tabBar(): Promise<ProgramPath> {
    const settings = this.#app["tabBar"];
    if (!isObject(settings) || settings["customize"] !== true) return "";
    if (!this.#files.isFile(`${TAB_BAR}.axml`)) {
      const fact = `tabBar.customize asks for a tab bar of the program's own, but ${TAB_BAR}.axml is not there`;
      this.#say(about("error", "app.json", fact, "add that component, or take customize out"));
      return "";
    }
    this.components[TAB_BAR] ??= await this.#unit(TAB_BAR, true);
    return TAB_BAR;
  }

  /** Says which components contain themselves; once all units are read. */
  checkCircles(): void {
    const done = new Set<ProgramPath>();
    const walk = (id: ProgramPath, users: readonly ProgramPath[]): void => {
      if (done.has(id)) return;
      for (const [tag, used] of this.#uses.get(id) ?? []) {
        const chain = [...users, id];
        const at = chain.indexOf(used);
        if (at < 0) walk(used, chain);
        else this.#say(about("error", `${id}.json`, `the component <${tag}> contains itself: ${[...chain.slice(at), used].join(" -> ")}`, "break the circle"));
      }
      done.add(id);
    };
    for (const id of this.#uses.keys()) walk(id, []);
  }

  /** Returns the style file of a unit, or "". */
  styleOf(base: ProgramPath): ProgramPath {
    if (this.#files.isFile(`${base}.acss`)) return `${base}.acss`;
    if (!this.#files.isFile(`${base}.less`)) return "";
    if (this.#settings.less) return `${base}.less`;
    const next = 'put "compileOptions": {"less": true} into mini.project.json';
    this.#say(about("warning", `${base}.less`, "this Less file is not used: the project does not ask for Less", next));
    return "";
  }

  async #unit(base: ProgramPath, component: boolean): Promise<UnitOutput> {
    const { modules, views, styles } = this.#workshop;
    const config = this.#config(base);
    const script = [".js", ".ts"].map((end) => base + end).find((path) => this.#files.isFile(path)) ?? "";
    const view = this.#files.isFile(`${base}.axml`) ? `${base}.axml` : "";
    const style = this.styleOf(base);
    if (script !== "") modules.add(script);
    const marker = component && this.#isolates(config, script) ? markerOf(base) : "";
    if (style !== "") await styles.add(style, marker);
    const using = await this.#using(base, config, view);
    if (view !== "") views.add(view, new Set([...Object.keys(using), ...Object.keys(objectOf(config["componentGenerics"]))]));
    return { config, script, view, style, using, marker };
  }

  async #using(base: ProgramPath, config: JsonObject, view: ProgramPath): Promise<Record<string, string>> {
    const using: Record<string, string> = {};
    const text = view === "" ? "" : this.#files.read(view).text;
    const named = (owner: ProgramPath, from: JsonObject): void => {
      const list = isObject(from["usingComponents"]) ? from["usingComponents"] : {};
      for (const [tag, path] of Object.entries(list)) {
        const found = this.#find(owner, tag, textOf(path));
        if (found !== undefined) using[tag] = found;
      }
    };
    named("app", this.#app);
    named(base, config);
    for (const [tag, generic] of Object.entries(objectOf(config["componentGenerics"]))) {
      const found = isObject(generic) ? this.#find(base, tag, textOf(generic["default"])) : undefined;
      if (found !== undefined) using[tag] = found;
    }
    for (const [tag, other] of Object.entries(objectOf(config["componentPlaceholder"]))) {
      const placeholder = using[textOf(other)];
      if (placeholder !== undefined) using[tag] ??= placeholder;
    }
    this.#uses.set(base, Object.entries(using).filter(([tag]) => new RegExp(`<${tag}[\\s/>]`).test(text)));
    for (const id of Object.values(using)) {
      if (!this.#uses.has(id)) this.components[id] = await this.#unit(id, true);
    }
    return using;
  }

  #find(owner: ProgramPath, tag: string, path: string): ProgramPath | undefined {
    const place = owner === "app" ? "app.json" : `${owner}.json`;
    if (/^(?:dynamic-)?plugin:\/\//.test(path)) {
      this.#say(about("warning", place, `<${tag}> comes from a plugin, which cannot be loaded here: it shows its placeholder, or nothing`, ""));
      return undefined;
    }
    const found = resolve(this.#files, place, path, COMPONENT_WAYS, false);
    if ("path" in found) return found.path.replace(/\.\w+$/, "");
    const fact = "outside" in found ? `the component "${path}" is outside the program's folder` : `the component <${tag}> is not there: "${path}"`;
    this.#say(about("error", place, fact, "missing" in found ? `looked for ${found.missing.slice(0, 2).join(", ")}` : "keep all files inside"));
    return undefined;
  }

  #config(base: ProgramPath): JsonObject {
    const path = posix.normalize(`${base}.json`);
    if (!this.#files.isFile(path)) return {};
    const { value, diagnostics } = readJson(this.#files.read(path), this.#settings.json5);
    diagnostics.forEach(this.#say);
    return isObject(value) ? value : {};
  }

  #isolates(config: JsonObject, script: ProgramPath): boolean {
    if (config["styleIsolation"] !== undefined) return config["styleIsolation"] !== "shared";
    return script !== "" && /\bstyleIsolation\s*:\s*["'](?:apply-shared|isolated)/.test(this.#files.read(script).text);
  }
}
