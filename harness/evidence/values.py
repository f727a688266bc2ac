"""The values that travelled through a journey, step by step, and whether each agrees: the values table of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from harness.evidence.arrows import currency_of, key_value
from harness.evidence.findings import finding_words
from harness.evidence.masking import Masks
from harness.evidence.words import NAMES, money
from harness.journal import Message
from harness.journey import AGREEMENTS, STEPS, JourneyVerdict


@dataclass(frozen=True, slots=True)
class Value:
    """One value on one step: its name, what it was (masked), what happens there, and what is wrong ("" if nothing)."""

    step: int
    name: str
    text: str
    what: str
    wrong: str = ""


_NAMES = {17: "status", 18: "resultCode", 20: "outcome"}


def values(messages: Sequence[Message], journey: JourneyVerdict, masks: Masks) -> list[Value]:
    """Return every value that the contract compares, step by step, each from the first message of its step."""
    by_id = {message.id: message for message in messages}
    currency = currency_of(messages)
    found = []
    for verdict in journey.steps:
        step = STEPS[verdict.number - 1]
        first = next((by_id[i] for i in verdict.messages if i in by_id), None)
        if first is None:
            continue
        masked = masks.message(first)
        what = f"{NAMES[step.sender]} {step.title}" + (" (inferred)" if step.inferred else "")
        wrong = {f.value: finding_words(f, masks, currency) for f in verdict.findings}
        rows = {name: text for name, text in _agreed(step.number, masked) if text}
        if step.number in _NAMES:
            rows[_NAMES[step.number]] = key_value(step.number, masked)
        rows |= {name: "" for name in wrong if name and name not in rows}
        found += [Value(step.number, name, text, what, wrong.get(name, "")) for name, text in rows.items()]
    return found


def _agreed(number: int, message: Message) -> list[tuple[str, str]]:
    carried: dict[str, str] = {}
    for agreement in AGREEMENTS:
        for member in agreement.members:
            if member.step == number and (text := member.extract(message)):
                carried[agreement.name] = text
    if "scopes" in carried:
        carried["scopes"] = key_value(number, message)
    if "amount" in carried:
        units, currency = carried["amount"], carried.get("currency", "")
        carried["amount"] = f"{money(currency, units)} ({units} units)"
    return list(carried.items())
