"""Errors a person reads: the fact, the place, the next action. The base of every error the harness raises on purpose."""

from __future__ import annotations


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
