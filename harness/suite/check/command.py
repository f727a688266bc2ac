"""``harness check PROGRAM``: opens every page, prints the table, writes the JSON file and the pictures."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from harness.errors import HarnessError
from harness.evidence.words import is_unicode
from harness.setup.console import Progress
from harness.suite.check.run import Wanted, check, program_at
from harness.suite.check.table import table
from harness.wallet.profile import load_profile

HELP = """usage: harness check PROGRAM [OPTIONS]

Opens every page of a Mini Program inside the wallet and says of each: opened clean, warnings, errors with file, line
and column, and the APIs it asks for that the wallet lacks. PROGRAM is the folder of a native program (app.json) or of
an H5 one (index.html), a URL, or MODULE:NAME as harness run --program has it. A page that never comes to an end is
stopped and named, and the rest are opened. The buyer is logged in silently and agrees to every scope.

options:
  --profile NAME|FILE      the wallet: a profile's name or a .toml file (default: super_qi)
  --merchant URL           the backend that answers the program's requests (default: none; each is answered with 503)
  --tap WORDS              tap this on the first page before the others are opened, as to log in (native programs; a
                           MODULE:NAME does its own action "log in")
  --screenshots DIR        a picture of every page, as JPEG
  --json FILE              everything that was found, as JSON (-: to standard output, in the place of the table)

examples:
  harness check my-program
  harness check my-program --profile gcash --json check.json --screenshots pictures
  harness check my-program --merchant http://127.0.0.1:8000
  harness check https://shop.example/index.html

exit codes:
  0    every page was opened without an error; there may be warnings
  1    a page failed, was stopped, or could not be opened
  2    wrong use: no such program, option or wallet
  130  interrupted with Ctrl-C; what was found until then is told
"""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise HarnessError(message, action="harness check --help says how it is used")


def main(arguments: Sequence[str]) -> int:
    """Run the command and return its exit code; raises HarnessError for wrong use."""
    if "-h" in arguments or "--help" in arguments:
        print(HELP, end="")
        return 0
    parser = _Parser(prog="harness check", add_help=False, allow_abbrev=False)
    parser.add_argument("program")
    parser.add_argument("--profile", default="super_qi")
    parser.add_argument("--merchant", default="")
    parser.add_argument("--tap", default="")
    parser.add_argument("--screenshots", type=Path)
    parser.add_argument("--json", default="")
    options = parser.parse_args(list(arguments))
    load_profile(options.profile)
    program, merchant = program_at(options.program, options.merchant, options.tap)
    _writable(options.json)
    progress = Progress(f"checking {options.program}")
    try:
        report = check(
            Wanted(program, options.profile, merchant, options.screenshots),
            lambda done, of, page: progress.update(f"{done} of {of} {page}"),
        )
    except BaseException:
        progress.failed()
        raise
    progress.done()
    text = json.dumps(report.to_dict(), ensure_ascii=False, indent=2) + "\n"
    if options.json == "-":
        print(text, end="")
    else:
        if options.json:
            Path(options.json).write_text(text, encoding="utf-8")
        colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        print(table(report, colour=colour, unicode=is_unicode(sys.stdout.encoding)), end="")
    if report.interrupted:
        return 130
    return 0 if report.passed else 1


def _writable(file: str) -> None:
    if not file or file == "-":
        return
    try:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
        Path(file).touch()
    except OSError as error:
        raise HarnessError(f"the JSON file cannot be written: {error.strerror}", place=file) from error
