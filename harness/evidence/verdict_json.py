"""verdict.json: the run in one small object, for gates and dashboards."""

from __future__ import annotations

from harness.evidence.coverage import code_cells, step_statuses
from harness.evidence.report import RunReport


def verdict(report: RunReport) -> dict[str, object]:
    """Return the verdict of a run as plain JSON data.

    ``steps`` maps "1" to "20" to a status, ``codes`` each resultCode to its word under each delivery; what did not
    run says "not run".
    """
    return {
        "passed": report.passed,
        "seed": report.seed,
        "scenarios": {outcome: report.count(outcome) for outcome in ("passed", "failed", "skipped")},
        "steps": {str(number): word for number, word in step_statuses(report).items()},
        "codes": code_cells(report),
    }
