"""``harness lint``: what of the features does not read as it should, each with its place, why, and what to do."""

from __future__ import annotations

import argparse
import json
import os
import sys
import textwrap
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn

from harness.config import has_config, read_part
from harness.errors import HarnessError, near
from harness.lint import RULES, Finding, rule_of
from harness.suite.style import TABLE, lint_file, settings_of

CLEAN, FOUND = 0, 1

_HELP = """\
examples:
  harness lint
  harness lint features/expiry.feature
  harness lint --format github        # notes beside the lines of a pull request
  harness lint --explain one-when-then

what need not hold somewhere is allowed there, with the reason, above a feature, a rule, a scenario or a step:
  # lint: allow no-json what the backend answers is what this scenario is about
or by the tag @lint-allow-no-json; for a whole project in harness.toml (in pyproject.toml: [tool.harness.lint]):
  [lint]
  disable = ["terms"]
  max_steps = 8

exit codes: 0 all read well, 1 something was found, 2 wrong use
"""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise HarnessError(message, action=f"{self.prog} --help says how it is used")


def main(arguments: Sequence[str]) -> int:
    """Run the command and return its exit code: 0 all read well, 1 something was found. Raises HarnessError for wrong use."""
    options = _parser().parse_args(arguments)
    if options.rules:
        print("\n".join(_listed()))
        return CLEAN
    if options.explain:
        print("\n".join(_explained(options.explain)))
        return CLEAN
    root = _root()
    files = _files(options.features or [_features(root)])
    settings = settings_of(root)
    found = [finding for file in files for finding in lint_file(file, settings)]
    _WRITERS[options.format](found, len(files))
    return FOUND if found else CLEAN


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="harness lint",
        description="Says what of the features does not read as it should: where, which rule, why, and what to do.",
        epilog=_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "features", nargs="*", type=Path, metavar="FEATURE", help="feature files or folders (default: the project's)"
    )
    parser.add_argument(
        "--format", choices=sorted(_WRITERS), default="text", help="text (default), json, or github for annotations"
    )
    parser.add_argument("--rules", action="store_true", help="list the rules")
    parser.add_argument("--explain", metavar="RULE", help="say what a rule asks for, why, with an example of each kind")
    return parser


def _root() -> Path:
    """Return the project: the nearest folder with a config or a table of lint's, else this one."""
    here = Path.cwd()
    return next((one for one in (here, *here.parents) if has_config(one) or read_part(one, TABLE)), here)


def _features(root: Path) -> Path:
    return root / str(read_part(root, "features") or "features")


def _files(given: Sequence[Path]) -> list[Path]:
    """Return the feature files in what is given, each once; raises HarnessError for what is not there or holds none."""
    found: dict[Path, None] = {}
    for path in given:
        if not path.exists():
            raise HarnessError("there is no such feature", place=near(path), action="give a feature file or a folder")
        mine = sorted(path.rglob("*.feature")) if path.is_dir() else [path]
        if not mine:
            raise HarnessError(
                "there is no feature in this folder", place=near(path), action="give a feature file or a folder"
            )
        found |= dict.fromkeys(file.absolute() for file in mine)
    return list(found)


def _text(found: Sequence[Finding], files: int) -> None:
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    bold, faint, plain = ("\033[1m", "\033[2m", "\033[0m") if colour else ("", "", "")
    for one in found:
        print(f"{bold}{one.place}: {one.rule}{plain}: {one.fact}")
        print(f"{faint}  why:  {one.why}{plain}\n  next: {one.fix}")
    print(_ended(found, files))


def _ended(found: Sequence[Finding], files: int) -> str:
    features = "1 feature" if files == 1 else f"{files} features"
    if not found:
        return f"lint     {features}, all read well"
    count = "1 finding" if len(found) == 1 else f"{len(found)} findings"
    return f"lint     {count} in {len({one.file for one in found})} of {features}"


def _json(found: Sequence[Finding], _files: int) -> None:
    print(json.dumps([asdict(one) for one in found], indent=2, ensure_ascii=False))


def _github(found: Sequence[Finding], files: int) -> None:
    """Print workflow commands of GitHub Actions: annotations beside the lines of a pull request."""
    for one in found:
        properties = {"file": one.file, "line": one.line, "col": one.column, "title": f"lint: {one.rule}"}
        said = ",".join(f"{name}={_escaped(str(value), property_=True)}" for name, value in properties.items())
        text = _escaped(f"{one.fact}\n{one.why}\n{one.fix}")
        print(f"::error {said}::{text}")
    print(_ended(found, files))


def _escaped(text: str, *, property_: bool = False) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if property_ else text


_WRITERS = {"text": _text, "json": _json, "github": _github}


def _listed() -> list[str]:
    width = max(len(rule.id) for rule in RULES)
    return [f"{rule.id:<{width}}  {rule.asks}" for rule in RULES]


def _explained(name: str) -> list[str]:
    rule = rule_of(name)
    return [
        f"{rule.id}: {rule.asks}",
        f"  why:  {rule.why}",
        f"  next: {rule.fix}",
        "",
        "not like this:",
        "",
        textwrap.indent(rule.bad.rstrip(), "  "),
        "",
        "like this:",
        "",
        textwrap.indent(rule.good.rstrip(), "  "),
    ]
