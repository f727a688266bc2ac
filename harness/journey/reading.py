"""Reading a journal: which message is which of the 20 steps.

Messages between the phone and the wallet say so by their names. The program's calls to its own merchant have names
only that merchant knows, so they are recognised by what they carry and by what they bring about: a call that carries
an authCode, or makes the merchant call applyToken, is the login; one that makes it call pay, or is answered with a
redirect URL, is the order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from harness.journal import Actor, Kind, Message
from harness.journey.steps import STEPS

AUTH_CODE_KEYS = frozenset({"authcode", "authorizationcode"})
PAYMENT_URL_KEYS = frozenset({"paymenturl", "redirecturl", "redirectionurl", "cashierurl"})
CUSTOMER_KEYS = frozenset({"customerid", "referencebuyerid"})

_NAMED = {(s.sender, s.receiver, s.name, s.kind): s.number for s in STEPS if s.name}


@dataclass(frozen=True, slots=True)
class Sighting:
    """One message that is one of the 20 steps."""

    step: int
    message: Message


def values(data: object) -> Iterator[tuple[str, object]]:
    """Yield every (key, leaf value) in nested JSON data; list items carry the key of their list."""
    stack: list[tuple[str, object]] = [("", data)]
    while stack:
        key, value = stack.pop()
        if isinstance(value, Mapping):
            stack.extend((str(k), v) for k, v in value.items())
        elif isinstance(value, Sequence) and not isinstance(value, str):
            stack.extend((key, item) for item in value)
        else:
            yield key, value


def named(data: object, keys: frozenset[str]) -> str | None:
    """Return the first value whose key, without case and punctuation, is one of ``keys``."""
    for key, value in values(data):
        if "".join(c for c in key.lower() if c.isalnum()) in keys and isinstance(value, str):
            return value
    return None


def read(messages: Iterable[Message]) -> list[Sighting]:
    """Return the messages that are steps, in journal order."""
    journal = list(messages)
    beside = _beside(journal)
    kept = [message for message in journal if message.id not in beside]
    exchanges = _exchange_steps(kept)
    sightings = []
    for message in kept:
        number = _NAMED.get((message.sender, message.receiver, message.name, message.kind))
        if number is None:
            number = exchanges.get(message.id)
        if number is not None:
            sightings.append(Sighting(number, message))
    return sightings


def _beside(messages: list[Message]) -> set[int]:
    """Return the messages of what is no part of the 20 steps: contracts, agreement payments, refreshed tokens."""
    contracts = {m.text("contractCode") for m in messages if m.name == "contract signed"}
    agreed = [m for m in messages if m.name == "payment created" and m.text("flow") == "agreement"]
    payments = {m.text("paymentId") for m in agreed}
    pays = {m.cause for m in agreed}
    found: set[int] = set()
    for message in messages:
        exchange = message.name == "applyToken" and message.kind is Kind.CALL
        if (
            message.cause in found
            or message.id in pays
            or (exchange and message.text("grantType") == "REFRESH_TOKEN")
            or (contracts and _holds(message, contracts))
            or (payments and message.text("paymentId") in payments)
        ):
            found.add(message.id)
    return found


def _exchange_steps(messages: list[Message]) -> dict[int, int]:
    """Map the ids of program <-> merchant messages to 5, 8, 9 or 12."""
    to_merchant = [m for m in messages if (m.sender, m.receiver) == (Actor.MINI_PROGRAM, Actor.MERCHANT)]
    to_program = [m for m in messages if (m.sender, m.receiver) == (Actor.MERCHANT, Actor.MINI_PROGRAM)]
    codes = {m.text("authCode") for m in messages if m.name in ("auth code issued", "authorize")} - {None}
    logins = _caused(messages, "applyToken")
    orders = _caused(messages, "pay")
    orphans = any(m.name == "pay" and m.kind is Kind.CALL and m.cause is None for m in messages)
    urls = {m.text("paymentUrl") for m in messages if m.name == "payment created"} - {None}
    if not orders or crowded(messages):
        # pay itself is missing, or ascribed to another call: the order is the call that was answered with a payment's URL.
        orders |= {m.cause for m in to_program if m.cause is not None and _holds(m, urls)}
    steps: dict[int, int] = {}
    patterns: set[str] = set()
    for call in to_merchant:
        if call.id in logins or _carries_code(call, codes):
            logins.add(call.id)
            steps[call.id] = 5
        elif call.id in orders:
            steps[call.id] = 9
            patterns.add(_shape(call))
    if orphans and not orders:
        last = _last_before_pay(messages, to_merchant, logins)
        if last is not None:
            steps[last.id] = 9
            orders.add(last.id)
    answered = {m.cause for m in to_program}
    for call in to_merchant:
        if call.id not in steps and call.id not in answered and _shape(call) in patterns:
            steps[call.id] = 9
    passed_on = False
    for answer in to_program:
        if answer.cause in logins:
            steps[answer.id] = 8
        elif answer.cause in orders:
            steps[answer.id] = 12
            passed_on = True
    if not passed_on:
        for answer in to_program:
            if answer.id not in steps and named(answer.payload, PAYMENT_URL_KEYS):
                steps[answer.id] = 12
                break
    return steps


def crowded(messages: Sequence[Message]) -> set[int]:
    """Return the calls of the program to which several payments are ascribed.

    Which call made the merchant pay is known by time alone; of two calls open at once (a double tap) it is a guess, and
    only the URL that each answer brings back tells them apart.
    """
    payments: dict[int, set[str | None]] = {}
    for message in messages:
        if message.name == "pay" and message.kind is Kind.CALL and message.cause is not None:
            payments.setdefault(message.cause, set()).add(message.text("paymentRequestId"))
    return {cause for cause, requests in payments.items() if len(requests) > 1}


def _caused(messages: Iterable[Message], name: str) -> set[int]:
    return {m.cause for m in messages if m.name == name and m.kind is Kind.CALL and m.cause is not None}


def _carries_code(call: Message, codes: set[str | None]) -> bool:
    if named(call.payload, AUTH_CODE_KEYS):
        return True
    return _holds(call, codes)


def _holds(message: Message, wanted: set[str | None]) -> bool:
    return any(value in wanted for _, value in values(message.payload) if isinstance(value, str))


def _shape(call: Message) -> str:
    return f"{call.name} {sorted((key, str(value)) for key, value in values(call.payload))}"


def _last_before_pay(messages: list[Message], calls: list[Message], logins: set[int]) -> Message | None:
    """Return the program's last call before a pay that no open call explains (a merchant that pays in the background)."""
    pay = next(m for m in messages if m.name == "pay" and m.kind is Kind.CALL and m.cause is None)
    before = [c for c in calls if c.id < pay.id and c.id not in logins and c.text("method") != "GET"]
    return before[-1] if before else None
