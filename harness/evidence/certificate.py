"""The certificate of a run of the ready-made features: each case, how it ended, and what is at risk.

One line a rule of the pack. What the program cannot do stands by itself, by capability, with the risk in one sentence;
it never counts as passed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap

from harness.evidence.masking import Masks
from harness.evidence.report import CANNOT, CERTIFICATION, RunReport, ScenarioReport
from harness.evidence.terminal import error_text
from harness.evidence.words import clean, is_unicode, plain, shorten

FAILED, PASSED = "failed", "passed"
_MARKS = {PASSED: "✓", FAILED: "✗", CANNOT: "!"}
_PAINT = {PASSED: "\033[32m", FAILED: "\033[31m", CANNOT: "\033[33m"}
_PLAIN = "\033[0m"
_WIDTH = 116


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One rule of the pack: how many of its scenarios ended how, its gravest outcome, and why: the fact, or what is lacking."""

    feature: str
    name: str
    outcome: str
    passed: int
    failed: int
    cannot: int
    why: str

    @property
    def total(self) -> int:
        """How many scenarios were played for it."""
        return self.passed + self.failed + self.cannot

    @property
    def counts(self) -> str:
        """How many passed of how many, and what became of the others."""
        rest = [f"{count} {word}" for count, word in ((self.failed, FAILED), (self.cannot, CANNOT)) if count]
        return ", ".join([f"{self.passed} of {self.total} passed", *rest])


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that the program cannot do: in how many scenarios it was asked for, and the risk."""

    capability: str
    count: int
    risk: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """The whole certificate; ``certified`` where the run has passed, ``reason`` says why it has not."""

    cases: tuple[CaseLine, ...]
    lacks: tuple[Lack, ...]
    certified: bool
    reason: str


def certificate(report: RunReport) -> Certificate | None:
    """Return the certificate of a run, None where it played none of the ready-made features."""
    played = [s for s in report.scenarios if CERTIFICATION in s.tags and s.outcome != "skipped"]
    if not played:
        return None
    rules: dict[tuple[str, str], list[ScenarioReport]] = {}
    for scenario in played:
        rules.setdefault((scenario.feature, scenario.rule), []).append(scenario)
    return Certificate(
        cases=tuple(_line(feature, rule, mine) for (feature, rule), mine in rules.items()),
        lacks=tuple(_lacks(played)),
        certified=report.passed,
        reason=_reason(report),
    )


def _line(feature: str, rule: str, mine: Sequence[ScenarioReport]) -> CaseLine:
    failed = [s for s in mine if s.failed]
    cannot = [s for s in mine if s.outcome == CANNOT]
    passed = len(mine) - len(failed) - len(cannot)
    outcome = FAILED if failed else CANNOT if cannot else PASSED
    why = ""
    if failed:
        first = failed[0]
        why = shorten(Masks(first.messages).text(error_text(first)).split("\n  next:")[0], 300)
    elif cannot:
        why = "no " + ", no ".join(dict.fromkeys(s.capability for s in cannot))
    return CaseLine(feature, rule or feature, outcome, passed, len(failed), len(cannot), clean(why))


def _lacks(played: Iterable[ScenarioReport]) -> Iterable[Lack]:
    found: dict[str, list[ScenarioReport]] = {}
    for scenario in played:
        if scenario.outcome == CANNOT:
            found.setdefault(scenario.capability, []).append(scenario)
    for capability, mine in found.items():
        yield Lack(clean(capability), len(mine), clean(mine[0].risk))


def _reason(report: RunReport) -> str:
    if report.failing:
        return f"{len(report.failing)} failed"
    if report.blind:
        return "nobody can see when the goods go out"
    if not report.passed:
        return "no case passed"
    return ""


def certificate_lines(report: RunReport, *, colour: bool = False, encoding: str = "utf-8") -> list[str]:
    """Return the certificate as lines for a terminal, [] where there is none."""
    found = certificate(report)
    if found is None:
        return []
    unicode = is_unicode(encoding)
    lines = []
    feature = ""
    wide = min(72, max(len(case.name) for case in found.cases))
    for case in found.cases:
        if case.feature != feature:
            feature = case.feature
            lines.append(feature)
        lines.append(f"  {_mark(case.outcome, colour, unicode)} {shorten(case.name, wide):<{wide}}  {case.counts}")
        if case.outcome == FAILED:
            lines += _wrapped(case.why, "      ")
    if found.lacks:
        lines += ["", "cannot: what this program cannot do, and the risk"]
    for lack in found.lacks:
        cases = "case" if lack.count == 1 else "cases"
        lines.append(f"  {_mark(CANNOT, colour, unicode)} {lack.capability} ({lack.count} {cases})")
        lines += _wrapped(lack.risk, "      ")
    lines += ["", _last(found)]
    return [plain(line, unicode=unicode) for line in lines]


def _last(found: Certificate) -> str:
    if not found.certified:
        return f"NOT CERTIFIED: {found.reason}"
    if found.lacks:
        count = sum(lack.count for lack in found.lacks)
        return f"CERTIFIED, except for what the program cannot do ({count} {'case' if count == 1 else 'cases'})"
    return "CERTIFIED"


def _mark(outcome: str, colour: bool, unicode: bool) -> str:
    mark = plain(_MARKS[outcome], unicode=unicode)
    return f"{_PAINT[outcome]}{mark}{_PLAIN}" if colour else mark


def _wrapped(text: str, indent: str) -> list[str]:
    return wrap(text, _WIDTH, initial_indent=indent, subsequent_indent=indent) if text else []
