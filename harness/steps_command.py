"""``harness steps``: what a feature can say, by actor, each with an example that a feature plays."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn

from harness.catalogue import Saying, page, sayings, uses
from harness.certification.command import FEATURES
from harness.dialects import keyword_beside
from harness.errors import HarnessError, near
from harness.library import example_features


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise HarnessError(message, action=f"{self.prog} --help says how it is used")


def main(arguments: Sequence[str]) -> int:
    """List the steps; return 0. Raises HarnessError for wrong use, and for a feature or conftest.py that cannot be read."""
    parser = _Parser(
        prog="harness steps",
        description="Lists the ready-made steps and the project's own by actor, each with an example from a feature.",
        epilog="exit codes: 0 listed, 2 wrong use",
    )
    parser.add_argument("features", nargs="*", type=Path, metavar="FEATURE", help="more features to take examples from")
    parser.add_argument("--json", action="store_true", help="print a list of objects instead")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write a page to search and read instead")
    parser.add_argument("--unused", action="store_true", help="only the steps that no feature uses")
    options = parser.parse_args(arguments)
    said = list(uses([*options.features, Path("features"), example_features(), FEATURES]))
    listed = [saying for saying in sayings(said, Path.cwd()) if not (options.unused and saying.used)]
    if options.html:
        try:
            options.html.write_text(page(listed), encoding="utf-8")
        except OSError as error:
            fact = f"the page cannot be written: {error.strerror}"
            raise HarnessError(
                fact, place=near(options.html), action="name a file in a folder that is there"
            ) from error
        print(options.html)
    elif options.json:
        print(json.dumps([asdict(saying) for saying in listed], indent=2, ensure_ascii=False))
    else:
        print(_text(listed), end="")
    return 0


def _text(listed: Sequence[Saying]) -> str:
    lines: list[str] = []
    actor = ""
    for saying in listed:
        if saying.actor != actor:
            actor = saying.actor
            lines += [*([""] if lines else []), actor]
        lines.append(f"  {keyword_beside(saying.keyword, saying.text):<5} {saying.text}")
        if saying.example and saying.example != saying.text:
            lines.append(f"        e.g. {saying.example}")
    return "".join(f"{line}\n" for line in lines)
