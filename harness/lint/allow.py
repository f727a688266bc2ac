"""What a feature allows itself: ``# lint: allow RULE reason`` above a part, or the tag ``@lint-allow-RULE``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from harness.lint.rule import Spot
from harness.lint.rules import is_rule, nearest_rule
from harness.lint.tree import Document, Text

_COMMENT = re.compile(r"#\s*lint\s*:\s*(?P<words>.*)")
_ALLOW = re.compile(r"allow\s+(?P<rule>[\w-]+)(?P<reason>.*)")
TAG = "@lint-allow-"


@dataclass(frozen=True, slots=True)
class Allowed:
    """A rule that need not hold in the lines from ``first`` to ``last``, and where that is said."""

    rule: str
    first: int
    last: int
    said: Text

    def covers(self, rule: str, line: int) -> bool:
        """Whether it is said of this rule and this line."""
        return rule == self.rule and self.first <= line <= self.last


def allowed(document: Document) -> tuple[list[Allowed], list[Spot]]:
    """Return what a feature allows, and what is wrong with how it says so."""
    spans = sorted({*_spans(document)})
    found: list[Allowed] = []
    wrong: list[Spot] = []
    for comment in document.comments:
        words = _COMMENT.fullmatch(comment.text)
        if words is None:
            continue
        allow = _ALLOW.fullmatch(words["words"].strip())
        if allow is None:
            wrong.append(_wrong(comment, f'"{comment.text}" allows nothing', "write # lint: allow RULE reason"))
        elif not is_rule(allow["rule"]):
            wrong.append(_wrong(comment, f'there is no rule "{allow["rule"]}"', nearest_rule(allow["rule"])))
        elif not allow["reason"].strip(" :-"):
            fact = f"it does not say why {allow['rule']} need not hold here"
            wrong.append(_wrong(comment, fact, "write the reason behind the rule"))
        else:
            first, last = next(((a, b) for a, b in spans if a > comment.line), (comment.line, comment.line))
            found.append(Allowed(allow["rule"], first, last, comment))
    for part in document.parts:
        for tag in part.tags:
            if not tag.text.startswith(TAG):
                continue
            rule = tag.text.removeprefix(TAG)
            if is_rule(rule):
                found.append(Allowed(rule, part.first, part.last, tag))
            else:
                wrong.append(_wrong(tag, f'there is no rule "{rule}"', nearest_rule(rule)))
    return found, wrong


def unused(allowances: Iterable[Allowed], used: Iterable[Allowed]) -> list[Spot]:
    """Return what is allowed and would not be needed."""
    needed = list(used)
    return [
        _wrong(one.said, f"{one.rule} holds here: nothing need be allowed", "remove it")
        for one in allowances
        if one not in needed
    ]


def _spans(document: Document) -> Iterable[tuple[int, int]]:
    """Yield the first and last line of everything that a comment can stand above: parts, steps and tables of examples."""
    for part in document.parts:
        yield part.first, part.last
        lines = sorted([*(step.line for step in part.steps), *(table.line for table in part.examples)])
        yield from ((line, after - 1) for line, after in zip(lines, [*lines[1:], part.last + 1], strict=False))


def _wrong(said: Text, fact: str, fix: str) -> Spot:
    return Spot(said.line, said.column, fact, fix)
