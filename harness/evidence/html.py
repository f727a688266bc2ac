"""reports/index.html: the evidence page, one file that needs nothing else. Works offline, in print, dark and light."""

from __future__ import annotations

import base64
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
from harness.evidence.diagram import RULES
from harness.evidence.masking import Masks, masks_of
from harness.evidence.report import RunReport
from harness.evidence.words import NAMES, clean
from harness.journey import RESULT_CODES, STEPS, Status


@dataclass(frozen=True, slots=True)
class StepCell:
    """One of the 20 steps in the coverage strip."""

    number: int
    word: str
    css: str
    mark: str
    title: str
    inferred: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a feature with its scenarios; ``name`` is "" for those that stand under no rule."""

    name: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature as written, with its rules and how many of its scenarios failed, of how many."""

    name: str
    description: str
    file: str
    rules: tuple[Rule, ...]
    total: int
    failed: int


def page(report: RunReport, folder: Path | None = None, masks: Mapping[str, Masks] | None = None) -> str:
    """Return the evidence page; screenshots are read from ``folder`` and put into the page itself."""
    masks = masks or masks_of(report)
    cards = [
        card(scenario, number, folder, masks[scenario.world])
        for number, scenario in enumerate(report.scenarios, start=1)
    ]
    source = files("harness.evidence")
    environment = Environment(
        loader=DictLoader({"page.html": (source / "page.html").read_text("utf-8")}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["packed"] = _packed
    environment.filters["mark"] = outcome_mark
    words = step_statuses(report)
    kinds = played_kinds(report)
    text = environment.get_template("page.html").render(
        report=report,
        css=Markup((source / "page.css").read_text("utf-8") + RULES),  # noqa: S704 - our own file
        js=Markup((source / "page.js").read_text("utf-8")),  # noqa: S704 - our own file
        steps=_strip(words),
        seen=_seen(words),
        codes={kind: kind_codes(report, kind) for kind in kinds} if len(kinds) > 1 else {"": code_cells(report)},
        kinds={kind: _seen(kind_steps(report, kind)) for kind in kinds if len(kinds) > 1},
        unplayed=[kind for kind in KINDS if kind not in kinds],
        meanings=RESULT_CODES,
        failing=[one for one in cards if one.failed],
        features=_features(report, cards, masks),
        certificate=certificate(report),
        loose=[masks[""].text(text) for text in report.loose_failures],
        again=f'make run ARGS="--seed {report.seed}"',
    )
    return clean(text)


def _packed(html: Markup) -> str:
    """Return the inside of a passed scenario's evidence, deflated: the page unpacks it when a reader opens it.

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
        title = f"{NAMES[step.sender]} → {NAMES[step.receiver]}: {step.title}"
        mark = {"bad": "✗", "ok": "✓", "none": "·"}[css]
        cells.append(StepCell(step.number, word, css, mark, title, step.inferred))
    return cells


def _features(report: RunReport, cards: Sequence[Card], masks: Mapping[str, Masks]) -> list[Feature]:
    found: dict[tuple[str, str], list[tuple[str, Card]]] = {}
    texts: dict[tuple[str, str], str] = {}
    for scenario, one in zip(report.scenarios, cards, strict=True):
        key = (scenario.file, scenario.feature)
        found.setdefault(key, []).append((scenario.rule, one))
        texts.setdefault(key, masks[scenario.world].text(scenario.feature_description))
    return [
        Feature(
            name=name or file,
            description=texts[file, name].strip(),
            file=file,
            rules=tuple(_rules(mine)),
            total=len(mine),
            failed=sum(1 for _, one in mine if one.failed),
        )
        for (file, name), mine in found.items()
    ]


def _rules(mine: Iterable[tuple[str, Card]]) -> Iterable[Rule]:
    rules: dict[str, list[Card]] = {}
    for name, one in mine:
        rules.setdefault(name, []).append(one)
    for name, cards in rules.items():
        yield Rule(name, tuple(cards))
