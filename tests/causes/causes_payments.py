"""Causes in payments, what ends them and what undoes them."""

from __future__ import annotations

from causes_registry import brings
from causes_town import LIMIT, Newcomer
from wallet_backend import AUTHORIZE, ESCROW, Answer, Json, fresh

ON_A_PAYMENT = ("inquiryPayment", "cancel", "void", "capture", "refund", "merchantAccept", "confirm")
FLOWS = {"void": AUTHORIZE, "capture": AUTHORIZE, "merchantAccept": ESCROW, "confirm": ESCROW}
"""The product that an API is for, where it is for one."""


def _about(shop: Newcomer, api: str, payment: Json) -> Json:
    """Return a request about this payment; amounts are the smallest there are."""
    body = {name: value for name, value in shop.usual(api).items() if not name.endswith("Amount")} | payment
    if api == "refund":
        body |= {"refundAmount": shop.amount(1), "refundRequestId": fresh("F")}
    return body


# pay


@brings("ACCEPT", "pay")
def an_order(shop: Newcomer, api: str) -> Answer:
    return shop.call(api, shop.order())


@brings("SUCCESS", "pay")
def an_agreement_payment(shop: Newcomer, api: str) -> Answer:
    return shop.call(api, shop.agreed())


@brings("SUCCESS", "pay")
def an_order_that_was_paid(shop: Newcomer, api: str) -> Answer:
    order = shop.order()
    shop.control("POST payments/confirm", {"paymentId": shop.call(api, order).text("paymentId")})
    return shop.call(api, order)


@brings("PAYMENT_IN_PROCESS", "pay")
def a_slow_settlement(shop: Newcomer, api: str) -> Answer:
    shop.control("PATCH controls", {"settleAfterMs": 60_000})
    order = shop.order()
    shop.control("POST payments/confirm", {"paymentId": shop.call(api, order).text("paymentId")})
    return shop.call(api, order)


@brings("PAYMENT_IN_PROCESS", "pay")
def a_slow_agreement_payment(shop: Newcomer, api: str) -> Answer:
    shop.control("PATCH controls", {"settleAfterMs": 60_000})
    return shop.call(api, shop.agreed())


@brings("REPEAT_REQ_INCONSISTENT", "pay")
def another_price_for_the_same_order(shop: Newcomer, api: str) -> Answer:
    order = shop.order()
    assert shop.call(api, order).code == "ACCEPT"
    return shop.call(api, {**order, "paymentAmount": shop.amount(1)})


@brings("PAYMENT_AMOUNT_EXCEED_LIMIT", "pay")
def an_order_above_the_wallets_limit(shop: Newcomer, api: str) -> Answer:
    return shop.call(api, shop.order(LIMIT + 1))


@brings("CURRENCY_NOT_SUPPORT", "pay")
def a_price_in_dollars(shop: Newcomer, api: str) -> Answer:
    return shop.call(api, shop.order(paymentAmount={"currency": "USD", "value": "100"}))


@brings("USER_NOT_EXIST", "pay")
def an_order_for_nobody(shop: Newcomer, api: str) -> Answer:
    return shop.call(api, shop.order(order={"buyer": {"referenceBuyerId": "nobody"}}))


@brings("USER_STATUS_ABNORMAL", "pay")
def an_order_for_a_frozen_buyer(shop: Newcomer, api: str) -> Answer:
    return shop.call(api, shop.order(buyer="Hassan"))


@brings("USER_STATUS_ABNORMAL", "pay")
def an_agreement_with_a_buyer_who_was_frozen(shop: Newcomer, api: str) -> Answer:
    order = shop.agreed()
    shop.control("PATCH buyers/{buyer}", {"frozen": True}, buyer="Ali")
    return shop.call(api, order)


@brings("USER_BALANCE_NOT_ENOUGH", "pay")
def an_agreement_with_a_buyer_without_money(shop: Newcomer, api: str) -> Answer:
    return shop.call(api, shop.agreed(buyer="Zainab"))


@brings("USER_AMOUNT_EXCEED_LIMIT", "pay")
def an_agreement_with_a_buyer_who_has_a_limit(shop: Newcomer, api: str) -> Answer:
    return shop.call(api, shop.agreed(50_001_000, buyer="Karrar"))


@brings("RISK_REJECT", "pay")
def an_agreement_with_a_buyer_who_is_too_risky(shop: Newcomer, api: str) -> Answer:
    return shop.call(api, shop.agreed(buyer="Noor"))


@brings("USER_BALANCE_NOT_ENOUGH", "pay")
def an_order_that_failed_at_the_cashier(shop: Newcomer, api: str) -> Answer:
    order = shop.order(buyer="Zainab")
    shop.control("POST payments/confirm", {"paymentId": shop.call(api, order).text("paymentId")})
    return shop.call(api, order)


@brings("INVALID_ACCESS_TOKEN", "pay")
def an_agreement_without_a_token(shop: Newcomer, api: str) -> Answer:
    return shop.call(api, shop.agreed(code="nobody's"))


@brings("EXPIRED_ACCESS_TOKEN", "pay")
def an_old_agreement(shop: Newcomer, api: str) -> Answer:
    order = shop.agreed()
    shop.pass_time(days=3650)
    return shop.call(api, order)


@brings("INVALID_CODE", "pay")
def an_agreement_with_a_code_in_place_of_the_token(shop: Newcomer, api: str) -> Answer:
    return shop.call(api, shop.agreed(code=shop.contract_code()))


@brings("AUTH_CODE_ALREADY_USED", "pay")
def an_agreement_with_a_used_code_in_place_of_the_token(shop: Newcomer, api: str) -> Answer:
    code = shop.contract_code()
    assert shop.exchanged(code).code == "SUCCESS"
    return shop.call(api, shop.agreed(code=code))


@brings("ACCESS_DENIED", "pay")
def an_agreement_that_the_buyer_did_not_sign(shop: Newcomer, api: str) -> Answer:
    return shop.call(api, shop.agreed(code=shop.token("USER_ID")))


@brings("ORDER_STATUS_INVALID", "pay")
def an_order_that_was_cancelled(shop: Newcomer, api: str) -> Answer:
    order = shop.order()
    payment = {"paymentId": shop.call(api, order).text("paymentId")}
    assert shop.call("cancel", payment).code == "SUCCESS"
    return shop.call(api, order)


@brings("ORDER_STATUS_INVALID", "pay")
def an_order_that_was_not_paid_in_time(shop: Newcomer, api: str) -> Answer:
    order = shop.order()
    assert shop.call(api, order).code == "ACCEPT"
    shop.pass_time(minutes=31)
    return shop.call(api, order)


@brings("PARTNER_NOT_EXIST", "pay")
def an_order_of_another_partner(shop: Newcomer, api: str) -> Answer:
    return shop.call(api, shop.order(partnerId="P2"))


# what is asked about a payment, ends it or undoes it


@brings("ORDER_NOT_EXIST", *ON_A_PAYMENT)
def a_payment_that_nobody_made(shop: Newcomer, api: str) -> Answer:
    return shop.call(api, _about(shop, api, {"paymentId": "nobody's"}))


@brings("ORDER_NOT_EXIST", *ON_A_PAYMENT)
def the_payment_of_another_merchant(shop: Newcomer, api: str) -> Answer:
    return shop.call(api, _about(shop, api, shop.town.newcomer().paid()))


@brings("SUCCESS", "inquiryPayment", "cancel", "refund", "void", "capture", "merchantAccept")
def a_payment_of_the_right_kind(shop: Newcomer, api: str) -> Answer:
    how = {"product": FLOWS[api]} if api in FLOWS else {}
    return shop.call(api, _about(shop, api, shop.paid(**how)))


@brings("SUCCESS", "inquiryPayment", "cancel")
def a_payment_that_waits(shop: Newcomer, api: str) -> Answer:
    return shop.call(api, _about(shop, api, shop.waiting()))


@brings("SUCCESS", "confirm")
def an_escrow_order_that_was_accepted(shop: Newcomer, api: str) -> Answer:
    payment = shop.paid(product=ESCROW)
    assert shop.call("merchantAccept", payment).code == "SUCCESS"
    return shop.call(api, _about(shop, api, payment))


@brings("ORDER_STATUS_INVALID", "void", "capture", "merchantAccept", "confirm")
def a_payment_of_another_kind(shop: Newcomer, api: str) -> Answer:
    return shop.call(api, _about(shop, api, shop.paid()))


@brings("ORDER_STATUS_INVALID", "void", "capture", "refund", "merchantAccept", "confirm")
def a_payment_that_nobody_paid(shop: Newcomer, api: str) -> Answer:
    how = {"product": FLOWS[api]} if api in FLOWS else {}
    return shop.call(api, _about(shop, api, shop.waiting(**how)))


@brings("ORDER_STATUS_INVALID", "cancel")
def a_payment_that_failed(shop: Newcomer, api: str) -> Answer:
    return shop.call(api, shop.paid(buyer="Zainab"))


@brings("ORDER_STATUS_INVALID", "cancel")
def a_payment_that_was_refunded(shop: Newcomer, api: str) -> Answer:
    payment = shop.paid()
    assert shop.call("refund", _about(shop, "refund", payment)).code == "SUCCESS"
    return shop.call(api, payment)


@brings("CANCEL_WINDOW_EXCEED", "cancel")
def a_payment_of_the_day_before_yesterday(shop: Newcomer, api: str) -> Answer:
    payment = shop.paid()
    shop.pass_time(hours=24, seconds=1)
    return shop.call(api, payment)


@brings("MERCHANT_BALANCE_NOT_ENOUGH", "cancel")
@brings("PARTNER_BALANCE_NOT_ENOUGH", "refund")
def money_that_was_paid_out(shop: Newcomer, api: str) -> Answer:
    payment = shop.paid()
    shop.control("POST merchants/{clientId}/pay-out", {})
    return shop.call(api, _about(shop, api, payment))


@brings("PAYMENT_AMOUNT_EXCEED_LIMIT", "capture")
def a_capture_above_the_payment(shop: Newcomer, api: str) -> Answer:
    payment = shop.paid(product=AUTHORIZE)
    return shop.call(api, {**_about(shop, api, payment), "captureAmount": shop.amount(25_000_001)})


@brings("CURRENCY_NOT_SUPPORT", "capture")
def a_capture_in_dollars(shop: Newcomer, api: str) -> Answer:
    dollars = {"captureAmount": {"currency": "USD", "value": "1"}}
    return shop.call(api, {**_about(shop, api, shop.paid(product=AUTHORIZE)), **dollars})


@brings("CURRENCY_NOT_SUPPORT", "refund")
def a_refund_in_dollars(shop: Newcomer, api: str) -> Answer:
    return shop.call(api, {**_about(shop, api, shop.paid()), "refundAmount": {"currency": "USD", "value": "1"}})


@brings("REFUND_IN_PROCESS", "refund")
def a_slow_refund(shop: Newcomer, api: str) -> Answer:
    shop.control("PATCH controls", {"refundAfterMs": 60_000})
    return shop.call(api, _about(shop, api, shop.paid()))


@brings("REFUND_AMOUNT_EXCEED", "refund")
def a_refund_above_what_is_left(shop: Newcomer, api: str) -> Answer:
    payment = shop.paid()
    assert shop.call(api, _about(shop, api, payment)).code == "SUCCESS"
    return shop.call(api, {**_about(shop, api, payment), "refundAmount": shop.amount(25_000_000)})


@brings("REFUND_WINDOW_EXCEED", "refund")
def a_payment_of_last_year(shop: Newcomer, api: str) -> Answer:
    payment = shop.paid()
    shop.pass_time(days=366)
    return shop.call(api, _about(shop, api, payment))


@brings("REPEAT_REQ_INCONSISTENT", "refund")
def another_amount_for_the_same_refund(shop: Newcomer, api: str) -> Answer:
    body = _about(shop, api, shop.paid())
    assert shop.call(api, body).code == "SUCCESS"
    return shop.call(api, {**body, "refundAmount": shop.amount(2)})


@brings("SUCCESS", "inquiryRefund")
def a_refund(shop: Newcomer, api: str) -> Answer:
    made = shop.call("refund", _about(shop, "refund", shop.paid()))
    return shop.call(api, {"refundId": made.text("refundId")})


@brings("REFUND_NOT_EXIST", "inquiryRefund")
def a_refund_that_nobody_made(shop: Newcomer, api: str) -> Answer:
    return shop.call(api, {"refundId": "nobody's"})


@brings("REFUND_NOT_EXIST", "inquiryRefund")
def the_refund_of_another_merchant(shop: Newcomer, api: str) -> Answer:
    other = shop.town.newcomer()
    made = other.call("refund", _about(other, "refund", other.paid()))
    return shop.call(api, {"refundId": made.text("refundId")})
