"""Holding a feature against the rules."""

from __future__ import annotations

from dataclasses import dataclass

from harness.lint.allow import Allowed, allowed, unused
from harness.lint.rule import Settings, Spot
from harness.lint.rules import ALLOW, RULES
from harness.lint.tree import Node, document

_ENGLISH = ("en", "en-au", "en-lol", "en-old", "en-pirate", "en-Scouse", "en-tx", "em")
_WHY_ALLOWED = "What is allowed without need or reason hides what nobody meant to allow."


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that does not hold: where (``file:line:column``), the fact, why it matters and what to do."""

    file: str
    line: int
    column: int
    rule: str
    fact: str
    why: str
    fix: str

    @property
    def place(self) -> str:
        """Where it is, as editors open it."""
        return f"{self.file}:{self.line}:{self.column}"

    def __str__(self) -> str:
        return f"{self.place}: {self.rule}: {self.fact}\n  why:  {self.why}\n  next: {self.fix}"


def lint(tree: Node, source: str, file: str, settings: Settings | None = None) -> list[Finding]:
    """Return what of a feature does not read as it should, in the order of the file.

    ``tree`` is what gherkin-official makes of ``source``; ``file`` is how the feature is called in what is found.
    """
    settings = settings or Settings()
    read = document(tree, source)
    if read is None:
        return []
    allowances, wrong = allowed(read)
    used: list[Allowed] = []
    found = [_finding(file, ALLOW, spot, _WHY_ALLOWED, "") for spot in wrong]
    for rule in RULES:
        if rule.id in settings.disable or (rule.english and read.language not in _ENGLISH):
            continue
        for spot in rule.find(read, settings):
            mine = [one for one in allowances if one.covers(rule.id, spot.line)]
            used += mine
            if not mine:
                found.append(_finding(file, rule.id, spot, rule.why, rule.fix))
    judged = [one for one in allowances if one.rule not in settings.disable]
    found += [_finding(file, ALLOW, spot, _WHY_ALLOWED, "") for spot in unused(judged, used)]
    return sorted(found, key=lambda one: (one.line, one.column, one.rule))


def _finding(file: str, rule: str, spot: Spot, why: str, fix: str) -> Finding:
    return Finding(file, spot.line, spot.column, rule, spot.fact, why, spot.fix or fix)
