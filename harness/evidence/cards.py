"""What the page shows of each scenario, ready for the template: every text masked, nothing decided in the template."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from harness.evidence.arrows import currency_of, of_journey
from harness.evidence.diagram import mermaid, svg
from harness.evidence.explanation import brief, explanation, to_mend
from harness.evidence.files import DOM, File, Files, Picture
from harness.evidence.findings import finding_said
from harness.evidence.masking import Masks
from harness.evidence.raw import Row, console, numbers, printed, rows
from harness.evidence.report import CANNOT, FLAKY, NOT_FINISHED, NOT_RUN, GherkinStep, ScenarioReport
from harness.evidence.said import Said
from harness.evidence.terminal import error_text, wrong_step
from harness.evidence.values import Value, values
from harness.evidence.words import NAMES, clean, code_words, money
from harness.journey import STEPS, JourneyVerdict, Status


@dataclass(frozen=True, slots=True)
class Fact:
    """One wrong fact of the journey in words; ``expected`` and ``got`` are "" where it is not about a value."""

    step: int
    who: Said
    status: str
    sentence: Said
    expected: str
    got: str


@dataclass(frozen=True, slots=True)
class Diagram:
    """One journey: its title, its picture, what was not part of it, its values, and the picture as Mermaid text."""

    title: Said
    picture: Markup
    rest: tuple[Said, ...]
    values: list[Value]
    mermaid: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the scenario as written, with its outcome and what it has handed over."""

    keyword: str
    text: str
    table: tuple[tuple[str, ...], ...]
    text_block: str
    outcome: str
    error: str
    files: tuple[File, ...]


@dataclass(frozen=True, slots=True)
class Play:
    """One attempt at a scenario, with all its evidence; ``loose`` are the files that belong to no line."""

    anchor: str
    title: Said
    outcome: str
    failed: bool
    lines: tuple[Line, ...]
    wrong: str
    known: bool
    plain: tuple[Said, ...]
    error: str
    facts: tuple[Fact, ...]
    diagrams: tuple[Diagram, ...]
    pictures: tuple[Picture, ...]
    dom: tuple[File, ...]
    loose: tuple[File, ...]
    messages: tuple[Row, ...]
    console: tuple[str, ...]
    merchant: tuple[str, ...]
    traces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One scenario as the page shows it: ``play`` is its last attempt, ``earlier`` are those before it."""

    anchor: str
    name: str
    place: str
    feature: str
    rule: str
    outcome: str
    failed: bool
    chips: tuple[Said, ...]
    variant: str
    brief: Said
    mend: Said | None
    command: str
    play: Play
    earlier: tuple[Play, ...] = ()

    @property
    def plays(self) -> tuple[Play, ...]:
        """Every play, the last attempt last."""
        return (*self.earlier, self.play)

    @property
    def apart(self) -> bool:
        """Whether it stands among what went wrong, before the features: it failed, or it is flaky."""
        return self.failed or self.outcome == FLAKY


def card(scenario: ScenarioReport, number: int, files: Files, masks: Masks) -> Card:
    """Return what the page shows of one scenario, with all its attempts; ``number`` counts from 1."""
    anchor = f"s{number}"
    attempts = scenario.attempts
    plays = [
        _play(attempt, f"{anchor}a{n}", _attempt(n, len(attempts)), files, masks)
        for n, attempt in enumerate(attempts, start=1)
    ]
    if scenario.replay is not None:
        title = Said("Played once more for its trace; this changes no outcome")
        plays.insert(0, _play(scenario.replay, f"{anchor}r", title, files, masks))
    return Card(
        anchor=anchor,
        name=masks.text(scenario.name),
        place=scenario.place,
        feature=masks.text(scenario.feature),
        rule=masks.text(scenario.rule),
        outcome=scenario.result,
        failed=scenario.failed,
        chips=tuple(_chips(scenario, masks)),
        variant=masks.text(scenario.variant),
        brief=brief(scenario, masks),
        mend=to_mend(scenario),
        command=f"pytest '{scenario.nodeid or scenario.place}'" if scenario.failed and scenario.file else "",
        play=plays[-1],
        earlier=tuple(plays[:-1]),
    )


def _attempt(number: int, count: int) -> Said:
    return Said("Attempt {0} of {1}", (str(number), str(count)))


def _play(scenario: ScenarioReport, anchor: str, title: Said, files: Files, masks: Masks) -> Play:
    wrong = wrong_step(scenario) if scenario.failed else None
    attached = files.attachments(scenario, masks)
    shown = tuple(one for one in attached if one.name != DOM)
    numbered = numbers(scenario.messages)
    return Play(
        anchor=anchor,
        title=title,
        outcome=scenario.result,
        failed=scenario.failed,
        lines=tuple(
            _line(step, tuple(one for one in shown if one.step == n), masks) for n, step in enumerate(scenario.steps)
        ),
        wrong=f"{wrong.keyword} {masks.text(wrong.text)}" if wrong else "",
        known=wrong is None or wrong.outcome != "undefined",
        plain=explanation(scenario, masks),
        error=masks.text(error_text(scenario)).strip() if scenario.failed else masks.text(scenario.error),
        facts=tuple(_facts(scenario, masks)),
        diagrams=tuple(_diagrams(scenario, masks, numbered)),
        pictures=files.pictures(scenario, masks),
        dom=tuple(one for one in attached if one.name == DOM),
        loose=tuple(one for one in shown if one.step is None or one.step >= len(scenario.steps)),
        messages=tuple(rows(scenario.messages, masks, numbered)),
        console=tuple(console(scenario.messages, masks)),
        merchant=tuple(printed(scenario.messages, masks)),
        traces=files.links(scenario.traces),
    )


def _chips(scenario: ScenarioReport, masks: Masks) -> Iterable[Said]:
    if scenario.example:
        yield Said("{0}", (masks.text(scenario.example),))
    if scenario.delivery:
        yield Said("delivery: {0}", (scenario.delivery,))
    if scenario.program:
        yield Said("{0}", (scenario.program,))
    for code in scenario.codes:
        yield Said("{0}", (code_words(code),))
    if scenario.ms:
        yield Said("{0}", (f"{scenario.ms / 1000:.1f} s" if scenario.ms >= 1000 else f"{scenario.ms:.0f} ms",))


def _line(step: GherkinStep, files: tuple[File, ...], masks: Masks) -> Line:
    table = tuple(tuple(masks.text(cell) for cell in row) for row in step.table)
    text, block = masks.text(step.text), masks.text(step.text_block)
    return Line(step.keyword, text, table, block, step.outcome, masks.text(step.error), files)


def _facts(scenario: ScenarioReport, masks: Masks) -> Iterable[Fact]:
    currency = currency_of(scenario.messages)
    for finding in scenario.verdict.findings:
        about_value = finding.status is Status.WRONG_VALUE
        yield Fact(
            step=finding.step,
            who=_who(finding.step),
            status=finding.status.value,
            sentence=finding_said(finding, masks, currency),
            expected=_said(finding.value, masks.text(finding.expected), currency) if about_value else "",
            got=(_said(finding.value, masks.text(finding.got), currency) or "nothing") if about_value else "",
        )


def _who(number: int) -> Said:
    step = STEPS[number - 1]
    call = f" ({step.name})" if step.name and step.name not in step.title.split() else ""
    return Said("{0} → {1}: {2}{3}", (NAMES[step.sender], NAMES[step.receiver], step.title, call))


def _said(name: str, text: str, currency: str) -> str:
    return f"{text} = {money(currency, text)}" if name == "amount" and text and currency else text


def _diagrams(scenario: ScenarioReport, masks: Masks, numbered: Mapping[int, int]) -> Iterable[Diagram]:
    journeys = scenario.verdict.journeys
    for index, journey in enumerate(journeys, start=1):
        mine = of_journey(scenario.messages, journey, journeys)
        title = "The payment, step by step" if journey.payment_id else "The login, step by step"
        said = Said(f"{title} ({{0}} of {{1}})", (str(index), str(len(journeys)))) if len(journeys) > 1 else Said(title)
        picture = svg(mine, journey, masks=masks, standalone=False, name=scenario.name, numbered=numbered)
        yield Diagram(
            title=said,
            picture=Markup(picture),  # noqa: S704 - svg() escapes
            rest=tuple(_rest(journey)),
            values=values(mine, journey, masks),
            mermaid=clean(mermaid(mine, journey, masks=masks)),
        )


def _rest(journey: JourneyVerdict) -> Iterable[Said]:
    for status, words in (
        (Status.NOT_EXPECTED, "Not part of this path: {0}."),
        (Status.NOT_REACHED, "Not reached: {0}."),
    ):
        numbers = [str(step.number) for step in journey.steps if step.status is status]
        if numbers and len(numbers) < len(STEPS):
            yield Said(words, (", ".join(numbers),))


def outcome_mark(outcome: str) -> str:
    """Return the sign that stands for an outcome beside its colour."""
    signs = {"passed": "✓", "skipped": "-", CANNOT: "!", NOT_RUN: "·", FLAKY: "~", NOT_FINISHED: "✗"}
    return signs.get(outcome, "✗")
