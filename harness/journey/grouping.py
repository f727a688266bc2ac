"""Which messages belong together: logins, payments, and the attempts to pay one payment.

Messages are joined by what caused them and by the ids they carry; a message that is missing still joins its
neighbours, because they name it as their cause.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from harness.journal import Kind, Message
from harness.journey.reading import PAYMENT_URL_KEYS, Sighting, crowded, named

LAST_LOGIN_STEP = 8
LAST_ORDER_STEP = 12
ATTEMPT_STEPS = range(13, 19)


@dataclass(slots=True)
class Attempt:
    """One call of my.tradePay and what followed on the phone (steps 13 to 18)."""

    sightings: list[Sighting] = field(default_factory=list)

    @property
    def first(self) -> int:
        """The id of its first message."""
        return min(s.message.id for s in self.sightings)

    def message(self, step: int) -> Message | None:
        """The message of one of its steps, None where there is none."""
        return next((s.message for s in self.sightings if s.step == step), None)


@dataclass(slots=True)
class Login:
    """Steps 1 to 8 of one authorization, with the wallet's own notes about it."""

    sightings: list[Sighting]
    facts: list[Message]


@dataclass(slots=True)
class Payment:
    """Steps 9 to 12, 19 and 20 of one payment, its attempts, the wallet's books about it, and the login it rests on."""

    sightings: list[Sighting]
    facts: list[Message]
    attempts: list[Attempt]
    login: Login | None
    others: list[Message]

    @property
    def created(self) -> Message | None:
        """The wallet's own note of the payment, or None where pay was refused."""
        return next((m for m in self.facts if m.name == "payment created"), None)


class _Union:
    """Disjoint sets of hashable names."""

    def __init__(self) -> None:
        self._parent: dict[object, object] = {}

    def root(self, item: object) -> object:
        parent = self._parent.setdefault(item, item)
        while parent != self._parent[parent]:
            parent = self._parent[parent]
        self._parent[item] = parent
        return parent

    def join(self, left: object, right: object) -> None:
        self._parent[self.root(left)] = self.root(right)


def group(messages: Sequence[Message], sightings: Sequence[Sighting]) -> tuple[list[Login], list[Payment]]:
    """Sort the sightings of one world into logins and payments, oldest first."""
    step_of = {s.message.id: s.step for s in sightings}
    login_names = ("auth code issued", "consent", "consent sheet")
    login_ids = {i for i, n in step_of.items() if n <= LAST_LOGIN_STEP}
    login_ids |= {m.id for m in messages if m.name in login_names}
    payment_ids = {m.id for m in messages if m.id not in login_ids and (m.id in step_of or _about_payment(m))}
    known = {m.id for m in messages}
    shared = crowded(messages)

    def edges(message: Message, side: set[int]) -> Iterable[object]:
        guessed = message.name == "pay" and message.kind is Kind.CALL and message.cause in shared
        # A new try may first ask about the payment before it: what it asks about is told by ids, not by who asked.
        guessed = guessed or (message.name == "inquiryPayment" and message.kind is Kind.CALL)
        if message.cause is not None and not guessed and (message.cause in side or message.cause not in known):
            yield message.cause
        if shared and step_of.get(message.id) == LAST_ORDER_STEP:
            yield f"url {named(message.payload, PAYMENT_URL_KEYS)}"
        keys = ("authCode",) if side is login_ids else ("paymentId", "paymentUrl", "redirectActionForm.redirectUrl")
        for key in keys:
            if value := message.text(key):  # an inquiry by paymentRequestId may carry an empty paymentId
                yield f"{keys[0] if key == 'authCode' else 'id' if key == 'paymentId' else 'url'} {value}"

    logins = [
        Login([Sighting(step_of[m.id], m) for m in part if m.id in step_of], [m for m in part if m.kind is Kind.FACT])
        for part in _components(messages, login_ids, edges)
    ]
    logins = _merge_fragments([one for one in logins if one.sightings])
    logins = _merge_repeats(logins)
    payments = []
    for part in _components(messages, payment_ids, edges):
        seen = [Sighting(step_of[m.id], m) for m in part if m.id in step_of]
        if not seen:
            continue
        payments.append(
            Payment(
                sightings=[s for s in seen if s.step not in ATTEMPT_STEPS],
                facts=[m for m in part if m.kind is Kind.FACT],
                attempts=_attempts([s for s in seen if s.step in ATTEMPT_STEPS], messages),
                login=_login_of(seen, logins),
                others=[m for m in part if m.id not in step_of],
            )
        )
    return logins, _merge_copies(payments)


def _merge_copies(payments: list[Payment]) -> list[Payment]:
    """Fold a payment that is nothing but a copy of one message into the payment that has the original."""
    whole = [one for one in payments if len(one.sightings) + len(one.attempts) > 1 or len(payments) == 1]
    for one in payments:
        if one in whole:
            continue
        copies = one.sightings
        home = next(
            (
                other
                for other in whole
                if copies
                and any(s.step == copies[0].step and _same(s.message, copies[0].message) for s in other.sightings)
            ),
            None,
        )
        if home is None:
            whole.append(one)
        else:
            home.sightings.extend(copies)
    return whole


def _same(left: Message, right: Message) -> bool:
    return left.name == right.name and left.payload == right.payload


def _about_payment(message: Message) -> bool:
    return message.get("paymentId") is not None or message.name in ("leave", "notifyPayment", "fault")


Edges = Callable[[Message, set[int]], Iterable[object]]


def _components(messages: Sequence[Message], side: set[int], edges: Edges) -> list[list[Message]]:
    union = _Union()
    mine = [m for m in messages if m.id in side]
    for message in mine:
        union.root(message.id)
        for other in edges(message, side):
            union.join(message.id, other)
    parts: dict[object, list[Message]] = {}
    for message in mine:
        parts.setdefault(union.root(message.id), []).append(message)
    return list(parts.values())


def _merge_fragments(logins: list[Login]) -> list[Login]:
    """Join what a missing message tore apart: a login without its beginning belongs to the nearest one before it."""
    whole: list[Login] = []
    for one in sorted(logins, key=lambda login: min(s.message.id for s in login.sightings)):
        mine = {s.step for s in one.sightings}
        home = next((w for w in reversed(whole) if not mine & {s.step for s in w.sightings}), None)
        if home is not None and min(mine) > 4:
            home.sightings = sorted([*home.sightings, *one.sightings], key=lambda s: s.message.id)
            home.facts = [*home.facts, *one.facts]
        else:
            whole.append(one)
    return whole


def _merge_repeats(logins: list[Login]) -> list[Login]:
    """Fold a login that is nothing but a copy of one message into the login that has the original."""
    whole = [one for one in logins if len(one.sightings) > 1 or len(logins) == 1]
    for one in logins:
        if one in whole:
            continue
        copy = one.sightings[0]
        for other in whole:
            if any(s.step == copy.step and s.message.payload == copy.message.payload for s in other.sightings):
                other.sightings = sorted([*other.sightings, copy], key=lambda s: s.message.id)
                break
        else:
            whole.append(one)
    return whole


def _login_of(seen: list[Sighting], logins: list[Login]) -> Login | None:
    """Return the login a payment rests on: the one that caused its order, else the last complete one before it."""
    causes = {s.message.cause for s in seen}
    for one in logins:
        if causes & {s.message.id for s in one.sightings}:
            return one
    start = min(s.message.id for s in seen)
    before = [one for one in logins if min(s.message.id for s in one.sightings) < start]
    return max(before, key=lambda one: max(s.step for s in one.sightings)) if before else None


def _attempts(sightings: list[Sighting], messages: Sequence[Message]) -> list[Attempt]:
    by_id = {m.id: m for m in messages}
    calls = {s.message.id for s in sightings if s.step == 13}
    attempts: dict[int, Attempt] = {}
    loose = []
    for sighting in sightings:
        anchor: int | None = sighting.message.id
        walked: set[int] = set()
        while anchor is not None and anchor not in calls:
            # A damaged journal may name causes in a circle.
            anchor = by_id[anchor].cause if anchor in by_id and anchor not in walked else None
            walked.add(anchor or 0)
        if anchor is None:
            loose.append(sighting)
        else:
            attempts.setdefault(anchor, Attempt()).sightings.append(sighting)
    _fold_copies(attempts)
    _fold_refused(attempts)
    for sighting in loose:
        if not attempts:
            attempts[0] = Attempt()
        before = [i for i in attempts if i < sighting.message.id]
        attempts[max(before) if before else min(attempts)].sightings.append(sighting)
    return sorted(attempts.values(), key=lambda attempt: attempt.first)


def _fold_copies(attempts: dict[int, Attempt]) -> None:
    """A my.tradePay call that brought nothing about and repeats another is a repeat, not an attempt."""
    whole = [i for i, attempt in attempts.items() if len(attempt.sightings) > 1]
    for anchor in [i for i in attempts if i not in whole]:
        copy = attempts[anchor].sightings[0]
        for other in whole:
            if any(s.step == 13 and s.message.payload == copy.message.payload for s in attempts[other].sightings):
                attempts[other].sightings.append(copy)
                del attempts[anchor]
                break


def _fold_refused(attempts: dict[int, Attempt]) -> None:
    """A my.tradePay call that the phone refused while another one was open is a repeat of that one, not an attempt."""
    for anchor in sorted(attempts):
        call = attempts[anchor].message(13)
        answer = attempts[anchor].message(18)
        if call is None or answer is None or answer.get("error") is None:
            continue
        for other in attempts.values():
            first, ended = other.message(13), other.message(18)
            if first is not None and first.id < call.id and (ended is None or ended.id > answer.id):
                other.sightings.append(Sighting(13, call))
                del attempts[anchor]
                break
