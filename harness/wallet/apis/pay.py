"""pay: a payment for the cashier, by agreement, to be captured, or in escrow (openapi.md 2.6)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from harness.wallet.accounts import Account
from harness.wallet.apis.api import FROZEN, SLOWLY, TIME, Api, Cause, Field, Sort
from harness.wallet.apis.fields import EXTEND_INFO, PARTNER_ID, RESULT, amount, date
from harness.wallet.apis.request import Request, as_object, check_fields
from harness.wallet.authorization import Token
from harness.wallet.dates import iso, parse
from harness.wallet.payments import Payment, State, digest, new_payment_id
from harness.wallet.profile import Flow, Profile
from harness.wallet.result import Refusal, result_of

_LONGEST = 10 * 365 * 24 * 3_600_000
"""The longest a payment may wait, in ms: ten years."""


def pay(request: Request) -> dict[str, object]:
    """Create a payment, once for each paymentRequestId; an agreement payment is executed at once."""
    partner = request.text("partnerId")
    if partner and partner != (request.merchant.partner_id or request.merchant.client_id):
        raise Refusal("PARTNER_NOT_EXIST")
    request_id = request.text("paymentRequestId")
    content = digest(request.body, without=("paymentExpiryTime",))
    payment = request.world.payments.earlier(request.merchant.client_id, request_id, content)
    if payment is None:
        payment = _new_payment(request, request_id, content)
        request.world.payments.add(payment)
        request.wallet.payment_created(request.world, payment, request.message)
        if payment.flow == "agreement":
            request.wallet.execute_agreement(request.world, payment, request.message)
    return _answer(request, payment)


def _answer(request: Request, payment: Payment) -> dict[str, object]:
    """Answer as the payment stands: a request that is repeated gets the same answer once it is final."""
    rules = request.wallet.profile.payment
    code = {
        State.CREATED: rules.waiting,
        State.PROCESSING: "PAYMENT_IN_PROCESS",
        State.FAIL: payment.reason,
        State.CLOSED: rules.closed,
        State.CANCELLED: rules.closed,
    }.get(payment.state, "SUCCESS")
    answer: dict[str, object] = {
        "result": result_of(code),
        "paymentId": payment.payment_id,
        "paymentRequestId": payment.request_id,
    }
    if payment.paid_at:
        answer["paymentTime"] = iso(payment.paid_at)
    if payment.state is State.CREATED:
        urls = dict.fromkeys((rules.redirect_field, *rules.redirect_also), payment.url)
        form: dict[str, object] = {**rules.redirect_extra, **urls}
        answer |= {rules.redirect_form: form} if rules.redirect_form else form
    return answer


def _new_payment(request: Request, request_id: str, content: bytes) -> Payment:
    profile = request.wallet.profile
    price = request.amount("paymentAmount")
    if profile.payment.max_value and price.value > profile.payment.max_value:
        raise Refusal("PAYMENT_AMOUNT_EXCEED_LIMIT")
    order = _order(request)
    flow = _flow(request)
    account = _agreed(request).account if flow == "agreement" else _buyer(request, order)
    return Payment(
        payment_id=new_payment_id(request.now),
        request_id=request_id,
        client_id=request.merchant.client_id,
        account=account,
        amount=price,
        description=str(order.get("orderDescription") or request.text("paymentOrderTitle")),
        url=f"{request.wallet.app_origin}/cashier?orderId={secrets.token_urlsafe(18)}",
        notify_url=request.text("paymentNotifyUrl"),
        created_at=request.now,
        expires_at=request.now + _life(request),
        digest=content,
        flow=flow,
        redirect_url=request.text("paymentRedirectUrl") or request.text("paymentReturnUrl"),
    )


def _order(request: Request) -> Mapping[str, object]:
    """Return the order; generic v1 has it as JSON within extraParams, where its fields are held to the same rules."""
    if order := request.inner("order"):
        return order
    order = as_object(request.inner("extraParams").get("ORDER"))
    check_fields(_ORDER, order)
    return order


def _flow(request: Request) -> Flow:
    """Tell the flow from a factor that is true, else from the product; AMS writes true as a String."""
    rules, factor = request.wallet.profile.payment, request.inner("paymentFactor")
    for name, flow in rules.factors.items():
        if factor.get(name) in (True, "true"):
            return flow
    return rules.products.get(request.text("productCode")) or rules.products.get(request.text("salesCode"), "cashier")


def _agreed(request: Request) -> Token:
    """Return the token of an agreement payment, which the buyer granted by signing a contract."""
    given, service = request.text("paymentAuthCode"), request.wallet.authorization
    code = service.code(given)
    if code is not None and code.client_id == request.merchant.client_id:
        # What the merchant should have exchanged with applyToken first.
        raise Refusal("AUTH_CODE_ALREADY_USED" if code.used else "INVALID_CODE")
    token = service.holder(given, request.merchant.client_id, request.now)
    if "AGREEMENT_PAY" not in token.scopes:
        raise Refusal("ACCESS_DENIED", "The customer did not sign a contract (AGREEMENT_PAY).")
    return token


def _buyer(request: Request, order: Mapping[str, object]) -> Account | None:
    """Return the account the order names; wallets that want no buyer learn who pays at the cashier."""
    rule, buyer = request.wallet.profile.payment.buyer, order.get("buyer")
    name = buyer.get("referenceBuyerId") if isinstance(buyer, dict) and rule != "ignored" else None
    if not name:
        if rule == "required":
            raise Refusal("PARAM_ILLEGAL", "order.buyer.referenceBuyerId is missing.")
        return None
    account = request.world.account_of(str(name))
    if account is None:
        raise Refusal("USER_NOT_EXIST")
    if account.frozen:
        raise Refusal("USER_STATUS_ABNORMAL")
    return account


def _life(request: Request) -> int:
    """Return how long the payment may wait, in ms.

    A merchant's clock is real, the world's may have jumped: an expiry time means how long from the request on.
    """
    expiry = request.text("paymentExpiryTime")
    life = parse(expiry) - request.time if expiry else request.wallet.profile.payment.expiry_seconds * 1000
    if life <= 0:
        raise Refusal("PARAM_ILLEGAL", "paymentExpiryTime is past.")
    return min(life, _LONGEST)


def _response(profile: Profile) -> tuple[Field, ...]:
    """Return the fields of an answer; the redirect form has the profile's names."""
    rules = profile.payment
    form = (
        *(Field(name, choices=(text,)) for name, text in rules.redirect_extra.items()),
        Field(rules.redirect_field, limit=4096, note="what my.tradePay gets as paymentUrl"),
        *(Field(name, limit=4096, note=f"the same URL as {rules.redirect_field}") for name in rules.redirect_also),
    )
    where = "while the payment waits for its buyer"
    return (
        RESULT,
        Field("paymentId", limit=64),
        Field("paymentRequestId", limit=64),
        date("paymentTime"),
        *((Field(rules.redirect_form, Sort.OBJECT, fields=form, note=where),) if rules.redirect_form else form),
    )


_BUYER = "by profile: needed but for agreement payments, optional, or an id of the merchant's own"
_ORDER = (
    Field("referenceOrderId", limit=64),
    Field("orderDescription", limit=256),
    Field("buyer", Sort.OBJECT, fields=(Field("referenceBuyerId", limit=128, note=_BUYER),)),
)


def _failed(code: str, words: str, buyer: str) -> Cause:
    words = f"an agreement payment whose buyer {words}, or this payment failed so at the cashier before"
    return Cause(code, words, (f"buyer {buyer}",), leaves=(State.FAIL,))


PAY = Api(
    "pay",
    "create a payment",
    "openapi.md 2.6",
    request=(
        PARTNER_ID,
        Field("appId", limit=128),
        Field("productCode", limit=32),
        Field("salesCode", limit=32),
        Field("paymentOrderTitle", limit=256),
        Field(
            "paymentRequestId", required=True, limit=64, note="the same id with the same content is the same payment"
        ),
        Field("paymentAuthCode", limit=128, note="the access token, for agreement payments only"),
        amount("paymentAmount", required=True),
        Field(
            "order",
            Sort.OBJECT,
            fields=_ORDER,
        ),
        Field("paymentMethod", Sort.OBJECT),
        Field("paymentFactor", Sort.ANY_JSON),
        date("paymentExpiryTime"),
        Field("paymentRedirectUrl", limit=1024),
        Field("paymentReturnUrl", limit=1024),
        Field("paymentNotifyUrl", limit=1024),
        Field("voidNotifyUrl", limit=1024),
        Field("extraParams", Sort.ANY_JSON),
        EXTEND_INFO,
    ),
    response=_response,
    causes=(
        Cause(
            "SUCCESS",
            "an agreement payment was executed, or this payment was paid before",
            leaves=(State.SUCCESS, State.AUTHORIZED),
        ),
        Cause(
            "ACCEPT",
            "the payment waits for its buyer at the cashier (the code is the profile's)",
            rule="waiting",
            leaves=(State.CREATED,),
        ),
        Cause("PAYMENT_IN_PROCESS", "the payment was confirmed and settles slowly", SLOWLY, leaves=(State.PROCESSING,)),
        Cause("REPEAT_REQ_INCONSISTENT", "the paymentRequestId was used before with other content"),
        Cause(
            "PAYMENT_AMOUNT_EXCEED_LIMIT",
            "the amount is above the wallet's limit for one payment (by profile)",
            ("profile payment.max_value",),
        ),
        Cause("CURRENCY_NOT_SUPPORT", "the currency is not the wallet's"),
        Cause("USER_NOT_EXIST", "the referenceBuyerId is no customer of the wallet"),
        Cause("USER_STATUS_ABNORMAL", "the buyer's account is frozen", FROZEN),
        _failed("USER_BALANCE_NOT_ENOUGH", "has too little money", "Zainab"),
        _failed("USER_AMOUNT_EXCEED_LIMIT", "has a lower limit", "Karrar"),
        _failed("RISK_REJECT", "is too risky", "Noor"),
        Cause(
            "INVALID_ACCESS_TOKEN", "the paymentAuthCode of an agreement payment is not known, or another merchant's"
        ),
        Cause("EXPIRED_ACCESS_TOKEN", "the paymentAuthCode of an agreement payment is too old", TIME),
        Cause("INVALID_CODE", "the paymentAuthCode is an authCode that was never exchanged for a token"),
        Cause("AUTH_CODE_ALREADY_USED", "the paymentAuthCode is an authCode that was exchanged for a token before"),
        Cause("ACCESS_DENIED", "the customer signed no contract, or the merchant has none for this API"),
        Cause(
            "ORDER_STATUS_INVALID",
            "the same payment was closed or cancelled before (the code is the profile's)",
            rule="closed",
            leaves=(State.CLOSED, State.CANCELLED),
        ),
        Cause("PARTNER_NOT_EXIST", "the partnerId is not the merchant's"),
    ),
    run=pay,
    secrets=("paymentAuthCode",),
    open="Super Qi's own list of codes is not readable to its end; its default expiry is not documented",
    suspended="PARTNER_STATUS_ABNORMAL",
)
