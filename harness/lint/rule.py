"""What a rule of style is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from harness.lint.tree import Document, Text


@dataclass(frozen=True, slots=True)
class Settings:
    """What a project decides for itself: rules that do not hold there, and how much is too much."""

    disable: frozenset[str] = frozenset()
    max_steps: int = 10
    max_scenarios: int = 25


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a rule does not hold, the fact, and what to do where that can be said better than by the rule."""

    line: int
    column: int
    fact: str
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its id, what it asks for, why, what to do, an example that breaks it and one that does not.

    ``english`` rules know English words, and hold for features in English alone.
    """

    id: str
    asks: str
    why: str
    fix: str
    bad: str
    good: str
    find: Callable[[Document, Settings], Iterator[Spot]]
    english: bool = False


def at(text: Text, begin: int, fact: str, fix: str = "") -> Spot:
    """Return the spot ``begin`` characters into a text."""
    return Spot(text.line, text.column + begin, fact, fix)


def scenario(*steps: str, name: str = "The buyer leaves the cashier") -> str:
    """Return an example of a feature with one scenario of these lines; for the examples of rules."""
    body = "".join(f"    {step}\n" for step in steps)
    return f"Feature: Paying\n\n  Scenario: {name}\n{body}"


ORDERED = 'Given the buyer has ordered "Barhi dates, 1 kg" for 25,000 IQD'
LEAVES = "When the buyer leaves the cashier"
CANCELLED = "Then the Mini Program shows the order as cancelled"
