/** `my.alert`, `my.confirm` and `my.prompt`: a card in the middle of the screen (jsapi.md 1.6). */

import { onBuyer } from "../natives.ts";
import type { AlertSheet, Choice, ConfirmSheet, DateSheet, PromptSheet } from "../sheet.ts";
import { button, make, plain, words } from "./dom.ts";
import type { Built, Desk } from "./layer.ts";

export function alert(sheet: AlertSheet, desk: Desk): Built {
  const ok = button("main", plain(sheet.buttonText) || desk.labels.ok, "alert-ok", () => desk.answer({}));
  return card("alertdialog", sheet.title, sheet.content, null, [ok], {});
}

export function confirm(sheet: ConfirmSheet, desk: Desk): Built {
  const { cancel, ok } = desk.labels;
  return card(
    "alertdialog",
    sheet.title,
    sheet.content,
    null,
    [
      button("", plain(sheet.cancelButtonText) || cancel, "confirm-cancel", () => desk.answer({ confirm: false })),
      button("main", plain(sheet.confirmButtonText) || ok, "confirm-ok", () => desk.answer({ confirm: true })),
    ],
    { confirm: false },
  );
}

export function prompt(sheet: PromptSheet, desk: Desk): Built {
  const { cancel, ok } = desk.labels;
  const input = make("input", "", { type: "text", "data-testid": "prompt-input", autocomplete: "off" });
  input.placeholder = plain(sheet.placeholder);
  input.setAttribute("aria-label", plain(sheet.message) || plain(sheet.title) || plain(sheet.placeholder));
  if (sheet.align === "center" || sheet.align === "right") input.style.textAlign = sheet.align;
  const answer = (said: boolean): void => desk.answer({ ok: said, inputValue: said ? input.value : "" });
  onBuyer(input, "keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) answer(true);
  });
  const built = card(
    "dialog",
    sheet.title,
    sheet.message,
    input,
    [
      button("", plain(sheet.cancelButtonText) || cancel, "prompt-cancel", () => answer(false)),
      button("main", plain(sheet.okButtonText) || ok, "prompt-ok", () => answer(true)),
    ],
    { ok: false, inputValue: "" },
  );
  return { ...built, focus: input };
}

export function date(sheet: DateSheet, desk: Desk): Built {
  const { cancel, ok } = desk.labels;
  const format = plain(sheet.format);
  const input = make("input", "", { type: "text", dir: "ltr", inputmode: "numeric", placeholder: format, "data-testid": "date-input", "aria-label": plain(sheet.title) });
  input.value = plain(sheet.value);
  const answer = (said: boolean): void => {
    // As on a phone's wheels: nothing that is no date, or is outside the bounds, can be chosen.
    if (!said || isDate(input.value, format, plain(sheet.min), plain(sheet.max))) desk.answer({ ok: said, value: said ? input.value : "" });
  };
  const answers = [
    button("", plain(sheet.cancelButtonText) || cancel, "date-cancel", () => answer(false)),
    button("main", plain(sheet.okButtonText) || ok, "date-ok", () => answer(true)),
  ];
  return { ...card("dialog", sheet.title, "", input, answers, { ok: false, value: "" }), focus: input };
}

/** Whether a text is a date or time of this format within the bounds ("": none); all formats sort as texts do. */
export function isDate(text: string, format: string, min: string, max: string): boolean {
  if (!new RegExp(`^${format.replace(/\w/g, "\\d")}$`).test(text)) return false;
  if ((min !== "" && text < min) || (max !== "" && text > max)) return false;
  const [date = "2000-01-01", time = "00:00"] = format.includes("y") ? text.split(" ") : [undefined, text];
  const whole = `${date}-01-01`.slice(0, 10);
  const moment = new Date(`${whole}T${time}Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(whole);
}

function card(
  role: Built["role"],
  title: unknown,
  text: unknown,
  field: HTMLElement | null,
  answers: readonly HTMLElement[],
  back: Choice,
): Built {
  const says = make("div", "says", {}, words("h2", "", title), words("p", "", text), field);
  const panel = make("div", "card", {}, says, make("div", "answers", {}, ...answers));
  return { place: "middle", panel, back, scrim: false, label: plain(title) || plain(text), role };
}
