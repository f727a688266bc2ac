"""Where a payment or a refund stands (openapi.md 2.7, 2.9)."""

from __future__ import annotations

from harness.wallet.apis.api import Api, Cause, Field
from harness.wallet.apis.fields import EXTEND_INFO, PARTNER_ID, PAYMENT_ID, PAYMENT_REQUEST_ID, RESULT, amount, date
from harness.wallet.apis.request import Request
from harness.wallet.dates import iso
from harness.wallet.payments import State
from harness.wallet.profile import Profile
from harness.wallet.refunds import RefundState
from harness.wallet.result import SUCCESS


def inquiry_payment(request: Request) -> dict[str, object]:
    """Say where a payment stands; the result speaks of the inquiry, paymentStatus of the payment."""
    client = request.merchant.client_id
    payment = request.world.payments.find(client, request.text("paymentId"), request.text("paymentRequestId"))
    answer: dict[str, object] = {
        "result": SUCCESS,
        "paymentId": payment.payment_id,
        "paymentRequestId": payment.request_id,
        "paymentAmount": payment.amount.to_dict(),
        "paymentStatus": payment_status(request.wallet.profile, payment.state),
    }
    if payment.reason:
        answer["paymentFailReason"] = payment.reason
    if payment.paid_at:
        answer["paymentTime"] = iso(payment.paid_at)
    if payment.state is State.AUTHORIZED:
        answer["authExpiryTime"] = iso(payment.expires_at)
    return answer


def payment_status(profile: Profile, state: State) -> str:
    """Return the paymentStatus of a payment in this state, as this wallet writes it."""
    rules = profile.payment
    ended: dict[State, str] = {State.CLOSED: rules.inquiry_closed, State.CANCELLED: rules.inquiry_cancelled}
    return {State.CREATED: "PROCESSING", **ended}.get(state, state.value)


def inquiry_refund(request: Request) -> dict[str, object]:
    """Say where a refund stands."""
    client = request.merchant.client_id
    refund = request.world.refunds.find(client, request.text("refundId"), request.text("refundRequestId"))
    answer: dict[str, object] = {
        "result": SUCCESS,
        "refundId": refund.refund_id,
        "refundRequestId": refund.request_id,
        "refundAmount": refund.amount.to_dict(),
        "refundStatus": refund.state.value,
    }
    if refund.reason:
        answer["refundReason"] = refund.reason
    if refund.state is RefundState.SUCCESS:
        answer["refundTime"] = iso(refund.done_at)
    return answer


INQUIRY_PAYMENT = Api(
    "inquiryPayment",
    "say where a payment stands",
    "openapi.md 2.7",
    request=(PARTNER_ID, PAYMENT_ID, PAYMENT_REQUEST_ID, EXTEND_INFO),
    response=(
        RESULT,
        Field("paymentId", limit=64),
        Field("paymentRequestId", limit=64),
        amount("paymentAmount"),
        Field("paymentStatus", choices=("PROCESSING", "AUTH_SUCCESS", "SUCCESS", "FAIL", "CANCELLED")),
        Field("paymentFailReason", limit=256),
        date("paymentTime"),
        date("authExpiryTime"),
    ),
    causes=(
        Cause("SUCCESS", "the payment is the merchant's; paymentStatus says how it stands"),
        Cause("ORDER_NOT_EXIST", "there is no such payment, or it is another merchant's"),
    ),
    run=inquiry_payment,
    open="transactions[] of Super Qi are not given: only their names are known",
)

INQUIRY_REFUND = Api(
    "inquiryRefund",
    "say where a refund stands",
    "openapi.md 2.9",
    request=(
        PARTNER_ID,
        Field("refundId", limit=64, note="wins over refundRequestId; one of both is needed"),
        Field("refundRequestId", limit=64),
        EXTEND_INFO,
    ),
    response=(
        RESULT,
        Field("refundId", limit=64),
        Field("refundRequestId", limit=64),
        amount("refundAmount"),
        Field("refundReason", limit=256),
        Field("refundStatus", choices=("PROCESSING", "SUCCESS", "FAIL")),
        Field("refundFailReason", limit=256),
        date("refundTime"),
    ),
    causes=(
        Cause("SUCCESS", "the refund is the merchant's; refundStatus says how it stands"),
        Cause("REFUND_NOT_EXIST", "there is no such refund, or it is another merchant's"),
    ),
    run=inquiry_refund,
)
