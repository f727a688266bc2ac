"""Where a page's errors were thrown, as places in the program's folder."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import urlsplit

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page


def error_places(page: Page, program_url: str) -> dict[str, str]:
    """Return where the page's errors were thrown, by their text: also of those without a stack, as syntax errors are.

    Playwright tells the place by the stack alone, the browser itself when asked; slower, so only after a failure.
    """
    found: dict[str, str] = {}

    def thrown(event: dict[str, dict[str, object]]) -> None:
        details = event["exceptionDetails"]
        exception = details.get("exception")
        text = str(exception.get("description") or "").splitlines()[:1] if isinstance(exception, dict) else []
        place = place_of(str(details.get("url") or ""), details["lineNumber"], details["columnNumber"], program_url)
        for line in text:
            found.setdefault(line, place)

    with suppress(PlaywrightError):
        browser = page.context.new_cdp_session(page)
        browser.on("Runtime.exceptionThrown", thrown)
        browser.send("Runtime.enable")  # it tells again what was thrown before
        browser.detach()
    return found


def place_of(at: str, line: object, column: object, program_url: str) -> str:
    """Return a place in a page, lines counted from 0, as ``shop.js:12:5`` in the program's folder; elsewhere by URL."""
    if not at:
        return ""
    url, home = urlsplit(at), urlsplit(program_url)
    own = (url.scheme, url.netloc) == (home.scheme, home.netloc)
    file = (url.path.strip("/") or "index.html") if own else at
    return f"{file}:{int(str(line)) + 1}:{int(str(column)) + 1}"
