"""What a person sees while something takes long: one line when it starts, one when it ends, on standard error."""

from __future__ import annotations

import os
import sys
import time

BOLD, RED, YELLOW, PLAIN = "\x1b[1m", "\x1b[31m", "\x1b[33m", "\x1b[0m"


def coloured() -> bool:
    """Return whether standard error is a terminal whose owner did not set NO_COLOR."""
    return sys.stderr.isatty() and not os.environ.get("NO_COLOR")


def paint(text: str, colour: str) -> str:
    """Return ``text`` in ``colour`` where colours are welcome, else as it is."""
    return f"{colour}{text}{PLAIN}" if coloured() else text


def say(text: str) -> None:
    """Print one line."""
    print(text, file=sys.stderr, flush=True)


def warn(text: str) -> None:
    """Print one line that deserves a second look but stops nothing."""
    say(f"{paint('warning:', YELLOW)} {text}")


class Progress:
    """A piece of work that takes long: prints ``installing 50 packages ...`` and, at its end, how long it took.

    On a terminal the line is rewritten as ``update`` tells how far it is; elsewhere (a CI log) only start and end show.
    """

    def __init__(self, what: str) -> None:
        self._what = what
        self._start = time.monotonic()
        self._live = sys.stderr.isatty()
        self._write(f"{what} ...")

    def update(self, how_far: str) -> None:
        """Show ``how_far`` the work is (``12 of 50``) where the line can be rewritten."""
        if self._live:
            self._write(f"{self._what} ... {how_far}")

    def done(self, note: str = "") -> None:
        """End the line with ``note`` and the time it took, in seconds."""
        took = f"{time.monotonic() - self._start:.1f} s"
        self._write(f"{self._what} ... {f'{note}, ' if note else ''}{took}", last=True)

    def failed(self) -> None:
        """End the line where the work did not come to its end."""
        self._write(f"{self._what} ... {paint('failed', RED)}", last=True)

    def _write(self, line: str, *, last: bool = False) -> None:
        if self._live:
            sys.stderr.write(f"\r\x1b[K{line}" + ("\n" if last else ""))
        else:
            sys.stderr.write(f"{line}\n")
        sys.stderr.flush()
