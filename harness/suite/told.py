"""How pytest is given the account of a failed scenario: in full once, and as one line for its summary, in one order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from _pytest._code.code import TerminalRepr
from _pytest._io import TerminalWriter

GENERAL = "not playable"
"""The property under which a report carries what keeps many scenarios from being played."""
LINE = 220
"""The longest line of pytest's summary, in letters after the id."""
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
    reason: str = ""
    """Why it failed, where that is known better than by what the buyer saw."""

    @property
    def reprcrash(self) -> Crash:
        """Return the failure as one line."""
        said = self.reason or fact(self.text)
        return Crash(said if len(said) <= LINE else f"{said[: LINE - 1]}…")

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


def again(text: str, first: str) -> str:
    """Return the account of a failure whose reason was told in full with another one, which begins with ``first``."""
    heading, *rest = text.splitlines()
    wrong = [line for line in rest if line.startswith("  ✗ ")]
    return "\n".join([heading, *wrong, f"  {FACT}{fact(text)}", f"  the same reason as {first}", ""])


def put_in_order(stats: Mapping[str, list[object]], order: Mapping[str, int], why: Mapping[str, str]) -> None:
    """Let failures be told reason by reason, and not as several processes end them.

    ``stats`` are a terminal reporter's, ``order`` has the place of each scenario by id, ``why`` the reason for
    which it failed. A reason is told in full with the first scenario that failed for it, and so is what keeps many
    scenarios from being played; which process it was, of scenarios, in the evidence alone.
    """
    told: dict[str, str] = {}
    for word in ("error", "failed"):
        reports = stats.get(word, [])
        reports.sort(key=lambda report: order.get(str(getattr(report, "nodeid", "")), -1))
        for report in reports:
            if not (isinstance(report, pytest.TestReport) and isinstance(report.longrepr, Account)):
                continue
            general = str(dict(report.user_properties).get(GENERAL, ""))
            reason = general or why.get(report.nodeid, "")
            text = report.longrepr.text
            if reason not in told:
                told |= {reason: text.split("\n", 1)[0]} if reason else {}
                report.longrepr.reason = "" if general else reason
            elif general:
                report.longrepr = Account(f"the same again: {general.splitlines()[0]}")
            else:
                report.longrepr = Account(again(text, told[reason]), reason)
            if hasattr(report, "node"):
                del report.node
