"""What ends a payment whose money is held: capture, merchantAccept, confirm (openapi.md 2.8)."""

from __future__ import annotations

from harness.wallet.apis.api import Api, Cause, Field
from harness.wallet.apis.fields import EXTEND_INFO, PAYMENT_ID, PAYMENT_REQUEST_ID, RESULT, amount, date
from harness.wallet.apis.request import Request
from harness.wallet.apis.reversals import ids, payment_of
from harness.wallet.dates import iso
from harness.wallet.money import Amount
from harness.wallet.payments import State, new_payment_id
from harness.wallet.result import SUCCESS, Refusal


def capture(request: Request) -> dict[str, object]:
    """Capture an authorized payment, in full or in part; what is left of the hold goes back to the buyer."""
    payment, request_id = payment_of(request), f"capture:{request.text('captureRequestId')}"
    if request_id not in payment.answers:
        value = request.amount("captureAmount").value if request.body.get("captureAmount") else payment.amount.value
        request.world.payments.capture(payment, value, request.now)
        payment.answers[request_id] = (new_payment_id(request.now), request.now)
        request.wallet.captured(request.world, payment, request.message)
    capture_id, when = payment.answers[request_id]
    return {
        "result": SUCCESS,
        **ids(payment),
        "captureRequestId": request.text("captureRequestId"),
        "captureId": capture_id,
        "captureAmount": Amount(payment.captured, payment.amount.currency).to_dict(),
        "captureTime": iso(when),
    }


def merchant_accept(request: Request) -> dict[str, object]:
    """Accept an escrow order: the merchant will deliver."""
    payment = payment_of(request)
    if payment.escrow == "held" and payment.state is State.SUCCESS:
        payment.escrow = "accepted"
    elif payment.escrow != "accepted" or payment.state is not State.SUCCESS:
        raise Refusal("ORDER_STATUS_INVALID", "Only a paid escrow payment can be accepted.")
    return {"result": SUCCESS, **ids(payment)}


def confirm(request: Request) -> dict[str, object]:
    """Confirm an escrow order as delivered: the merchant gets the money."""
    payment, request_id = payment_of(request), f"confirm:{request.text('confirmRequestId')}"
    if request_id not in payment.answers:
        request.world.payments.release(payment)
        payment.answers[request_id] = (new_payment_id(request.now), request.now)
    confirm_id, when = payment.answers[request_id]
    return {"result": SUCCESS, **ids(payment), "confirmId": confirm_id, "confirmTime": iso(when)}


_IDS = (Field("paymentId", limit=64), Field("paymentRequestId", limit=64))
_NO_ORDER = Cause("ORDER_NOT_EXIST", "there is no such payment, or it is another merchant's")

CAPTURE = Api(
    "capture",
    "take the money of an authorized payment",
    "openapi.md 2.8",
    request=(
        PAYMENT_ID,
        PAYMENT_REQUEST_ID,
        Field("captureRequestId", required=True, limit=64),
        amount("captureAmount"),
        EXTEND_INFO,
    ),
    response=(
        RESULT,
        *_IDS,
        Field("captureRequestId", limit=64),
        Field("captureId", limit=64),
        amount("captureAmount"),
        date("captureTime"),
    ),
    causes=(
        Cause("SUCCESS", "the payment was authorized; the merchant has the money", leaves=(State.SUCCESS,)),
        _NO_ORDER,
        Cause("ORDER_STATUS_INVALID", "the payment is not waiting for a capture"),
        Cause("PAYMENT_AMOUNT_EXCEED_LIMIT", "the capture is above the authorized amount"),
        Cause("CURRENCY_NOT_SUPPORT", "the currency is not the wallet's"),
    ),
    run=capture,
    open="no page names the path or the fields; after the sister API",
)

MERCHANT_ACCEPT = Api(
    "merchantAccept",
    "accept an escrow order",
    "openapi.md 2.8",
    request=(PAYMENT_ID, PAYMENT_REQUEST_ID, EXTEND_INFO),
    response=(RESULT, *_IDS),
    causes=(
        Cause("SUCCESS", "the escrow payment was paid"),
        _NO_ORDER,
        Cause("ORDER_STATUS_INVALID", "the payment is no escrow payment, or not paid"),
    ),
    run=merchant_accept,
    open="only path and ids are known, from client code",
)

CONFIRM = Api(
    "confirm",
    "confirm an escrow order as delivered",
    "openapi.md 2.8",
    request=(PAYMENT_ID, PAYMENT_REQUEST_ID, Field("confirmRequestId", required=True, limit=64), EXTEND_INFO),
    response=(RESULT, *_IDS, Field("confirmId", limit=64), date("confirmTime")),
    causes=(
        Cause("SUCCESS", "the escrow payment was accepted; the merchant has the money"),
        _NO_ORDER,
        Cause("ORDER_STATUS_INVALID", "the payment was not accepted"),
    ),
    run=confirm,
    open="only path and ids are known, from client code",
)
