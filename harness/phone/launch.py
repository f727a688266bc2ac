"""One browser for a session, started when it is first needed: here, or on another machine."""

from __future__ import annotations

import os
import re
from contextlib import suppress

from playwright.sync_api import Browser, Playwright, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from harness.errors import HarnessError
from harness.phone.browser import LAUNCH_ARGS, find_browser
from harness.phone.remote import VARIABLE, connect

LAUNCH_SECONDS = 30.0
"""The longest a browser may take to start."""

_SAID = re.compile(r"\[pid=\d+\]\[err\] (.*\S)")
_ENDED = re.compile(r"<process did exit: exitCode=(\w+), signal=(\w+)>")


class BrowserHolder:
    """Holds the session's browser. A thread can have only one of these open at a time (Playwright's sync API).

    ``server`` is the address of a Playwright server that starts it, "" for what HARNESS_BROWSER_SERVER says, else here.
    """

    def __init__(self, server: str = "") -> None:
        self.server = server or os.environ.get(VARIABLE, "")
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None

    def get(self) -> Browser:
        """Return the browser; raises HarnessError when there is none or it does not start."""
        if self._browser is None and self.server:
            self._playwright = sync_playwright().start()
            try:
                self._browser = connect(self._playwright, self.server)
            except HarnessError:
                self.close()
                raise
        if self._browser is None:
            choice = find_browser()
            try:
                self._playwright = sync_playwright().start()
                self._browser = self._playwright.chromium.launch(
                    executable_path=str(choice.path),
                    args=list(LAUNCH_ARGS),
                    handle_sigint=False,  # Ctrl-C ends the scenario; the browser is closed in order after it
                    timeout=LAUNCH_SECONDS * 1000,
                )
            except PlaywrightError as error:
                self.close()
                raise HarnessError(
                    f"the browser does not start: {_reason(str(error))}",
                    place=str(choice.path),
                    action="run `make setup`, or set HARNESS_CHROMIUM to a Chromium that starts",
                ) from error
        return self._browser

    def close(self) -> None:
        """Stop the browser and Playwright's driver."""
        if self._browser is not None:
            with suppress(PlaywrightError):  # it may have died before
                self._browser.close()
            self._browser = None
        if self._playwright is not None:
            self._playwright.stop()
            self._playwright = None


def _reason(error: str) -> str:
    """Return what the program itself said, else how it ended, else Playwright's own sentence."""
    if said := _SAID.findall(error):
        return f"it says: {said[-1]}"
    if ended := _ENDED.search(error):
        how = f"was ended by {ended[2]}" if ended[2] != "null" else f"ended at once with exit code {ended[1]}"
        return f"it {how}"
    return error.splitlines()[0].removeprefix("BrowserType.launch: ")
