"""A step that nobody has defined: which known ones come nearest, and a definition to paste."""

from __future__ import annotations

import difflib
import re

from pytest_bdd.parser import Step
from pytest_bdd.steps import step_function_context_registry

from harness.dialects import keyword_beside
from harness.errors import HarnessError
from harness.suite.snippet import indented

NEAREST = 3
_GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")
_ESCAPE = re.compile(r"\\(.)")


def undefined_step(step: Step, place: str) -> HarnessError:
    """Return the error for an undefined step at ``place``: the nearest known ones as they would be written, and a snippet."""
    known = _known()
    words = {_plain(text): text for text in known}
    said = _plain(step.name)
    begun = sorted((found for found in words if found.startswith(f"{said} ")), key=len)
    others = [found for found in words if found not in begun]
    near = [*begun, *difflib.get_close_matches(said, others, n=NEAREST, cutoff=0.5)][:NEAREST]
    lines = [
        f"{keyword_beside(keyword, text)} {text}"
        for text in map(words.__getitem__, near)
        for keyword in sorted(known[text])
    ]
    nearest = f"write one of: {' | '.join(lines)}\n  or define it" if lines else "define it"
    action = f"{nearest} in a conftest.py beside the feature or above, or in steps of your own:\n\n{indented(step)}\n"
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
