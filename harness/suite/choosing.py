"""Which of the collected scenarios are played.

By a line of their file (``x.feature:42``), by the name of a Rule or a scenario (``x.feature::Name``, ``--name WORDS``), and
by an expression of tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest
from cucumber_tag_expressions import TagExpressionError, parse
from pytest_bdd.scenario import scenario_wrapper_template_registry

from harness.errors import HarnessError, near
from harness.suite.features import EXAMPLE, FeatureFile, FeatureRule
from harness.suite.gherkin import Example, parsed
from harness.suite.names import full_names
from harness.suite.tree import Node, children, line_of

WITH_LINE = re.compile(r"(?P<file>.+\.feature):(?P<line>\d+)")
TAGS = "--tags"
Chosen = dict[str, list[int]]
"""Feature files, by their whole path, with the lines that were named in each."""
CHOSEN = pytest.StashKey[Chosen]()


@dataclass(frozen=True, slots=True)
class Place:
    """One scenario of a file, by the line it stands in; ``row`` is the line of one row of its Examples, or 0 for all."""

    line: int
    row: int = 0


def split_line(argument: str) -> tuple[str, int]:
    """Return a path of the command line and the line named behind it, 0 where none is."""
    found = WITH_LINE.fullmatch(argument)
    return (found["file"], int(found["line"])) if found else (argument, 0)


def joined(arguments: Sequence[str]) -> list[str]:
    """Return a command line with --tags and its value as one: pytest would read a file for a value that begins with @."""
    found: list[str] = []
    for argument in arguments:
        if found and found[-1] == TAGS:
            found[-1] = f"{TAGS}={argument}"
        else:
            found.append(argument)
    return found


def take_lines(config: pytest.Config) -> None:
    """Remember the lines named on the command line and leave pytest the paths and whole names, which is all it understands.

    A worker is given the command line as it was written, so each process does this for itself.

    Raises HarnessError for a line or a name that the file does not have.
    """
    lines: Chosen = {}
    arguments: list[str] = []
    for argument in config.args:
        file, line = split_line(argument)
        if not line:
            arguments += _named(config.invocation_params.dir, argument)
            continue
        path = (config.invocation_params.dir / file).resolve()
        places(path, line)
        lines.setdefault(str(path), []).append(line)
        arguments.append(file)
    config.args[:] = arguments
    config.stash[CHOSEN] = lines


def _named(folder: Path, argument: str) -> list[str]:
    """Return an argument with its Rule, as many as scenarios of that name; one that names nothing is itself."""
    file, _, name = argument.partition("::")
    path = (folder / file).resolve()
    if not name or path.suffix != ".feature" or not path.is_file():
        return [argument]
    return [f"{file}::{found}" for found in full_names(parsed(path).get("feature"), name, near(path))]


def deselect_unchosen(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take out the scenarios that stand at no named line of their file, or have not the tags or the name asked for."""
    wanted = {
        path: [place for line in lines for place in places(Path(path), line)]
        for path, lines in config.stash.get(CHOSEN, {}).items()
    }
    text = str(config.getoption("--tags") or "")
    expression = parse_tags(text) if text else None
    words = str(config.getoption("--name") or "").casefold()

    def chosen(item: pytest.Item) -> bool:
        if item.getparent(FeatureFile) is None:
            return True
        return (
            _stands_at(item, wanted)
            and (expression is None or expression.evaluate(_tags(item)))
            and any(words in name.casefold() for name in _names(item))
        )

    out = [item for item in items if not chosen(item)]
    if out:
        config.hook.pytest_deselected(items=out)
        gone = set(out)
        items[:] = [item for item in items if item not in gone]


class Expression(Protocol):
    """An expression of tags."""

    def evaluate(self, values: Sequence[str]) -> bool:
        """Say whether it holds for these tags."""


def parse_tags(text: str) -> Expression:
    """Return an expression of tags, as ``@h5 and not @slow``; raises HarnessError where it is none."""
    try:
        found: Expression = parse(text)
    except TagExpressionError as error:
        said = str(error).strip().splitlines()[-1]
        raise HarnessError(f'--tags "{text}": {said}', action='write it as "@h5 and not @slow"') from error
    return found


def places(path: Path, line: int) -> list[Place]:
    """Return the scenarios that a line of a feature stands for: one, one row of it, those of a Rule, or all.

    Raises HarnessError where the file has no such line.
    """
    last = len(path.read_text(encoding="utf-8-sig").splitlines()) if path.is_file() else 0
    if not 1 <= line <= last:
        raise HarnessError(
            f"there is no line {line}", place=near(path), action=f"name one from 1 to {last}" if last else ""
        )
    feature = parsed(path).get("feature")
    found = list(_at(feature, line)) if isinstance(feature, Mapping) else []
    return found or ([Place(n) for n in _lines_in(feature)] if isinstance(feature, Mapping) else [])


def _at(parent: Node, line: int) -> Iterator[Place]:
    """Yield what stands at a line below a feature or a rule; nothing means the parent itself."""
    nodes = [node for child in children(parent, "children") for node in child.values() if isinstance(node, Mapping)]
    for node, follower in zip(nodes, [*nodes[1:], None], strict=True):
        if not _begins(node) <= line < (_begins(follower) if follower is not None else line + 1):
            continue
        if "children" in node:
            yield from list(_at(node, line)) or [Place(n) for n in _lines_in(node)]
        elif node.get("keyword", "").strip() and "tags" in node:
            yield _row(node, line)


def _row(scenario: Node, line: int) -> Place:
    rows = [line_of(row) for table in children(scenario, "examples") for row in children(table, "tableBody")]
    return Place(line_of(scenario), line if line in rows else 0)


def _begins(node: Node) -> int:
    """Return the first line of a node, its tags and the comments between them included."""
    return min([line_of(node), *(line_of(tag) for tag in children(node, "tags"))])


def _lines_in(parent: Node) -> Iterator[int]:
    for child in children(parent, "children"):
        for key, node in child.items():
            if key == "scenario" and isinstance(node, Mapping):
                yield line_of(node)
            elif key == "rule" and isinstance(node, Mapping):
                yield from _lines_in(node)


def _stands_at(item: pytest.Item, wanted: Mapping[str, Sequence[Place]]) -> bool:
    mine = wanted.get(str(item.path))
    if mine is None:
        return True
    function = getattr(item, "function", None)
    template = scenario_wrapper_template_registry.get(function) if function is not None else None
    callspec = getattr(item, "callspec", None)
    example = callspec.params.get(EXAMPLE) if callspec is not None else None
    line = template.line_number if template is not None else 0
    row = example.line if isinstance(example, Example) else 0
    return any(place.line == line and place.row in (0, row) for place in mine)


def _names(item: pytest.Item) -> list[str]:
    """Return the names a scenario is chosen by: its own, as it reads with its row's values too, and its Rule's."""
    rule = item.getparent(FeatureRule)
    function, callspec = getattr(item, "function", None), getattr(item, "callspec", None)
    template = scenario_wrapper_template_registry.get(function) if function is not None else None
    values = callspec.params.get(EXAMPLE, {}) if callspec is not None else {}
    rendered = [template.render(values).name] if template is not None else []
    return [item.name, *rendered, *([rule.name] if rule is not None else [])]


def _tags(item: pytest.Item) -> list[str]:
    """Return a scenario's tags, each with its @ and without."""
    return [text for mark in item.iter_markers() for text in (f"@{mark.name}", mark.name)]
