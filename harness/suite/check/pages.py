"""One program on one phone: opens its pages one after another; none can keep the others waiting for ever.

A native program starts once and each page is opened alone by ``reLaunch``, as from a link into a running program: so the
time a page takes does not grow with their number. Where a page did not come back the phone is thrown away for a new one.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import ConsoleMessage, WebError
from playwright.sync_api import Error as PlaywrightError

from harness.errors import HarnessError
from harness.journal import Actor, Kind
from harness.phone import Phone, ScreenError, no_longer_than
from harness.suite.check.report import Said
from harness.suite.check.sources import files_in
from harness.suite.program import Program, taps_of
from harness.suite.stage import Stage
from harness.suite.world import World
from harness.wallet.accounts import Person

BUSY_MS = 8000
"""How long a page may keep the phone busy in one go, in ms; the runtime of native programs stops loops sooner."""
REST_SECONDS = 3.0
GRACE_SECONDS = 2.0
"""How much longer than it should a page may take before it counts as stuck for good."""
"""How long a page's calls to its merchant are waited for."""

LOG_IN = "log in"
"""What the buyer does first in a native program, if the program names such an action: other pages may need it."""

_BUYER = Person("Buyer", "مشترٍ", "+9647700000000", "buyer@example.com")
_PLACED = re.compile(r"(?P<text>.*) \((?P<place>\S+?:\d+:\d+)\)", re.DOTALL)


class StoppedError(Exception):
    """The page did not come back: it was stopped."""


class Opened:
    """What came of opening one page: errors with the files of their stacks, warnings, what was asked for in vain."""

    def __init__(self) -> None:
        self.errors: list[tuple[Said, list[str]]] = []
        self.warnings: list[tuple[Said, list[str]]] = []
        self.missing: list[str] = []
        self.title = ""
        self.path = ""


class Pages:
    """The phone that opens them, made anew where one was lost."""

    def __init__(self, stage: Stage, program: Program, *, merchant: bool) -> None:
        self._stage = stage
        self._program = program
        self._merchant = merchant
        self._world: World | None = None
        self._now = Opened()
        self.offered: frozenset[str] = frozenset()

    def start(self) -> Opened:
        """Start a native program, as a buyer does who opens it; raises StoppedError where it does not come back."""
        self._now = found = Opened()
        phone = self._phone()
        self._until(phone, f"tester.ready({BUSY_MS - 1000}).then(() => true)", patience=BUSY_MS)
        self._rest(phone)
        if login := taps_of(self._program.actions.get(LOG_IN, ())):
            try:
                phone.act(login)
            except ScreenError as error:
                found.warnings.append((Said("", f"the buyer could not log in: {error.fact}"), []))
            self._rest(phone)
        offered = self._asked(phone, "tester.offered()")
        self.offered = frozenset(map(str, offered if isinstance(offered, list) else ()))
        return found

    def open(self, page: str) -> Opened:
        """Open one page, a route or a path below the program's address; raises StoppedError where it does not come back."""
        native = self._program.kind == "native"
        if self._world is None and native:
            self.start()
        self._now = found = Opened()
        phone = self._phone()
        if native:
            self._launch(phone, f"/{quote(page)}", found)
        else:
            self._load(phone, page, found)
        self._rest(phone)
        self._read(phone, found)
        return found

    def screenshot(self, file: Path) -> None:
        """Write a picture of what is on the phone now."""
        if self._world is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
            with suppress(PlaywrightError):
                self._world.phone.page.screenshot(path=file, type="jpeg", quality=80, timeout=BUSY_MS)

    def close(self) -> None:
        """Switch the phone off."""
        if self._world is not None:
            self._world.close()
            self._world = None

    def _phone(self) -> Phone:
        if self._world is None:
            world = self._stage.world("check", self._program)
            account = world.enter_buyer(_BUYER, f"1,000,000 {self._stage.profile.money.label}")
            # Whatever a page asks this buyer's consent for, it has: no sheet stands before the page.
            account.grant(world.merchant.client_id, self._stage.profile.authorization.consent)
            self._world = world
            self._watch(phone := world.switch_on())
            if self._program.kind == "native":
                phone.open()
        return self._world.phone

    def _watch(self, phone: Phone) -> None:
        phone.context.on("weberror", self._thrown)
        phone.page.on("console", self._said)

    def _thrown(self, problem: WebError) -> None:
        error = problem.error
        text = f"{error.name}: {error.message}" if error.name and error.name != "Error" else error.message
        stack, place = error.stack or "", ""
        if placed := _PLACED.fullmatch(text):
            text, place = placed["text"], placed["place"]
        elif problem.location["url"]:
            where = problem.location
            place = f"{self._file(where['url'])}:{where['line'] + 1}:{where['column'] + 1}"
        files = files_in(f"{place}\n{stack}")
        if not self._merchant and text.startswith("unhandled rejection: ") and self._asked_merchant():
            text = f"{text} (no merchant stands behind the program: name one with --merchant URL)"
            self._now.warnings.append((Said(place, text), files))
        else:
            self._now.errors.append((Said(place, text), files))

    def _asked_merchant(self) -> bool:
        world = self._world
        return world is not None and bool(world.journal.all(lambda m: m.receiver is Actor.MERCHANT))

    def _said(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        url, line = str(message.location.get("url", "")), int(message.location.get("lineNumber", -1))
        if not self._merchant and "503" in message.text and message.text.startswith("Failed to load resource"):
            return  # nobody stands behind the program, and it is told so
        file = self._file(url)
        place = f"{file}:{line + 1}" if file and line >= 0 else file
        own = "" if file.startswith("__native__") else place
        self._now.warnings.append((Said(own, f"console.{message.type}: {message.text[:300]}"), files_in(f"{own}:1")))

    def _file(self, url: str) -> str:
        home = self._world.phone.url if self._world is not None and self._world.has_phone else ""
        return url.removeprefix(home).lstrip("/") or ("index.html" if url else "")

    def _launch(self, phone: Phone, url: str, found: Opened) -> None:
        self._asked(phone, "(tester.missing(), tester.launch(given))", url)
        outcome = self._until(phone, "tester.launched()", patience=BUSY_MS)
        if isinstance(outcome, Mapping) and outcome.get("ok") is not True:
            result = outcome.get("result")
            said = result.get("errorMessage") if isinstance(result, Mapping) else result
            found.errors.append((Said("", f"the page cannot be opened: {said}"), []))

    def _load(self, phone: Phone, path: str, found: Opened) -> None:
        url = self._program.url or f"{phone.url}/{quote(path)}"
        try:
            answer = phone.page.goto(url, wait_until="commit", timeout=BUSY_MS)
            if answer is not None and answer.status >= 400:
                found.errors.append((Said(url, f"the server answers HTTP {answer.status}"), []))
            phone.page.wait_for_load_state("load", timeout=BUSY_MS)
        except PlaywrightError as error:
            said = str(error).splitlines()[0].partition(": ")[2]
            if "Timeout" not in said:
                found.errors.append((Said(url, f"the page cannot be loaded: {said}"), []))
                return
            self._until(phone, "true", patience=1000)
            found.warnings.append((Said("", f"it was still loading after {BUSY_MS / 1000:g} s"), []))

    def _rest(self, phone: Phone) -> None:
        """Wait until what the page asked its merchant is answered, and drawn."""
        frames = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"
        journal = phone.journal

        def answered() -> object:
            made = [m for m in journal.messages if (m.sender, m.receiver) == (Actor.MINI_PROGRAM, Actor.MERCHANT)]
            done = {m.cause for m in journal.messages if m.kind is Kind.ANSWER}
            return all(call.id in done for call in made)

        end = time.monotonic() + REST_SECONDS
        before = -1
        while before < 0 or (time.monotonic() < end and (before != len(journal.messages) or not answered())):
            before = len(journal.messages)
            self._until(phone, frames, patience=BUSY_MS)

    def _read(self, phone: Phone, found: Opened) -> None:
        asked = self._asked(phone, "[tester.missing(), tester.pages().at(-1)]")
        missing, front = asked if isinstance(asked, list) else ([], None)
        found.missing = [str(name) for name in missing]
        if isinstance(front, Mapping):
            found.title, found.path = str(front.get("title")), str(front.get("path"))
        if any(not said.place for said, _ in found.errors):
            places = phone.error_places()
            found.errors = [
                (Said(said.place or places.get(said.text, ""), said.text), files) for said, files in found.errors
            ]

    def _asked(self, phone: Phone, expression: str, given: object = None) -> object:
        """Return what an expression over ``tester`` is now; the page is known to answer."""
        found = self._until(phone, f"({{ value: {expression} }})", patience=BUSY_MS, given=given)
        return found.get("value") if isinstance(found, Mapping) else None

    def _until(self, phone: Phone, expression: str, *, patience: int, given: object = None) -> object:
        """Wait until an expression over ``tester`` holds and return it; raises StoppedError where the page gives no answer."""
        script = f"async given => {{ const {{ tester }} = window[{phone.engine!r}] ?? {{}}; return {expression}; }}"
        try:
            with no_longer_than(patience / 1000 + GRACE_SECONDS):
                return phone.page.wait_for_function(script, arg=given, timeout=patience).json_value()
        except PlaywrightError as error:
            self._throw_away()
            if "Timeout" in str(error) or phone.page.is_closed() or "crashed" in str(error):
                raise StoppedError(f"it kept the phone busy for {patience / 1000:g} s: it was stopped") from error
            raise HarnessError(str(error).splitlines()[0]) from error

    def _throw_away(self) -> None:
        self.close()
