"""The command line: ``harness run`` plays the features and writes the evidence."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from harness.errors import HarnessError
from harness.evidence import write_reports
from harness.journal import read_journal


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code: 0 passed, 1 failed, 2 wrong use."""
    parser = argparse.ArgumentParser(prog="harness", description="Tests payments in e-wallet Mini Programs end to end.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="play the features and write the evidence", add_help=False)
    run.add_argument("arguments", nargs=argparse.REMAINDER, help="feature files and pytest options")
    report = commands.add_parser("report", help="write the reports again from a stored journal")
    report.add_argument("journal", type=Path, help="a journal.ndjson")
    report.add_argument("--to", type=Path, default=None, metavar="DIR", help="where to write (default: beside it)")
    options, rest = parser.parse_known_args(argv)
    try:
        if options.command == "run":
            return _run([*options.arguments, *rest])
        folder = options.to or options.journal.parent
        for file in write_reports(folder, read_journal(options.journal)):
            print(file)
    except HarnessError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


def _run(arguments: list[str]) -> int:
    named = any(not a.startswith("-") and Path(a.split("::")[0]).exists() for a in arguments)
    paths = [] if named else ["features"]
    # A process of its own: pytest rewrites assertions only in modules that nobody imported before it.
    command = [sys.executable, "-m", "pytest", "-v", "--no-header", "--screenshots=all", *paths, *arguments]
    sys.stdout.flush()
    os.execv(sys.executable, command)  # noqa: S606 - no shell is wanted
