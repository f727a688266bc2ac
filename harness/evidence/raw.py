"""The raw side of a scenario, for developers: every message with its payload and its signature, and what was printed where."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from harness.evidence.masking import Masks
from harness.evidence.words import NAMES, clean
from harness.journal import Actor, Kind, Message

_BOOKS = frozenset(
    {"run", "scenario", "gherkin step begins", "gherkin step", "scenario end", "screenshot", "attachment", "trace"}
)
_PRINTED = ("merchant log", "merchant ended")


@dataclass(frozen=True, slots=True)
class Row:
    """One raw message; ``signature`` is "" where none was checked, ``at`` counts seconds from the first one.

    ``number`` is what the page calls it (see ``numbers``).

    ``parts`` explain the signature, label and text: what was signed, the header, whose key, and what was found.
    """

    number: int
    at: str
    sender: str
    receiver: str
    name: str
    kind: str
    signature: str
    verified: bool
    payload: str
    parts: tuple[tuple[str, str], ...] = ()


def numbers(messages: Iterable[Message]) -> dict[int, int]:
    """Return what the page calls each message of one play, by id: counted from 1, without the harness's own bookkeeping.

    An id says how many messages its process had journalled before, which depends on what else that process has played.
    """
    counted = (message for message in messages if not (message.kind is Kind.FACT and message.name in _BOOKS))
    return {message.id: number for number, message in enumerate(counted, start=1)}


def rows(messages: Sequence[Message], masks: Masks, numbered: Mapping[int, int]) -> Iterable[Row]:
    """Yield those messages of a scenario that are in ``numbered``, every secret masked."""
    start = messages[0].at if messages else 0
    for message in messages:
        if message.id not in numbered:
            continue
        shown = masks.message(message)
        check = message.signature
        own = message.sender is message.receiver
        yield Row(
            number=numbered[message.id],
            at=f"+{(message.at - start) / 1000:.3f} s",
            sender=NAMES[message.sender],
            receiver="" if own else NAMES[message.receiver],
            name=shown.name,
            kind=message.kind.value,
            signature=_signature(message),
            verified=check.verified if check is not None else shown.signed is not None,
            payload=clean(json.dumps(shown.payload, ensure_ascii=False, indent=1, default=str)),
            parts=tuple(_parts(shown, masks)),
        )


def _signature(message: Message) -> str:
    if message.signature is None:
        return "signed by the wallet" if message.signed is not None else ""
    return "signature verified" if message.signature.verified else "signature not valid"


def _parts(message: Message, masks: Masks) -> Iterable[tuple[str, str]]:
    """Yield what explains a signature; the text that was signed is shown as its receiver must build it, byte for byte."""
    check, signed = message.signature, message.signed
    if check is not None and not check.verified:
        yield "What is wrong", clean(masks.text(check.reason))
    if signed is not None:
        yield "The text that is signed", clean(signed.text)
        yield "The Signature header", clean(signed.header) or "-"
        yield "Verified with", clean(masks.text(signed.key))
    if check is not None:
        version = f"keyVersion {check.key_version}" if check.key_version else ""
        yield "Algorithm", clean(" ".join(filter(None, (check.algorithm, version))))


_ASKED = {
    "gateway called by a page": "refused: the page called the wallet's gateway: {0}",
    "payment opened by a page": "refused: the page went to the payment's URL by itself: {0}",
    "service worker": "service worker: it answered {0}, and the merchant was not asked",
}
"""Facts about requests of the page that did not go to the merchant, each in words."""


def console(messages: Sequence[Message], masks: Masks) -> Iterable[str]:
    """Yield what the program's page said to its console, what it threw, and what became of requests that went astray."""
    for message in messages:
        if message.kind is Kind.FACT and message.sender is Actor.HARNESS and message.name in ("console", "page error"):
            sort = message.text("type") or "error" if message.name == "console" else "uncaught error"
            yield clean(masks.text(f"{sort}: {message.text('text') or ''}"))
        elif message.kind is Kind.FACT and message.name == "refused host":
            where = f"{message.text('host')}{message.text('path')}"
            yield clean(masks.text(f"refused: {where}: {message.text('reason')}"))
        elif message.kind is Kind.FACT and message.name in _ASKED:
            asked = f"{message.text('method') or 'GET'} {message.text('url') or message.text('path')}"
            yield clean(masks.text(_ASKED[message.name].format(asked)))


def printed(messages: Sequence[Message], masks: Masks) -> Iterable[str]:
    """Yield the lines that the merchant's backend has printed, and that it has ended where it has."""
    for message in messages:
        if message.kind is Kind.FACT and message.name in _PRINTED:
            yield clean(masks.text(message.text("text") or ""))
