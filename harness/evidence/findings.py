"""What the contract found wrong, as sentences that the page can say in two languages."""

from __future__ import annotations

import re
from functools import cache

from harness.evidence.masking import Masks
from harness.evidence.said import Said
from harness.evidence.words import NAMES, finding_words
from harness.journal import Actor
from harness.journey import Finding

_ABOUT_STEP = (
    "did not happen: {0} {1}",
    "must not happen on this path, but did: {0} {1}",
    "happened again ({0} times in all): {1} {2}",
)
"""Here the last two values are an actor and the title of a step."""

_OTHERS = (
    "my.tradePay was called again ({0} times in all) while its cashier was open",
    "came after step {0}, must come before it",
    "came before step {0}, must come after it",
    "{0} is nothing, but the order says {1}",
    "{0} is nothing, but the wallet's books say {1}",
    "{0} is nothing, but step {1} says {2}",
    "{0} is {1}, but the order says {2}",
    "{0} is {1}, but the wallet's books say {2}",
    "{0} is {1}, but step {2} says {3}",
    "{0} is {1}, but the payment calls for {2}",
    "the access token reached the phone; it must stay on the merchant's server",
    "the refresh token reached the phone; it must stay on the merchant's server",
    "the signature is not valid: {0}",
    "a second payment for an order whose first can still be paid: the buyer can be charged twice",
    "a second payment for an order whose first is paid: the buyer can be charged twice",
    "pay names the paymentRequestId of a payment that has failed: a new try needs a new paymentRequestId",
    "the Mini Program shows the order as paid, but the wallet has not told its backend so; the wallet has made no payment",
    "the Mini Program shows the order as paid, but the wallet has not told its backend so; the wallet's books say {0}",
)
SENTENCES = (*_ABOUT_STEP, *_OTHERS)
"""Every sentence that the contract can say (harness.journey)."""


def finding_said(finding: Finding, masks: Masks, currency: str = "") -> Said:
    """Return one wrong fact as a sentence: secrets hidden, money as people say it."""
    text = finding_words(finding, masks, currency)
    for sentence in SENTENCES:
        if (found := _pattern(sentence).fullmatch(text)) is None:
            continue
        values = found.groups()
        if sentence in _ABOUT_STEP:
            actor = next((name for name in _actors() if values[-2].removeprefix("the ") in name), values[-2])
            values = (*values[:-2], _actors().get(values[-2].removeprefix("the "), actor), values[-1])
        return Said(sentence, values)
    return Said("{0}", (text,))


@cache
def _actors() -> dict[str, str]:
    return {name: NAMES[actor] for actor in Actor for name in (actor.value, NAMES[actor])}


@cache
def _pattern(sentence: str) -> re.Pattern[str]:
    """Match a sentence with its values; who acts is one of the five actors."""
    literal = re.escape(sentence)
    if sentence in _ABOUT_STEP:
        who = "|".join(sorted(map(re.escape, _actors()), key=len, reverse=True))
        last = max(int(number) for number in re.findall(r"\{(\d)\}", sentence))
        literal = literal.replace(rf"\{{{last - 1}\}}", rf"((?:the )?(?:{who}))")
    return re.compile(re.sub(r"\\\{\d\\\}", "(.+?)", literal), re.DOTALL)
