"""The sequence diagram of one journey: SVG of our own, and Mermaid text for pull requests."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files

from harness.evidence.arrows import Arrow, arrows
from harness.evidence.masking import Masks
from harness.evidence.said import Said
from harness.evidence.words import LANES, NAMES, clean, shorten
from harness.journal import Actor, Message
from harness.journey import JourneyVerdict, Status

WIDTH = 1000
_LANE = {actor: 100 + 200 * index for index, actor in enumerate(LANES)}
_HEAD, _ROW, _FOOT = 46, 48, 52
# Mean width of a letter in px, a little too wide rather than too narrow: at 12 px, and bold.
_LETTER, _BOLD = 6.3, 7.0
_CIRCLE, _LONGEST = 9.5, 84
_LEGEND = "* inferred: not in the wallet's text. Grey: not one of the 20 steps. Orange: refused, or not called for."
_BAD = (Status.WRONG_VALUE, Status.OUT_OF_ORDER, Status.REPEATED)
_MERMAID_NAMES = {Actor.BUYER: "B", Actor.MINI_PROGRAM: "P", Actor.WALLET_APP: "A", Actor.WALLET_BACKEND: "W"}

# The page carries these rules once for all its diagrams; a diagram that stands alone brings its own, and its colours.
RULES = (files("harness.evidence") / "diagram.css").read_text("utf-8")
_COLOURS = (files("harness.evidence") / "colours.css").read_text("utf-8")


def svg(
    messages: Sequence[Message],
    journey: JourneyVerdict,
    *,
    masks: Masks | None = None,
    standalone: bool = True,
    name: str = "",
    numbered: Mapping[int, int] | None = None,
) -> str:
    """Return the sequence diagram of one journey as SVG text, every text escaped and every secret masked.

    ``messages`` are those of the journey (see ``arrows.of_journey``); not ``standalone`` leaves the style to the page.
    ``numbered`` says what the page calls each message, by id.
    """
    masks = masks or Masks(messages)
    rows = arrows(messages, journey, masks, numbered)
    height = _HEAD + _ROW * len(rows) + _FOOT
    label = escape(clean(_label(journey, rows, masks.text(name))))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="sq" role="img" aria-label="{label}" '
        f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}">'
    ]
    if standalone:
        parts.append(f'<style>{_COLOURS}{RULES}</style><rect class="bg" width="{WIDTH}" height="{height}"/>')
    bottom = height - _FOOT + 14
    parts += [f'<path class="ll" d="M{x} 34V{bottom}"/>' for x in _LANE.values()]
    draw = _Pen(translated=not standalone)
    parts += [draw.head(actor, 6) for actor in LANES]
    parts += [draw.row(arrow, _HEAD + _ROW * index + 30) for index, arrow in enumerate(rows)]
    parts.append(draw.text("v", Said(_LEGEND), 0, WIDTH, height - 12, _LETTER, len(_LEGEND)))
    return "".join([*parts, "</svg>"])


def _label(journey: JourneyVerdict, rows: Sequence[Arrow], name: str) -> str:
    steps = {row.step for row in rows if row.step and row.status is Status.SEEN}
    wrong = [f"step {row.step} {row.status}" for row in rows if row.step and row.status and row.status.faulty]
    start = f"Sequence diagram{f' of {name}' if name else ''}: {len(steps)} steps seen"
    return f"{start}; {', '.join(wrong)}" if wrong else f"{start}, none wrong"


class _Pen:
    """Draws the parts; ``translated`` marks the texts that the page can say in another language."""

    def __init__(self, *, translated: bool) -> None:
        self._translated = translated

    def head(self, actor: Actor, y: int) -> str:
        """Draw the head of a lane."""
        x = _LANE[actor]
        said = Said(NAMES[actor])
        return (
            f'<rect class="hd" x="{x - 70}" y="{y}" width="140" height="28" rx="6"/>'
            f'<text class="hn" x="{x}" y="{y + 19}"{self._known(said)}>{escape(str(said))}</text>'
        )

    def row(self, arrow: Arrow, y: int) -> str:
        """Draw one arrow, or a note."""
        if arrow.sender is arrow.receiver:
            return self._note(arrow, y)
        kind = _kind(arrow)
        start, end = _LANE[arrow.sender], _LANE[arrow.receiver]
        way = 1 if end > start else -1
        parts = [f'<g class="{kind}"' + (f' data-step="{arrow.step}"' if arrow.step else "") + ">"]
        hover = _hover(arrow)
        parts.append(f"<title{self._known(hover)}>{escape(clean(str(hover)))}</title>")
        parts.append(f'<path class="l" d="M{start} {y}H{end - 7 * way}"/>')
        parts.append(f'<path class="h" d="M{end} {y}l{-9 * way} -4.5v9z"/>')
        title = Said("{0} *", (arrow.title,)) if arrow.inferred else arrow.said
        letter = _BOLD if kind in ("bad", "miss", "extra") else _LETTER
        parts.append(self.text("t", title, start, end, y - 12, letter))
        if value := _under(arrow):
            # What is right must not lie over other lanes; the whole of it shows when the pointer rests there.
            room = int((abs(end - start) - 2 * _CIRCLE) / letter) if kind.startswith("ok") else _LONGEST
            parts.append(self.text("v", value, start, end, y + 16, letter, room))
        if arrow.step:
            parts.append(f'<circle class="c" cx="{start}" cy="{y}" r="{_CIRCLE}"/>')
            parts.append(f'<text class="n" x="{start}" y="{y + 4}">{arrow.step}</text>')
        return "".join([*parts, "</g>"])

    def text(self, css: str, said: Said, start: int, end: int, y: int, letter: float, room: int = _LONGEST) -> str:
        """Centre a text over its arrow, but never let it leave the picture."""
        shown = shorten(clean(str(said)), room)
        half = len(shown) * letter / 2
        middle = min(max((start + end) / 2, half + 6), WIDTH - half - 6)
        return f'<text class="{css} m" x="{middle:g}" y="{y}"{self._known(said)}>{escape(shown, quote=False)}</text>'

    def _note(self, arrow: Arrow, y: int) -> str:
        shown = shorten(clean(arrow.value), 70)
        wide = len(shown) * _LETTER + 24
        middle = _LANE.get(arrow.sender, WIDTH / 2)
        middle = min(max(middle, wide / 2 + 6), WIDTH - wide / 2 - 6)
        css = f"note {arrow.note}"
        return (
            f'<g class="{css}"><title>{escape(clean(arrow.value))}</title>'
            f'<rect class="nb" x="{middle - wide / 2:g}" y="{y - 15}" width="{wide:g}" height="24" rx="4"/>'
            f'<text class="v nt m" x="{middle:g}" y="{y + 1}"{self._known(arrow.said)}>{escape(shown)}</text></g>'
        )

    def _known(self, said: Said) -> str:
        return str(said.attributes) if self._translated and said.text != "{0}" else ""


def _under(arrow: Arrow) -> Said | None:
    if arrow.status is None or not arrow.status.faulty:
        return Said("{0}", (arrow.value,)) if arrow.value else None
    if arrow.status is Status.WRONG_VALUE and arrow.note:
        return Said("{0}", (f"✗ {arrow.note}",))
    return Said("✗ {0}", (arrow.status.value,))


def _hover(arrow: Arrow) -> Said:
    rest = "".join(f"\n{line}" for line in (arrow.note, arrow.details) if line)
    if arrow.step is None:
        return Said("{0} → {1}: {2}{3}", (NAMES[arrow.sender], NAMES[arrow.receiver], str(arrow.said), rest))
    marked = " (inferred: not in the wallet's text)" if arrow.inferred else ""
    who = (NAMES[arrow.sender], NAMES[arrow.receiver], str(arrow.said))
    return Said("Step {0}, {1}: {2} → {3}: {4}{5}", (str(arrow.step), str(arrow.status), *who, marked + rest))


def _kind(arrow: Arrow) -> str:
    if arrow.status is None:
        return "beside fault" if arrow.note == "fault" else "beside"
    if arrow.status is Status.MISSING:
        return "miss"
    if arrow.status in (Status.REPEATED, Status.UNEXPECTED):
        return "extra"
    return "bad" if arrow.status in _BAD else "ok no" if arrow.refused else "ok"


def mermaid(messages: Sequence[Message], journey: JourneyVerdict, *, masks: Masks | None = None) -> str:
    """Return the sequence diagram of one journey as Mermaid text; wrong steps stand in a red box with a note."""
    masks = masks or Masks(messages)
    lines = ["sequenceDiagram"]
    lines += [f"    participant {_short(actor)} as {NAMES[actor]}" for actor in LANES]
    for arrow in arrows(messages, journey, masks):
        if arrow.sender is arrow.receiver:
            over = _short(arrow.sender) if arrow.sender in _LANE else "B,M"
            lines.append(f"    Note over {over}: {_mermaid_text(arrow.value)}")
            continue
        bad = arrow.status is not None and arrow.status.faulty
        line = "--x" if arrow.missing else "-->>" if arrow.step is None else "->>"
        number = f"{arrow.step}. " if arrow.step else ""
        said = f"{number}{arrow.said}{' *' if arrow.inferred else ''}{f': {arrow.value}' if arrow.value else ''}"
        row = f"    {_short(arrow.sender)}{line}{_short(arrow.receiver)}: {_mermaid_text(said)}"
        if bad:
            note = f"    Note over {_short(arrow.sender)},{_short(arrow.receiver)}: ✗ {_mermaid_text(arrow.note)}"
            lines += ["    rect rgb(255, 225, 225)", f"    {row}", f"    {note}", "    end"]
        else:
            lines.append(row)
    lines.append("    Note over B,M: * inferred: not in the wallet's text")
    return "\n".join(lines) + "\n"


def _short(actor: Actor) -> str:
    return _MERMAID_NAMES.get(actor, "M")


def _mermaid_text(text: str) -> str:
    shown = shorten(clean(text), 120)
    return re.sub(r"[#;<>{}:\"]", lambda found: f"#{ord(found.group())};", shown)
