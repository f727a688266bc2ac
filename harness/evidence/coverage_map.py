"""The coverage map: what a run has proven of each step, by kind of program, resultCode, delivery and notification timing.

A hole is what could have been proven and was not: nobody played it, or nobody came that far.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from harness.evidence.coverage import DELIVERIES, played_kinds
from harness.evidence.report import FLAKY, NOTIFICATIONS, RunReport, ScenarioReport
from harness.journey import RESULT_CODES, STEPS, JourneyVerdict, Status

PROVEN, FAILED, HOLE, APART = "proven", "failed", "hole", "not on this path"
TRIED = "only where a scenario failed"
"""It came as it should, but in no scenario that passed: that proves nothing."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: proven, failed, seen only where a scenario failed, a hole, or not on this path; ``count`` is in how many scenarios."""

    word: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class MapRow:
    """One way for a payment to end: its kind of program, resultCode and delivery; a cell a step, a cell a timing."""

    kind: str
    code: str
    delivery: str
    steps: tuple[Cell, ...]
    timings: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class CoverageMap:
    """All rows of the kinds that were played, and how many of all cells that can be proven are proven."""

    rows: tuple[MapRow, ...]
    proven: int
    holes: int

    @property
    def kinds(self) -> dict[str, list[MapRow]]:
        """The rows by kind of program."""
        found: dict[str, list[MapRow]] = {}
        for row in self.rows:
            found.setdefault(row.kind, []).append(row)
        return found

    @property
    def timings(self) -> tuple[str, ...]:
        """The timings in the order of the columns."""
        return NOTIFICATIONS


def coverage_map(report: RunReport) -> CoverageMap:
    """Return the map of a run, from the journeys of its scenarios alone."""
    rows = tuple(
        _row(report.scenarios, kind, code, delivery)
        for kind in played_kinds(report)
        for code in RESULT_CODES
        for delivery in DELIVERIES
    )
    cells = [cell.word for row in rows for cell in (*row.steps, *row.timings)]
    return CoverageMap(rows, cells.count(PROVEN), cells.count(HOLE) + cells.count(TRIED))


def _row(scenarios: Iterable[ScenarioReport], kind: str, code: str, delivery: str) -> MapRow:
    mine = [
        (scenario, journey)
        for scenario in scenarios
        if (scenario.program, scenario.delivery) == (kind, delivery)
        for journey in scenario.verdict.journeys
        if code == journey.code or (not journey.passed and not journey.code and code in scenario.expects)
    ]
    steps = tuple(_step(mine, step.number) for step in STEPS)
    return MapRow(kind, code, delivery, steps, tuple(_timing(mine, timing) for timing in NOTIFICATIONS))


def _step(mine: Sequence[tuple[ScenarioReport, JourneyVerdict]], number: int) -> Cell:
    found = [(scenario, journey.steps[number - 1].status) for scenario, journey in mine]
    if bad := sum(1 for _, status in found if status.faulty):
        return Cell(FAILED, bad)
    if good := sum(1 for scenario, status in found if status is Status.SEEN and _counts(scenario)):
        return Cell(PROVEN, good)
    if tried := sum(1 for _, status in found if status is Status.SEEN):
        return Cell(TRIED, tried)
    if found and all(status is Status.NOT_EXPECTED for _, status in found):
        return Cell(APART)
    return Cell(HOLE)


def _timing(mine: Sequence[tuple[ScenarioReport, JourneyVerdict]], timing: str) -> Cell:
    notified = [(scenario, journey) for scenario, journey in mine if _heard(scenario, journey, timing)]
    if bad := sum(1 for scenario, _ in notified if scenario.failed):
        return Cell(FAILED, bad)
    if good := sum(1 for scenario, _ in notified if _counts(scenario)):
        return Cell(PROVEN, good)
    owed = [journey for _, journey in mine if journey.steps[18].status is not Status.NOT_EXPECTED]
    return Cell(HOLE) if owed or not mine else Cell(APART)


def _heard(scenario: ScenarioReport, journey: JourneyVerdict, timing: str) -> bool:
    """Whether a journey tells something of a timing: the notification came, or it was to stay away and did."""
    return scenario.notification == timing and (
        timing == "never" or journey.steps[18].status is not Status.NOT_EXPECTED
    )


def _counts(scenario: ScenarioReport) -> bool:
    return scenario.outcome in ("passed", FLAKY)
