"""JSAPIs that let the buyer choose: dates, options, levels; and the modal that the older programs know (jsapi.md)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from harness.wallet.jsapi_call import Answer, Call, Sheet, choice_list, failure, success
from harness.wallet.words import words

FORMATS = ("yyyy-MM-dd", "HH:mm", "HH:mm:ss", "yyyy-MM", "yyyy", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss")
"""The formats of my.datePicker."""


async def date_picker(call: Call) -> Answer | Sheet:
    """my.datePicker: ``{date}`` in the format asked for; error 11 where the buyer leaves, 2 for another format."""
    form = call.text("format", FORMATS[0])
    if form not in FORMATS:
        return failure(2, "invalid parameter!")
    text = words(call.language)
    sheet = {
        "kind": "date",
        "format": form,
        "value": call.text("currentDate"),
        "min": call.text("startDate"),
        "max": call.text("endDate"),
        "title": text["date"],
        "okButtonText": text["ok"],
        "cancelButtonText": text["cancel"],
        "dir": text["dir"],
    }

    async def chosen(choice: Mapping[str, object]) -> Answer:
        date = str(choice.get("value") or "")
        return success({"date": date}) if choice.get("ok") is True and date else failure(11, "The user cancelled.")

    return Sheet(sheet, chosen)


async def options_select(call: Call) -> Answer | Sheet:
    """my.optionsSelect: one column, or two, one after the other; empty texts where the buyer leaves."""
    one, two = call.texts("optionsOne"), call.texts("optionsTwo")
    if not one:
        return failure(2, "invalid parameter!")

    async def first(at: int) -> Answer | Sheet:
        if at < 0:
            return success({"selectedOneIndex": "", "selectedOneOption": ""})
        chosen = {"selectedOneIndex": at, "selectedOneOption": one[at]}

        async def second(then: int) -> Answer:
            if then < 0:
                return success({"selectedOneIndex": "", "selectedOneOption": ""})
            return success({**chosen, "selectedTwoIndex": then, "selectedTwoOption": two[then]})

        return choice_list(call, call.text("title"), two, second) if two else success(chosen)

    return choice_list(call, call.text("title"), one, first)


async def multi_level_select(call: Call) -> Answer | Sheet:
    """my.multiLevelSelect: ``{success, result: [{name}]}``, a level after the other; success false where the buyer leaves."""
    levels = _rows(call.params.get("list"))
    if not levels:
        return failure(2, "invalid parameter!")

    def level(rows: list[Mapping[str, object]], taken: list[dict[str, object]]) -> Sheet:
        async def chosen(index: int) -> Answer | Sheet:
            if index < 0:
                return success({"success": False})
            row = rows[index]
            now = [*taken, {key: value for key, value in row.items() if key != "subList"}]
            below = _rows(row.get("subList"))
            return level(below, now) if below else success({"success": True, "result": now})

        return choice_list(call, call.text("title"), [str(row.get("name") or "") for row in rows], chosen)

    return level(levels, [])


def _rows(value: object) -> list[Mapping[str, object]]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


async def show_modal(call: Call) -> Answer | Sheet:
    """my.showModal, of the base library's types: a confirm with other names."""
    text = words(call.language)
    sheet = {
        "kind": "confirm" if call.params.get("showCancel") is not False else "alert",
        "title": call.text("title"),
        "content": call.text("content"),
        "confirmButtonText": call.text("confirmText", text["ok"]),
        "buttonText": call.text("confirmText", text["ok"]),
        "cancelButtonText": call.text("cancelText", text["cancel"]),
        "dir": text["dir"],
    }

    async def chosen(choice: Mapping[str, object]) -> Answer:
        agreed = choice.get("confirm", sheet["kind"] == "alert") is True
        return success({"confirm": agreed, "cancel": not agreed})

    return Sheet(sheet, chosen)


PICKERS: dict[str, Callable[[Call], Awaitable[Answer | Sheet]]] = {
    "datePicker": date_picker,
    "optionsSelect": options_select,
    "multiLevelSelect": multi_level_select,
    "showModal": show_modal,
}
