"""What a step asks of its world, read from its source instead of played: amounts, goods, actions and screens by name.

Only what a step does in any case is read, not what stands below an ``if`` or in a loop, so nothing is blamed that a run
would not have reached.
"""

from __future__ import annotations

import ast
import functools
import inspect
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

WordKind = Literal["action", "screen", "good", "amount"]
ASKS: Mapping[str, tuple[WordKind | None, ...]] = {
    "act": ("action",),
    "expect_screen": ("screen",),
    "good": ("good",),
    "amount": ("amount",),
    "note_order": (None, "amount"),
    "enter_buyer": (None, "amount"),
}
"""The methods of a World that take words, with what each of their arguments is."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word that a step uses, and what it has to be."""

    kind: WordKind
    text: str


def words_of(function: Callable[..., object], arguments: Mapping[str, object]) -> Iterator[Word]:
    """Yield the words that a step's function asks its world for, with these arguments."""
    for method, given in _calls(inspect.unwrap(function)):
        for kind, node in zip(ASKS[method], given, strict=False):
            text = _text(node, arguments)
            if kind is not None and text is not None:
                yield Word(kind, text)


@functools.cache
def _calls(function: Callable[..., object]) -> tuple[tuple[str, tuple[ast.expr, ...]], ...]:
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    except (OSError, TypeError, SyntaxError):
        return ()  # made at run time: there is no source to read
    simple = (ast.Expr, ast.Assign, ast.AnnAssign, ast.Return)
    body = [node for node in getattr(tree, "body", []) if isinstance(node, simple)]
    calls = [node for statement in body for node in ast.walk(statement) if isinstance(node, ast.Call)]
    return tuple((name, tuple(call.args)) for call in calls if (name := _method(call)) in ASKS)


def _method(call: ast.Call) -> str:
    """Return which method of the world a call is, "" where it is another's."""
    function = call.func
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id == "world":
        return function.attr
    return ""


def _text(node: ast.expr, arguments: Mapping[str, object]) -> str | None:
    """Return the text of an argument, None where only a run could know it."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.Name):
        found = arguments.get(node.id)
        return found if isinstance(found, str) else None
    if isinstance(node, ast.FormattedValue):
        return _text(node.value, arguments) if node.format_spec is None else None
    if isinstance(node, ast.JoinedStr):
        parts = [_text(part, arguments) for part in node.values]
        return None if any(part is None for part in parts) else "".join(part or "" for part in parts)
    return None
