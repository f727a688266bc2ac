"""summary.md: the run on one page of Markdown, for the page of a CI job and for a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from harness.evidence.arrows import of_journey
from harness.evidence.coverage import DELIVERIES, code_cells, step_statuses
from harness.evidence.diagram import mermaid
from harness.evidence.hints import hints
from harness.evidence.masking import Masks, masks_of
from harness.evidence.reasons import Reason, reasons
from harness.evidence.report import CANNOT, NOT_RUN, RunReport, ScenarioReport
from harness.evidence.terminal import error_text, explaining, first_wrong, wrong_step
from harness.evidence.words import clean, code_words, shorten
from harness.journey import Status

MOST = 20
"""How many failures are told in full: GitHub shows a mebibyte of a job's summary, and nobody reads more."""

_MARKS = {"passed": "✅", "failed": "❌", NOT_RUN: "▫️"}
_STEP_MARKS = {"passed": "✅", "failed": "❌", "undefined": "❓", CANNOT: "⚠️", NOT_RUN: "▫️", "skipped": "➖"}
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def summary(report: RunReport, masks: Mapping[str, Masks] | None = None) -> str:
    """Return the run as Markdown: the verdict, the counts, each failure with its step and its diagram, what is flaky."""
    masks = masks or masks_of(report)
    lines = [f"## Payments: {'✅ passed' if report.passed else '❌ failed'}", "", _counts(report), ""]
    why = reasons(report, masks)
    lines += _why(why)
    for reason in why[:MOST]:
        first, *others = reason.scenarios
        lines += _failure(first, masks[first.world])
        if others:
            lines += _details(f"{len(others)} more for the same reason", [_place(s, masks[s.world]) for s in others])
    if len(why) > MOST:
        lines += [f"... and {len(why) - MOST} more reasons; the evidence page has them all.", ""]
    lines += _list("Failed outside any scenario", (shorten(masks[""].text(t), 300) for t in report.loose_failures))
    lines += _list("Flaky: passed only when tried again", (_flaky(s, masks[s.world]) for s in report.flaky))
    lines += _list(
        "Cannot: what the program cannot do",
        dict.fromkeys(f"{s.capability}: {masks[s.world].text(s.risk)}" for s in report.cannot),
    )
    lines += _list("Worth knowing", map(str, hints(report)))
    lines += _list("Not run", report.not_run)
    lines += _steps(report)
    lines += _codes(report)
    lines += [f"Seed {report.seed}. The whole evidence is `index.html` in the reports folder of this run.", ""]
    return clean("\n".join(lines))


def _why(found: Sequence[Reason]) -> Iterator[str]:
    """Yield why it failed: one mistake makes many scenarios fail."""
    if not found:
        return
    yield "### Why"
    yield ""
    for reason in found[:MOST]:
        count = len(reason.scenarios)
        yield f"- **{count} scenario{'s' if count > 1 else ''}:** {_plain(reason.words)} (`{reason.place}`)"
        yield from (f"  - {_plain(line)}" for line in reason.below)
    yield ""


def _counts(report: RunReport) -> str:
    results = list(report.results.values()) or [s.result for s in report.scenarios]
    words = dict.fromkeys(("passed", "failed", *results))
    counts = [(sum(1 for result in results if result == word), word) for word in words]
    seconds = sum(s.ms for s in report.scenarios) / 1000
    told = ", ".join(f"**{count}** {word}" for count, word in counts if count)
    return f"{told or 'no scenario was played'}. {seconds:.1f} s of play, wallet {_plain(report.profile)}."


def _failure(scenario: ScenarioReport, masks: Masks) -> Iterator[str]:
    """Yield a failure: where it is, the step that does not hold, what happened, the step of the payment, the diagram."""
    variant = f" [{scenario.variant}]" if scenario.variant else ""
    yield f"### ❌ {_plain(masks.text(scenario.name))}{variant}"
    yield ""
    yield f"`{scenario.place}`{' · ' + _plain(masks.text(scenario.rule)) if scenario.rule else ''}"
    yield ""
    if wrong := wrong_step(scenario):
        yield f"**The step that does not hold:** {wrong.keyword} {_plain(masks.text(wrong.text))}"
        yield ""
    yield from _quoted(masks.text(error_text(scenario)).strip())
    yield ""
    if found := first_wrong(scenario, masks):
        yield f"**The payment goes wrong at** {_plain(found)}"
        yield ""
    yield from _details("The scenario", [_step_line(scenario, index, masks) for index in range(len(scenario.steps))])
    if (journey := explaining(scenario)) is not None:
        mine = of_journey(scenario.messages, journey, scenario.verdict.journeys)
        drawing = mermaid(mine, journey, masks=masks)
        yield from _details("The payment, step by step", ["```mermaid", *drawing.strip().splitlines(), "```"])
    if len(scenario.attempts) > 1:
        yield f"It failed {len(scenario.attempts)} times in {len(scenario.attempts)} attempts."
        yield ""


def _place(scenario: ScenarioReport, masks: Masks) -> str:
    variant = f" [{scenario.variant}]" if scenario.variant else ""
    return f"- {_plain(masks.text(scenario.name))}{variant} (`{scenario.place}`)"


def _step_line(scenario: ScenarioReport, index: int, masks: Masks) -> str:
    step = scenario.steps[index]
    mark = _STEP_MARKS.get(step.outcome, "❓")
    return f"- {mark} {step.keyword} {_plain(masks.text(step.text))}" + (
        "" if step.outcome in ("passed", "failed") else f" ({step.outcome})"
    )


def _flaky(scenario: ScenarioReport, masks: Masks) -> str:
    first = next(attempt for attempt in scenario.earlier if attempt.failed)
    return f"{masks.text(scenario.name)} ({scenario.place}), attempt 1: {shorten(masks.text(error_text(first)), 200)}"


def _steps(report: RunReport) -> list[str]:
    words = step_statuses(report)
    seen = sum(1 for word in words.values() if word == Status.SEEN.value)
    marks = {Status.SEEN.value: "✅", NOT_RUN: "▫️"}
    cells = " ".join(f"{number}&nbsp;{marks.get(word, '❌')}" for number, word in words.items())
    return [f"**Journey:** {seen} of {len(words)} steps seen", "", cells, ""]


def _codes(report: RunReport) -> list[str]:
    rows = [
        f"| {code_words(code)} | {' | '.join(f'{_MARKS[row[d]]} {row[d]}' for d in DELIVERIES)} |"
        for code, row in code_cells(report).items()
    ]
    return [f"| Result | {' | '.join(DELIVERIES)} |", f"|---{'|---' * len(DELIVERIES)}|", *rows, ""]


def _list(title: str, items: Iterable[str]) -> list[str]:
    found = [f"- {_plain(item)}" for item in items]
    return (
        [f"### {title}", "", *found[:MOST], *([f"- ... and {len(found) - MOST} more"] if len(found) > MOST else []), ""]
        if found
        else []
    )


def _details(title: str, lines: Sequence[str]) -> list[str]:
    return ["<details><summary>" + title + "</summary>", "", *lines, "", "</details>", ""]


def _quoted(text: str) -> Iterator[str]:
    """Yield a text as code: nothing in it is Markdown."""
    fence = "`" * max(3, max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    yield f"{fence}text"
    yield from text.splitlines()
    yield fence


def _plain(text: str) -> str:
    """Return a text on one line in which nothing is Markdown."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split())).replace("\\<", "&lt;").replace("\\>", "&gt;")
