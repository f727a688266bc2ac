"""JSAPIs that let the buyer choose a region: the wallet's own governorates and districts, or a program's list.

Parameters and results are those of the base library's types [D]; error 11 where the buyer leaves is my.chooseCity's [I], and so
are the names within a program's list: ``name``, ``adCode``, ``ext``, ``subList``. ``mergeOptions``, ``src`` and ``adVersion`` change
data of Alipay's own in China and change nothing here.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence

from harness.wallet.jsapi_call import Answer, Call, Sheet, choice_list, failure, success
from harness.wallet.regions import REGIONS, Region
from harness.wallet.words import words

HOME, ABROAD, BOTH = 0, 1, 2
"""The modes of my.chooseDistrict: which of a program's lists are shown."""
_LEVELS = 2


async def region_picker(call: Call) -> Answer | Sheet:
    """my.regionPicker: ``{data, code}``, the names and codes level by level; error 11 where the buyer leaves."""
    custom = call.text("customItem")

    def level(rows: Sequence[Region], names: list[str], codes: list[str]) -> Sheet:
        own = [custom] if custom else []

        async def chosen(index: int) -> Answer | Sheet:
            if index < 0:
                return failure(11, "The user cancelled.")
            if index < len(own):  # it stands for all that could be chosen from here on
                rest = _LEVELS - len(names)
                return success({"data": [*names, *own * rest], "code": [*codes, *[""] * rest]})
            row = rows[index - len(own)]
            now = [*names, row.name(call.language)], [*codes, row.code]
            return level(row.inside, *now) if row.inside else success({"data": now[0], "code": now[1]})

        labels = [*own, *(row.name(call.language) for row in rows)]
        return choice_list(call, call.text("title") or words(call.language)["regions"], labels, chosen)

    return level(REGIONS, [], [])


async def choose_district(call: Call) -> Answer | Sheet:
    """my.chooseDistrict: ``{name, adCode, ext}`` from the program's lists, else from the wallet's own districts."""
    mode = int(call.number("mode") or HOME)
    if mode not in (HOME, ABROAD, BOTH):
        return failure(2, "invalid parameter!")
    rows: list[Mapping[str, object]] = []
    if mode != ABROAD:
        rows += _within(call.params.get("mainHeadList"))
        rows += _rows(call.params.get("mainNormalList")) or list(_own(call))
    if mode != HOME:
        for page in _rows(call.params.get("seniorPageList")):
            rows += [*_within(page.get("headList")), *_rows(page.get("normalList"))]
    if not rows:
        return failure(2, "invalid parameter!")

    def level(shown: list[Mapping[str, object]]) -> Sheet:
        async def chosen(index: int) -> Answer | Sheet:
            if index < 0:
                return failure(11, "The user cancelled.")
            row = shown[index]
            below = _rows(row.get("subList"))
            if below:
                return level(below)
            ext = {"ext": row["ext"]} if isinstance(row.get("ext"), Mapping) else {}
            return success({"name": str(row.get("name") or ""), "adCode": str(row.get("adCode") or ""), **ext})

        labels = [str(row.get("name") or "") for row in shown]
        return choice_list(call, call.text("mainTitle") or words(call.language)["regions"], labels, chosen)

    return level(rows)


def _own(call: Call) -> Iterator[Mapping[str, object]]:
    """Yield the wallet's own districts as ``mainMergeOptions`` leaves them: by code another name, or "" for none."""
    merge = call.params.get("mainMergeOptions")
    changed = {str(k): str(v) for k, v in merge.items()} if isinstance(merge, Mapping) else {}
    for governorate in REGIONS:
        for district in governorate.inside:
            if name := changed.get(district.code, district.name(call.language)):
                yield {"name": name, "adCode": district.code}


def _within(blocks: object) -> list[Mapping[str, object]]:
    """Return what stands in blocks such as "popular cities", each a ``list``."""
    return [row for block in _rows(blocks) for row in _rows(block.get("list"))]


def _rows(value: object) -> list[Mapping[str, object]]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


REGION_PICKERS: dict[str, Callable[[Call], Awaitable[Answer | Sheet]]] = {
    "regionPicker": region_picker,
    "chooseDistrict": choose_district,
}
