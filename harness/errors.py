"""Errors a person reads: the fact, the place, the next action. The base of every error the harness raises on purpose."""

from __future__ import annotations

import sysconfig
import traceback
from pathlib import Path

_LIBRARIES = tuple({sysconfig.get_path(name) for name in ("stdlib", "platstdlib")})


class HarnessError(Exception):
    """One clear error: ``fact`` (what is so), ``place`` (file:line:column or URL), ``action`` (what to do next).

    Printed without a traceback by the command line and by the pytest plugin.
    """

    def __init__(self, fact: str, *, place: str = "", action: str = "") -> None:
        self.fact = fact
        self.place = place
        self.action = action
        super().__init__(str(self))

    def __str__(self) -> str:
        lines = [f"{self.place}: {self.fact}" if self.place else self.fact]
        if self.action:
            lines.append(f"  next: {self.action}")
        return "\n".join(lines)


def near(path: Path) -> str:
    """Return a path as the place of an error: relative to where the run was started, if it lies there."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def raised_at(error: BaseException) -> str:
    """Return where an error was raised, as ``file:line``: the last place that is neither Python's own nor a library's."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"{near(Path(error.filename))}:{error.lineno}:{error.offset}"
    frames = [f for f in traceback.extract_tb(error.__traceback__) if not f.filename.startswith("<")]
    own = [f for f in frames if not f.filename.startswith(_LIBRARIES) and "site-packages" not in f.filename]
    found = (own or frames)[-1:]
    return f"{near(Path(found[0].filename))}:{found[0].lineno}" if found else ""
