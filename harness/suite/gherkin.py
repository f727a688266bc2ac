"""Whether a feature file can be played: valid Gherkin, and nothing in it that would be left out without a word."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

from gherkin.errors import CompositeParserException, ParserError
from pytest_bdd import gherkin_parser as bdd
from pytest_bdd.exceptions import GherkinParseError
from pytest_bdd.feature import features
from pytest_bdd.parser import Feature, FeatureParser, Rule, ScenarioTemplate

from harness.dialects import gherkin_parser, know_languages
from harness.errors import HarnessError, near
from harness.suite.names import named_scenarios
from harness.suite.tree import Node, children, line_of

__all__ = ["ENCODING", "MEND", "Example", "Node", "children", "line_of", "parsed", "read_feature", "rows_of"]

ENCODING = "utf-8-sig"
"""UTF-8, with or without the mark that some editors put in front."""

MEND = "mend the line named here"

_ENGLISH = ("Given ", "When ", "Then ", "And ", "But ")
_TOKEN = re.compile(r"#([A-Z]\w+)")


class Example(dict[str, str]):
    """One row of a scenario's Examples: its values by their names, its line, the tags of its table."""

    def __init__(self, values: Mapping[str, str], line: int, tags: tuple[str, ...] = ()) -> None:
        super().__init__(values)
        self.line = line
        self.tags = tags


class _Parser(FeatureParser):
    """pytest-bdd's parser, which keeps one scenario a name; this one keeps all, in the order of the file."""

    found: list[ScenarioTemplate]

    def parse_scenario(
        self, scenario_data: bdd.Scenario, feature: Feature, rule: Rule | None = None
    ) -> ScenarioTemplate:
        """Return a scenario, and keep it."""
        made = super().parse_scenario(scenario_data, feature, rule)
        self.found.append(made)
        return made


def read_feature(path: Path) -> Feature:
    """Return a feature, its scenarios by their names in ids ("Rule::Scenario"), and let pytest-bdd know it by its path.

    Raises HarnessError, with file, line and column, for the first thing that keeps it from being played.
    """
    names = _check(path)
    know_languages()
    parser = _Parser(str(path.parent), path.name, ENCODING)
    parser.found = []
    try:
        feature: Feature = parser.parse()
    except GherkinParseError as error:
        raise HarnessError(
            f"not valid Gherkin: {error.message}", place=f"{near(path)}:{error.line}", action=MEND
        ) from error
    feature.scenarios = OrderedDict((names[made.line_number], made) for made in parser.found)
    features[parser.abs_filename] = feature
    return feature


def _check(path: Path) -> dict[int, str]:
    """Return the name in ids of every scenario by its line; raises HarnessError where the feature cannot be played."""
    feature = parsed(path).get("feature")
    if not isinstance(feature, Mapping):
        raise HarnessError(
            "the feature file is empty", place=near(path), action='begin it with "Feature:" and a name, or remove it'
        )
    scenarios = list(named_scenarios(feature))
    if not scenarios:
        raise HarnessError("the feature has no scenario", place=near(path), action="write one, or remove the file")
    seen: dict[str, int] = {}
    for name, scenario in scenarios:
        key, line = "::".join(name), line_of(scenario)
        if key in seen:
            under = f' under the Rule "{name[0]}"' if len(name) > 1 else ""
            raise HarnessError(
                f'the scenario "{name[-1]}" is already there{under}, in line {seen[key]}',
                place=f"{near(path)}:{line}",
                action="give it a name of its own: nobody could tell the two apart in a report",
            )
        seen[key] = line
        if str(feature.get("language", "en")) != "en":
            _check_language(scenario, path)
        if _lacks_rows(scenario):
            raise HarnessError(
                f'the scenario "{name[-1]}" has Examples without a row',
                place=f"{near(path)}:{line}",
                action="write a row of values under their names",
            )
    return {line: key for key, line in seen.items()}


def _check_language(scenario: Node, path: Path) -> None:
    """Raise HarnessError where a step in English would be taken for a description, in a feature of another language."""
    first = next((line.strip() for line in str(scenario.get("description", "")).splitlines() if line.strip()), "")
    if not first.startswith(_ENGLISH):
        return
    below = path.read_text(encoding=ENCODING).splitlines()[line_of(scenario) :]
    number = next((n for n, text in enumerate(below, line_of(scenario) + 1) if text.strip() == first), 0)
    raise HarnessError(
        f'"{first}" is no step here: its keyword is English, and the feature is in another language',
        place=f"{near(path)}:{number}",
        action="write the keyword of that language (docs/features.md)",
    )


def rows_of(path: Path) -> dict[int, list[Example]]:
    """Return the rows of every scenario that has Examples, by the scenario's line."""
    feature = parsed(path).get("feature")
    found = named_scenarios(feature) if isinstance(feature, Mapping) else ()
    return {line_of(scenario): list(_rows(scenario)) for _, scenario in found}


def _rows(scenario: Node) -> Iterator[Example]:
    for table in children(scenario, "examples"):
        header = table.get("tableHeader")
        names = [str(cell["value"]) for cell in children(header, "cells")] if isinstance(header, Mapping) else []
        tags = tuple(str(tag["name"]).lstrip("@") for tag in children(table, "tags"))
        for row in children(table, "tableBody"):
            values = [str(cell["value"]) for cell in children(row, "cells")]
            yield Example(dict(zip(names, values, strict=True)), line_of(row), tags)


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
        return cast("Node", gherkin_parser().parse(text))
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


def _lacks_rows(scenario: Node) -> bool:
    tables = children(scenario, "examples")
    return bool(tables) and not any(children(table, "tableBody") for table in tables)
