"""The definition of a step that nobody has defined yet, to be pasted: the right keyword, parser and values are guessed."""

from __future__ import annotations

import keyword
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field

from pytest_bdd.parser import Step

_VALUE = re.compile(
    r'"(?P<text>[^"]*)"'
    r"|(?P<amount>(?<![\w.])[0-9][0-9,]*(?:\.[0-9]+)? [A-Z]{3}\b)"
    r"|(?P<code>(?<![\w.,])(?:9000|8000|4000|600[124])(?= \())"
    r"|(?P<real>(?<![\w.,])[0-9]+\.[0-9]+(?![\w.,]*[0-9]))"
    r"|(?P<whole>(?<![\w.,])[0-9]+(?![\w]|[.,][0-9]))"
)
"""What varies from scenario to scenario in a step: a quoted text, an amount, a result code with its meaning, a number."""
_WORDS = re.compile(r"[A-Za-z]+")
_NOUN_BEFORE = re.compile(r"\b(?:the|a|an|its|of) (?P<noun>[a-z]+) $")
_NOUN_AFTER = re.compile(r" (?P<noun>[a-z]{3,})\b")
_LONGEST, _WIDEST = 60, 100
_TYPES = {"real": ("f", "float"), "whole": ("d", "int")}


@dataclass(slots=True)
class _Pattern:
    """A step's text with ``{values}``, and the values with their Python types."""

    text: str = ""
    values: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, kind: str) -> str:
        """Note a value and return its place in the text; a second one of a name is numbered."""
        count = sum(1 for known in self.values if known.rstrip("0123456789") == name)
        name = f"{name}{count + 1}" if count else name
        conversion, python = _TYPES.get(kind, ("", "str"))
        self.values[name] = python
        return f"{{{name}:{conversion}}}" if conversion else f"{{{name}}}"


def snippet(step: Step) -> str:
    """Return a module that defines a step: its imports, its decorator, a function that says that it does nothing yet."""
    pattern = _pattern(step.name)
    values = [f"{name}: {kind}" for name, kind in pattern.values.items()]
    if step.datatable:
        values.append("datatable: list[list[str]]")
    if step.docstring is not None:
        values.append("docstring: str")
    text = _quoted(pattern.text)
    given = f"parsers.parse({text})" if pattern.values else _quoted(step.name)
    parsers = ", parsers" if pattern.values else ""
    names = f"{step.type}{parsers}" if step.type < "parsers" else f"parsers, {step.type}" if parsers else step.type
    return (
        f"from pytest_bdd import {names}\n\nfrom harness import World\n\n\n"
        f"@{step.type}({given})\n"
        f"{_head(_function_name(step, pattern.text), ['world: World', *values])}\n"
        f'    """Say what it does."""\n'
        f'    raise NotImplementedError("this step does nothing yet")\n'
    )


def _head(name: str, values: list[str]) -> str:
    """Return the first line of a function, or its lines where one would be too long."""
    line = f"def {name}({', '.join(values)}) -> None:"
    return line if len(line) <= _WIDEST else f"def {name}(\n    {', '.join(values)},\n) -> None:"


def indented(step: Step, blanks: int = 6) -> str:
    """Return the snippet as it stands below an error."""
    return textwrap.indent(snippet(step), " " * blanks).rstrip()


def _pattern(text: str) -> _Pattern:
    made, end = _Pattern(), 0
    for found in _VALUE.finditer(text):
        kind = str(found.lastgroup)
        made.text += _literal(text[end : found.start()])
        place = made.add(_name(kind, text, found), kind)
        made.text += f'"{place}"' if kind == "text" else place
        end = found.end()
    made.text += _literal(text[end:])
    return made


def _name(kind: str, text: str, found: re.Match[str]) -> str:
    """Return what a value may be called: by the noun it stands beside, else by what it is."""
    if kind in ("amount", "code"):
        return kind
    beside = _NOUN_BEFORE.search(text[: found.start()]) if kind == "text" else _NOUN_AFTER.match(text[found.end() :])
    return beside["noun"] if beside else {"text": "text"}.get(kind, "number")


def _literal(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _quoted(text: str) -> str:
    return repr(text) if '"' in text else f'"{text}"'.replace("\\", "\\\\")


def _function_name(step: Step, pattern: str) -> str:
    """Return a name in the words of the step, up to a length; in another script than Latin it is called by its line."""
    words = list(_name_words(re.sub(r"\{[^}]*\}", " ", pattern)))
    name = "_".join(words)
    return name if name and not keyword.iskeyword(name) else f"{step.type}_in_line_{step.line_number}"


def _name_words(text: str) -> Iterator[str]:
    length = 0
    for word in _WORDS.findall(text):
        if (length := length + len(word) + 1) > _LONGEST:
            return
        yield word.lower()
