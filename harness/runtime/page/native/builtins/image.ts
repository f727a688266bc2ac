/** `<image>` and `<cover-image>`. */

import { h, type VNode } from "preact";
import { fire } from "../view/events.ts";
import { host, stringOf, urlOf, useElement, type BuiltinProps } from "./kit.ts";

export function Image(props: BuiltinProps): VNode {
  const { plain, file } = props;
  const element = useElement();
  const mode = stringOf(plain["mode"], "scaleToFill") || "scaleToFill";
  const source = urlOf(file, plain["src"]) || urlOf(file, plain["defaultSource"]);
  const onLoad = (event: Event): void => {
    const { naturalWidth, naturalHeight } = event.currentTarget as HTMLImageElement;
    fire(element.current, "load", { width: naturalWidth, height: naturalHeight });
  };
  const onError = (): void => fire(element.current, "error", { errMsg: `the picture ${source} cannot be loaded` });
  const picture = source === "" ? null : h("img", { src: source, alt: stringOf(plain["ariaLabel"] ?? plain["aria-label"]), draggable: false, onLoad, onError });
  return h(props.tag, host(props, { ref: element, class: `a-image a-image-${mode.replace(/ /g, "-")}`, role: stringOf(plain["role"], "img") }), picture);
}
