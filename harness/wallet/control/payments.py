"""Payments: list them, and be the buyer at the cashier."""

from __future__ import annotations

import asyncio

from harness.wallet import till
from harness.wallet.accounts import Account
from harness.wallet.alone.home import Home
from harness.wallet.alone.stand_in import Visit
from harness.wallet.control.ask import Ask, Refused, find_buyer
from harness.wallet.control.endpoint import Endpoint, Param, Row
from harness.wallet.control.views import ATTEMPT, PAYMENT, REFUND, attempt_view, payment_view, refund_view
from harness.wallet.payments import Payment, State

MOST = 1000
LIMIT = Param("limit", "integer", least=1, limit=MOST, note="how many at most, the newest first; 100 unless given")
_MEANINGS = {
    "9000": "paid",
    "8000": "still processing",
    "4000": "failed",
    "6001": "cancelled by the buyer",
    "6002": "the network failed on the phone",
    "6004": "result unknown",
}
"""What each resultCode says (journey.md)."""


def find_payment(ask: Ask, name: str = "paymentId") -> tuple[Home, Payment]:
    """Return the payment that is named by paymentId, in the path or the body, or by paymentUrl, of any merchant unless one is given.

    Raises Refused.
    """
    payment_id, url = ask.path.get(name) or ask.text(name), ask.text("paymentUrl")
    if bool(payment_id) == bool(url):
        raise Refused(400, "one of paymentId and paymentUrl is needed", name, "give one of them")
    found = ask.lone.find_payment(payment_id) if payment_id else ask.lone.find_url(url)
    if found is None or ("clientId" in ask.given and found[0] is not ask.home):
        raise Refused(404, "there is no such payment", name if payment_id else "paymentUrl", "list them: GET payments")
    return found


async def list_payments(ask: Ask) -> Row:
    """List a merchant's payments, the newest first."""
    buyer = find_buyer(ask.home, ask.text("buyer")) if ask.text("buyer") else None
    state, request_id = ask.text("state"), ask.text("paymentRequestId")
    payments = [
        payment
        for payment in reversed(ask.home.world.payments.by_id.values())
        if (not state or payment.state.value == state)
        and (buyer is None or payment.account is buyer)
        and (not request_id or payment.request_id == request_id)
    ]
    limit = ask.number("limit", 100)
    return {"payments": [payment_view(ask.lone, p) for p in payments[:limit]], "more": len(payments) > limit}


async def show_payment(ask: Ask) -> Row:
    """Show one payment with its refunds and the attempts to notify its merchant."""
    home, payment = find_payment(ask)
    refunds = [r for r in home.world.refunds.by_id.values() if r.payment is payment]
    return {
        **payment_view(ask.lone, payment),
        "refunds": [refund_view(ask.lone, refund) for refund in refunds],
        "notifications": [attempt_view(d) for d in home.world.deliveries.of(payment.payment_id)],
    }


async def confirm(ask: Ask) -> Row:
    """Open the cashier as the buyer and confirm; where there is nothing to confirm the buyer can only go back."""
    visit = await _visit(ask)
    shown = till.SHOWN[visit.attempt.payment.state]
    if shown != "open":
        till.leave(visit.attempt)
    elif (confirmed := await till.confirm(ask.lone.wallet, visit.attempt)) is None:
        raise Refused(
            409, "the buyer is confirming this payment just now", "paymentId", "look at it: GET payments/{id}"
        )
    elif confirmed.receipt:
        till.read_receipt(visit.attempt)
    return await _result(ask, visit, shown)


async def leave(ask: Ask) -> Row:
    """Open the cashier as the buyer and go back without paying."""
    visit = await _visit(ask)
    shown = till.SHOWN[visit.attempt.payment.state]
    if not till.leave(visit.attempt):
        raise Refused(
            409, "the buyer is confirming this payment just now", "paymentId", "look at it: GET payments/{id}"
        )
    return await _result(ask, visit, shown)


async def _visit(ask: Ask) -> Visit:
    home, payment = find_payment(ask)
    account, chosen = _payer(ask, home, payment), payment.account is None
    visit = await ask.lone.stand_in.visit(home, payment, account, "control API", chosen=chosen)
    if visit.attempt.shown is None:
        till.present(ask.lone.wallet, visit.attempt)
    return visit


def _payer(ask: Ask, home: Home, payment: Payment) -> Account:
    given = find_buyer(home, ask.text("buyer")) if ask.text("buyer") else None
    if payment.account is None and given is None:
        raise Refused(400, "the payment does not say who pays", "buyer", "give the name of a buyer")
    if payment.account is not None and given not in (None, payment.account):
        owner = payment.account.name or payment.account.customer_id
        raise Refused(409, f"this is {owner}'s payment", "buyer", "leave the buyer out")
    if payment.flow == "agreement":
        raise Refused(409, "an agreement payment has no cashier", "paymentId", "it was executed when it was made")
    account = payment.account or given
    if account is None:
        raise Refused(400, "the payment does not say who pays", "buyer", "give the name of a buyer")
    return account


async def _result(ask: Ask, visit: Visit, shown: str) -> Row:
    answer = await asyncio.shield(visit.answer)
    if answer is None:
        raise Refused(409, "the merchant's world was reset meanwhile", "paymentId", "begin anew")
    result = answer["result"]
    code = str(result.get("resultCode")) if isinstance(result, dict) else ""
    return {
        "resultCode": code,
        "meaning": _MEANINGS.get(code, ""),
        "callback": answer["outcome"],
        "shown": shown,
        "payment": payment_view(ask.lone, visit.attempt.payment),
    }


_WHICH = (
    Param("paymentId", limit=64, note="one of paymentId and paymentUrl is needed"),
    Param("paymentUrl", limit=4096, note="the redirect URL that pay answered"),
    Param("buyer", limit=64, note="who pays, where the payment does not say it"),
)
_RESULT = (
    Param("resultCode", required=True, note="what my.tradePay answers on the phone"),
    Param("meaning", required=True),
    Param("callback", required=True, choices=("success", "fail")),
    Param(
        "shown", required=True, note='what the cashier showed when it opened: "open" where the payment could be paid'
    ),
    Param("payment", "object", required=True, fields=PAYMENT),
)
_FINE = (
    *PAYMENT,
    Param("refunds", "list", required=True, fields=REFUND),
    Param("notifications", "list", required=True, fields=ATTEMPT),
)

ENDPOINTS = (
    Endpoint(
        "GET",
        "payments",
        "list the payments, the newest first",
        list_payments,
        query=(
            LIMIT,
            Param("state", choices=tuple(state.value for state in State)),
            Param("buyer", limit=64),
            Param("paymentRequestId", limit=64),
        ),
        gives=(Param("payments", "list", required=True, fields=PAYMENT), Param("more", "boolean", required=True)),
    ),
    Endpoint(
        "GET",
        "payments/{paymentId}",
        "show one payment, its refunds and the attempts to notify its merchant",
        show_payment,
        gives=_FINE,
    ),
    Endpoint(
        "POST",
        "payments/confirm",
        "pay as the buyer: open the cashier and confirm; answers the resultCode that the phone would get",
        confirm,
        takes=_WHICH,
        gives=_RESULT,
        example={"paymentId": "{paymentId}"},
    ),
    Endpoint(
        "POST",
        "payments/leave",
        "go back as the buyer: open the cashier and leave without paying",
        leave,
        takes=_WHICH,
        gives=_RESULT,
        example={"paymentId": "{paymentId}"},
    ),
)
