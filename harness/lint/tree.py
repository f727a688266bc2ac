"""A feature as its rules read it: plain values made from gherkin-official's tree, every text with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

Node = Mapping[str, object]
_QUOTED = re.compile(r'"[^"]*"|<[^<>]*>')
_ROLES = {"Context": "given", "Action": "when", "Outcome": "then"}


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of a feature and where it begins: line and column, both from 1."""

    text: str
    line: int
    column: int

    @property
    def bare(self) -> str:
        """The text with blanks for what stands in quotes or is a placeholder: there the program speaks, not the feature."""
        return _QUOTED.sub(lambda found: " " * len(found[0]), self.text)


@dataclass(frozen=True, slots=True)
class Step:
    """One step. ``role`` is given, when or then, that of the step before for And and But, "" for ``*``."""

    line: int
    column: int
    keyword: str
    role: str
    joined: bool
    said: Text
    cells: tuple[tuple[Text, ...], ...]
    block: tuple[Text, ...]

    @property
    def texts(self) -> tuple[Text, ...]:
        """The step's sentence, its table's cells and the lines of its text block."""
        return (self.said, *(cell for row in self.cells for cell in row), *self.block)


@dataclass(frozen=True, slots=True)
class Examples:
    """A table of examples: the names in its head, and its rows."""

    line: int
    column: int
    head: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A feature, a rule, a background or a scenario (``kind``), with the lines it fills, its tags and comments' room included."""

    kind: str
    line: int
    column: int
    first: int
    last: int
    name: Text
    description: tuple[Text, ...]
    tags: tuple[Text, ...]
    steps: tuple[Step, ...] = ()
    examples: tuple[Examples, ...] = ()
    parts: tuple[Part, ...] = ()
    outline: bool = False

    def all(self) -> Iterator[Part]:
        """Yield this part and all below it, in the order of the file."""
        yield self
        for part in self.parts:
            yield from part.all()

    def of(self, kind: str) -> list[Part]:
        """Return the parts of a kind directly below this one."""
        return [part for part in self.parts if part.kind == kind]


@dataclass(frozen=True, slots=True)
class Document:
    """One feature file. ``language`` is that of its keywords, as "en" or "ar"."""

    feature: Part
    language: str
    comments: tuple[Text, ...]

    @property
    def parts(self) -> list[Part]:
        """The feature and everything in it that has a name or steps."""
        return list(self.feature.all())

    @property
    def scenarios(self) -> list[Part]:
        """Every scenario, whatever rule it stands under."""
        return [part for part in self.parts if part.kind == "scenario"]

    @property
    def steps(self) -> list[Step]:
        """Every step, of backgrounds too."""
        return [step for part in self.parts for step in part.steps]

    @property
    def sentences(self) -> list[Text]:
        """Every name and every step's sentence, in the order of the file."""
        return [text for part in self.parts for text in (part.name, *(step.said for step in part.steps)) if text.text]


def document(tree: Node, source: str) -> Document | None:
    """Return the feature of gherkin-official's ``tree`` of ``source``; None for a file without one."""
    feature = tree.get("feature")
    if not isinstance(feature, Mapping):
        return None
    lines = source.splitlines()
    return Document(
        feature=_part("feature", feature, lines, len(lines)),
        language=str(feature.get("language", "en")),
        comments=tuple(_comment(comment) for comment in _nodes(tree, "comments")),
    )


def _comment(node: Node) -> Text:
    """Return a comment; the tree has its line from the first column on, blanks included."""
    text = str(node["text"])
    return Text(text.strip(), _line(node), _column(node) + len(text) - len(text.lstrip()))


def _part(kind: str, node: Node, lines: Sequence[str], last: int) -> Part:
    below = [
        (key, child)
        for entry in _nodes(node, "children")
        for key, child in entry.items()
        if key in ("rule", "background", "scenario") and isinstance(child, Mapping)
    ]
    ends = [*(_first(child) - 1 for _, child in below[1:]), last]
    keyword, line, column = str(node["keyword"]), _line(node), _column(node)
    name = str(node.get("name", ""))
    examples = tuple(_examples(table) for table in _nodes(node, "examples"))
    return Part(
        kind=kind,
        line=line,
        column=column,
        first=_first(node),
        last=last,
        name=Text(name, line, _found(lines, line, name, column + len(keyword) + 1)),
        description=tuple(_description(node, lines)),
        tags=tuple(Text(str(tag["name"]), _line(tag), _column(tag)) for tag in _nodes(node, "tags")),
        steps=tuple(_steps(node)),
        examples=examples,
        parts=tuple(_part(key, child, lines, end) for (key, child), end in zip(below, ends, strict=False)),
        outline=bool(examples),
    )


def _description(node: Node, lines: Sequence[str]) -> Iterator[Text]:
    said = str(node.get("description") or "").splitlines()
    if not said:
        return
    first = next((n for n in range(_line(node), len(lines)) if lines[n].strip() == said[0].strip()), _line(node))
    for number, text in enumerate(said, first + 1):
        yield Text(text.strip(), number, len(text) - len(text.lstrip()) + 1)


def _steps(node: Node) -> Iterator[Step]:
    role = ""
    for step in _nodes(node, "steps"):
        kind = str(step.get("keywordType", ""))
        joined = kind == "Conjunction"
        role = role if joined else _ROLES.get(kind, "")
        keyword, line, column = str(step["keyword"]), _line(step), _column(step)
        table, block = step.get("dataTable"), step.get("docString")
        yield Step(
            line=line,
            column=column,
            keyword=keyword.strip(),
            role=role,
            joined=joined,
            said=Text(str(step["text"]), line, column + len(keyword)),
            cells=tuple(_cells(row) for row in _nodes(table, "rows")) if isinstance(table, Mapping) else (),
            block=tuple(_block(block)) if isinstance(block, Mapping) else (),
        )


def _block(node: Node) -> Iterator[Text]:
    for number, text in enumerate(str(node["content"]).split("\n"), _line(node) + 1):
        yield Text(text, number, _column(node))


def _examples(node: Node) -> Examples:
    head = node.get("tableHeader")
    return Examples(
        _line(node),
        _column(node),
        _cells(head) if isinstance(head, Mapping) else (),
        tuple(_cells(row) for row in _nodes(node, "tableBody")),
    )


def _cells(row: Node) -> tuple[Text, ...]:
    return tuple(Text(str(cell["value"]), _line(cell), _column(cell)) for cell in _nodes(row, "cells"))


def _first(node: Node) -> int:
    """Return the first line of a part: that of its first tag, where it has one."""
    return min(_line(one) for one in (node, *_nodes(node, "tags")))


def _found(lines: Sequence[str], line: int, text: str, column: int) -> int:
    return lines[line - 1].find(text, column - 1) + 1 if text and line <= len(lines) else column


def _nodes(node: Node, key: str) -> Sequence[Node]:
    found = node.get(key)
    return found if isinstance(found, list) else []


def _line(node: Node) -> int:
    return _number(node, "line")


def _column(node: Node) -> int:
    return _number(node, "column")


def _number(node: Node, key: str) -> int:
    place = node.get("location")
    return int(str(place.get(key, 1))) if isinstance(place, Mapping) else 1
