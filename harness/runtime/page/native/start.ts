/** The one entry: runs a compiled Mini Program in this document. */

import { options as preactOptions } from "preact";
import type { Fields } from "../src/config.ts";
import { BUILT_IN } from "../compiler/axml/names.ts";
import type { ProgramOutput } from "../compiler/output.ts";
import { canvasContext } from "../src/members/canvas.ts";
import { Observer } from "../src/members/intersection.ts";
import BASE from "./base.css";
import { webViewContext } from "./builtins/web-view.ts";
import { takeDoor } from "./door.ts";
import { Registry } from "./logic/app.ts";
import { Flusher } from "./logic/flush.ts";
import { makeGuard } from "./logic/guard.ts";
import type { Method } from "./logic/owner.ts";
import { Places } from "./logic/places.ts";
import { Realm } from "./logic/realm.ts";
import { Workers } from "./logic/worker.ts";
import { Reporter } from "./logic/reporter.ts";
import type { Runtime } from "./runtime.ts";
import { shellApis } from "./shell/apis.ts";
import { Stack } from "./shell/stack.ts";
import { Styles } from "./shell/styles.ts";
import { readAddress, type PageAddress } from "./shell/urls.ts";
import { objectOf } from "./shell/window.ts";
import { programTester } from "./tester.ts";
import { listenTo } from "./view/gestures.ts";
import { datasetOf } from "./view/host.ts";
import { setResponsive } from "./view/lengths.ts";
import { Views } from "./view/views.ts";

export interface StartSettings {
  /** Origins that stand for the merchant under test ("*": all): requests to them go to this page's own origin. */
  readonly merchantOrigins: readonly string[];
  /** How long the program may keep the page busy in one go, in milliseconds of real time. */
  readonly busyMilliseconds: number;
}

export function start(program: ProgramOutput, settings: StartSettings): void {
  // What is set is drawn at once: the runtime decides when (logic/flush.ts).
  preactOptions.debounceRendering = (draw) => draw();
  setResponsive(objectOf(program.app["window"])["responsive"] !== false);
  const door = takeDoor();
  // The realm's first line is longer than the source's; how much is known only once the realm is there.
  const places = new Places(program.modules);
  const reporter = new Reporter(places, door.emit);
  const registry = new Registry(program, reporter);
  const framework = {
    my: door.my,
    ...registry.names(),
    getCurrentPages: () => runtime.stack.entries.map(({ page }) => page.owner.self),
    requirePlugin: () => ({}),
  };
  const realm = new Realm(program.modules, framework, makeGuard(door.now, settings.busyMilliseconds));
  places.head = realm.headLength;
  registry.realm = realm;
  let count = 0;
  const runtime: Runtime = {
    program,
    door,
    realm,
    reporter,
    flusher: new Flusher(door.setTimeout),
    views: new Views(program, realm),
    styles: new Styles(program, BASE),
    definition: (script) => registry.definition(script),
    fresh: () => (count += 1),
    get stack() {
      return stack;
    },
  };
  const stack = new Stack(runtime);
  document.body.append(stack.element);
  listenTo(stack.element);
  const opened = openedBy(program, (route) => stack.knows(route));
  door.connect({
    apis: { ...stack.apis(), ...shellApis(stack, optionsOf(opened), program.ext) },
    members: membersOf(runtime),
    features: ["component2", ...BUILT_IN],
    prepare: (api, options) => prepared(api, options, settings.merchantOrigins),
    feeds: ["AppShow", "AppHide", "Error", "UnhandledRejection", "PageNotFound", "ComponentError"],
    tester: programTester(runtime),
  });
  launch(opened, registry, runtime);
}

interface Opened {
  readonly address: PageAddress;
  readonly found: boolean;
  readonly home: string;
}

/** Which page the address of this document asks for. */
function openedBy(program: ProgramOutput, knows: (route: string) => boolean): Opened {
  const entry = program.app["entryPagePath"];
  const home = typeof entry === "string" && entry !== "" ? entry.replace(/^\//, "") : (program.routes[0] ?? "");
  const wanted = location.hash.startsWith("#/") ? location.hash.slice(1) : `/${home}`;
  const address = readAddress(wanted, home, knows);
  return { address, found: knows(address.route), home };
}

const optionsOf = ({ address }: Opened): Fields => ({ path: address.route, query: address.query, scene: "1000", referrerInfo: {} });

function membersOf(runtime: Runtime): Record<string, unknown> {
  const { stack, door } = runtime;
  const workers = new Workers(runtime);
  return {
    createWorker: (path: unknown) => workers.create(path),
    onComponentError: (listener: unknown) => door.listeners.on("ComponentError", listener),
    offComponentError: (listener: unknown) => door.listeners.off("ComponentError", listener),
    createSelectorQuery: () => stack.query(undefined),
    createCanvasContext: (id: unknown) => canvasContext(id, stack.current?.frame.scroller),
    createIntersectionObserver: (options: unknown) => new Observer(options, () => stack.current?.frame.scroller, datasetOf),
    createWebViewContext: (id: unknown) => webViewContext(id, stack.current?.frame.scroller),
  };
}

function launch(opened: Opened, registry: Registry, runtime: Runtime): void {
  registry.load();
  const { address, found, home } = opened;
  const options = optionsOf(opened);
  const live = (name: string, argument: unknown): void => {
    const method = registry.app[name];
    if (typeof method === "function") runtime.reporter.run(() => (method as Method).call(registry.app, argument));
  };
  live("onLaunch", options);
  live("onShow", options);
  runtime.door.emit("AppShow", options);
  if (!found) {
    const missing = { path: address.route, query: address.query, isEntryPage: true };
    live("onPageNotFound", missing);
    runtime.door.emit("PageNotFound", missing);
  }
  if (runtime.stack.entries.length === 0) runtime.stack.launch(found ? address : { route: home, query: {} });
  document.addEventListener("visibilitychange", () => {
    const { visibilityState } = document;
    const shown = visibilityState === "visible";
    live(shown ? "onShow" : "onHide", options);
    runtime.door.emit(shown ? "AppShow" : "AppHide", shown ? options : {});
    runtime.stack.current?.page.live(shown ? "onShow" : "onHide");
  });
}

/** A request to the merchant is made by the wallet, so it needs a whole address: that of the merchant under test. */
function prepared(api: string, options: Fields, origins: readonly string[]): Fields {
  const url = options["url"];
  if (!/^(?:request|httpRequest|uploadFile|downloadFile)$/.test(api) || typeof url !== "string") return options;
  if (url.startsWith("/")) return { ...options, url: location.origin + url };
  const origin = /^https?:\/\/[^/?#]+/.exec(url)?.[0];
  const ours = origin !== undefined && origin !== location.origin && (origins.includes("*") || origins.includes(origin));
  return ours ? { ...options, url: location.origin + url.slice(origin.length) } : options;
}
