/**
 * Where sheets stand: a closed shadow root over the program.
 *
 * Sheets are modal dialogs and notes are popovers, so they are in the browser's top layer: above any z-index, above a
 * program's own dialog, out of reach of its transforms and styles. The host hangs on the root element, because programs
 * replace their body, and is put back should a program throw that away too.
 */

import { closedShadow, native } from "../natives.ts";
import STYLE from "./sheets.css";

export interface Stage {
  readonly host: HTMLElement;
  readonly root: ShadowRoot;
}

/** Events of a sheet are the wallet's: the program must not hear them bubble through its document. */
const PRIVATE = "click pointerdown pointerup mousedown mouseup touchstart touchend keydown keyup input change focusin focusout";

export function raiseStage(): Stage {
  const host = document.createElement("div");
  host.setAttribute("data-wallet-sheets", "");
  const root = closedShadow(host);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  for (const type of PRIVATE.split(" ")) root.addEventListener(type, (event) => event.stopPropagation());
  const stage = { host, root };
  new native.MutationObserver(() => hang(stage)).observe(document, { childList: true, subtree: true });
  hang(stage);
  return stage;
}

/** Puts the host into the document, with what stands on it, if it is not there. */
function hang({ host, root }: Stage): void {
  if (host.isConnected || (document.documentElement as Element | null) === null) return;
  document.documentElement.append(host);
  for (const dialog of root.querySelectorAll("dialog")) {
    dialog.close();
    dialog.showModal();
  }
  for (const note of root.querySelectorAll<HTMLElement>(".note")) note.showPopover();
}

/** Opens a dialog on top of everything but the notes. */
export function openDialog(stage: Stage, dialog: HTMLDialogElement): void {
  hang(stage);
  stage.root.append(dialog);
  dialog.showModal();
  for (const note of stage.root.querySelectorAll<HTMLElement>(".note")) {
    note.hidePopover();
    note.showPopover();
  }
}

export function openNote(stage: Stage, note: HTMLElement): HTMLElement {
  hang(stage);
  note.setAttribute("popover", "manual");
  stage.root.append(note);
  note.showPopover();
  return note;
}

export function closeNote(note: HTMLElement): void {
  note.remove();
}
