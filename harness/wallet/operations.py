"""The wallet's APIs for merchants: what each does, once the request is known to be the merchant's (openapi.md)."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.journal import Message
from harness.wallet.dates import iso, parse
from harness.wallet.money import Amount
from harness.wallet.payments import Payment, State, new_payment_id
from harness.wallet.result import SUCCESS, Refusal, result
from harness.wallet.world import Merchant, WalletWorld

if TYPE_CHECKING:
    from harness.wallet.wallet import Wallet

Body = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Request:
    """A verified request. ``time`` is the merchant's own Request-Time in epoch milliseconds."""

    wallet: Wallet
    world: WalletWorld
    merchant: Merchant
    body: Body
    time: int
    message: Message

    def need(self, name: str, limit: int) -> str:
        """Return a required String; raises Refusal PARAM_ILLEGAL naming it."""
        value = self.body.get(name)
        if not isinstance(value, str) or not value:
            raise Refusal("PARAM_ILLEGAL", f"The required field {name} is missing or not a String.")
        if len(value) > limit:
            raise Refusal("PARAM_ILLEGAL", f"The field {name} is longer than {limit}.")
        return value

    def maybe(self, name: str) -> str:
        """Return an optional String, or "" where there is none."""
        value = self.body.get(name)
        return value if isinstance(value, str) else ""


def apply_token(request: Request) -> dict[str, object]:
    """Exchange an authCode or a refresh token (openapi.md 2.2)."""
    grant = request.need("grantType", 18)
    now = request.world.clock.now()
    service = request.wallet.authorization
    if grant == "AUTHORIZATION_CODE":
        token = service.exchange(request.need("authCode", 64), request.merchant.client_id, now)
    elif grant == "REFRESH_TOKEN":
        token = service.refresh(request.need("refreshToken", 128), request.merchant.client_id, now)
    else:
        raise Refusal("AUTH_CLIENT_UNSUPPORTED_GRANT_TYPE", f"The grant type {grant} is not supported.")
    return {
        "result": SUCCESS,
        "accessToken": token.access_token,
        "accessTokenExpiryTime": iso(token.expires_at),
        "refreshToken": token.refresh_token,
        "refreshTokenExpiryTime": iso(token.refresh_expires_at),
        "customerId": token.account.customer_id,
    }


def inquiry_user_info(request: Request) -> dict[str, object]:
    """Return what the granted scopes allow to know of a customer (openapi.md 2.5)."""
    access_token = request.need("accessToken", 128)
    token = request.wallet.authorization.holder(access_token, request.merchant.client_id, request.world.clock.now())
    person = token.account.person
    info: dict[str, object] = {}
    if "USER_ID" in token.scopes or "auth_user" in token.scopes:
        info["userId"] = token.account.user_id
    if "USER_NAME" in token.scopes or "auth_user" in token.scopes:
        info["userName"] = {"fullName": person.full_name}
        info["userNameInArabic"] = {"fullName": person.full_name_arabic}
    if "USER_CONTACTINFO" in token.scopes:
        info["contactInfos"] = [
            {"contactType": "MOBILE_PHONE", "contactNo": person.phone},
            {"contactType": "EMAIL", "contactNo": person.email},
        ]
    return {"result": SUCCESS, "userInfo": info}


def pay(request: Request) -> dict[str, object]:
    """Create a payment for the cashier, once for each paymentRequestId (openapi.md 2.6)."""
    wallet, world, body = request.wallet, request.world, request.body
    request_id = request.need("paymentRequestId", 64)
    request.need("productCode", 32)
    content = {key: value for key, value in body.items() if key != "paymentExpiryTime"}
    known = world.payments.earlier(request.merchant.client_id, request_id, content)
    if known is None:
        known = _new_payment(request, request_id, content)
        world.payments.add(known)
        wallet.payment_created(world, known, request.message)
    rules = wallet.profile.payment
    return {
        "result": result("A", "ACCEPT", "Accepted."),
        "paymentId": known.payment_id,
        "paymentRequestId": known.request_id,
        rules.redirect_form: {"method": "GET", "parameters": "", rules.redirect_field: known.url},
    }


def _new_payment(request: Request, request_id: str, content: Body) -> Payment:
    wallet, world = request.wallet, request.world
    try:
        amount = Amount.from_wire(request.body.get("paymentAmount"))
    except ValueError as error:
        raise Refusal("PARAM_ILLEGAL", f"paymentAmount {error}.") from error
    if amount.currency != wallet.profile.money.currency:
        raise Refusal("CURRENCY_NOT_SUPPORT", f"The currency {amount.currency} is not supported.")
    order = request.body.get("order")
    buyer = order.get("buyer") if isinstance(order, Mapping) else None
    if not isinstance(order, Mapping) or not isinstance(buyer, Mapping):
        raise Refusal("PARAM_ILLEGAL", "The required field order.buyer.referenceBuyerId is missing.")
    account = world.accounts.get(str(buyer.get("referenceBuyerId")))
    if account is None:
        raise Refusal("USER_NOT_EXIST", "The user does not exist.")
    if account.frozen:
        raise Refusal("USER_STATUS_ABNORMAL", "The user's account is not active.")
    now = world.clock.now()
    life = wallet.profile.payment.expiry_seconds * 1000
    if expiry := request.maybe("paymentExpiryTime"):
        # A merchant's clock is real, the world's may have jumped: what it means is how long from its request on.
        try:
            life = parse(expiry) - request.time
        except ValueError as error:
            raise Refusal("PARAM_ILLEGAL", f"paymentExpiryTime: {error}.") from error
        if life <= 0:
            raise Refusal("PARAM_ILLEGAL", "paymentExpiryTime is past.")
    return Payment(
        payment_id=new_payment_id(now),
        request_id=request_id,
        client_id=request.merchant.client_id,
        account=account,
        amount=amount,
        description=str(order.get("orderDescription") or ""),
        url=f"{wallet.app_origin}/cashier?orderId={secrets.token_urlsafe(18)}",
        notify_url=request.maybe("paymentNotifyUrl"),
        created_at=now,
        expires_at=now + life,
        content=content,
    )


def inquiry_payment(request: Request) -> dict[str, object]:
    """Say where a payment stands; the result speaks of the inquiry, paymentStatus of the payment (openapi.md 2.7)."""
    payment_id, request_id = request.maybe("paymentId"), request.maybe("paymentRequestId")
    if not payment_id and not request_id:
        raise Refusal("PARAM_ILLEGAL", "One of paymentId and paymentRequestId is required.")
    payment = request.world.payments.find(request.merchant.client_id, payment_id, request_id)
    if payment is None:
        raise Refusal("ORDER_NOT_EXIST", "The order does not exist.")
    status = {
        State.CREATED: "PROCESSING",
        State.CLOSED: request.wallet.profile.payment.inquiry_closed,
    }.get(payment.state, payment.state.value)
    answer: dict[str, object] = {
        "result": SUCCESS,
        "paymentId": payment.payment_id,
        "paymentRequestId": payment.request_id,
        "paymentAmount": payment.amount.to_dict(),
        "paymentStatus": status,
    }
    if payment.reason:
        answer["paymentFailReason"] = payment.reason
    if payment.paid_at:
        answer["paymentTime"] = iso(payment.paid_at)
    return answer


OPERATIONS: dict[str, Callable[[Request], dict[str, object]]] = {
    "applyToken": apply_token,
    "inquiryUserInfo": inquiry_user_info,
    "pay": pay,
    "inquiryPayment": inquiry_payment,
}

SECRETS: dict[str, tuple[str, ...]] = {
    "applyToken": ("authCode", "refreshToken", "accessToken"),
    "inquiryUserInfo": ("accessToken",),
}
