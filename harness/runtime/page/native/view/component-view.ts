/** A component on the screen: makes its instance when it is first drawn and runs its life (language.md, Component). */

import { Component as PreactComponent, h, type ComponentChildren } from "preact";
import { ComponentInstance } from "../logic/component.ts";
import type { Data } from "../logic/data.ts";
import type { Owner, SlotItem } from "../logic/owner.ts";
import { hostProps, type Extra } from "./host.ts";

export interface ComponentProps {
  readonly id: string;
  readonly tag: string;
  readonly owner: Owner;
  readonly given: Readonly<Data>;
  readonly items: (() => readonly SlotItem[]) | undefined;
}

const NO_EXTRA: Extra = {};

class ComponentView extends PreactComponent<ComponentProps> {
  readonly #instance: ComponentInstance;
  #props: ComponentProps;
  #failed = false;

  constructor(props: ComponentProps) {
    super(props);
    this.#props = props;
    this.#instance = new ComponentInstance(props, () => {
      this.forceUpdate();
      return !this.#failed;
    });
  }

  override shouldComponentUpdate(next: ComponentProps): boolean {
    return next.items !== undefined || this.#props.items !== undefined || this.#instance.differs(next.given);
  }

  override render(): ComponentChildren {
    const props = this.props as ComponentProps;
    const instance = this.#instance;
    if (props !== this.#props) {
      this.#props = props;
      instance.receive(props);
    }
    instance.beforeDrawing();
    const { runtime, unit } = instance.owner;
    try {
      const content = runtime.views.get(unit.view).R(instance.scope(), instance.owner) as ComponentChildren;
      if (!instance.hasNode) return content;
      const host = { ...hostProps(props.owner, props.tag, { id: props.given["id"], class: props.given["class"], style: props.given["style"] }, NO_EXTRA) };
      return h(props.tag, { ...host, [unit.marker === "" ? "a-host" : `a-host-${unit.marker}`]: "" }, content);
    } catch (error) {
      this.#failed = true;
      runtime.reporter.report(error);
      return null;
    }
  }

  override componentDidMount(): void {
    this.#instance.mounted();
  }

  override componentDidUpdate(): void {
    this.#instance.updated();
  }

  override componentWillUnmount(): void {
    this.#instance.unmounted();
  }
}

const kinds = new Map<string, typeof ComponentView>();

/** Returns the class of one component: where another stands in its place, that is made anew and this one ends. */
export function viewOf(id: string): typeof ComponentView {
  let kind = kinds.get(id);
  if (kind === undefined) kinds.set(id, (kind = class extends ComponentView {}));
  return kind;
}
