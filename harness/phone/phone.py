"""The buyer's phone: a browser context in which one Mini Program runs inside the wallet."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Frame, Page
from playwright.sync_api import Error as PlaywrightError

from harness.errors import HarnessError
from harness.journal import Actor, WorldJournal
from harness.runtime.bundle import BRIDGE_SCRIPT, BRIDGE_URLS, PhoneConfig, init_script

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
    problems: list[str] = field(default_factory=list)

    def open(self) -> None:
        """Open the program; raises HarnessError when its page cannot be loaded."""
        try:
            self.page.goto(self.url, wait_until="commit")
        except PlaywrightError as error:
            raise HarnessError(f"the program cannot be opened: {_first_line(error)}", place=self.url) from error

    def tap(self, target: Target) -> None:
        """Tap what is on the program's screen or on the wallet's sheet above it."""
        self._tap(self.page.main_frame, target)

    def see(self, target: Target) -> str:
        """Wait until the screen shows the target and return its text."""
        return str(self._look(self.page.main_frame, "see", target))

    def text(self) -> str:
        """Return what the screen shows now."""
        frame = self.cashier() or self.page.main_frame
        return str(self._evaluate(frame, f"window[{self.engine!r}].text()"))

    def tap_cashier(self, name: str) -> None:
        """Tap one of the cashier's buttons: confirm, cancel, back or done."""
        self._tap(self._cashier(), {"testId": f"cashier-{name}"})

    def see_cashier(self, words: str) -> None:
        """Wait until the cashier shows these words."""
        self._look(self._cashier(), "see", {"contains": words})

    def see_cashier_state(self, state: str) -> None:
        """Wait until the cashier is in this state (open, processing, paid, failed, expired, closed)."""
        self._look(self._cashier(), "see", {"selector": f"body[data-state={state}]"})

    def cashier(self) -> Frame | None:
        """Return the cashier's frame while the cashier is open."""
        prefix = f"{self.app_origin}/cashier/"
        return next((f for f in self.page.frames if f.url.startswith(prefix) and not f.is_detached()), None)

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

    def close(self) -> None:
        """Switch the phone off."""
        self.context.close()

    def _cashier(self) -> Frame:
        deadline = time.monotonic() + self.patience / 1000
        while (frame := self.cashier()) is None:
            left = deadline - time.monotonic()
            if left <= 0:
                raise ScreenError(f"the cashier is not open; the screen shows: {self.text()[:300]}")
            try:
                self.page.wait_for_event("framenavigated", timeout=left * 1000)
            except PlaywrightError:
                continue
        return frame

    def _tap(self, frame: Frame, target: Target) -> None:
        point = self._look(frame, "locate", target)
        if isinstance(point, dict):
            # A trusted click without Playwright's wait for two stable frames: the engine has seen the box stand still.
            self.page.mouse.click(point["x"], point["y"])

    def _look(self, frame: Frame, verb: str, target: Target) -> object:
        return self._evaluate(
            frame,
            f"([t, ms]) => {{ const e = window[{self.engine!r}]; return e.{verb}(t, ms); }}",
            [target, self.patience],
        )

    def _evaluate(self, frame: Frame, script: str, argument: object = None) -> object:
        for last in (False, False, True):
            try:
                return frame.evaluate(script, argument)
            except PlaywrightError as error:
                text = _first_line(error)
                moved = "context was destroyed" in text or "Cannot read properties of undefined" in text
                if last or not moved:
                    raise ScreenError(text + "".join(f"\n  {p}" for p in self.problems[:3])) from error
                frame.wait_for_load_state("domcontentloaded")
        raise AssertionError("unreachable")


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


def switch_on(browser: Browser, setup: PhoneSetup, journal: WorldJournal, *, bridge: bool = False) -> Phone:
    """Open a fresh phone on a browser; ``bridge`` answers the bridge scripts that some H5 programs load (findings 15).

    A route taxes every request of the context, so it is set only where a program names a bridge URL.
    """
    locale = "ar-IQ" if setup.language == "ar" else "en-US"
    engine = f"_{secrets.token_hex(8)}"
    context = browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT},
        user_agent=f"Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Mobile {setup.user_agent} Phone/{setup.id}",
        locale=locale,
        has_touch=True,
        bypass_csp=True,
        service_workers="block",
        reduced_motion="reduce",
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
    )
    context.add_init_script(init_script(config))
    context.clock.install(time=setup.now() / 1000)
    if bridge:
        for url in BRIDGE_URLS:
            context.route(url, lambda route: route.fulfill(body=BRIDGE_SCRIPT, content_type="text/javascript"))
    page = context.new_page()
    phone = Phone(context, page, engine, setup.program_url, setup.app_origin, journal)

    def thrown(error: PlaywrightError) -> None:
        journal.fact(Actor.HARNESS, "page error", {"text": error.message})
        phone.problems.append(f"the program threw: {error.message.splitlines()[0]}")

    def said(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            journal.fact(Actor.HARNESS, "console", {"type": message.type, "text": message.text})

    page.on("pageerror", thrown)
    page.on("console", said)
    return phone
