"""The words of the reports: actors, money and findings as a person says them."""

from __future__ import annotations

import os
import re
from decimal import Decimal, InvalidOperation

from harness.journal import Actor
from harness.journey import RESULT_CODES, STEPS

NAMES: dict[Actor, str] = {
    Actor.BUYER: "buyer",
    Actor.MINI_PROGRAM: "Mini Program",
    Actor.WALLET_APP: "wallet app",
    Actor.WALLET_BACKEND: "wallet backend",
    Actor.MERCHANT: "merchant backend",
    Actor.HARNESS: "harness",
}
LANES = (Actor.BUYER, Actor.MINI_PROGRAM, Actor.WALLET_APP, Actor.WALLET_BACKEND, Actor.MERCHANT)

# ISO 4217: decimal places, where they are not two. Super Qi counts 1 IQD as 1000 units (journey.md).
_PLACES = {"IQD": 3, "JOD": 3, "KWD": 3, "BHD": 3, "OMR": 3, "TND": 3, "LYD": 3, "JPY": 0, "KRW": 0, "VND": 0, "CLP": 0}
# Characters that XML cannot carry at all, in any escaping, and those that drive a terminal: DEL and the C1 controls.
_CONTROL = re.compile("[^\t\n\r\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


_LONG, _KEPT = 24, 10
"""From how many equal characters on two values are too long to compare by eye, and how many of them are shown."""


def money(currency: str | None, value: str | None) -> str:
    """Return minor units as people say them (``"25,000 IQD"``); what is not a number stays as it is."""
    if not value:
        return ""
    try:
        places = _PLACES.get(currency or "", 2)
        major = Decimal(value).scaleb(-places)
        text = f"{major:,.{places}f}"
    except (InvalidOperation, ValueError):
        return " ".join(filter(None, (value, currency)))
    text = text.rstrip("0").rstrip(".") if "." in text and major == major.to_integral_value() else text
    return f"{text} {currency or '(no currency)'}"


def code_words(code: str) -> str:
    """Return a resultCode beside its meaning: ``6001 (cancelled by the buyer)``."""
    return f"{code} ({RESULT_CODES[code]})" if code in RESULT_CODES else code


def step_words(number: int) -> str:
    """Return who does what at a step: ``merchant backend → wallet backend: initiates the payment (pay)``."""
    step = STEPS[number - 1]
    call = f" ({step.name})" if step.name and step.name not in step.title.split() else ""
    return f"{NAMES[step.sender]} → {NAMES[step.receiver]}: {step.label}{call}"


def clean(text: str) -> str:
    """Return ``text`` without the characters that XML cannot carry or that a terminal obeys."""
    return _CONTROL.sub("\ufffd", text)


def shorten(text: str, length: int) -> str:
    """Return ``text`` in at most ``length`` characters, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def shared(one: str, other: str) -> int:
    """Return how many characters two values begin alike with, 0 where an eye compares them at once."""
    same = len(os.path.commonprefix((one, other)))
    return same if same >= _LONG else 0


def parted(one: str, other: str) -> tuple[str, str]:
    """Return two values that begin alike without most of what they share, where that is too long to compare by eye."""
    same = shared(one, other)
    if not same:
        return one, other
    return f"…{one[same - _KEPT :]}", f"…{other[same - _KEPT :]}"


def plain(text: str, *, unicode: bool) -> str:
    """Return ``text`` as it can be printed: unchanged, or in ASCII for a terminal that cannot show more.

    A carriage return becomes a space: what follows it would stand over what was said before.
    """
    text = text.replace("\r", " ")
    if unicode:
        return text
    for sign, ascii_sign in (("→", "->"), ("✓", "+"), ("✗", "X"), ("·", "."), ("•", "*"), ("…", "...")):
        text = text.replace(sign, ascii_sign)
    return text.encode("ascii", "backslashreplace").decode("ascii")


def is_unicode(encoding: str | None) -> bool:
    """Whether a terminal of this encoding shows ✓ and →."""
    return (encoding or "").lower().replace("-", "").replace("_", "") in (
        "utf8",
        "utf8sig",
        "utf16",
        "utf32",
        "cp65001",
    )
