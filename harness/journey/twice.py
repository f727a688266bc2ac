"""A second payment for one order while the first can still be paid, and a new try that is no new payment (journey.md, the end)."""

from __future__ import annotations

from collections.abc import Sequence

from harness.journal import Message
from harness.journey.grouping import Payment
from harness.journey.reading import Sighting
from harness.journey.sentences import Sentence
from harness.journey.verdict import Finding, Status

OVER = ("FAIL", "CLOSED", "CANCELLED")
"""The states in the wallet's books from which a payment cannot come back."""


def second_payments(payments: Sequence[Payment], orders: Sequence[Message]) -> dict[int, Finding]:
    """Return a finding for each payment, by its place, that was made too early; ``orders`` are what the buyer meant to order.

    Without a word of what the buyer meant (no order in the journal) two payments may as well be two orders.
    """
    found: dict[int, Finding] = {}
    for place, payment in enumerate(payments):
        call = next((s.message for s in payment.sightings if s.step == 10), None)
        if payment.created is None or call is None:
            continue
        order = _latest(orders, call)
        if order is None:
            continue
        for earlier in payments[:place]:
            first = earlier.created
            if first is None or first.id < order.id or _is_over(earlier, call):
                continue
            paid = _status(earlier, call) == "SUCCESS"
            said = Sentence.SECOND_WHEN_PAID if paid else Sentence.SECOND_WHILE_OPEN
            found[place] = Finding(10, Status.REPEATED, said, "paymentRequestId", message=call.id)
            break
    return found


def asked_again(sightings: Sequence[Sighting], payment: Payment | None) -> Finding | None:
    """Return a finding where pay came again for a payment that is over; ``sightings`` are those of step 10, oldest first.

    The wallet answers as it did before, so that nothing more can happen: a new try needs a paymentRequestId of its own.
    """
    again = next((s.message for s in sightings[1:] if payment is not None and _is_over(payment, s.message)), None)
    if again is None:
        return None
    return Finding(10, Status.REPEATED, Sentence.OLD_REQUEST, "paymentRequestId", message=again.id)


def _latest(orders: Sequence[Message], call: Message) -> Message | None:
    return next((order for order in reversed(orders) if order.id < call.id), None)


def _status(payment: Payment, before: Message) -> str:
    entries = [m.text("status") or "" for m in payment.facts if m.name == "ledger" and m.id < before.id]
    return entries[-1] if entries else ""


def _is_over(payment: Payment, before: Message) -> bool:
    return _status(payment, before) in OVER
