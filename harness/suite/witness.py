"""What a scenario leaves as evidence beside the messages of its payment: attachments, soft checks, notes, a trace."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from harness.journal import Actor, Message, WorldJournal
from harness.suite.attachments import attach
from harness.suite.soft import SoftChecks
from harness.suite.traces import Trace


class Witness:
    """The part of a world that keeps evidence. ``step`` is the index of the Gherkin step that is played, None between them.

    ``last_picture`` is what the storyboard has of the screen: the next picture is kept only where it is another one.
    """

    def __init__(self, journal: WorldJournal, reports: Path) -> None:
        self.journal = journal
        self.reports = reports
        self.step: int | None = None
        self.checks = SoftChecks()
        self.trace = Trace()
        self.last_picture = b""

    def attach(self, name: str, given: object, media_type: str = "") -> Message:
        """Keep ``given`` (text, bytes, a path, anything for JSON) as evidence of the step that is played; see ``attachments``."""
        return attach(self.journal, self.reports, name, given, media_type, step=self.step)

    def soft(self, what: str = "") -> AbstractContextManager[None]:
        """Check softly: ``with world.soft("the receipt"): ...``. What does not hold fails this step, and the scenario goes on."""
        return self.checks.check(what)

    def note(self, name: str, payload: dict[str, object]) -> Message:
        """Write a fact of the scenario into the journal."""
        return self.journal.fact(Actor.HARNESS, name, payload)
