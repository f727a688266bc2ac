"""The buyer's phone: a browser context in which one Mini Program runs inside the wallet."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import BrowserContext, Frame, Page
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from harness.errors import HarnessError
from harness.journal import Actor, WorldJournal
from harness.phone.console import Console
from harness.phone.program import MiniProgram, ProgramError
from harness.phone.screen import PageEnded, PageLeft, Screen, ScreenError, Target, first_line, milliseconds_to
from harness.phone.thrown import error_places

_EVENTS = ("happens", "background")
"""What happens to the phone; the program may go to another page for it."""
_ONCE = (*_EVENTS, "api", "asksToLeave", "callMethod")
"""What a tester may ask of the runtime that would happen twice if it was asked twice."""


@dataclass(slots=True)
class Phone:
    """One phone. ``patience`` is how long it looks for something on the screen, in ms of real time."""

    context: BrowserContext
    page: Page
    engine: str
    url: str
    app_origin: str
    journal: WorldJournal
    patience: int = 5000
    native: bool = False
    console: Console = field(default_factory=Console)
    program: MiniProgram = field(init=False, repr=False)
    """What is open on it, for testers: pages, data, storage, mocks."""

    def __post_init__(self) -> None:
        self.program = MiniProgram(self)

    @property
    def screen(self) -> Screen:
        """What it shows, looked at with the phone's patience."""
        return Screen(self.page, self.engine, self.app_origin, self.patience)

    def open(self) -> None:
        """Open the program; raises HarnessError when its page cannot be loaded."""
        try:
            self.page.goto(self.url, wait_until="commit")
        except PlaywrightError as error:
            raise HarnessError(f"the program cannot be opened: {first_line(error)}", place=self.url) from error

    def act(self, chain: Sequence[Target], *, taps: int = 1) -> None:
        """Tap one target after the other, the last one ``taps`` times; what a target's ``type`` says is typed into it."""
        for number, target in enumerate(chain, 1):
            what = {name: value for name, value in target.items() if name != "type"}
            if "type" in target:
                self.write(what, target["type"])
            else:
                self.tap(what, taps=taps if number == len(chain) else 1)

    def tap(self, target: Target, *, taps: int = 1) -> None:
        """Tap what is on the program's screen or on the wallet's sheet above it, ``taps`` times before anything can answer."""
        self.screen.click(self.screen.find("locate", target, self.screen.deadline()), taps)

    def tap_if_usable(self, target: Target) -> bool:
        """Tap a target where it is there and takes a tap at this very moment, and say whether it did."""
        try:
            self.screen.click(self.screen.find("locate", target, time.monotonic()))
        except ScreenError:
            return False
        return True

    def back(self) -> str:
        """Press the phone's back key and return what it left.

        That is "cashier", a sheet's kind, "page" where the program goes back, "asked" where the wallet asks first, as the
        page wants it, or "program": the wallet comes to the front, and keeps the program as it is. A cashier that is busy
        takes no key.
        """
        if (frame := self.cashier()) is not None:
            with suppress(PlaywrightError):  # its buttons listen once it has been read
                frame.wait_for_load_state("domcontentloaded", timeout=self.patience)
            for name in ("cancel", "back", "done"):
                with suppress(ScreenError):
                    self._tap_in(frame, {"testId": f"cashier-{name}"}, time.monotonic())
                    return "cashier"
            return "cashier"
        if sheet := str(self.screen.evaluate_once(f"window[{self.engine!r}].back()")):
            return sheet
        if self.tester("asksToLeave"):
            return "asked"
        if len(self.program.page_stack()) > 1:
            self.program.navigate_back()
            return "page"
        if self.has_pages_behind():
            with self.moving():
                self.screen.evaluate_once("history.back()")
            return "page"
        return "program"

    def has_pages_behind(self) -> bool:
        """Say whether the browser can go back to a page of the program."""
        return self.screen.evaluate(self.page.main_frame, "navigation.canGoBack") is True

    def write(self, target: Target, words: str) -> None:
        """Type words into a field, in the place of what it holds."""
        self.screen.click(self.screen.find("locate", target, self.screen.deadline()), 3)
        with self.screen.awake():
            self.page.keyboard.press("Control+A")
            self.page.keyboard.type(words)

    def see(self, target: Target) -> str:
        """Wait until the screen shows the target, or the console tells it, and return its text."""
        if "console" in target:
            return self._hear(target["console"], self.screen.deadline())
        return str(self.screen.find("see", target, self.screen.deadline()))

    def shows(self, target: Target) -> bool:
        """Say whether the screen shows the target now, or the console has told it last, without waiting."""
        if "console" in target:
            self.draw()
            return self.console.told == target["console"]
        try:
            self.screen.find("see", target, time.monotonic())
        except ScreenError:
            return False
        return True

    def text(self) -> str:
        """Return what the screen shows now."""
        return self.screen.text()

    def tap_cashier(self, name: str) -> None:
        """Tap one of the cashier's buttons: confirm, cancel, back or done."""
        deadline = self.screen.deadline()
        self._tap_in(self.screen.await_cashier(deadline), {"testId": f"cashier-{name}"}, deadline)

    def see_cashier(self, words: str | Target) -> None:
        """Wait until the cashier shows these words, or this target."""
        deadline = self.screen.deadline()
        target = {"contains": words} if isinstance(words, str) else words
        self.screen.look(self.screen.await_cashier(deadline), "see", target, deadline)

    def breathe(self) -> None:
        """Let what the page has asked for be answered, where it is this thread that answers.

        The browser answers in the order in which it was asked: with this answer all that came before it has been heard.
        """
        with suppress(PlaywrightError):  # the phone may be off
            self.context.cookies(self.app_origin)

    def see_cashier_state(self, state: str) -> None:
        """Wait until the cashier is in this state (open, processing, paid, failed, expired, closed)."""
        deadline = self.screen.deadline()
        self.screen.look(
            self.screen.await_cashier(deadline), "see", {"selector": f"body[data-state={state}]"}, deadline
        )

    def cashier(self) -> Frame | None:
        """Return the cashier's frame while the cashier is open."""
        return self.screen.cashier()

    def cashier_is_busy(self) -> bool:
        """Say whether the cashier is open and waits for the wallet's answer to what the buyer decided."""
        return self._cashier_says("'busy' in document.body.dataset")

    def waits_for_buyer(self) -> bool:
        """Say whether the wallet has put a sheet or the cashier before the program, and the buyer is to decide."""
        sheet: object = ""
        with suppress(ScreenError):  # the page is being replaced again and again
            sheet = self.screen.evaluate(self.page.main_frame, f"window[{self.engine!r}].sheet()")
        if sheet == "cashier":
            return self._cashier_says("!('busy' in document.body.dataset)")
        return sheet not in ("", "viewer")

    def tester(self, verb: str, *given: object) -> object:
        """Ask the runtime what only testers may know (``page/src/tester.ts``).

        Raises ProgramError with its answer, or where it does not answer as long as the phone is patient.
        """
        what = f"my.{given[0]}" if verb == "api" else str(given[1]) if verb == "callMethod" else verb
        script = (
            f"async ([given, what]) => {{ const {{ tester }} = window[{self.engine!r}]; await tester.ready({self.patience});"
            f" return tester.inTime(tester.{verb}(...given), {self.patience}, what); }}"
        )
        try:
            if verb in _ONCE:
                return self.screen.evaluate_once(script, [list(given), what])
            return self.screen.evaluate(self.page.main_frame, script, lambda: [list(given), what])
        except PageLeft:
            if verb in _EVENTS:
                return None
            raise
        except ScreenError as error:
            raise ProgramError(error.fact) from error

    @contextmanager
    def moving(self) -> Iterator[None]:
        """Do what leads an H5 program to another page, and wait until that page has been read and drawn."""
        with suppress(PlaywrightTimeout):  # an address that is no page, a download
            if self.native:
                yield
            else:
                front = self.page.main_frame
                with self.page.expect_event("framenavigated", lambda frame: frame == front, timeout=self.patience):
                    with suppress(PageLeft):
                        yield
        self.settle()

    def settle(self) -> None:
        """Wait until the document that is being loaded, if one is, has been read and drawn."""
        with suppress(PlaywrightError):
            self.page.wait_for_load_state("domcontentloaded", timeout=self.patience)
        self.draw()

    def pass_time(self, milliseconds: int) -> None:
        """Move the page's clock forward, firing the timers that fall due; what one of them throws is a fact about the program."""
        try:
            with self.screen.awake():
                self.context.clock.fast_forward(milliseconds)
        except PlaywrightError as error:
            self.journal.fact(Actor.HARNESS, "page error", {"text": first_line(error), "place": ""})

    def draw(self) -> None:
        """Let the page run what is due and draw it: two animation frames."""
        frames = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
        self.screen.evaluate(self.page.main_frame, frames)

    def screenshot(self, file: Path) -> None:
        """Write a picture of the screen as JPEG."""
        file.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=file, type="jpeg", quality=70, animations="allow", caret="initial")

    def small_picture(self) -> bytes:
        """Return the screen as a JPEG of some 15 kB, for a storyboard: a pixel is one of the page's, whatever the phone's are."""
        return self.page.screenshot(type="jpeg", quality=40, scale="css", animations="allow", caret="initial")

    def error_places(self) -> dict[str, str]:
        """Return where the page's errors were thrown, by their text; slow, so only after a failure."""
        return error_places(self.page, self.url)

    def close(self) -> None:
        """Switch the phone off."""
        with suppress(PlaywrightError, PageEnded):  # the browser may have died before
            with self.screen.awake():
                self.context.close()

    def _cashier_says(self, script: str) -> bool:
        with suppress(ScreenError):  # it is not read yet, or has closed meanwhile
            frame = self.cashier()
            return frame is not None and self.screen.evaluate(frame, script) is True
        return False

    def _hear(self, words: str, deadline: float) -> str:
        while self.console.told != words:
            try:
                self.page.wait_for_event("console", timeout=max(1, milliseconds_to(deadline)))
            except PlaywrightError as error:
                if self.console.told == words:
                    break
                raise ScreenError(f'the console should say "{words}", but last said "{self.console.last}"') from error
        return self.console.last

    def _tap_in(self, frame: Frame, target: Target, deadline: float) -> None:
        self.screen.click(self.screen.look(frame, "locate", target, deadline))
