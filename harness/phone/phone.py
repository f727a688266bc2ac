"""The buyer's phone: a browser context in which one Mini Program runs inside the wallet."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Frame, Page, WebError
from playwright.sync_api import Error as PlaywrightError

from harness.errors import HarnessError
from harness.journal import Actor, WorldJournal
from harness.phone.console import Console
from harness.phone.frames import ALONE_MS, SLICE_MS, inner_frames, place_in_page
from harness.phone.program import MiniProgram, ProgramError
from harness.phone.remote import lead
from harness.runtime.bundle import PhoneConfig, init_script

WIDTH, HEIGHT = 360, 740
Target = dict[str, str]


class ScreenError(HarnessError):
    """The screen does not show, or does not let the buyer use, what the scenario names."""


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
    console: Console = field(default_factory=Console)
    program: MiniProgram = field(init=False, repr=False)
    """What is open on it, for testers: pages, data, storage, mocks."""

    def __post_init__(self) -> None:
        self.program = MiniProgram(self)

    def open(self) -> None:
        """Open the program; raises HarnessError when its page cannot be loaded."""
        try:
            self.page.goto(self.url, wait_until="commit")
        except PlaywrightError as error:
            raise HarnessError(f"the program cannot be opened: {_first_line(error)}", place=self.url) from error

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
        self._click(self._find("locate", target, self._deadline()), taps)

    def tap_if_usable(self, target: Target) -> bool:
        """Tap a target where it is there and takes a tap at this very moment, and say whether it did."""
        try:
            self._click(self._find("locate", target, time.monotonic()))
        except ScreenError:
            return False
        return True

    def back(self) -> str:
        """Press the phone's back key and return what it left.

        That is "cashier", a sheet's kind, "page" where the program goes back, or "program": the wallet comes to the front,
        and keeps the program as it is. A cashier that is busy takes no key.
        """
        if (frame := self.cashier()) is not None:
            for name in ("cancel", "back", "done"):
                with suppress(ScreenError):
                    self._tap(frame, {"testId": f"cashier-{name}"}, time.monotonic())
                    return "cashier"
            return "cashier"
        if sheet := str(self._evaluate(self.page.main_frame, f"window[{self.engine!r}].back()")):
            return sheet
        if len(self.program.page_stack()) > 1:
            self.program.navigate_back()
            return "page"
        if self._evaluate(self.page.main_frame, "navigation.canGoBack && (history.back(), true)"):
            self.settle()
            return "page"
        return "program"

    def write(self, target: Target, words: str) -> None:
        """Type words into a field, in the place of what it holds."""
        self._click(self._find("locate", target, self._deadline()), 3)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)

    def see(self, target: Target) -> str:
        """Wait until the screen shows the target, or the console tells it, and return its text."""
        if "console" in target:
            return self._hear(target["console"], self._deadline())
        return str(self._find("see", target, self._deadline()))

    def shows(self, target: Target) -> bool:
        """Say whether the screen shows the target now, or the console has told it last, without waiting."""
        if "console" in target:
            self.draw()
            return self.console.told == target["console"]
        try:
            self._find("see", target, time.monotonic())
        except ScreenError:
            return False
        return True

    def text(self) -> str:
        """Return what the screen shows now."""
        said = [self._evaluate(self.cashier() or self.page.main_frame, f"window[{self.engine!r}].text()")]
        for frame in [] if self.cashier() else inner_frames(self.page, self.app_origin):
            with suppress(ScreenError):  # it may be gone by now
                said.append(self._evaluate(frame, f"window[{self.engine!r}].text()"))
        return " | ".join(str(text) for text in said if text)

    def tap_cashier(self, name: str) -> None:
        """Tap one of the cashier's buttons: confirm, cancel, back or done."""
        deadline = self._deadline()
        self._tap(self._cashier(deadline), {"testId": f"cashier-{name}"}, deadline)

    def see_cashier(self, words: str | Target) -> None:
        """Wait until the cashier shows these words, or this target."""
        deadline = self._deadline()
        target = {"contains": words} if isinstance(words, str) else words
        self._look(self._cashier(deadline), "see", target, deadline)

    def breathe(self) -> None:
        """Let what the page asks for be answered, where it is this thread that answers."""
        with suppress(PlaywrightError):  # the phone may be off
            self.page.wait_for_timeout(1)

    def see_cashier_state(self, state: str) -> None:
        """Wait until the cashier is in this state (open, processing, paid, failed, expired, closed)."""
        deadline = self._deadline()
        self._look(self._cashier(deadline), "see", {"selector": f"body[data-state={state}]"}, deadline)

    def cashier(self) -> Frame | None:
        """Return the cashier's frame while the cashier is open."""
        prefix = f"{self.app_origin}/cashier/"
        return next((f for f in self.page.frames if f.url.startswith(prefix) and not f.is_detached()), None)

    def tester(self, verb: str, *given: object) -> object:
        """Ask the runtime what only testers may know (``page/src/tester.ts``); raises ProgramError with its answer."""
        script = (
            f"async given => {{ const {{ tester }} = window[{self.engine!r}];"
            f" await tester.ready({self.patience}); return tester.{verb}(...given); }}"
        )
        try:
            return self._evaluate(self.page.main_frame, script, lambda: list(given))
        except ScreenError as error:
            raise ProgramError(error.fact) from error

    def settle(self) -> None:
        """Wait until the document that is being loaded, if one is, has been read and drawn."""
        with suppress(PlaywrightError):
            self.page.wait_for_load_state("domcontentloaded", timeout=self.patience)
        self.draw()

    def pass_time(self, milliseconds: int) -> None:
        """Move the page's clock forward, firing the timers that fall due."""
        self.context.clock.fast_forward(milliseconds)

    def draw(self) -> None:
        """Let the page run what is due and draw it: two animation frames."""
        frames = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
        self._evaluate(self.page.main_frame, frames)

    def screenshot(self, file: Path) -> None:
        """Write a picture of the screen as JPEG."""
        file.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=file, type="jpeg", quality=70, animations="allow", caret="initial")

    def small_picture(self) -> bytes:
        """Return the screen as a JPEG of some 15 kB, for a storyboard: a pixel is one of the page's, whatever the phone's are."""
        return self.page.screenshot(type="jpeg", quality=40, scale="css", animations="allow", caret="initial")

    def error_places(self) -> dict[str, str]:
        """Return where the page's errors were thrown, by their text: also of those without a stack, as syntax errors are.

        Playwright tells the place by the stack alone, the browser itself when asked; slower, so only after a failure.
        """
        found: dict[str, str] = {}

        def thrown(event: dict[str, dict[str, object]]) -> None:
            details = event["exceptionDetails"]
            exception = details.get("exception")
            text = str(exception.get("description") or "").splitlines()[:1] if isinstance(exception, dict) else []
            place = _place(str(details.get("url") or ""), details["lineNumber"], details["columnNumber"], self.url)
            for line in text:
                found.setdefault(line, place)

        with suppress(PlaywrightError):
            browser = self.context.new_cdp_session(self.page)
            browser.on("Runtime.exceptionThrown", thrown)
            browser.send("Runtime.enable")  # it tells again what was thrown before
            browser.detach()
        return found

    def close(self) -> None:
        """Switch the phone off."""
        with suppress(PlaywrightError):  # the browser may have died before
            self.context.close()

    def _deadline(self) -> float:
        """When patience ends, on the monotonic clock: one wait for all that one step looks for."""
        return time.monotonic() + self.patience / 1000

    def _cashier(self, deadline: float) -> Frame:
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

    def _hear(self, words: str, deadline: float) -> str:
        while self.console.told != words:
            try:
                self.page.wait_for_event("console", timeout=max(1, _milliseconds_to(deadline)))
            except PlaywrightError as error:
                if self.console.told == words:
                    break
                raise ScreenError(f'the console should say "{words}", but last said "{self.console.last}"') from error
        return self.console.last

    def _find(self, verb: Literal["locate", "see"], target: Target, deadline: float) -> object:
        """Look on the program's page, and in turn in the frames that it has, until the deadline."""
        waited = _milliseconds_to(deadline)
        while True:
            inner = inner_frames(self.page, self.app_origin)
            until = min(deadline, time.monotonic() + (SLICE_MS if inner else ALONE_MS) / 1000)
            try:
                return self._look(self.page.main_frame, verb, target, until, waited)
            except ScreenError:
                for frame in inner:
                    if (found := self._find_inside(frame, verb, target, deadline)) is not None:
                        return found
                if time.monotonic() >= deadline or self.page.is_closed():
                    raise

    def _find_inside(self, frame: Frame, verb: str, target: Target, deadline: float) -> object:
        """Look into a frame of the page for a moment; return None where the target is not there, or cannot be tapped."""
        with suppress(ScreenError, PlaywrightError):  # not there; or the frame is gone
            found = self._look(frame, verb, target, min(deadline, time.monotonic() + SLICE_MS / 1000))
            return place_in_page(frame, found) if isinstance(found, dict) else found
        return None

    def _tap(self, frame: Frame, target: Target, deadline: float) -> None:
        self._click(self._look(frame, "locate", target, deadline))

    def _click(self, point: object, taps: int = 1) -> None:
        if isinstance(point, dict):
            # A trusted click without Playwright's wait for two stable frames: the engine has seen the box stand still.
            self.page.mouse.click(point["x"], point["y"], click_count=taps)

    def _look(self, frame: Frame, verb: str, target: Target, deadline: float, waited: int = 0) -> object:
        """Ask a frame's engine; ``waited`` is how long, in ms, all of the waiting takes of which this is a part."""
        script = f"([t, ms, all]) => window[{self.engine!r}].{verb}(t, ms, Math.max(ms, all))"
        return self._evaluate(frame, script, lambda: [target, _milliseconds_to(deadline), waited], deadline)

    def _evaluate(
        self, frame: Frame, script: str, given: Callable[[], object] | None = None, deadline: float | None = None
    ) -> object:
        """Evaluate in a frame; a page that is just being replaced is waited for, until the deadline at most."""
        end = self._deadline() if deadline is None else deadline
        for last in (False, False, True):
            try:
                return frame.evaluate(script, given() if given is not None else None)
            except PlaywrightError as error:
                text = _first_line(error)
                moved = "context was destroyed" in text or "Cannot read properties of undefined" in text
                if last or not moved:
                    raise ScreenError(text) from error
                with suppress(PlaywrightError):
                    frame.wait_for_load_state("domcontentloaded", timeout=max(1, _milliseconds_to(end)))
        raise AssertionError("unreachable")


def _milliseconds_to(deadline: float) -> int:
    return max(0, round((deadline - time.monotonic()) * 1000))


def _first_line(error: Exception) -> str:
    line = str(error).splitlines()[0]
    for prefix in ("Frame.evaluate: ", "Page.evaluate: ", "Page.goto: ", "Error: "):
        line = line.removeprefix(prefix)
    return line


@dataclass(frozen=True, slots=True)
class PhoneSetup:
    """What a phone needs to know of its wallet, its owner and its program."""

    id: str
    key: str
    app_origin: str
    program_url: str
    language: str
    user_agent: str
    apis: tuple[str, ...]
    app_id: str
    app_name: str
    version: str
    now: Callable[[], int]
    native: bool = False
    console: tuple[str, ...] = ()
    """Parts of lines by which the program tells its screens in the console."""
    proxy: str = ""
    """The origin of its network's proxy, "" for none; ``past`` are hosts with ports that are reached without it."""
    past: tuple[str, ...] = ()
    remote: bool = False
    """Whether the browser is on another machine."""


def switch_on(browser: Browser, setup: PhoneSetup, journal: WorldJournal) -> Phone:
    """Open a fresh phone on a browser."""
    locale = "ar-IQ" if setup.language == "ar" else "en-US"
    engine = f"_{secrets.token_hex(8)}"
    context = browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT},
        user_agent=f"Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Mobile {setup.user_agent} Phone/{setup.id}",
        locale=locale,
        has_touch=True,
        reduced_motion="reduce",
        proxy={"server": setup.proxy, "bypass": ",".join(setup.past)} if setup.proxy and not setup.remote else None,
        ignore_https_errors=bool(setup.proxy),  # https ends at the proxy, behind a certificate of its own
    )
    system = {
        "app": setup.app_name,
        "brand": "Harness",
        "model": "Phone",
        "platform": "Android",
        "system": "14",
        "version": setup.version,
        "language": locale,
        "pixelRatio": 1,
        "screenWidth": WIDTH,
        "screenHeight": HEIGHT,
        "windowWidth": WIDTH,
        "windowHeight": HEIGHT,
    }
    config = PhoneConfig(
        host=setup.app_origin,
        phone=setup.id,
        key=setup.key,
        apis=setup.apis,
        app_id=setup.app_id,
        system_info=system,
        engine=engine,
        native=setup.native,
    )
    if setup.remote and setup.proxy:
        lead(context, setup.proxy, setup.past)
    context.add_init_script(init_script(config))
    context.clock.install(time=setup.now() / 1000)
    page = context.new_page()
    phone = Phone(context, page, engine, setup.program_url, setup.app_origin, journal, console=Console(setup.console))

    def thrown(problem: WebError) -> None:
        name, where = problem.error.name, problem.location
        text = f"{name}: {problem.error.message}" if name else problem.error.message
        place = _place(where["url"], where["line"], where["column"], setup.program_url)
        journal.fact(Actor.HARNESS, "page error", {"text": text, "place": place})

    def said(message: ConsoleMessage) -> None:
        phone.console.take(message.text)
        if message.type in ("error", "warning"):
            journal.fact(Actor.HARNESS, "console", {"type": message.type, "text": message.text})

    context.on("weberror", thrown)
    page.on("console", said)
    return phone


def _place(at: str, line: object, column: object, program_url: str) -> str:
    """Return a place in a page, lines counted from 0, as ``shop.js:12:5`` in the program's folder; elsewhere by URL."""
    if not at:
        return ""
    url, home = urlsplit(at), urlsplit(program_url)
    own = (url.scheme, url.netloc) == (home.scheme, home.netloc)
    file = (url.path.strip("/") or "index.html") if own else at
    return f"{file}:{int(str(line)) + 1}:{int(str(column)) + 1}"
