"""The languages a feature may be written in: those that Gherkin knows, and the ones it lacks.

Gherkin has keywords in some eighty languages, Arabic among them (``# language: ar``); Sorani Kurdish, which much of
Super Qi's country speaks, is not one of them.
"""

from __future__ import annotations

import re

from gherkin.dialect import DIALECTS, DialectSpec
from gherkin.parser import Parser

_ARABIC_LETTERS = re.compile(r"[\u0621-\u06d5]")
_SORANI_LETTERS = re.compile("[ێۆڕڵڤەکی]")
"""Letters that Arabic writes otherwise or does not have."""

SORANI: DialectSpec = {
    "feature": ["تایبەتمەندی"],
    "background": ["پاشخان"],
    "rule": ["ڕێسا", "یاسا"],
    "scenario": ["سیناریۆ", "نموونە"],
    "scenarioOutline": ["داڕێژەی سیناریۆ"],
    "examples": ["نموونەکان"],
    "given": ["* ", "گریمان ", "بە گریمانەی "],
    "when": ["* ", "کاتێک "],
    "then": ["* ", "ئەوا ", "ئینجا "],
    "and": ["* ", "هەروەها ", "و "],
    "but": ["* ", "بەڵام "],
}
"""``# language: ckb``, Central Kurdish in Arabic letters."""


def gherkin_parser() -> Parser:
    """Return Gherkin's own parser, which knows our languages too."""
    know_languages()
    return Parser()


def know_languages() -> None:
    """Add our languages to those of Gherkin in this process; one that Gherkin has by now stays its own."""
    DIALECTS.setdefault("ckb", SORANI)


def keyword_beside(keyword: str, text: str) -> str:
    """Return Given, When or Then as it stands before a step of this text: in Arabic or Sorani before one in Arabic letters."""
    kind = keyword.lower()
    if not _ARABIC_LETTERS.search(text) or kind not in SORANI:
        return keyword
    know_languages()
    dialect = DIALECTS["ckb" if _SORANI_LETTERS.search(text) else "ar"]
    words: list[str] = dialect[kind]  # type: ignore[literal-required]
    return words[-1].strip()
