"""Rebell Pay as docs.rebellapp.com prints it: openapis/..., api-reference/...; signing.md 3.3; openapi.md 2.6.3 to 2.9."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from profile_house import House, Street, open_street

from harness.wallet.profile import load_profile

EUROS = {"currency": "EUR", "value": "2500"}


@pytest.fixture(scope="module")
def street() -> Iterator[Street]:
    with open_street(load_profile("rebell")) as made:
        yield made


@pytest.fixture
def house(street: Street) -> Iterator[House]:
    with street.house() as made:
        yield made


def order(house: House, request_id: str = "RETAIL-20240110-001", **more: object) -> dict[str, object]:
    return {
        "productCode": "51051000000011",
        "paymentRequestId": request_id,
        "paymentAmount": EUROS,
        "order": {"orderDescription": "Coffee order"},
        "paymentNotifyUrl": house.notify_url,
        "cashierNotifyUrl": "https://merchant.example.com/webhooks/cashier",
        **more,
    }


def test_log_in(house: House) -> None:
    request = {
        "grantType": "AUTHORIZATION_CODE",
        "authCode": house.auth_code("auth_base"),
        "extendInfo": json.dumps({"customerBelongsTo": "siteNameExample"}),
    }
    answer = house.call("/v2/authorizations/applyToken", request)
    assert answer.result == ("S", "SUCCESS")
    assert answer.names == {
        *("result", "accessToken", "accessTokenExpiryTime", "refreshToken", "refreshTokenExpiryTime", "customerId"),
    }


def test_no_authorization_is_silent(house: House) -> None:
    assert house.phone.jsapi("getAuthCode", {"scopes": ["auth_base"]})["outcome"] == "sheet"


def test_pay_inquire_refund(house: House) -> None:
    paying = house.call("/v1/payments/pay", order(house))
    assert paying.result == ("A", "ACCEPT")
    assert paying.names == {"result", "paymentId", "paymentRequestId", "redirectActionForm"}
    form = paying.body["redirectActionForm"]
    assert isinstance(form, dict)
    assert set(form) == {"method", "redirectionUrl"}
    assert house.pay_at_cashier(form["redirectionUrl"]) == "9000"
    told = house.notification()
    assert told == {
        "paymentId": paying.text("paymentId"),
        "paymentRequestId": "RETAIL-20240110-001",
        "paymentStatus": "SUCCESS",
        "paymentAmount": EUROS,
        "paymentTime": told["paymentTime"],
        "paymentCreatedTime": told["paymentCreatedTime"],
    }
    asked = house.call("/v1/payments/inquiryPayment", {"paymentId": paying.text("paymentId")})
    assert asked.names == {"result", "paymentStatus", "paymentId", "paymentRequestId", "paymentTime", "paymentAmount"}
    request = {
        "paymentId": paying.text("paymentId"),
        "refundRequestId": "REFUND-20240111-001",
        "refundAmount": {"currency": "EUR", "value": "1500"},
        "refundReason": "Customer requested cancellation",
        "refundNotifyUrl": "https://merchant.example.com/webhooks/refund",
    }
    refund = house.call("/v2/payments/refundApply", request)
    assert refund.body == {
        "result": refund.body["result"],
        "refundId": refund.text("refundId"),
        "refundRequestId": "REFUND-20240111-001",
        "refundAmount": {"currency": "EUR", "value": "1500"},
        "refundTime": refund.text("refundTime"),
    }
    above = {**request, "refundRequestId": "REFUND-2"}
    assert house.call("/v2/payments/refundApply", above).result == ("F", "REFUND_AMOUNT_EXCEED")


def test_what_was_not_paid_is_not_refunded(house: House) -> None:
    paying = house.call("/v1/payments/pay", order(house))
    request = {"paymentId": paying.text("paymentId"), "refundRequestId": "F1", "refundAmount": EUROS}
    assert house.call("/v2/payments/refundApply", request).result == ("F", "REFUND_NOT_ALLOWED")


def test_cancel(house: House) -> None:
    paying = house.call("/v1/payments/pay", order(house))
    answer = house.call("/v1/payments/cancel", {"paymentId": paying.text("paymentId")})
    assert answer.result == ("S", "SUCCESS")
    assert answer.names == {"result", "paymentId", "paymentRequestId", "cancelTime"}
    asked = house.call("/v1/payments/inquiryPayment", {"paymentId": paying.text("paymentId")})
    assert asked.text("paymentStatus") == "FAIL"
    later = house.call("/v1/payments/pay", order(house, "R2"))
    house.pay_at_cashier(later.text("redirectActionForm", "redirectionUrl"))
    house.pass_time(25 * 3600)
    late = house.call("/v1/payments/cancel", {"paymentId": later.text("paymentId")})
    assert late.result == ("F", "CANCEL_WINDOW_EXCEED")


def test_a_contract_and_an_agreed_payment(house: House) -> None:
    terms = {
        "contractTitle": "Monthly Subscription",
        "contractDesc": "Automatic payment of 9.99 EUR on the 1st of each month.",
        "agreedAmount": {"currency": "EUR", "value": "999"},
        "startTime": "2025-02-01",
        "contractStatusNotifyUrl": "https://merchant.example.com/webhooks/contract-status",
    }
    request = {"scopes": "AGREEMENT_PAY", "extendInfo": json.dumps(terms)}
    incomplete = house.call("/v2/authorizations/prepare", request)
    assert (incomplete.result, incomplete.message) == (("F", "PARAM_ILLEGAL"), "referenceClientId is missing.")
    prepared = house.call("/v2/authorizations/prepare", {**request, "referenceClientId": "305XST2CSG0N4P0x"})
    assert prepared.names == {"result", "authUrl"}
    code = house.phone.answered("signContract", {"authUrl": prepared.text("authUrl")})["result"]["authCode"]
    answer = house.call("/v2/authorizations/applyToken", {"grantType": "AUTHORIZATION_CODE", "authCode": code})
    body = order(house, "SUB-1", productCode="5105010010000100040", paymentAuthCode=answer.text("accessToken"))
    paid = house.call("/v1/payments/pay", body)
    assert paid.result == ("S", "SUCCESS")
    assert paid.names == {"result", "paymentId", "paymentRequestId", "paymentTime"}


def test_a_request_of_five_minutes_ago_is_refused(house: House) -> None:
    assert house.call("/v1/payments/pay", order(house), seconds_late=290).result == ("A", "ACCEPT")
    for late in (310, -310):
        answer = house.call("/v1/payments/pay", order(house, "R-late"), seconds_late=late)
        assert answer.result == ("F", "TIMESTAMP_INVALID")


def test_an_api_that_is_not_there_is_not_defined(house: House) -> None:
    for path in ("/v1/payments/refund", "/v1/users/inquiryUserInfo", "/v2/messages/sendInbox"):
        assert house.call(path, {}).result == ("F", "NO_INTERFACE_DEF")


def test_a_refused_authorization_has_number_11(house: House) -> None:
    phone = house.phone
    result = phone.choose(phone.jsapi("getAuthCode", {"scopes": ["codice_fiscale"]}), {"allowed": False})["result"]
    assert result["error"] == 11
