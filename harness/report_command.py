"""``harness report``: the reports, written again from a stored journal."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from harness.errors import HarnessError

HELP = """usage: harness report JOURNAL [--to DIR] [--allure DIR]

Writes index.html, verdict.json, junit.xml, messages.ndjson (Cucumber) and summary.md again from a journal.ndjson, or
from the reports folder of a run that was killed. Lines that cannot be read are left out and counted.

options:
  --to DIR                 where to write (default: beside the journal)
  --allure DIR             write Allure results into this folder too

examples:
  harness report reports/journal.ndjson
  harness report reports --to /tmp/again

exit codes:
  0    written
  1    written, but lines of the journal could not be read
  2    wrong use: there is no journal, or no line of it can be read, or the reports cannot be written
"""

_GIVE_A_JOURNAL = "give the journal.ndjson of a run, or the folder it lies in"


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise HarnessError(message, action=f"{self.prog} --help says how it is used")


def main(arguments: list[str]) -> int:
    """Write them and return 0, or 1 where lines of the journal could not be read; raises HarnessError for wrong use."""
    if "-h" in arguments or "--help" in arguments:
        print(HELP, end="")
        return 0
    from harness.evidence import write_reports
    from harness.journal import read_journal
    from harness.suite.reports import with_failures

    parser = _Parser(prog="harness report", add_help=False)
    parser.add_argument("journal", type=Path)
    parser.add_argument("--to", type=Path, default=None)
    parser.add_argument("--allure", type=Path, default=None)
    options = parser.parse_args(arguments)
    journals = _journals(options.journal)
    unreadable: list[HarnessError] = []
    messages = [message for journal in journals for message in read_journal(journal, unreadable.append)]
    if not messages:
        raise _nothing(options.journal, unreadable)
    gap = f"{_lines(unreadable)} of the journal could not be read; the first: {unreadable[0]}" if unreadable else ""
    files = _folder(options.journal)
    told = with_failures(messages, [gap] if gap else [])
    for file in write_reports(options.to or files, told, files=files, allure_to=options.allure):
        print(file)
    if gap:
        print(
            f"error: {gap}\n  next: the reports show the other {len(messages)}; the verdict is FAILED", file=sys.stderr
        )
    return 1 if gap else 0


def _folder(given: Path) -> Path:
    return given if given.is_dir() else given.parent


def _journals(given: Path) -> list[Path]:
    """Return the journals to read: a killed run with several processes has left only their parts."""
    from harness.suite.reports import JOURNAL, stored_journals

    if given.is_char_device() or given.is_block_device():
        raise HarnessError("this is a device, not a file", place=str(given), action=_GIVE_A_JOURNAL)
    blank = not given.exists() or (given.is_file() and not given.read_bytes().strip())
    if given.is_dir() or (given.name == JOURNAL and blank):
        return stored_journals(_folder(given))
    return [given]


def _nothing(given: Path, unreadable: Sequence[HarnessError]) -> HarnessError:
    if unreadable:
        fact = f"this is no journal: {_lines(unreadable)} in it, and none can be read; the first: {unreadable[0].fact}"
        return HarnessError(fact, place=unreadable[0].place, action=_GIVE_A_JOURNAL)
    return HarnessError("the journal is empty", place=str(given), action=_GIVE_A_JOURNAL)


def _lines(unreadable: Sequence[object]) -> str:
    return f"{len(unreadable)} line{'' if len(unreadable) == 1 else 's'}"
