"""Where features use steps: every step of every feature file, with the rows of Examples filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from gherkin.pickles.compiler import Compiler, GherkinDocumentWithURI

from harness.errors import near
from harness.suite.gherkin import parsed
from harness.suite.tree import line_of

KEYWORDS = {"Context": "given", "Action": "when", "Outcome": "then"}


@dataclass(frozen=True, slots=True)
class Use:
    """A step as a feature says it: ``kind`` is given, when or then; ``place`` is ``file:line``."""

    kind: str
    text: str
    place: str


def uses(places: Iterable[Path]) -> Iterator[Use]:
    """Yield the steps of feature files and folders, each file once; raises HarnessError for one that cannot be read."""
    seen: set[Path] = set()
    for place in places:
        for file in sorted(place.rglob("*.feature")) if place.is_dir() else [place] * (place.suffix == ".feature"):
            if file.resolve() not in seen:
                seen.add(file.resolve())
                yield from _of(file)


def _of(file: Path) -> Iterator[Use]:
    tree = parsed(file)
    lines = dict(_lines(tree))
    where = near(file.resolve())
    for pickle in Compiler().compile(cast("GherkinDocumentWithURI", {**tree, "uri": str(file)})):
        for step in pickle["steps"]:
            line = next((lines[node] for node in step["astNodeIds"] if node in lines), 0)
            yield Use(KEYWORDS.get(str(step["type"]), ""), str(step["text"]), f"{where}:{line}")


def _lines(node: object) -> Iterator[tuple[str, int]]:
    """Yield the line of everything in a tree that has an id."""
    if isinstance(node, Mapping):
        if "id" in node:
            yield str(node["id"]), line_of(node)
        for value in node.values():
            yield from _lines(value)
    elif isinstance(node, list):
        for value in node:
            yield from _lines(value)
