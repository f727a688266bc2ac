"""What a run has proven: each of the 20 steps, and each resultCode under each delivery. What was not run says so."""

from __future__ import annotations

from harness.evidence.report import NOT_RUN, RunReport
from harness.journey import RESULT_CODES, STEPS, Status, Verdict

DELIVERIES = ("success", "split")


def step_statuses(report: RunReport) -> dict[int, str]:
    """Return the word on each step over all scenarios: the gravest fault, else "seen", else "not run"."""
    whole = Verdict(tuple(journey for scenario in report.scenarios for journey in scenario.verdict.journeys))
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

    A cell is passed only where a scenario that expects the code was given it and passed.
    """
    cells = {code: dict.fromkeys(DELIVERIES, NOT_RUN) for code in RESULT_CODES}
    for scenario in report.scenarios:
        for code in scenario.expects:
            cell = cells.get(code, {})
            if scenario.delivery not in cell:
                continue
            if scenario.failed:
                cell[scenario.delivery] = "failed"
            elif scenario.outcome == "passed" and code in scenario.codes and cell[scenario.delivery] == NOT_RUN:
                cell[scenario.delivery] = "passed"
    return cells
