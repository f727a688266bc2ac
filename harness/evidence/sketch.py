"""The sequence diagram of one journey as plain text, for terminals and CI logs."""

from __future__ import annotations

from collections.abc import Sequence

from harness.evidence.arrows import Arrow, arrows
from harness.evidence.masking import Masks
from harness.evidence.words import LANES, clean, plain, shorten
from harness.journal import Message
from harness.journey import JourneyVerdict

_SPAN = 10
_LEFT = 8
_TITLES = ("buyer", "program", "app", "wallet", "merchant")
_LANE = {actor: _LEFT + _SPAN * index for index, actor in enumerate(LANES)}
_END = _LEFT + _SPAN * (len(LANES) - 1) + 2


def sketch(
    messages: Sequence[Message], journey: JourneyVerdict, *, masks: Masks | None = None, unicode: bool = True
) -> str:
    """Return one line an arrow: number, mark, arrow, what it carries; a wrong one is pointed at with ``<<<``.

    The mark of what came as it should is ``✓``, and ``!`` where it says no.
    """
    masks = masks or Masks(messages)
    heads = [" "] * (_END + 6)
    for title, x in zip(_TITLES, _LANE.values(), strict=True):
        start = max(0, x - len(title) // 2)
        heads[start : start + len(title)] = title
    lines = ["".join(heads).rstrip()]
    lines += [_line(arrow) for arrow in arrows(messages, journey, masks)]
    return "\n".join(plain(clean(line), unicode=unicode) for line in lines)


def _line(arrow: Arrow) -> str:
    cells = [" "] * (_END + 1)
    for x in _LANE.values():
        cells[x] = "|"
    if arrow.sender is arrow.receiver:
        return f"{''.join(cells)} ({shorten(arrow.value, 70)})"
    start, end = _LANE[arrow.sender], _LANE[arrow.receiver]
    low, high = min(start, end), max(start, end)
    for x in range(low + 1, high):
        cells[x] = "-" if arrow.step and (not arrow.missing or x % 2) else "." if arrow.step is None else " "
    if end > start:
        cells[end - 1] = ">"
    else:
        cells[end + 1] = "<"
    faulty = arrow.status is not None and arrow.status.faulty
    mark = "✗" if faulty else "!" if arrow.refused else "✓" if arrow.step else " "
    cells[0:5] = f"{arrow.step or '':>2} {mark} "
    said = str(arrow.said) + (" *" if arrow.inferred else "")
    if arrow.value:
        said += f": {shorten(arrow.value, 48)}"
    if not faulty:
        return f"{''.join(cells)} {said}"
    wrong = arrow.status if arrow.missing else f"{arrow.status}: {shorten(arrow.note, 110)}"
    return f"{''.join(cells)} {said}   <<< {wrong}"
