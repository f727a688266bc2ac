"""What the contract says of a journey: plain values that every report is written from."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from harness.journey.sentences import Sentence

_PLACE = re.compile(r"\{(\d)\}")


class Status(StrEnum):
    """What is said of one step. The first two are no fault; the others each make the journey fail."""

    SEEN = "seen"
    NOT_EXPECTED = "not expected"
    NOT_REACHED = "not reached"
    MISSING = "missing"
    OUT_OF_ORDER = "out of order"
    REPEATED = "repeated"
    WRONG_VALUE = "wrong value"
    UNEXPECTED = "unexpected"

    @property
    def faulty(self) -> bool:
        """Whether this status makes the journey fail."""
        return self not in _FINE


_FINE = frozenset({Status.SEEN, Status.NOT_EXPECTED, Status.NOT_REACHED})


@dataclass(frozen=True, slots=True)
class Finding:
    """One wrong fact: on which step, of what sort, in words, with what was expected and got.

    ``words`` are what its sentence is about, in the order of the sentence's places; an actor stands there by its name.
    """

    step: int
    status: Status
    said: Sentence
    value: str = ""
    expected: str = ""
    got: str = ""
    message: int | None = None
    words: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The whole sentence."""
        return _PLACE.sub(lambda found: self.words[int(found[1])], self.said)


@dataclass(frozen=True, slots=True)
class StepVerdict:
    """What is said of one of the 20 steps in one journey; ``messages`` are journal ids."""

    number: int
    status: Status
    messages: tuple[int, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether waiting can change nothing about it any more."""
        return self.status not in (Status.MISSING, Status.NOT_REACHED)


@dataclass(frozen=True, slots=True)
class JourneyVerdict:
    """One journey: a login and (if it came to that) one payment attempt.

    ``code`` is the resultCode the facts call for ("" while none is due), ``payment_id`` the wallet's id ("" before pay).
    """

    payment_id: str
    code: str
    steps: tuple[StepVerdict, ...]
    findings: tuple[Finding, ...] = field(default=())

    @property
    def passed(self) -> bool:
        """Whether no step is faulty."""
        return not self.findings


@dataclass(frozen=True, slots=True)
class Verdict:
    """The contract's word on one world's journal: its journeys, oldest first."""

    journeys: tuple[JourneyVerdict, ...]

    @property
    def passed(self) -> bool:
        """Whether every journey passed."""
        return all(journey.passed for journey in self.journeys)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every wrong fact, each once, in the order of the steps."""
        unique = dict.fromkeys(finding for journey in self.journeys for finding in journey.findings)
        return tuple(sorted(unique, key=lambda finding: (finding.step, finding.message or 0)))

    def step(self, number: int) -> StepVerdict:
        """Return the gravest word on step ``number`` over all journeys."""
        verdicts = [journey.steps[number - 1] for journey in self.journeys]
        if not verdicts:
            return StepVerdict(number, Status.NOT_REACHED)
        return max(verdicts, key=lambda verdict: _GRAVITY.index(verdict.status))


_GRAVITY = [
    Status.NOT_EXPECTED,
    Status.NOT_REACHED,
    Status.SEEN,
    Status.UNEXPECTED,
    Status.REPEATED,
    Status.OUT_OF_ORDER,
    Status.MISSING,
    Status.WRONG_VALUE,
]
