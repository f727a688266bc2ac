"""Goods handed out before the merchant knows: the program shows "paid", and nobody has told its backend (journey.md, the end).

The harness notes what the program shows as facts called "screen". A backend knows of a payment once the wallet has told
it a final SUCCESS: by a notification, by the answer to an inquiry, or by the answer to pay.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from harness.journal import Actor, Kind, Message
from harness.journey.sentences import Sentence
from harness.journey.verdict import Finding, Status

SCREEN = "screen"
"""The name of the fact that the program shows one of its screens."""
WRONG_SCREEN = "wrong screen"
"""The name of the fact that it shows another one (``screen``, "" for none that is known) than it should (``expected``)."""
PAID = "paid"
_TELLING = frozenset({"notifyPayment", "inquiryPayment", "pay", "capture"})


def goods_given_away(messages: Sequence[Message], orders: Sequence[Message]) -> Finding | None:
    """Return the finding for the first time the program showed an order as paid that its backend did not know to be."""
    known = {m.id for m in messages}
    lost = {m.cause for m in messages if m.name == "notifyPayment" and m.get("delivered") is False}
    for shown in messages:
        if shown.kind is not Kind.FACT or shown.name != SCREEN or shown.text("screen") != PAID:
            continue
        order = next((one for one in reversed(orders) if one.id < shown.id), None)
        if order is None or any(
            order.id < m.id < shown.id and (tells_success(m, lost) or _acknowledges_unseen(m, known)) for m in messages
        ):
            continue
        books = next((m for m in reversed(messages) if m.id < shown.id and m.name == "ledger"), None)
        state = books.text("status") if books is not None and books.id > order.id else None
        if state is None:
            return Finding(18, Status.UNEXPECTED, Sentence.GIVEN_AWAY, SCREEN)
        return Finding(18, Status.UNEXPECTED, Sentence.GIVEN_AWAY_AS, SCREEN, words=(f'"{state}"',))
    return None


def _acknowledges_unseen(message: Message, known: Collection[int | None]) -> bool:
    """Whether a merchant acknowledges a notification that the journal lost: step 19 is blamed for that, and nobody else."""
    way = (message.sender, message.name, message.kind)
    return way == (Actor.MERCHANT, "notifyPayment", Kind.ANSWER) and message.cause not in known


def tells_success(message: Message, lost: Collection[int | None] = ()) -> bool:
    """Whether by this message the wallet tells a merchant that a payment succeeded; the ids in ``lost`` never arrived."""
    way = (message.sender, message.receiver)
    if way != (Actor.WALLET_BACKEND, Actor.MERCHANT) or message.name not in _TELLING or message.id in lost:
        return False
    if message.name == "notifyPayment" and message.kind is not Kind.CALL:
        return False
    status = message.text("paymentStatus")
    if status is not None:
        return status in ("SUCCESS", "AUTH_SUCCESS")  # an authorized payment is held for the merchant
    told = message.text("paymentResult.resultStatus") or message.text("paymentResult.resultCode")
    if told is None and message.name != "inquiryPayment":
        told = message.text("result.resultStatus")
    return told in ("S", "SUCCESS")
