"""Payments of another merchant: whatever Mallory calls, and under whatever id, the shop's payments stay as they are."""

from __future__ import annotations

import besieged
import pytest
from besieged import PRICE, Json, Town, fresh

siege, town = besieged.siege, besieged.town

AMOUNT = {"currency": "IQD", "value": str(PRICE)}


def calls(payment: Json) -> list[tuple[str, Json]]:
    """Return every call that names a payment."""
    return [
        ("inquiryPayment", payment),
        ("cancel", payment),
        ("void", {**payment, "voidRequestId": fresh("V")}),
        ("capture", {**payment, "captureRequestId": fresh("C")}),
        ("refund", {**payment, "refundRequestId": fresh("F"), "refundAmount": AMOUNT}),
        ("merchantAccept", payment),
        ("confirm", {**payment, "confirmRequestId": fresh("K")}),
    ]


@pytest.mark.parametrize("state", ["open", "paid", "authorized", "escrow"])
def test_another_merchants_payment_does_not_exist(town: Town, state: str) -> None:
    request_id = town.inquired(town.standing[state])["paymentRequestId"]
    both = {"paymentId": town.standing[state], "paymentRequestId": request_id}
    for ids in ({"paymentId": town.standing[state]}, {"paymentRequestId": request_id}, both):
        for api, body in calls(dict(ids)):
            answer = town.mallory.ask(api, body)
            assert besieged.code_of(answer) == "ORDER_NOT_EXIST", api
            assert town.zainab.customer_id not in answer.text


def test_ones_own_request_id_does_not_open_anothers_payment(town: Town) -> None:
    """Both ids given: the paymentId wins (openapi.md 2.7), and is another's."""
    order = town.mallory.order(town.ali)
    assert town.mallory.code("pay", order) == "ACCEPT"
    mixed = {"paymentId": town.standing["paid"], "paymentRequestId": order["paymentRequestId"]}
    for api, body in calls(dict(mixed)):
        assert town.mallory.code(api, body) == "ORDER_NOT_EXIST"


def test_the_same_request_id_at_two_merchants_is_two_payments(town: Town) -> None:
    request_id = town.inquired(town.standing["paid"])["paymentRequestId"]
    mine = town.mallory.call("pay", town.mallory.order(town.ali, paymentRequestId=request_id))
    assert mine["paymentId"] not in town.standing.values()
    assert town.mallory.code("cancel", {"paymentRequestId": request_id}) == "SUCCESS"


def test_another_merchants_refund_does_not_exist(town: Town) -> None:
    paid = town.paid(town.zainab)
    body = {"paymentId": paid, "refundRequestId": fresh("F"), "refundAmount": {"currency": "IQD", "value": "1"}}
    made = town.shop.call("refund", body)
    for ids in ({"refundId": made["refundId"]}, {"refundRequestId": body["refundRequestId"]}):
        assert town.mallory.code("inquiryRefund", ids) == "REFUND_NOT_EXIST"
        assert town.shop.code("inquiryRefund", ids) == "SUCCESS"


def test_another_merchants_capture_is_refunded_by_nobody_else(town: Town) -> None:
    held = town.paid(town.zainab, productCode=besieged.AUTHORIZE)
    captured = town.shop.call("capture", {"paymentId": held, "captureRequestId": fresh("C")})
    body = {"captureId": captured["captureId"], "refundAmount": AMOUNT}
    assert town.mallory.code("refund", {**body, "refundRequestId": fresh("F")}) == "ORDER_NOT_EXIST"
    assert town.shop.code("refund", {**body, "refundRequestId": fresh("F")}) == "SUCCESS"


NAUGHTY: list[object] = [
    "",
    "0",
    "*",
    "%",
    "' OR 1=1 --",
    "../" * 9,
    "\u0000",
    "\u202e",
    "a" * 64,
    "a" * 65,
    1,
    True,
    [],
    {},
]


@pytest.mark.parametrize("given", NAUGHTY, ids=repr)
def test_an_id_that_is_none_finds_nothing(town: Town, given: object) -> None:
    for ids in ({"paymentId": given}, {"paymentRequestId": given}, {"paymentId": given, "paymentRequestId": given}):
        for api, body in calls(dict(ids)):
            assert town.shop.code(api, body) in ("ORDER_NOT_EXIST", "PARAM_ILLEGAL"), api


def test_a_partner_id_is_ones_own(town: Town) -> None:
    order = town.shop.order(town.zainab, partnerId=town.mallory.client_id)
    assert town.shop.code("pay", order) == "PARTNER_NOT_EXIST"


@pytest.mark.parametrize("buyer", ["", "nobody", "2" * 16, "\u0000", "a" * 128])
def test_nobody_pays_for_a_buyer_who_is_none(town: Town, buyer: str) -> None:
    order = town.shop.order(None, order={"orderDescription": "x", "buyer": {"referenceBuyerId": buyer}})
    assert town.shop.code("pay", order) in ("USER_NOT_EXIST", "PARAM_ILLEGAL")


AMOUNTS: list[object] = [
    "0", "-1", "-0", "+1", "1.5", "1e9", " 1", "1 ", "0x10", "\u0661", "1" * 17, "9" * 1000, "", "NaN", "1_000",
    0, -1, 1.5, 10**17, True, None, [], {}, "\u00bd", "1,000", "\u0000" + "1",
]  # fmt: skip


@pytest.mark.parametrize("value", AMOUNTS, ids=lambda v: repr(v)[:20])
def test_an_amount_that_is_none_moves_nothing(town: Town, value: object) -> None:
    amount = {"currency": "IQD", "value": value}
    before = town.balance(town.zainab)
    assert town.shop.code("pay", town.shop.order(town.zainab, paymentAmount=amount)) == "PARAM_ILLEGAL"
    refund = {"paymentId": town.standing["paid"], "refundRequestId": fresh("F"), "refundAmount": amount}
    assert town.shop.code("refund", refund) == "PARAM_ILLEGAL"
    if value not in ("", None):
        capture = {"paymentId": town.standing["authorized"], "captureRequestId": fresh("C"), "captureAmount": amount}
        assert town.shop.code("capture", capture) == "PARAM_ILLEGAL"
    assert town.balance(town.zainab) == before


@pytest.mark.parametrize("currency", ["USD", "iqd", "IQ", "IQDX", "", None, 1, "\u0130QD", "I\u0000D"])
def test_another_currency_moves_nothing(town: Town, currency: object) -> None:
    amount = {"currency": currency, "value": "1"}
    expected = ("CURRENCY_NOT_SUPPORT", "PARAM_ILLEGAL")
    assert town.shop.code("pay", town.shop.order(town.zainab, paymentAmount=amount)) in expected
    refund = {"paymentId": town.standing["paid"], "refundRequestId": fresh("F"), "refundAmount": amount}
    assert town.shop.code("refund", refund) in expected
