"""A step that nobody has defined: which known ones come nearest."""

from __future__ import annotations

import difflib
import re

from pytest_bdd.parser import Step
from pytest_bdd.steps import step_function_context_registry

from harness.errors import HarnessError

NEAREST = 3
_GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")
_ESCAPE = re.compile(r"\\(.)")


def undefined_step(step: Step, place: str) -> HarnessError:
    """Return the error for an undefined step at ``place``, with the nearest known ones as they would be written."""
    known = _known()
    words = {_plain(text): text for text in known}
    near = [words[found] for found in difflib.get_close_matches(_plain(step.name), list(words), n=NEAREST, cutoff=0.5)]
    lines = [f"{keyword} {text}" for text in near for keyword in sorted(known[text])]
    action = f"write one of: {' | '.join(lines)}" if lines else "define it in steps/, or use a step that is there"
    return HarnessError(f'no step is defined for "{step.keyword} {step.name}"', place=place, action=action)


def _known() -> dict[str, set[str]]:
    """Return the text of every defined step with the keywords it may stand under."""
    found: dict[str, set[str]] = {}
    for context in list(step_function_context_registry.values()):
        keyword = context.type.capitalize() if context.type else "*"
        found.setdefault(readable(str(context.parser.name)), set()).add(keyword)
    return found


def readable(pattern: str) -> str:
    """Return a step's pattern as a person writes it: a regular expression's groups become ``{name}``."""
    if "(?P<" not in pattern:
        return pattern
    return _ESCAPE.sub(r"\1", _GROUP.sub(r"{\1}", pattern))


def _plain(text: str) -> str:
    """Return a step without what varies: quoted texts, numbers and placeholders all count as the same."""
    return re.sub(r'"[^"]*"|\{[^}]*\}|[\d,.]+( [A-Z]{3})?', "…", text)
