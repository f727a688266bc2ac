"""How pytest is given the account of a failed scenario: in full once, and as one line for its summary."""

from __future__ import annotations

from dataclasses import dataclass

from _pytest._code.code import TerminalRepr
from _pytest._io import TerminalWriter

FACT = "what happened: "
"""What stands before the fact in the account of a failure."""


@dataclass(frozen=True, slots=True)
class Crash:
    """What pytest reads for the line of its summary; on a CI machine it would print all of a plain text again."""

    message: str


@dataclass(eq=False)
class Account(TerminalRepr):
    """The account of a failure, given to pytest by the process that the user started."""

    text: str

    @property
    def reprcrash(self) -> Crash:
        """Return the failure as one line."""
        return Crash(fact(self.text))

    def toterminal(self, tw: TerminalWriter) -> None:
        """Print all of it."""
        tw.line(self.text)


def fact(text: str) -> str:
    """Return the line of an account that says what happened, without what to do about it."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for line, after in zip(lines, [*lines[1:], ""], strict=False):
        if line.startswith(FACT):
            said = line.removeprefix(FACT)
            return f"{said} {after}" if said.endswith(":") and after else said
    return lines[0] if lines else ""
