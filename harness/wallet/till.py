"""What the buyer does at the cashier, and what the wallet app does then (journey.md steps 14 to 17)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from harness.journal import Actor, Kind, Message
from harness.wallet.payments import State
from harness.wallet.phone_codes import CODES, NO_NETWORK, NOT_KNOWN, left_code
from harness.wallet.sessions import Attempt
from harness.wallet.wallet import Wallet

Shown = Literal["open", "processing", "paid", "failed", "expired", "closed"]
"""How a payment looks to its buyer."""

SHOWN: dict[State, Shown] = {
    State.CREATED: "open",
    State.PROCESSING: "processing",
    State.AUTHORIZED: "paid",
    State.SUCCESS: "paid",
    State.FAIL: "failed",
    State.CLOSED: "expired",
    State.CANCELLED: "closed",
}


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What the phone hears of a confirmation: nothing where ``lost``; ``receipt`` keeps the cashier open."""

    state: Shown
    receipt: bool = False
    lost: bool = False


def language_of(attempt: Attempt) -> Literal["en", "ar"]:
    """Return the language of the buyer who is at the cashier."""
    return "ar" if attempt.phone.account.person.language == "ar" else "en"


def merchant_name(wallet: Wallet, attempt: Attempt) -> str:
    """Return the merchant's name in the buyer's language."""
    merchant = wallet.merchants[attempt.payment.client_id]
    return merchant.name_arabic if language_of(attempt) == "ar" else merchant.name


def present(wallet: Wallet, attempt: Attempt) -> None:
    """Step 14: the buyer sees what is to be paid."""
    payment = attempt.payment
    attempt.shown = attempt.phone.world.journal.record(
        Actor.WALLET_APP,
        Actor.BUYER,
        "cashier",
        {
            "paymentId": payment.payment_id,
            "amount": payment.amount.to_dict(),
            "description": payment.description,
            "merchant": merchant_name(wallet, attempt),
            "state": SHOWN[payment.state],
        },
        cause=attempt.call,
    )


async def confirm(wallet: Wallet, attempt: Attempt) -> Confirmed | None:
    """Steps 15 to 17: the buyer confirms, the payment service executes; a network fault may eat either way.

    None where there is nothing to confirm: not shown yet, confirmed before, or over.
    """
    if attempt.shown is None or attempt.confirmed or attempt.done.done():
        return None
    attempt.confirmed = True
    world, payment = attempt.phone.world, attempt.payment
    journal = world.journal
    confirmed = journal.record(
        Actor.BUYER, Actor.WALLET_APP, "confirm", {"paymentId": payment.payment_id}, cause=attempt.shown
    )
    network = world.faults.strike("wallet app -> wallet backend")
    if network:
        _fault(attempt, "wallet app -> wallet backend", network, confirmed)
    if network == "request lost":
        _finish(attempt, NO_NETWORK)
        return Confirmed("processing", lost=True)
    call = journal.record(
        Actor.WALLET_APP,
        Actor.WALLET_BACKEND,
        "execute",
        {
            "paymentId": payment.payment_id,
            "buyer": attempt.phone.account.customer_id,
            "amount": payment.amount.to_dict(),
        },
        kind=Kind.CALL,
        cause=confirmed,
    )
    lost = world.faults.strike("payment service -> wallet backend")
    if lost:
        _fault(attempt, "payment service -> wallet backend", lost, call)
    await wallet.execute(attempt, call)
    if network == "answer lost":
        _finish(attempt, NO_NETWORK)
        return Confirmed("processing", lost=True)
    status = "UNKNOWN" if lost else payment.state.value
    journal.record(
        Actor.WALLET_BACKEND,
        Actor.WALLET_APP,
        "execute",
        {"paymentId": payment.payment_id, "status": status, "reason": payment.reason},
        kind=Kind.ANSWER,
        cause=call,
    )
    attempt.code = NOT_KNOWN if lost else CODES[payment.state]
    if world.controls.receipt and not lost:
        return Confirmed(SHOWN[payment.state], receipt=True)
    _finish(attempt, attempt.code)
    return Confirmed("processing" if lost else SHOWN[payment.state])


def leave(attempt: Attempt) -> bool:
    """The buyer goes back without paying in this visit; ``left_code`` says what the program hears.

    False where the buyer cannot leave: it is over, or being paid.
    """
    if attempt.done.done() or (attempt.confirmed and not attempt.code):
        return False
    state = attempt.payment.state
    seen = "open" if state is State.CREATED else SHOWN[state]
    attempt.phone.world.journal.record(
        Actor.BUYER, Actor.WALLET_APP, "leave", {"state": seen}, cause=attempt.shown or attempt.call
    )
    _finish(attempt, attempt.code or left_code(state))
    return True


def read_receipt(attempt: Attempt) -> bool:
    """The buyer has read the receipt; False where there was none."""
    if not attempt.code:
        return False
    _finish(attempt, attempt.code)
    return True


def _fault(attempt: Attempt, crossing: str, effect: str, cause: Message) -> None:
    payload = {"crossing": crossing, "effect": effect, "paymentId": attempt.payment.payment_id}
    attempt.phone.world.journal.fact(Actor.HARNESS, "fault", payload, cause=cause)


def _finish(attempt: Attempt, code: str) -> None:
    if not attempt.done.done():
        attempt.code = code
        attempt.done.set_result(code)
