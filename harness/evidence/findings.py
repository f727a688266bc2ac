"""What the contract found wrong, as sentences that the page can say in two languages."""

from __future__ import annotations

from harness.evidence.masking import MARK, Masks
from harness.evidence.said import Said
from harness.evidence.words import NAMES, money, parted
from harness.journal import Actor
from harness.journey import Finding


def finding_said(finding: Finding, masks: Masks, currency: str = "") -> Said:
    """Return one wrong fact as a sentence, without the step: secrets hidden, money as people say it."""
    return Said(str(finding.said), tuple(_word(word, finding, masks, currency) for word in finding.words))


def finding_words(finding: Finding, masks: Masks, currency: str = "") -> str:
    """Return one wrong fact in English words."""
    return str(finding_said(finding, masks, currency))


def _word(word: str, finding: Finding, masks: Masks, currency: str) -> str:
    if isinstance(word, Actor):
        return NAMES[word]
    if finding.value == "amount" and word in (f'"{finding.got}"', f'"{finding.expected}"'):
        said = money(currency, word[1:-1]) if currency else ""
        return f"{word} ({said})" if said else word
    got, expected = masks.text(finding.got), masks.text(finding.expected)
    short = parted(got, expected)
    pairs = {f'"{got}"': f'"{short[0]}"', f'"{expected}"': f'"{short[1]}"'}
    said = masks.text(word)
    return pairs.get(said, said) if MARK not in got + expected else said
