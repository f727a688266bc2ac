"""verdict.json: the run in one small object, for gates and dashboards."""

from __future__ import annotations

from harness.evidence.coverage import KINDS, code_cells, kind_codes, kind_steps, played_kinds, step_statuses
from harness.evidence.report import OUTCOMES, RunReport


def verdict(report: RunReport) -> dict[str, object]:
    """Return the verdict of a run as plain JSON data.

    ``steps`` maps "1" to "20" to a status, ``codes`` each resultCode to its word under each delivery; what did not
    run says "not run". Both hold for every kind of program that was played; ``kinds`` has each kind by itself.
    ``results`` is the outcome of each scenario by its id: passed, failed, undefined, flaky, skipped, cannot,
    "not finished" or "not run". ``cannot`` lists what the program cannot do, with the risk; ``lint`` what of the features
    does not read as it should (place, rule, fact), null where nobody has looked. ``shard`` is there where this is the
    verdict of one shard of several only. ``commit`` is the project's own, with ``-dirty`` where files differed from it, ""
    where nobody knows it.
    """
    return {
        "passed": report.passed,
        **({"shard": report.part} if report.part else {}),
        "results": report.results,
        "seed": report.seed,
        "commit": report.commit,
        "scenarios": {outcome: report.count(outcome) for outcome in OUTCOMES},
        "steps": {str(number): word for number, word in step_statuses(report).items()},
        "codes": code_cells(report),
        "cannot": [
            {"capability": s.capability, "scenario": s.name, "variant": s.variant, "risk": s.risk}
            for s in report.cannot
        ],
        "lint": [dict(one) for one in report.lint] if report.lint is not None else None,
        "kinds": {kind: _of_kind(report, kind) for kind in dict.fromkeys((*KINDS, *played_kinds(report))) if kind},
    }


def _of_kind(report: RunReport, kind: str) -> dict[str, object]:
    return {
        "scenarios": {outcome: report.count(outcome, kind) for outcome in OUTCOMES},
        "steps": {str(number): word for number, word in kind_steps(report, kind).items()},
        "codes": kind_codes(report, kind),
    }
