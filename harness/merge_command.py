"""``harness merge``: the evidence of one run, from the folders of its shards."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NoReturn

from harness.errors import HarnessError
from harness.evidence import masks_of, reasons
from harness.suite.merging import GIVE_FOLDERS, merge, read_part, write_merged
from harness.suite.run import publish, told_lines
from harness.suite.sharding import FOLDER

MOST = 20
"""How many scenarios without a result are named; the verdict has them all."""

HELP = """usage: harness merge [FOLDER ...] [--out DIR]

Puts the folders that harness run --shard NUMBER/COUNT has left together into the evidence of one run: index.html,
verdict.json, junit.xml, messages.ndjson (Cucumber), summary.md, durations.json and journal.ndjson. Where no FOLDER is
named, all in DIR/shards. The order of the folders does not matter; one that is given twice, or was merged before,
changes nothing.

The verdict is FAILED where a planned scenario has no result, where a shard is missing, and where two runs of a scenario
have different results and neither was an attempt of --retries.

options:
  --out DIR                where to write (default: reports)

examples:
  harness merge
  harness merge shards/* --out reports

exit codes:
  0    passed
  1    failed, or something is missing; what there is has been written
  2    wrong use: a folder that is no shard, shards of another version, a folder that cannot be written
"""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise HarnessError(message, action="harness merge --help says how it is used")


def main(arguments: Sequence[str]) -> int:
    """Run the command and return its exit code; raises HarnessError for wrong use."""
    if "-h" in arguments or "--help" in arguments:
        print(HELP, end="")
        return 0
    parser = _Parser(prog="harness merge", add_help=False, allow_abbrev=False)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--out", type=Path, default=Path("reports"))
    options = parser.parse_args(list(arguments))
    folders = options.folders or sorted(folder for folder in (options.out / FOLDER).glob("*") if folder.is_dir())
    if not folders:
        raise HarnessError("there is no shard to merge", place=str(options.out / FOLDER), action=GIVE_FOLDERS)
    parts = [read_part(folder) for folder in folders]
    merged = merge(parts)
    kept = write_merged(merged, parts, options.out)
    if kept:
        print(f"note     an earlier run was stopped before it could report; its evidence is now in {kept}")
    for note in merged.notes:
        print(f"note     {note}")
    encoding = sys.stdout.encoding or "utf-8"
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    why = reasons(merged.report, masks_of(merged.report))
    lines = [*_not_run(merged.report.not_run), *told_lines(merged.report, why, colour=colour, encoding=encoding)]
    print("\n".join(line.encode(encoding, "replace").decode(encoding) for line in lines if line))
    print(f"evidence {options.out / 'index.html'}")
    trouble = publish(options.out / "summary.md")
    if trouble:
        print(f"error: {trouble}", file=sys.stderr)
    return 0 if merged.report.passed and not trouble else 1


def _not_run(ids: Sequence[str]) -> Iterator[str]:
    """Yield the scenarios that were planned and have no result, by name."""
    for one in ids[:MOST]:
        yield f"no result  {one}"
    if len(ids) > MOST:
        yield f"           ... and {len(ids) - MOST} more"
