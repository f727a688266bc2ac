"""The raw floor: one whole payment as a bare Playwright user would write it, with no harness at all.

A hand-written page, bare handlers on one thread, RSA-2048 both ways, one new context a journey and `locator.click`.
What the harness adds to a scenario is measured against this, journey by journey, on the same browser (floors.md).
Nothing here imports the harness, so nothing of it can make the floor look slow or fast.

    python -m bench.floor          median ms a journey, journeys a second, and what was counted on the way
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, ViewportSize, expect, sync_playwright

from bench.floor_servers import Floor, floor_servers

VIEWPORT: ViewportSize = {"width": 360, "height": 740}
JOURNEYS = 20
WARM_UP = 3


PHONE, LOGIN, ORDER, CONFIRM, CLOSE = (
    "phone: context, page, program",
    "login",
    "order, cashier",
    "confirm, result, look-up",
    "close",
)
"""The parts of a journey, as the bench sets them beside the harness's."""


def run_floor_journey(browser: Browser, floor: Floor, lap: Callable[[str], None] = lambda _part: None) -> None:
    """Log in, buy, confirm in the cashier and see "Paid", in a context of its own; raises where any of it fails.

    ``lap`` hears the name of each part as it ends. A click's own waiting for its button falls into the part of the click.
    """
    context = browser.new_context(viewport=VIEWPORT)
    try:
        page = context.new_page()
        page.goto(floor.program)
        lap(PHONE)
        page.locator("#login").click()
        lap(LOGIN)
        page.locator("#buy").click()
        lap(ORDER)
        page.frame_locator("iframe").locator("#confirm").click()
        expect(page.locator("#state")).to_have_text("Paid")
        lap(CONFIRM)
    finally:
        context.close()
    lap(CLOSE)


@contextmanager
def floor_browser() -> Iterator[Browser]:
    """Launch the browser that the harness would use by default: HARNESS_CHROMIUM, Playwright's own or the system's."""
    named = os.environ.get("HARNESS_CHROMIUM")
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
        system = shutil.which("chromium-headless-shell") or shutil.which("chromium")
        path = named or (None if os.path.exists(own) else system)
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        try:
            yield browser
        finally:
            browser.close()


def main() -> int:
    """Run the journeys one after another and print what they took; returns the exit code."""
    with floor_servers() as floor, floor_browser() as browser:
        for _ in range(WARM_UP):
            run_floor_journey(browser, floor)
        floor.counts.clear()
        times: list[float] = []
        for _ in range(JOURNEYS):
            start = time.perf_counter()
            run_floor_journey(browser, floor)
            times.append((time.perf_counter() - start) * 1000)
        each = {name: count / JOURNEYS for name, count in floor.counts.items()}
    print(f"floor: {statistics.median(times):.0f} ms a journey (median of {JOURNEYS}), ", end="")
    print(f"{JOURNEYS * 1000 / sum(times):.2f} journeys per second")
    print("each journey: " + ", ".join(f"{each[name]:g} {name}" for name in ("requests", "signs", "verifies")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
