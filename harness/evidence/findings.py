"""What the contract found wrong, as sentences that the page can say in two languages."""

from __future__ import annotations

import os

from harness.evidence.masking import MARK, Masks
from harness.evidence.said import Said
from harness.evidence.words import NAMES, money
from harness.journal import Actor
from harness.journey import Finding

_LONG = 16
"""From how many equal characters on two values are too long to compare by eye."""


def finding_said(finding: Finding, masks: Masks, currency: str = "") -> Said:
    """Return one wrong fact as a sentence, without the step: secrets hidden, money as people say it."""
    return Said(str(finding.said), tuple(_word(word, finding, masks, currency) for word in finding.words))


def finding_words(finding: Finding, masks: Masks, currency: str = "") -> str:
    """Return one wrong fact in English words, and where two long values part."""
    parting = _parting(masks.text(finding.got), masks.text(finding.expected))
    return f"{finding_said(finding, masks, currency)}{parting}"


def _word(word: str, finding: Finding, masks: Masks, currency: str) -> str:
    if isinstance(word, Actor):
        return NAMES[word]
    if finding.value == "amount" and word in (f'"{finding.got}"', f'"{finding.expected}"'):
        said = money(currency, word[1:-1]) if currency else ""
        return f"{word} ({said})" if said else word
    return masks.text(word)


def _parting(got: str, expected: str) -> str:
    same = len(os.path.commonprefix((got, expected)))
    if same < _LONG or MARK in got + expected:
        return ""
    return f'; they differ from character {same + 1} on: "{got[same:]}", not "{expected[same:]}"'
