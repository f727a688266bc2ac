"""VodaPay as its page "Once Off Payment Flow" and its public clients have it; openapi.md 2.5, 2.6.3; notify.md 4.1."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from profile_house import House, Street, open_street

from harness.wallet.profile import load_profile


@pytest.fixture(scope="module")
def street() -> Iterator[Street]:
    with open_street(load_profile("vodapay"), ("percent", "1")) as made:
        yield made


@pytest.fixture
def house(street: Street) -> Iterator[House]:
    with street.house() as made:
        yield made


def order(house: House, request_id: str = "c0a83b17161398737179310015310") -> dict[str, object]:
    return {
        "productCode": "CASHIER_PAYMENT",
        "salesCode": "51051000101000000011",
        "paymentNotifyUrl": house.notify_url,
        "paymentRequestId": request_id,
        "paymentRedirectUrl": "http://mock.vision.vodacom.aws.corp/mock/api/v1/payments/notifyPayment.htm",
        "paymentExpiryTime": "3022-02-22T17:49:31+08:00",
        "paymentAmount": {"currency": "ZAR", "value": "6234"},
        "order": {
            "goods": {
                "referenceGoodsId": "goods123",
                "goodsUnitAmount": {"currency": "ZAR", "value": "6234"},
                "goodsName": "mobile1",
            },
            "env": {"terminalType": "MINI_APP"},
            "orderDescription": "Car",
            "buyer": {"referenceBuyerId": "216610000000259832353"},
        },
    }


def test_log_in(house: House) -> None:
    request = {"grantType": "AUTHORIZATION_CODE", "authCode": house.auth_code("auth_user")}
    answer = house.call("/v2/authorizations/applyToken", request)
    assert answer.result == ("S", "SUCCESS")
    info = house.call("/v2/customers/user/inquiryUserInfo", {"accessToken": answer.text("accessToken")})
    user = info.body["userInfo"]
    assert isinstance(user, dict)
    assert (user["userId"], user["nickName"]) == (answer.text("customerId"), "Maria")
    assert user["userName"]["fullName"] == "Maria Clara Reyes Santos"
    assert {"contactType": "MOBILE_PHONE", "contactNo": "+639171234567"} in user["contactInfos"]


def test_even_auth_base_asks_the_buyer(house: House) -> None:
    sheet = house.phone.jsapi("getAuthCode", {"scopes": ["auth_base"]})
    assert (sheet["outcome"], sheet["sheet"]["kind"]) == ("sheet", "consent")


def test_pay_and_inquire(house: House) -> None:
    paying = house.call("/v2/payments/pay", order(house))
    assert paying.result == ("A", "ACCEPT")
    assert paying.names == {"result", "paymentId", "redirectActionForm"}
    assert house.pay_at_cashier(paying.text("redirectActionForm", "redirectUrl")) == "9000"
    told = house.notification()
    assert told["result"] == {"resultStatus": "S", "resultCode": "SUCCESS", "resultMessage": "Success."}
    assert not {"paymentResult", "paymentStatus", "notifyType", "partnerId"} & set(told)
    asked = house.call("/v2/payments/inquiryPayment", {"paymentId": paying.text("paymentId")})
    assert asked.text("paymentStatus") == "SUCCESS"
    assert asked.body["paymentAmount"] == {"currency": "ZAR", "value": "6234"}


def test_a_client_that_sends_less(house: House) -> None:
    body = order(house, "R-less")
    del body["salesCode"], body["paymentExpiryTime"]
    body["order"] = {"orderDescription": "Car", "referenceOrderId": "R-less"}
    answer = house.call("/v2/payments/pay", {**body, "merchantId": "M1"})
    assert answer.result == ("A", "ACCEPT")
    paid = house.pay_at_cashier(answer.text("redirectActionForm", "redirectUrl"))
    assert paid == "9000"
    request = {
        "paymentId": answer.text("paymentId"),
        "refundRequestId": "F1",
        "refundAmount": {"currency": "ZAR", "value": "1234"},
    }
    assert house.call("/v2/payments/refund", request).result == ("S", "SUCCESS")


def test_a_session_is_dead_after_thirty_minutes(house: House) -> None:
    body = order(house, "R-late")
    del body["paymentExpiryTime"]
    house.call("/v2/payments/pay", body)
    house.pass_time(30 * 60)
    told = house.notification()
    assert told["result"] == {
        "resultStatus": "F",
        "resultCode": "ORDER_IS_CLOSED",
        "resultMessage": "The order is closed.",
    }
    assert house.call("/v2/payments/pay", body).result == ("F", "ORDER_STATUS_INVALID")


def test_the_cashier_shows_rands_and_cents(house: House) -> None:
    paying = house.call("/v2/payments/pay", order(house))
    sheet = house.phone.jsapi("tradePay", {"paymentUrl": paying.text("redirectActionForm", "redirectUrl")})
    page = house.street.http.get(sheet["sheet"]["url"]).text
    assert "62.34 ZAR" in page
    assert "100,000.00 ZAR" in page
    assert "VodaPay" in page


def test_agreement_and_capture_are_not_there(house: House) -> None:
    for path in ("/v2/payments/capture", "/v2/authorizations/prepare", "/v2/users/inquiryUserInfo"):
        assert house.call(path, {}).result == ("F", "INVALID_API")
