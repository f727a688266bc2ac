"""``harness gate``: whether a release may go out, by exit code, and why not, on one page."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from harness.errors import HarnessError
from harness.gate import Reason, read_policy, read_verdict, reasons
from harness.gate.policy import EXAMPLE

OPEN, CLOSED, WRONG_USE = 0, 1, 2

_HELP = f"""\
examples:
  harness gate
  harness gate reports/nightly --policy gate.toml --markdown gate.md
  harness gate --against last-release/verdict.json
  harness gate --commit "$(git rev-parse HEAD)"

a policy, with every key and what holds where it is not written:

{EXAMPLE}
exit codes: 0 the release may go out, 1 it must not (also where the verdict is torn), 2 wrong use
"""
_TITLES = {
    "run": "The run",
    "step": "Steps that are not proven",
    "code": "Result codes that are not proven",
    "scenario": "Scenarios",
    "cannot": "What the program cannot do",
    "style": "Features that should read otherwise",
    "last release": "Since the last release",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0 may go out, 1 must not, 2 wrong use."""
    options = _parser().parse_args(argv)
    try:
        policy = read_policy(options.policy)
        last = read_verdict(options.against) if options.against else None
    except HarnessError as error:
        print(f"error: {error}", file=sys.stderr)
        return WRONG_USE
    try:
        found = reasons(read_verdict(options.reports), policy, last, options.commit or "")
    except HarnessError as error:
        found = (Reason("run", f"{error}"),)
    colour = sys.stdout.isatty() and not _no_colour()
    print("\n".join(_page(found, str(options.reports), colour=colour)))
    if options.markdown:
        try:
            options.markdown.write_text("\n".join(_markdown(found)) + "\n", encoding="utf-8")
        except OSError as error:
            print(f"error: {options.markdown}: the page cannot be written: {error.strerror}", file=sys.stderr)
            return WRONG_USE
    return CLOSED if found else OPEN


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="harness gate",
        description="Holds a run's verdict against a policy: may this release go out?",
        epilog=_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "reports",
        nargs="?",
        type=Path,
        default=Path("reports"),
        metavar="REPORTS",
        help="the reports folder of a run, or its verdict.json (default: reports)",
    )
    parser.add_argument("--policy", type=Path, metavar="FILE", help="what must be proven (default: everything)")
    parser.add_argument(
        "--against", type=Path, metavar="VERDICT", help="the last release's verdict: what was proven must still be"
    )
    parser.add_argument(
        "--commit",
        type=_commit,
        metavar="SHA",
        help="what is to go out, at least 7 digits: evidence of another commit closes the gate",
    )
    parser.add_argument(
        "--markdown", type=Path, metavar="FILE", help="write the page for a CI job or a pull request too"
    )
    return parser


def _commit(text: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{7,40}", text):
        raise argparse.ArgumentTypeError(f'"{text}" is no commit: give 7 to 40 digits of it')
    return text


def _no_colour() -> bool:
    return bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"


def _page(found: Sequence[Reason], reports: str, *, colour: bool) -> Iterable[str]:
    red, green, plain = ("\033[31m", "\033[32m", "\033[0m") if colour else ("", "", "")
    if not found:
        yield f"gate     {green}OPEN{plain}   {reports}: all that the policy asks for is proven"
        return
    count = "1 reason" if len(found) == 1 else f"{len(found)} reasons"
    yield f"gate     {red}CLOSED{plain}   {reports}: {count}"
    for about, title in _TITLES.items():
        mine = [reason.fact for reason in found if reason.about == about]
        if mine:
            yield f"\n  {title}"
            yield from (f"    {red}✗{plain} " + fact.replace("\n", "\n      ") for fact in mine)


def _markdown(found: Sequence[Reason]) -> Iterable[str]:
    yield "## Gate: open" if not found else f"## Gate: closed ({len(found)})"
    for about, title in _TITLES.items():
        mine = [reason.fact for reason in found if reason.about == about]
        if mine:
            yield f"\n### {title}\n"
            yield from ("- " + fact.replace("\n", " ").replace("<", "&lt;") for fact in mine)
