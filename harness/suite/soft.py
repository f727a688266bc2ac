"""Soft checks: what does not hold is kept, the step goes on, and the step that made the check is the one that failed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright._impl import _assertions

from harness.errors import HarnessError, raised_at
from harness.suite.capabilities import Cannot
from harness.suite.errors import NotPlayable


class SoftChecks:
    """What did not hold in the step that is being played."""

    def __init__(self) -> None:
        self._found: list[str] = []
        self._of_playwright: list[AssertionError] = []

    @contextmanager
    def check(self, what: str = "") -> Iterator[None]:
        """Keep what does not hold inside this block; ``what`` says in words what was checked."""
        try:
            yield
        except (NotPlayable, Cannot):
            raise
        except (AssertionError, HarnessError) as error:
            text = (
                str(error) if isinstance(error, HarnessError) else f"{error or 'it does not hold'} ({raised_at(error)})"
            )
            self._found.append(f"{what}: {text}" if what else text)

    @contextmanager
    def of_playwright(self) -> Iterator[None]:
        """Collect what Playwright's own ``expect.soft`` finds, as its pytest plugin does; where that is at work, leave it to it."""
        if _assertions._soft_errors is not None:  # noqa: SLF001 - Playwright names no public way to collect them
            self._of_playwright = _assertions._soft_errors  # noqa: SLF001
            yield
            return
        with _assertions._soft_scope() as errors:  # noqa: SLF001
            self._of_playwright = errors
            yield

    def take(self) -> list[str]:
        """Return what did not hold since this was last asked."""
        found = [*self._found, *(" ".join(str(error).split()) for error in self._of_playwright)]
        self._found.clear()
        self._of_playwright.clear()
        return found
