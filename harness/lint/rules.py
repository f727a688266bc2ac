"""All rules, in the order in which docs/lint.md lists them."""

from __future__ import annotations

import difflib

from harness.errors import HarnessError
from harness.lint.business import BUSINESS
from harness.lint.rule import Rule
from harness.lint.structure import STRUCTURE
from harness.lint.words import WORDS

RULES: tuple[Rule, ...] = (*WORDS, *BUSINESS, *STRUCTURE)
_BY_ID = {rule.id: rule for rule in RULES}
ALLOW = "allow"
"""The id under which a comment that allows something is itself found wrong."""


def is_rule(name: str) -> bool:
    """Whether there is a rule of this id."""
    return name in _BY_ID


def rule_of(name: str) -> Rule:
    """Return the rule of an id; raises HarnessError where there is none."""
    if name not in _BY_ID:
        raise HarnessError(f'there is no rule "{name}"', action=nearest_rule(name))
    return _BY_ID[name]


def nearest_rule(name: str) -> str:
    """Return what to do about a rule that is not there."""
    near = difflib.get_close_matches(name, _BY_ID, n=1)
    return f'did you mean "{near[0]}"?' if near else "harness lint --rules lists them"
