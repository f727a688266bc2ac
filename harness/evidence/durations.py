"""durations.json: how long each scenario took, from which a later run deals its scenarios out to shards."""

from __future__ import annotations

from harness.evidence.report import NOT_FINISHED, RunReport


def durations(report: RunReport) -> dict[str, int]:
    """Return the time of each scenario that came to its end, all attempts together, by its id, in whole ms."""
    found: dict[str, int] = {}
    for scenario in report.scenarios:
        if scenario.nodeid and scenario.outcome != NOT_FINISHED:
            took = round(sum(attempt.ms for attempt in scenario.attempts))
            found[scenario.nodeid] = max(took, found.get(scenario.nodeid, 0))
    return dict(sorted(found.items()))
