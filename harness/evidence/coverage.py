"""What a run has proven: each of the 20 steps, and each resultCode under each delivery. What was not run says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from harness.evidence.report import FLAKY, NOT_RUN, RunReport, ScenarioReport
from harness.journey import RESULT_CODES, STEPS, Status, Verdict

DELIVERIES = ("success", "split")
KINDS = ("h5", "native")
"""The kinds of Mini Program: web pages, and programs in the wallet's own language."""


def played_kinds(report: RunReport) -> tuple[str, ...]:
    """Return the kinds of program that a run has played, the known ones first; skipped scenarios do not count."""
    found = {scenario.program for scenario in report.scenarios if scenario.outcome != "skipped"}
    return (*(kind for kind in KINDS if kind in found), *sorted(found.difference(KINDS)))


def step_statuses(report: RunReport) -> dict[int, str]:
    """Return the word on each step over all scenarios: the gravest fault, else "seen", else "not run".

    A step is "seen" only where it was seen with every kind of program that was played.
    """
    words = _steps(report.scenarios)
    for kind in played_kinds(report):
        mine = kind_steps(report, kind)
        words = {n: word if faulty(word) or mine[n] != NOT_RUN else NOT_RUN for n, word in words.items()}
    return words


def kind_steps(report: RunReport, kind: str) -> dict[int, str]:
    """Return the word on each step over the scenarios played with one kind of program."""
    return _steps([scenario for scenario in report.scenarios if scenario.program == kind])


def _steps(scenarios: Iterable[ScenarioReport]) -> dict[int, str]:
    whole = Verdict(tuple(journey for scenario in scenarios for journey in scenario.verdict.journeys))
    words = {}
    for step in STEPS:
        status = whole.step(step.number).status
        words[step.number] = status.value if status.faulty or status is Status.SEEN else NOT_RUN
    return words


def faulty(word: str) -> bool:
    """Whether the word on a step is a fault."""
    return word not in (Status.SEEN.value, NOT_RUN)


def code_cells(report: RunReport) -> dict[str, dict[str, str]]:
    """Return for each resultCode and delivery: "passed", "failed" or "not run".

    A cell is passed only where, with every kind of program that was played, a scenario that expects the code was given
    it and passed.
    """
    each = [kind_codes(report, kind) for kind in played_kinds(report)]
    return {
        code: {delivery: _all_of([cells[code][delivery] for cells in each]) for delivery in DELIVERIES}
        for code in RESULT_CODES
    }


def _all_of(words: Sequence[str]) -> str:
    if "failed" in words:
        return "failed"
    return "passed" if words and NOT_RUN not in words else NOT_RUN


def kind_codes(report: RunReport, kind: str) -> dict[str, dict[str, str]]:
    """Return what ``code_cells`` does, over the scenarios played with one kind of program."""
    cells = {code: dict.fromkeys(DELIVERIES, NOT_RUN) for code in RESULT_CODES}
    for scenario in report.scenarios:
        if scenario.program != kind:
            continue
        for code in scenario.expects:
            cell = cells.get(code, {})
            if scenario.delivery not in cell:
                continue
            if scenario.failed:
                cell[scenario.delivery] = "failed"
            elif (
                scenario.outcome in ("passed", FLAKY) and code in scenario.codes and cell[scenario.delivery] == NOT_RUN
            ):
                cell[scenario.delivery] = "passed"
    return cells
