"""reports/index.html: the evidence page, one file that needs nothing else. Works offline, in print, dark and light.

The page is a pure function of two things: the messages of a journal (or of many, put together), and the files that those
messages name: pictures, attachments and traces. It asks no clock, no environment and no earlier page, so it can be made
again anywhere, and shards that were merged give the page of one run. Its words are said in English, and in Arabic where
the reader chooses so; what a feature says is shown as it is written.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from harness.evidence.cards import Card, card, outcome_mark
from harness.evidence.certificate import certificate
from harness.evidence.coverage import KINDS, code_cells, faulty, kind_codes, kind_steps, played_kinds, step_statuses
from harness.evidence.coverage_map import coverage_map
from harness.evidence.diagram import RULES
from harness.evidence.files import Files
from harness.evidence.hints import hints
from harness.evidence.masking import Masks, masks_of
from harness.evidence.reasons import Reason, reasons
from harness.evidence.report import FLAKY, RunReport
from harness.evidence.said import t, titled
from harness.evidence.words import NAMES, clean, shared
from harness.journey import RESULT_CODES, STEPS, Status

SHOWN_IN_FULL = 8
"""How many failures are open when the page opens; the others open when a reader wants them."""
_HOME = files("harness.evidence")
_TEMPLATES = ("page.html", "scenario.html", "overview.html")


@dataclass(frozen=True, slots=True)
class StepCell:
    """One of the 20 steps in the coverage strip."""

    number: int
    word: str
    css: str
    mark: str
    who: tuple[str, str, str]
    inferred: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a feature with its scenarios; ``name`` is "" for those that stand under no rule."""

    name: str
    cards: tuple[Card, ...]

    @property
    def failed(self) -> int:
        """How many of its scenarios failed."""
        return sum(1 for card in self.cards if card.failed)


@dataclass(frozen=True, slots=True)
class Feature:
    """One capability: a feature as written, with its rules and how many of its scenarios ended in which way."""

    name: str
    description: str
    file: str
    rules: tuple[Rule, ...]
    total: int
    failed: int
    others: Mapping[str, int]


def arabic() -> dict[str, str]:
    """Return the Arabic of every text of the page, by its English."""
    found: dict[str, str] = json.loads((_HOME / "arabic.json").read_text("utf-8"))
    return found


def page(
    report: RunReport, folder: Path | None = None, masks: Mapping[str, Masks] | None = None, *, at: Path | None = None
) -> str:
    """Return the evidence page; the files that the journal names are read from ``folder``.

    ``at`` is the folder where the page will lie, from which its links lead to what is too big for it; None: ``folder``.
    """
    masks = masks or masks_of(report)
    shelf = Files(folder, at)
    cards = [
        card(scenario, number, shelf, masks[scenario.world])
        for number, scenario in enumerate(report.scenarios, start=1)
    ]
    words = step_statuses(report)
    kinds = played_kinds(report)
    why = reasons(report, masks)
    by_world = {scenario.world: one for scenario, one in zip(report.scenarios, cards, strict=True)}
    text = (
        _environment()
        .get_template("page.html")
        .render(
            report=report,
            css=Markup((_HOME / "page.css").read_text("utf-8") + RULES),  # noqa: S704 - our own file
            js=Markup((_HOME / "page.js").read_text("utf-8")),  # noqa: S704 - our own file
            arabic=Markup(json.dumps(arabic(), ensure_ascii=False).replace("<", "\\u003c")),  # noqa: S704 - our own file
            steps=_strip(words),
            seen=_seen(words),
            codes={kind: kind_codes(report, kind) for kind in kinds} if len(kinds) > 1 else {"": code_cells(report)},
            kinds={kind: _seen(kind_steps(report, kind)) for kind in kinds if len(kinds) > 1},
            unplayed=[kind for kind in KINDS if kind not in kinds],
            map=coverage_map(report),
            meanings=RESULT_CODES,
            failing=_failing(why, by_world),
            why=[(by_world[reason.scenarios[0].world], len(reason.scenarios) - 1) for reason in why],
            flaky=[one for one in cards if one.outcome == FLAKY],
            cannot=[
                (one, scenario)
                for one, scenario in zip(cards, report.scenarios, strict=True)
                if one.outcome == "cannot"
            ],
            in_full=SHOWN_IN_FULL,
            features=_features(report, cards, masks),
            certificate=certificate(report),
            hints=[hint.markup for hint in hints(report)],
            loose=[masks[""].text(text) for text in report.loose_failures],
            not_run=[masks[""].text(nodeid) for nodeid in report.not_run],
            again=f"harness run --seed {report.seed}",
        )
    )
    return clean(text)


def _failing(why: Sequence[Reason], by_world: Mapping[str, Card]) -> list[Card]:
    """Return what failed: the first failure of each reason before all that failed for the same."""
    firsts = [reason.scenarios[0] for reason in why]
    return [by_world[one.world] for one in (*firsts, *(s for reason in why for s in reason.scenarios[1:]))]


def _environment() -> Environment:
    environment = Environment(
        loader=DictLoader({name: (_HOME / name).read_text("utf-8") for name in _TEMPLATES}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["packed"] = _packed
    environment.filters["marked"] = _marked
    environment.filters["mark"] = outcome_mark
    environment.filters["css"] = lambda word: word.replace(" ", "-")
    environment.globals["t"] = t
    environment.globals["titled"] = titled
    return environment


def _marked(value: str, other: str) -> Markup:
    """Return a value with what is not the same in another one marked, where both begin alike."""
    same = shared(value, other)
    if not same or not value[same:]:
        return Markup("{}").format(value)
    return Markup("{}<mark>{}</mark>").format(value[:same], value[same:])


def _packed(html: Markup) -> str:
    """Return the evidence that nobody has asked for yet, deflated: the page unpacks it when a reader opens it.

    500 scenarios would otherwise be 200,000 elements that nobody looks at.
    """
    packer = zlib.compressobj(9, wbits=-15)
    return base64.b64encode(packer.compress(clean(str(html)).encode()) + packer.flush()).decode()


def _seen(words: Mapping[int, str]) -> int:
    return sum(1 for word in words.values() if word == Status.SEEN.value)


def _strip(words: Mapping[int, str]) -> list[StepCell]:
    cells = []
    for step in STEPS:
        word = words[step.number]
        css = "bad" if faulty(word) else "ok" if word == Status.SEEN.value else "none"
        mark = {"bad": "✗", "ok": "✓", "none": "·"}[css]
        who = (NAMES[step.sender], NAMES[step.receiver], step.title)
        cells.append(StepCell(step.number, word, css, mark, who, step.inferred))
    return cells


def _features(report: RunReport, cards: Sequence[Card], masks: Mapping[str, Masks]) -> list[Feature]:
    found: dict[tuple[str, str], list[Card]] = {}
    texts: dict[tuple[str, str], str] = {}
    for scenario, one in zip(report.scenarios, cards, strict=True):
        key = (scenario.file, scenario.feature)
        found.setdefault(key, []).append(one)
        texts.setdefault(key, masks[scenario.world].text(scenario.feature_description))
    return [
        Feature(
            name=mine[0].feature or file,
            description=texts[file, name].strip(),
            file=file,
            rules=tuple(_rules(mine)),
            total=len(mine),
            failed=sum(1 for one in mine if one.failed),
            others=_others(mine),
        )
        for (file, name), mine in found.items()
    ]


def _others(mine: Iterable[Card]) -> dict[str, int]:
    """Return how many scenarios neither passed nor failed, by outcome."""
    counts: dict[str, int] = {}
    for one in mine:
        if not one.failed and one.outcome != "passed":
            counts[one.outcome] = counts.get(one.outcome, 0) + 1
    return counts


def _rules(mine: Iterable[Card]) -> Iterable[Rule]:
    rules: dict[str, list[Card]] = {}
    for one in mine:
        rules.setdefault(one.rule, []).append(one)
    for name, cards in rules.items():
        yield Rule(name, tuple(cards))
