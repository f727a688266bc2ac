"""Whether a feature file can be played: valid Gherkin, and nothing in it that would be left out without a word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast

from gherkin.errors import CompositeParserException, ParserError
from gherkin.parser import Parser
from pytest_bdd.exceptions import GherkinParseError
from pytest_bdd.feature import get_feature
from pytest_bdd.parser import Feature

from harness.errors import HarnessError, near

ENCODING = "utf-8-sig"
"""UTF-8, with or without the mark that some editors put in front."""

MEND = "mend the line named here"

_TOKEN = re.compile(r"#([A-Z]\w+)")

Node = Mapping[str, object]


def read_feature(path: Path) -> Feature:
    """Return a feature; raises HarnessError, with file, line and column, for the first thing that keeps it from being played."""
    _check(path)
    try:
        found: Feature = get_feature(str(path.parent), path.name, encoding=ENCODING)
    except GherkinParseError as error:
        raise HarnessError(
            f"not valid Gherkin: {error.message}", place=f"{near(path)}:{error.line}", action=MEND
        ) from error
    return found


def _check(path: Path) -> None:
    feature = parsed(path).get("feature")
    if not isinstance(feature, Mapping):
        raise HarnessError(
            "the feature file is empty", place=near(path), action='begin it with "Feature:" and a name, or remove it'
        )
    scenarios = list(_scenarios(feature))
    if not scenarios:
        raise HarnessError("the feature has no scenario", place=near(path), action="write one, or remove the file")
    seen: dict[str, int] = {}
    for scenario in scenarios:
        name, line = str(scenario["name"]), line_of(scenario)
        if name in seen:
            raise HarnessError(
                f'the scenario "{name}" is already there, in line {seen[name]}',
                place=f"{near(path)}:{line}",
                action="give it a name of its own: of two with one name only one would be played",
            )
        seen[name] = line
        if _lacks_rows(scenario):
            raise HarnessError(
                f'the scenario "{name}" has Examples without a row',
                place=f"{near(path)}:{line}",
                action="write a row of values under their names",
            )


def parsed(path: Path) -> Node:
    """Return the tree of a feature file; raises HarnessError, with its place, for what cannot be read."""
    try:
        data = path.read_bytes()
        text = data.decode(ENCODING)
    except OSError as error:
        raise HarnessError(f"the feature cannot be read: {error.strerror}", place=near(path)) from error
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise HarnessError(
            f"the feature is not UTF-8: byte 0x{data[error.start]:02x} cannot be read",
            place=f"{near(path)}:{line}",
            action="save the file as UTF-8",
        ) from error
    try:
        return cast("Node", Parser().parse(text))
    except CompositeParserException as error:
        first, *others = error.errors
        raise _not_valid(path, first, len(others)) from error
    except ParserError as error:
        raise _not_valid(path, error, 0) from error


def _not_valid(path: Path, error: ParserError, others: int) -> HarnessError:
    location = getattr(error, "location", None) or {}
    numbers = [str(location[key]) for key in ("line", "column") if location.get(key)]
    words = _TOKEN.sub(r"\1", str(error))
    if words.startswith("("):  # "(5:7): what is wrong": the place is given by us
        words = words.partition("): ")[2]
    more = f" (and {others} more below it)" if others else ""
    return HarnessError(f"not valid Gherkin: {words}{more}", place=":".join([near(path), *numbers]), action=MEND)


def _scenarios(parent: Node) -> Iterator[Node]:
    for child in children(parent, "children"):
        for key in ("scenario", "rule"):
            found = child.get(key)
            if not isinstance(found, Mapping):
                continue
            if key == "scenario":
                yield found
            else:
                yield from _scenarios(found)


def _lacks_rows(scenario: Node) -> bool:
    tables = children(scenario, "examples")
    return bool(tables) and not any(children(table, "tableBody") for table in tables)


def line_of(node: Node) -> int:
    """Return the line a node of the tree stands in, 0 where it does not say."""
    location = node.get("location")
    return int(str(location["line"])) if isinstance(location, Mapping) else 0


def children(node: Node, key: str) -> Sequence[Node]:
    """Return the nodes in a list of a node, none where there is no such list."""
    found = node.get(key)
    return found if isinstance(found, list) else []
