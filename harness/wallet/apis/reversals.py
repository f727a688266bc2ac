"""What undoes a payment: cancel, void, refund (openapi.md 2.8, 2.9)."""

from __future__ import annotations

from harness.wallet.apis.api import PAY_OUT, SLOWLY, TIME, Api, Cause, Field
from harness.wallet.apis.fields import EXTEND_INFO, PARTNER_ID, PAYMENT_ID, PAYMENT_REQUEST_ID, RESULT, amount, date
from harness.wallet.apis.request import Request
from harness.wallet.dates import iso
from harness.wallet.payments import Payment, State, digest, new_payment_id
from harness.wallet.refunds import Refund, RefundState, new_refund_id
from harness.wallet.result import SUCCESS, Refusal, result_of

HOURS = 3_600_000


def payment_of(request: Request) -> Payment:
    """Return the payment a request names; raises Refusal where there is none of this merchant."""
    client = request.merchant.client_id
    return request.world.payments.find(client, request.text("paymentId"), request.text("paymentRequestId"))


def ids(payment: Payment) -> dict[str, object]:
    """Return the two ids of a payment."""
    return {"paymentId": payment.payment_id, "paymentRequestId": payment.request_id}


def cancel(request: Request) -> dict[str, object]:
    """Cancel a payment: unpaid, or paid within the window and not refunded. A repeated cancel gets the same answer."""
    payment = payment_of(request)
    if payment.state is not State.CANCELLED:
        window = request.wallet.profile.payment.cancel_hours * HOURS
        if payment.paid_at and window and request.now - payment.paid_at > window:
            raise Refusal("CANCEL_WINDOW_EXCEED")
        request.world.payments.cancel(payment)
        payment.answers["cancel"] = ("", request.now)
        request.wallet.undone(request.world, payment, request.message)
    when = payment.answers.get("cancel", ("", request.now))[1]
    return {"result": SUCCESS, **ids(payment), "cancelTime": iso(when)}


def void(request: Request) -> dict[str, object]:
    """Void an authorized payment: the money that was held goes back to the buyer."""
    payment, request_id = payment_of(request), f"void:{request.text('voidRequestId')}"
    if request_id not in payment.answers:
        if payment.state is not State.AUTHORIZED:
            raise Refusal("ORDER_STATUS_INVALID", f"The payment is {payment.state.value}; it cannot be voided.")
        request.world.payments.cancel(payment)
        payment.answers[request_id] = (new_payment_id(request.now), request.now)
        request.wallet.undone(request.world, payment, request.message)
    void_id, when = payment.answers[request_id]
    return {"result": SUCCESS, **ids(payment), "voidId": void_id, "voidTime": iso(when)}


def refund(request: Request) -> dict[str, object]:
    """Refund a payment in full or in part, once for each refundRequestId."""
    world, client, request_id = request.world, request.merchant.client_id, request.text("refundRequestId")
    content = digest(request.body)
    made = world.refunds.earlier(client, request_id, content)
    if made is None:
        payment = _refunded(request)
        price = request.amount("refundAmount")
        window = request.wallet.profile.payment.refund_days * 24 * HOURS
        if payment.paid_at and window and request.now - payment.paid_at > window:
            raise Refusal("REFUND_WINDOW_EXCEED")
        made = Refund(
            new_refund_id(request.now), request_id, payment, price, request.text("refundReason"), content, request.now
        )
        world.refunds.start(made)
        request.wallet.refund_started(world, made, request.message)
    answer: dict[str, object] = {
        "result": SUCCESS,
        "refundId": made.refund_id,
        "refundRequestId": made.request_id,
        "paymentId": made.payment.payment_id,
        "refundAmount": made.amount.to_dict(),
    }
    if made.state is RefundState.PROCESSING:
        return answer | {"result": result_of("REFUND_IN_PROCESS")}
    return answer | {"refundTime": iso(made.done_at)}


def _refunded(request: Request) -> Payment:
    if not (capture := request.text("captureId")):
        return payment_of(request)
    for payment in request.world.payments.by_id.values():
        if payment.client_id == request.merchant.client_id and any(
            name.startswith("capture:") and given == capture for name, (given, _) in payment.answers.items()
        ):
            return payment
    raise Refusal("ORDER_NOT_EXIST")


_NO_ORDER = Cause("ORDER_NOT_EXIST", "there is no such payment, or it is another merchant's")

CANCEL = Api(
    "cancel",
    "cancel a payment",
    "openapi.md 2.8",
    request=(PARTNER_ID, PAYMENT_ID, PAYMENT_REQUEST_ID, EXTEND_INFO),
    response=(RESULT, Field("paymentId", limit=64), Field("paymentRequestId", limit=64), date("cancelTime")),
    causes=(
        Cause(
            "SUCCESS", "the payment was unpaid, or paid within the window; all money is back", leaves=(State.CANCELLED,)
        ),
        _NO_ORDER,
        Cause("ORDER_STATUS_INVALID", "the payment failed, was closed, is being processed, or was refunded"),
        Cause("CANCEL_WINDOW_EXCEED", "the payment was paid too long ago (by profile)", TIME),
        Cause("MERCHANT_BALANCE_NOT_ENOUGH", "the merchant's money was paid out", PAY_OUT),
    ),
    run=cancel,
    open="no Super Qi page was found; codes after Rebell, the window is a choice of ours",
    unknown_client="CLIENT_INVALID",
)

VOID = Api(
    "void",
    "void an authorized payment",
    "openapi.md 2.8",
    request=(PAYMENT_ID, PAYMENT_REQUEST_ID, Field("voidRequestId", required=True, limit=64), EXTEND_INFO),
    response=(
        RESULT,
        Field("paymentId", limit=64),
        Field("paymentRequestId", limit=64),
        Field("voidId", limit=64),
        date("voidTime"),
    ),
    causes=(
        Cause(
            "SUCCESS", "the payment was authorized and not captured; the hold is released", leaves=(State.CANCELLED,)
        ),
        _NO_ORDER,
        Cause("ORDER_STATUS_INVALID", "the payment is not waiting for a capture"),
    ),
    run=void,
    open="no page was found; fields from client code. What is sent to voidNotifyUrl is not documented and is not sent",
)

REFUND = Api(
    "refund",
    "give money back",
    "openapi.md 2.9",
    request=(
        PARTNER_ID,
        Field("refundRequestId", required=True, limit=64, note="the same id with the same content is the same refund"),
        PAYMENT_ID,
        PAYMENT_REQUEST_ID,
        Field("captureId", limit=64),
        amount("refundAmount", required=True),
        Field("refundReason", limit=256),
        EXTEND_INFO,
    ),
    response=(
        RESULT,
        Field("refundId", limit=64),
        Field("refundRequestId", limit=64),
        Field("paymentId", limit=64),
        amount("refundAmount"),
        date("refundTime"),
    ),
    causes=(
        Cause("SUCCESS", "the money is back with the buyer"),
        Cause("REFUND_IN_PROCESS", "the refund settles slowly", SLOWLY),
        _NO_ORDER,
        Cause("ORDER_STATUS_INVALID", "the payment was not paid, or was cancelled"),
        Cause("REFUND_AMOUNT_EXCEED", "this and earlier refunds are above the payment"),
        Cause("REFUND_WINDOW_EXCEED", "the payment was paid too long ago (by profile)", TIME),
        Cause("PARTNER_BALANCE_NOT_ENOUGH", "the merchant's money was paid out", PAY_OUT),
        Cause("CURRENCY_NOT_SUPPORT", "the currency is not the payment's"),
        Cause("REPEAT_REQ_INCONSISTENT", "the refundRequestId was used before with other content"),
    ),
    run=refund,
    open="the refund window is a choice of ours",
    suspended="PARTNER_STATUS_ABNORMAL",
)
