"""One browser for a session, started when it is first needed."""

from __future__ import annotations

from playwright.sync_api import Browser, Playwright, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from harness.errors import HarnessError
from harness.phone.browser import LAUNCH_ARGS, find_browser


class BrowserHolder:
    """Holds the session's browser. A thread can have only one of these open at a time (Playwright's sync API)."""

    def __init__(self) -> None:
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None

    def get(self) -> Browser:
        """Return the browser; raises HarnessError when there is none or it does not start."""
        if self._browser is None:
            choice = find_browser()
            self._playwright = sync_playwright().start()
            try:
                self._browser = self._playwright.chromium.launch(
                    executable_path=str(choice.path), args=list(LAUNCH_ARGS)
                )
            except PlaywrightError as error:
                self.close()
                raise HarnessError(
                    f"the browser does not start: {str(error).splitlines()[0]}",
                    place=str(choice.path),
                    action="run `make setup`, or set HARNESS_CHROMIUM to a Chromium that starts",
                ) from error
        return self._browser

    def close(self) -> None:
        """Stop the browser and Playwright's driver."""
        if self._browser is not None:
            self._browser.close()
            self._browser = None
        if self._playwright is not None:
            self._playwright.stop()
            self._playwright = None
