"""``harness steps``: what a feature can say, by actor, each with an example that a feature plays."""

from __future__ import annotations

import argparse
import html
import importlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NoReturn, cast

from gherkin.pickles.compiler import Compiler, GherkinDocumentWithURI
from pytest_bdd.steps import StepFunctionContext, step_function_context_registry

from harness.certification.command import FEATURES
from harness.errors import HarnessError, near
from harness.library import example_features, step_modules
from harness.suite.gherkin import parsed
from harness.suite.undefined import readable

KEYWORDS = {"Context": "given", "Action": "when", "Outcome": "then"}


@dataclass(frozen=True, slots=True)
class Saying:
    """A step definition: its actor, keyword and text with ``{values}``, an example or "", and what it does."""

    actor: str
    keyword: str
    text: str
    example: str
    does: str


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise HarnessError(message, action=f"{self.prog} --help says how it is used")


def main(arguments: Sequence[str]) -> int:
    """List the ready-made steps; return 0. Raises HarnessError for wrong use, and for a feature that cannot be read."""
    parser = _Parser(
        prog="harness steps",
        description="Lists the ready-made steps by actor, each with an example taken from a feature that plays it.",
        epilog="exit codes: 0 listed, 2 wrong use",
    )
    parser.add_argument("features", nargs="*", type=Path, metavar="FEATURE", help="more features to take examples from")
    parser.add_argument("--json", action="store_true", help="print a list of objects instead")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write a page instead")
    parser.add_argument("--unused", action="store_true", help="only the steps that no feature uses")
    options = parser.parse_args(arguments)
    said = list(_said([*options.features, Path("features"), example_features(), FEATURES]))
    listed = [saying for saying in sayings(said) if not (options.unused and saying.example)]
    if options.html:
        try:
            options.html.write_text(_page(listed), encoding="utf-8")
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


def sayings(said: Sequence[tuple[str, str]]) -> list[Saying]:
    """Return every ready-made step, in the order of its module; ``said`` are (keyword, text) of steps in features."""
    modules = step_modules()
    for module in modules:
        importlib.import_module(module)
    contexts = [c for c in step_function_context_registry.values() if c.step_func.__module__ in modules]
    contexts.sort(key=lambda c: (c.step_func.__module__, c.step_func.__code__.co_firstlineno, c.type or ""))
    return [_saying(context, said) for context in contexts]


def _saying(context: StepFunctionContext, said: Iterable[tuple[str, str]]) -> Saying:
    matching = (text for kind, text in said if context.type in (None, kind) and context.parser.is_matching(text))
    return Saying(
        actor=context.step_func.__module__.rpartition(".")[2].replace("_", " "),
        keyword=(context.type or "*").capitalize(),
        text=readable(str(context.parser.name)),
        example=next(matching, ""),
        does=(context.step_func.__doc__ or "").strip().partition("\n")[0],
    )


def _said(places: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Yield (keyword, text) of every step in feature files and folders, with the rows of Examples filled in."""
    for place in places:
        for file in sorted(place.rglob("*.feature")) if place.is_dir() else [place] * (place.suffix == ".feature"):
            for pickle in Compiler().compile(cast("GherkinDocumentWithURI", {**parsed(file), "uri": str(file)})):
                yield from ((KEYWORDS.get(str(step["type"]), ""), str(step["text"])) for step in pickle["steps"])


def _text(listed: Sequence[Saying]) -> str:
    lines: list[str] = []
    actor = ""
    for saying in listed:
        if saying.actor != actor:
            actor = saying.actor
            lines += [*([""] if lines else []), actor]
        lines.append(f"  {saying.keyword:<5} {saying.text}")
        if saying.example and saying.example != saying.text:
            lines.append(f"        e.g. {saying.example}")
    return "".join(f"{line}\n" for line in lines)


def _page(listed: Sequence[Saying]) -> str:
    rows = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in (s.actor, s.keyword, s.text, s.example, s.does))
        for s in listed
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>What a feature can say</title>'
        "<style>body{font:15px/1.5 system-ui,sans-serif;margin:2rem}table{border-collapse:collapse}"
        "th,td{text-align:left;vertical-align:top;padding:.3rem .8rem;border-bottom:1px solid #ddd}</style>"
        "<h1>What a feature can say</h1><table><tr><th>Actor<th>Keyword<th>Step<th>Example<th>What it does"
        f"{rows}</table></html>\n"
    )
