"""The AMS/Alipay+ shape as docs.antom.com and its SDK (global-open-sdk-python 1.7.1) have it; openapi.md 2.6.5; notify.md."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from profile_house import House, Street, open_street

from harness.wallet.profile import load_profile

AMS = "/ams/api/v1"
AMOUNT = {"currency": "SGD", "value": "4200"}


@pytest.fixture(scope="module")
def street() -> Iterator[Street]:
    with open_street(load_profile("ams"), ("percent", "1")) as made:
        yield made


@pytest.fixture
def house(street: Street) -> Iterator[House]:
    with street.house() as made:
        yield made


def order(house: House, request_id: str = "PAYMENT_20220101120000000_AUTO", **more: object) -> dict[str, object]:
    return {
        "productCode": "CASHIER_PAYMENT",
        "paymentRequestId": request_id,
        "order": {
            "referenceOrderId": "ORDER_2022",
            "orderDescription": "A bag",
            "orderAmount": AMOUNT,
            "buyer": {"referenceBuyerId": "the merchant's own"},
        },
        "paymentAmount": AMOUNT,
        "paymentMethod": {"paymentMethodType": "ALIPAY_HK"},
        "settlementStrategy": {"settlementCurrency": "SGD"},
        "paymentNotifyUrl": house.notify_url,
        "paymentRedirectUrl": "https://www.merchant.com/done",
        **more,
    }


def test_log_in(house: House) -> None:
    request = {"grantType": "AUTHORIZATION_CODE", "authCode": house.auth_code("auth_base")}
    incomplete = house.call(f"{AMS}/authorizations/applyToken", request)
    assert (incomplete.result, incomplete.message) == (("F", "PARAM_ILLEGAL"), "customerBelongsTo is missing.")
    answer = house.call(f"{AMS}/authorizations/applyToken", {**request, "customerBelongsTo": "ALIPAY_HK"})
    assert answer.result == ("S", "SUCCESS")
    assert answer.names == {
        *("result", "accessToken", "accessTokenExpiryTime", "refreshToken", "refreshTokenExpiryTime"),
    }
    revoked = house.call(f"{AMS}/authorizations/revoke", {"accessToken": answer.text("accessToken")})
    assert revoked.result == ("S", "SUCCESS")


def test_a_payment_that_waits_is_in_process(house: House) -> None:
    paying = house.call(f"{AMS}/payments/pay", order(house))
    assert paying.result == ("U", "PAYMENT_IN_PROCESS")
    assert paying.names == {"result", "paymentId", "paymentRequestId", "normalUrl", "schemeUrl", "applinkUrl"}
    urls = {paying.text(name) for name in ("normalUrl", "schemeUrl", "applinkUrl")}
    assert len(urls) == 1
    assert house.pay_at_cashier(paying.text("normalUrl")) == "9000"
    told = house.notification()
    assert told == {
        "notifyType": "PAYMENT_RESULT",
        "result": {"resultStatus": "S", "resultCode": "SUCCESS", "resultMessage": "Success."},
        "paymentRequestId": "PAYMENT_20220101120000000_AUTO",
        "paymentId": paying.text("paymentId"),
        "paymentAmount": AMOUNT,
        "paymentCreateTime": told["paymentCreateTime"],
        "paymentTime": told["paymentTime"],
    }
    repeated = house.call(f"{AMS}/payments/pay", order(house))
    assert repeated.result == ("S", "SUCCESS")


def test_refund_and_inquire(house: House) -> None:
    paying = house.call(f"{AMS}/payments/pay", order(house))
    house.pay_at_cashier(paying.text("applinkUrl"))
    request = {
        "refundRequestId": "REFUND_1",
        "paymentId": paying.text("paymentId"),
        "refundAmount": {"currency": "SGD", "value": "200"},
    }
    refund = house.call(f"{AMS}/payments/refund", request)
    assert refund.body == {
        "result": refund.body["result"],
        "refundId": refund.text("refundId"),
        "refundRequestId": "REFUND_1",
        "paymentId": paying.text("paymentId"),
        "refundAmount": {"currency": "SGD", "value": "200"},
        "refundTime": refund.text("refundTime"),
    }
    asked = house.call(f"{AMS}/payments/inquiryRefund", {"refundRequestId": "REFUND_1"})
    assert asked.text("refundStatus") == "SUCCESS"


def test_a_closed_order_is_closed(house: House) -> None:
    paying = house.call(f"{AMS}/payments/pay", order(house))
    house.pass_time(14 * 60)
    told = house.notification()
    assert isinstance(told["result"], dict)
    assert told["result"]["resultCode"] == "ORDER_IS_CLOSED"
    assert house.call(f"{AMS}/payments/pay", order(house)).result == ("F", "ORDER_IS_CLOSED")
    asked = house.call(f"{AMS}/payments/inquiryPayment", {"paymentId": paying.text("paymentId")})
    assert (asked.text("paymentStatus"), asked.text("paymentResultCode")) == ("FAIL", "ORDER_IS_CLOSED")


def test_cancel(house: House) -> None:
    paying = house.call(f"{AMS}/payments/pay", order(house))
    answer = house.call(f"{AMS}/payments/cancel", {"paymentRequestId": "PAYMENT_20220101120000000_AUTO"})
    assert answer.names == {"result", "paymentId", "paymentRequestId", "cancelTime"}
    asked = house.call(f"{AMS}/payments/inquiryPayment", {"paymentId": paying.text("paymentId")})
    assert asked.text("paymentStatus") == "CANCELLED"


@pytest.mark.parametrize("true", [True, "true"])
def test_an_authorization_is_captured(house: House, true: object) -> None:
    paying = house.call(f"{AMS}/payments/pay", order(house, paymentFactor={"isAuthorization": true}))
    house.pay_at_cashier(paying.text("normalUrl"))
    request = {"captureRequestId": "C1", "paymentId": paying.text("paymentId"), "captureAmount": AMOUNT}
    answer = house.call(f"{AMS}/payments/capture", request)
    assert answer.result == ("S", "SUCCESS")
    assert answer.names == {"result", "captureRequestId", "captureId", "paymentId", "captureAmount", "captureTime"}


def test_what_is_required(house: House) -> None:
    answer = house.call(f"{AMS}/payments/pay", {"paymentRequestId": "R", "paymentAmount": AMOUNT})
    assert answer.result == ("F", "PARAM_ILLEGAL")
    for name in ("productCode", "order", "paymentMethod", "paymentRedirectUrl"):
        assert f"{name} is missing" in answer.message


def test_codes_that_are_called_otherwise(house: House) -> None:
    assert house.call(f"{AMS}/payments/void", {}).result == ("F", "NO_INTERFACE_DEF")
    stranger = {"Client-Id": "somebody else"}
    answer = house.street.http.post(
        f"{house.street.wallet.gateway_origin}{AMS}/payments/pay", json={}, headers=stranger
    )
    assert answer.json()["result"]["resultCode"] == "CLIENT_INVALID"
