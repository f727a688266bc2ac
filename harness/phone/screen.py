"""The phone's screen: finds what a step names, in the program's page, its frames and the wallet's cashier, and taps it there."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Literal

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Frame, Page

from harness.errors import HarnessError
from harness.phone.frames import ALONE_MS, SLICE_MS, inner_frames, place_in_page
from harness.phone.stuck import no_longer_than

Target = dict[str, str]
Verb = Literal["locate", "see"]
_GONE = "context was destroyed"
GRACE_SECONDS = 5.0
"""How long a page may leave a question unanswered beyond the time that it was given for the answer."""
MEMORY = "look in the program for what takes ever more memory; what failed before may have ended it, too"
LOOP = "look in the program for a loop without an end, or a regular expression that backtracks for ever"


class ScreenError(HarnessError):
    """The screen does not show, or does not let the buyer use, what the scenario names."""


class PageEnded(HarnessError):
    """The page answers nothing any more: its process has ended, or was ended because it did nothing but compute."""


class PageLeft(ScreenError):
    """The program went to another page before the page that was asked had answered: what was asked for has begun."""


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen. ``engine`` is the name of the test engine in its frames; ``patience`` is in ms of real time."""

    page: Page
    engine: str
    app_origin: str
    patience: int

    def deadline(self) -> float:
        """When patience ends, on the monotonic clock: one wait for all that one step looks for."""
        return time.monotonic() + self.patience / 1000

    def cashier(self) -> Frame | None:
        """Return the cashier's frame while the cashier is open."""
        prefix = f"{self.app_origin}/cashier/"
        return next((f for f in self.page.frames if f.url.startswith(prefix) and not f.is_detached()), None)

    def await_cashier(self, deadline: float) -> Frame:
        """Return the cashier's frame as soon as it is open; raises ScreenError at the deadline."""
        while (frame := self.cashier()) is None:
            left = deadline - time.monotonic()
            if left <= 0:
                raise ScreenError(f"the cashier is not open; the screen shows: {self.text()[:300]}")
            try:
                self.page.wait_for_event("framenavigated", timeout=left * 1000)
            except PlaywrightError as error:
                if self.page.is_closed():
                    raise ScreenError("the phone is off: its browser has ended") from error
        return frame

    def text(self) -> str:
        """Return what the screen shows now."""
        said = [self.evaluate(self.cashier() or self.page.main_frame, f"window[{self.engine!r}].text()")]
        for frame in [] if self.cashier() else inner_frames(self.page, self.app_origin):
            with suppress(ScreenError):  # it may be gone by now
                said.append(self.evaluate(frame, f"window[{self.engine!r}].text()"))
        return " | ".join(str(text) for text in said if text)

    def find(self, verb: Verb, target: Target, deadline: float) -> object:
        """Look on the program's page, and in turn in the frames that it has, until the deadline; raises ScreenError then.

        "locate" returns where to tap, "see" the text.
        """
        waited = milliseconds_to(deadline)
        while True:
            inner = inner_frames(self.page, self.app_origin)
            until = min(deadline, time.monotonic() + (SLICE_MS if inner else ALONE_MS) / 1000)
            try:
                return self.look(self.page.main_frame, verb, target, until, waited)
            except ScreenError:
                for frame in inner:
                    if (found := self._find_inside(frame, verb, target, deadline)) is not None:
                        return found
                if time.monotonic() >= deadline or self.page.is_closed():
                    raise

    def look(self, frame: Frame, verb: Verb, target: Target, deadline: float, waited: int = 0) -> object:
        """Ask one frame's engine; ``waited`` is how long, in ms, all of the waiting takes of which this is a part."""
        script = f"([t, ms, all]) => window[{self.engine!r}].{verb}(t, ms, Math.max(ms, all))"
        return self.evaluate(frame, script, lambda: [target, milliseconds_to(deadline), waited], deadline)

    def click(self, point: object, taps: int = 1) -> None:
        """Tap where "locate" found the target."""
        if isinstance(point, dict):
            # A trusted click without Playwright's wait for two stable frames: the engine has seen the box stand still.
            with self.awake():
                self.page.mouse.click(point["x"], point["y"], click_count=taps)

    def evaluate(
        self, frame: Frame, script: str, given: Callable[[], object] | None = None, deadline: float | None = None
    ) -> object:
        """Evaluate in a frame what may be asked twice: a page that is just being replaced is waited for, and asked anew.

        It waits until the deadline at most.
        """
        end = self.deadline() if deadline is None else deadline
        for last in (False, False, True):
            try:
                with self.awake():
                    return frame.evaluate(script, given() if given is not None else None)
            except PlaywrightError as error:
                text = first_line(error)
                if last or not (_GONE in text or "Cannot read properties of undefined" in text):
                    raise ScreenError(text) from error
                with suppress(PlaywrightError):
                    frame.wait_for_load_state("domcontentloaded", timeout=max(1, milliseconds_to(end)))
        raise AssertionError("unreachable")

    def evaluate_once(self, script: str, given: object = None) -> object:
        """Evaluate in the program's page what changes something, and so happens once; raises PageLeft where it led away."""
        self.evaluate(self.page.main_frame, f"void window[{self.engine!r}].text")
        try:
            with self.awake():
                return self.page.main_frame.evaluate(script, given)
        except PlaywrightError as error:
            text = first_line(error)
            raise (PageLeft if _GONE in text else ScreenError)(text) from error

    @contextmanager
    def awake(self) -> Iterator[None]:
        """Do what the page must answer; raises PageEnded where it cannot any more, having ended it where it only computes."""
        seconds = self.patience / 1000 + GRACE_SECONDS
        crash: PlaywrightError | None = None
        with no_longer_than(seconds) as watch:
            try:
                yield
            except PlaywrightError as error:
                if not (watch.ended_page or "Target crashed" in str(error)):
                    raise
                crash = error
        if watch.ended_page:
            text = f"the page did nothing but compute for {seconds:g} s and answered nobody: it was ended"
            raise PageEnded(text, action=LOOP) from crash
        if crash is not None:
            raise PageEnded("the page's process has ended: it shows nothing any more", action=MEMORY) from crash

    def _find_inside(self, frame: Frame, verb: Verb, target: Target, deadline: float) -> object:
        """Look into a frame of the page for a moment; return None where the target is not there, or cannot be tapped."""
        with suppress(ScreenError, PlaywrightError):  # not there; or the frame is gone
            found = self.look(frame, verb, target, min(deadline, time.monotonic() + SLICE_MS / 1000))
            return place_in_page(frame, found) if isinstance(found, dict) else found
        return None


def milliseconds_to(deadline: float) -> int:
    """Return how many ms are left until a moment on the monotonic clock, at least 0."""
    return max(0, round((deadline - time.monotonic()) * 1000))


def first_line(error: Exception) -> str:
    """Return what an error of Playwright's says, without the name of the call."""
    line = str(error).splitlines()[0]
    for prefix in ("Frame.evaluate: ", "Page.evaluate: ", "Page.goto: ", "Clock.fast_forward: ", "Error: "):
        line = line.removeprefix(prefix)
    return line
