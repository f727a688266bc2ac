"""What the page shows of each scenario, ready for the template: every text masked, nothing decided in the template."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from harness.evidence.arrows import currency_of, of_journey
from harness.evidence.diagram import svg
from harness.evidence.masking import Masks
from harness.evidence.report import CANNOT, NOT_RUN, GherkinStep, ScenarioReport, Screenshot
from harness.evidence.terminal import error_text, wrong_step
from harness.evidence.values import Value, values
from harness.evidence.words import NAMES, clean, code_words, finding_words, money, shorten, step_words
from harness.journal import Actor, Kind, Message
from harness.journey import JourneyVerdict, Status

_PICTURES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png", b"RIFF": "image/webp"}
_BOOKS = frozenset(
    {"run", "scenario", "gherkin step begins", "gherkin step", "scenario end", "screenshot", "attachment", "trace"}
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One wrong fact of the journey in words; ``expected`` and ``got`` are "" where it is not about a value."""

    step: int
    who: str
    status: str
    sentence: str
    expected: str
    got: str


@dataclass(frozen=True, slots=True)
class Diagram:
    """One journey: its title, its picture, and what was not part of it in words."""

    title: str
    picture: Markup
    rest: str
    values: list[Value]


@dataclass(frozen=True, slots=True)
class Picture:
    """One screenshot as a data URI; ``source`` is "" where the file is missing, and ``problem`` says so."""

    title: str
    source: str
    problem: str


@dataclass(frozen=True, slots=True)
class Row:
    """One raw message; ``signature`` is "" where none was checked, ``at`` counts milliseconds from the first one."""

    id: int
    at: str
    way: str
    name: str
    kind: str
    signature: str
    verified: bool
    payload: str


@dataclass(frozen=True, slots=True)
class Card:
    """One scenario as the page shows it."""

    anchor: str
    name: str
    place: str
    feature: str
    rule: str
    outcome: str
    failed: bool
    chips: tuple[str, ...]
    ms: str
    steps: tuple[GherkinStep, ...]
    wrong: str
    known: bool
    brief: str
    error: str
    facts: tuple[Fact, ...]
    diagrams: tuple[Diagram, ...]
    pictures: tuple[Picture, ...]
    messages: tuple[Row, ...]
    console: tuple[str, ...]
    command: str


def card(scenario: ScenarioReport, number: int, folder: Path | None, masks: Masks) -> Card:
    """Return what the page shows of one scenario; pictures are read from ``folder``."""
    wrong = wrong_step(scenario) if scenario.failed else None
    facts = tuple(_facts(scenario, masks))
    error = masks.text(error_text(scenario)).strip() if scenario.failed else masks.text(scenario.error)
    return Card(
        anchor=f"s{number}",
        name=masks.text(scenario.name),
        place=scenario.place,
        feature=scenario.feature,
        rule=scenario.rule,
        outcome=scenario.outcome,
        failed=scenario.failed,
        chips=_chips(scenario),
        ms=_duration(scenario.ms),
        steps=tuple(_step(step, masks) for step in scenario.steps),
        wrong=f"{wrong.keyword} {masks.text(wrong.text)}" if wrong else "",
        known=wrong is None or wrong.outcome != "undefined",
        brief=f"step {facts[0].step}: {facts[0].sentence}" if facts else shorten(error, 160),
        error=error,
        facts=facts,
        diagrams=tuple(_diagrams(scenario, masks)),
        pictures=tuple(_picture(shot, folder, masks) for shot in scenario.screenshots),
        messages=tuple(_rows(scenario.messages, masks)),
        console=tuple(_console(scenario.messages, masks)),
        command=f"pytest {scenario.place}" if scenario.failed and scenario.file else "",
    )


def _chips(scenario: ScenarioReport) -> tuple[str, ...]:
    found = [scenario.delivery and f"delivery: {scenario.delivery}", scenario.program]
    found += [code_words(code) for code in scenario.codes]
    return tuple(chip for chip in found if chip)


def _duration(ms: float) -> str:
    return f"{ms / 1000:.1f} s" if ms >= 1000 else f"{ms:.0f} ms" if ms else ""


def _step(step: GherkinStep, masks: Masks) -> GherkinStep:
    table = tuple(tuple(masks.text(cell) for cell in row) for row in step.table)
    outcome = step.outcome
    return GherkinStep(step.keyword, masks.text(step.text), step.line, table, outcome, masks.text(step.error), step.ms)


def _facts(scenario: ScenarioReport, masks: Masks) -> Iterable[Fact]:
    currency = currency_of(scenario.messages)
    for finding in scenario.verdict.findings:
        about_value = finding.status is Status.WRONG_VALUE
        yield Fact(
            step=finding.step,
            who=step_words(finding.step),
            status=finding.status.value,
            sentence=finding_words(finding, masks, currency),
            expected=_said(finding.value, masks.text(finding.expected), currency) if about_value else "",
            got=(_said(finding.value, masks.text(finding.got), currency) or "nothing") if about_value else "",
        )


def _said(name: str, text: str, currency: str) -> str:
    return f"{text} = {money(currency, text)}" if name == "amount" and text and currency else text


def _diagrams(scenario: ScenarioReport, masks: Masks) -> Iterable[Diagram]:
    journeys = scenario.verdict.journeys
    for index, journey in enumerate(journeys, start=1):
        mine = of_journey(scenario.messages, journey, alone=len(journeys) == 1)
        title = "The payment" if journey.payment_id else "The login"
        title = f"{title}, step by step" + (f" ({index} of {len(journeys)})" if len(journeys) > 1 else "")
        picture = svg(mine, journey, masks=masks, standalone=False, name=scenario.name)
        yield Diagram(title, Markup(picture), _rest(journey), values(mine, journey, masks))  # noqa: S704 - svg() escapes


def _rest(journey: JourneyVerdict) -> str:
    parts = []
    for status, words in ((Status.NOT_EXPECTED, "Not part of this path"), (Status.NOT_REACHED, "Not reached")):
        numbers = [str(step.number) for step in journey.steps if step.status is status]
        if numbers:
            parts.append(f"{words}: {'step' if len(numbers) == 1 else 'steps'} {', '.join(numbers)}.")
    return " ".join(parts)


def _picture(shot: Screenshot, folder: Path | None, masks: Masks) -> Picture:
    """Read one screenshot. A journal may come from elsewhere: nothing outside ``folder``, and nothing but pictures."""
    title = masks.text(shot.title)
    problem = f"the picture is missing: {masks.text(shot.file)}"
    if folder is None or not shot.file:
        return Picture(title, "", problem)
    try:
        path = (folder / shot.file).resolve()
        data = path.read_bytes() if path.is_relative_to(folder.resolve()) else b""
    except (OSError, ValueError):
        return Picture(title, "", problem)
    kind = next((kind for start, kind in _PICTURES.items() if data.startswith(start)), "")
    if not kind:
        return Picture(title, "", f"this is not a picture: {masks.text(shot.file)}")
    return Picture(title, f"data:{kind};base64,{base64.b64encode(data).decode()}", "")


def _rows(messages: Sequence[Message], masks: Masks) -> Iterable[Row]:
    start = messages[0].at if messages else 0
    for message in messages:
        if message.kind is Kind.FACT and message.name in _BOOKS:
            continue
        shown = masks.message(message)
        check = message.signature
        own = message.sender is message.receiver
        signature = ""
        if check is not None:
            signature = "signature verified" if check.verified else f"signature not valid: {masks.text(check.reason)}"
        yield Row(
            id=message.id,
            at=f"+{(message.at - start) / 1000:.3f} s",
            way=NAMES[message.sender] if own else f"{NAMES[message.sender]} → {NAMES[message.receiver]}",
            name=shown.name,
            kind=message.kind.value,
            signature=signature,
            verified=check is not None and check.verified,
            payload=clean(json.dumps(shown.payload, ensure_ascii=False, indent=1, default=str)),
        )


def _console(messages: Sequence[Message], masks: Masks) -> Iterable[str]:
    for message in messages:
        if message.kind is Kind.FACT and message.sender is Actor.HARNESS and message.name in ("console", "page error"):
            sort = message.text("type") or "error" if message.name == "console" else "uncaught error"
            yield masks.text(f"{sort}: {message.text('text') or ''}")
        elif message.kind is Kind.FACT and message.name == "refused host":
            yield masks.text(f"refused: {message.text('host')}{message.text('path')}: {message.text('reason')}")
        elif message.kind is Kind.FACT and message.name in ("merchant log", "merchant ended"):
            yield masks.text(f"merchant: {message.text('text') or ''}")


def outcome_mark(outcome: str) -> str:
    """Return the sign that stands for an outcome beside its colour."""
    return {"passed": "✓", "failed": "✗", "undefined": "✗", "skipped": "-", CANNOT: "!", NOT_RUN: "·"}.get(outcome, "✗")
