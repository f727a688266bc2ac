"""The browser's side of a scenario as a Playwright trace, in which each Gherkin step is a group.

A trace costs 14 to 46 % of a scenario's time, so what passes is not traced: ``--traces failed`` plays once more, with
the trace on, what has failed. ``--traces all`` traces every scenario from its start.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from playwright.sync_api import BrowserContext
from playwright.sync_api import Error as PlaywrightError

FOLDER = "traces"
FACT = "trace"


class Trace:
    """The trace of one scenario; every phone that is switched on in it gets a file."""

    def __init__(self) -> None:
        self.on = False
        self._contexts: list[BrowserContext] = []
        self._step: tuple[str, Path, int] | None = None

    def begin_step(self, text: str, file: Path, line: int) -> None:
        """Open a group for a step."""
        self._step = (text, file, line)
        if self._contexts:
            self._open(self._contexts[-1])

    def end_step(self) -> None:
        """Close the group of the step that is being played."""
        if self._step is not None and self._contexts:
            with suppress(PlaywrightError):  # the phone may be off
                self._contexts[-1].tracing.group_end()
        self._step = None

    def follow(self, context: BrowserContext) -> None:
        """Begin to trace a phone that has just been switched on."""
        if not self.on:
            return
        context.tracing.start(screenshots=True, snapshots=True)
        if self._contexts and self._step is not None:
            with suppress(PlaywrightError):
                self._contexts[-1].tracing.group_end()
        self._contexts.append(context)
        if self._step is not None:
            self._open(context)

    def save(self, folder: Path, name: str) -> list[Path]:
        """Write a file a phone and return their paths; a phone whose browser has ended has none."""
        self.end_step()
        written = []
        for number, context in enumerate(self._contexts, start=1):
            path = folder / (f"{name}.zip" if number == 1 else f"{name}-{number}.zip")
            with suppress(PlaywrightError):
                context.tracing.stop(path=path)
                written.append(path)
        self._contexts.clear()
        return written

    def _open(self, context: BrowserContext) -> None:
        assert self._step is not None
        text, file, line = self._step
        with suppress(PlaywrightError):
            context.tracing.group(text, location={"file": str(file), "line": line, "column": 1})
