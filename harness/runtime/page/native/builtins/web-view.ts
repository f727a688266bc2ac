/** `<web-view>`: an H5 page that fills the program's page and talks with it. */

import { h, type VNode } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { failure, success, type Outcome } from "../../src/config.ts";
import { WEB_VIEW, type FromWebView, type ToWebView } from "../../src/web-view-my.ts";
import { fire } from "../view/events.ts";
import { host, stringOf, urlOf, useElement, type BuiltinProps } from "./kit.ts";

type Api = (options: unknown) => Promise<unknown> | undefined;

export function WebView(props: BuiltinProps): VNode {
  const { plain, owner, file } = props;
  const element = useElement();
  const frame = (): HTMLIFrameElement | null => element.current?.querySelector("iframe") ?? null;
  useLayoutEffect(() => {
    const hear = ({ source, data }: MessageEvent<FromWebView | undefined>): void => {
      const window_ = frame()?.contentWindow;
      if (window_ == null || source !== window_ || typeof data !== "object") return;
      if (data.webView === "message") fire(element.current, "message", data.data);
      else if (data.webView === "call") void serve(owner.runtime.door.my as Record<string, Api | undefined>, data.api, data.params).then((outcome) => {
        sendTo(window_, { webView: "answer", call: data.call, outcome });
      });
    };
    window.addEventListener("message", hear);
    return () => window.removeEventListener("message", hear);
  }, []);
  const source = urlOf(file, plain["src"]);
  const onLoad = (): void => fire(element.current, "load", { url: source });
  const more = { ref: element, class: "a-web-view" };
  return h("web-view", host(props, more), source === "" ? null : h("iframe", { src: source, name: `${WEB_VIEW}${stringOf(plain["id"])}`, title: "web-view", onLoad }));
}

async function serve(my: Record<string, Api | undefined>, api: string, params: unknown): Promise<Outcome> {
  const member = my[api];
  if (typeof member !== "function") return failure(1, "not implemented!");
  try {
    return success(JSON.parse(JSON.stringify((await member(params)) ?? {})));
  } catch (error) {
    return { ok: false, result: JSON.parse(JSON.stringify(error ?? {})) as unknown };
  }
}

function sendTo(frame: Window, message: ToWebView): void {
  frame.postMessage(message, "*");
}

/** `my.createWebViewContext(id)`. */
export function webViewContext(id: unknown, scope: ParentNode | undefined): object {
  return {
    postMessage(data: unknown) {
      const frame = scope?.querySelector<HTMLIFrameElement>(`web-view[id="${CSS.escape(String(id))}"] > iframe`)?.contentWindow;
      if (frame != null) sendTo(frame, { webView: "message", data: JSON.parse(JSON.stringify(data ?? null)) as unknown });
    },
  };
}
