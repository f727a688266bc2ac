"""Generic v2 as its pages print it: MIRROR, folder "Versión v2", and miniprogram.alipay.com; openapi.md 2.2, 2.5, 2.6.3."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from profile_house import APP_ID, CLIENT_ID, House, Street, open_street

from harness.wallet.profile import load_profile

V2 = "/api/open/v2"
WHO = {"appId": APP_ID, "authClientId": CLIENT_ID}


@pytest.fixture(scope="module")
def street() -> Iterator[Street]:
    with open_street(load_profile("generic_v2"), ("percent", "1")) as made:
        yield made


@pytest.fixture
def house(street: Street) -> Iterator[House]:
    with street.house() as made:
        yield made


def order(house: House, request_id: str, **more: object) -> dict[str, object]:
    return {
        "appId": APP_ID,
        "paymentRequestId": request_id,
        "productCode": "CASHIER_PAYMENT",
        "paymentAmount": {"currency": "USD", "value": "10000"},
        "order": {
            "referenceOrderId": "OrderID_0101010101",
            "orderDescription": "SHOES",
            "orderAmount": {"currency": "USD", "value": "10000"},
            "orderCreateTime": "2020-01-01T12:01:01+08:30",
            "merchant": {"referenceMerchantId": "M00000000001", "merchantMCC": "1405", "merchantName": "UGG"},
            "buyer": {"referenceBuyerId": "the merchant's own number 7"},
            "env": {"osType": "IOS", "terminalType": "APP"},
        },
        "paymentRedirectUrl": "https://www.merchant.com/redirectxxx",
        "paymentNotifyUrl": house.notify_url,
        **more,
    }


def test_log_in(house: House) -> None:
    request = {**WHO, "grantType": "AUTHORIZATION_CODE", "authCode": house.auth_code("auth_base")}
    answer = house.call(f"{V2}/authorizations/applyToken", request)
    assert answer.result == ("S", "SUCCESS")
    assert answer.names == {
        *("result", "accessToken", "accessTokenExpiryTime", "refreshToken", "refreshTokenExpiryTime", "customerId"),
    }
    user = house.call(f"{V2}/users/inquiryUserInfo", {**WHO, "accessToken": answer.text("accessToken")})
    assert user.body["userInfo"] == {"userId": answer.text("customerId")}


def test_codes_of_the_authorization_code_have_names_of_their_own(house: House) -> None:
    request = {**WHO, "grantType": "AUTHORIZATION_CODE", "authCode": house.auth_code("auth_base")}
    house.call(f"{V2}/authorizations/applyToken", request)
    assert house.call(f"{V2}/authorizations/applyToken", request).result == ("F", "USED_AUTHCODE")
    unknown = {**request, "authCode": "no such code"}
    assert house.call(f"{V2}/authorizations/applyToken", unknown).result == ("F", "INVALID_AUTHCODE")
    late = {**request, "authCode": house.auth_code("auth_base")}
    house.pass_time(86_400)
    assert house.call(f"{V2}/authorizations/applyToken", late).result == ("F", "EXPIRED_AUTHCODE")


def test_app_id_and_auth_client_id_are_required(house: House) -> None:
    for path in (f"{V2}/authorizations/applyToken", f"{V2}/users/inquiryUserInfo"):
        answer = house.call(path, {"grantType": "REFRESH_TOKEN", "accessToken": "t"})
        assert answer.result == ("F", "PARAM_ILLEGAL")
        assert "appId is missing; authClientId is missing" in answer.message


def test_user_information_says_birth_date(house: House) -> None:
    request = {**WHO, "grantType": "AUTHORIZATION_CODE", "authCode": house.auth_code("USER_BIRTHDAY", "HASH_LOGIN_ID")}
    access = house.call(f"{V2}/authorizations/applyToken", request).text("accessToken")
    info = house.call(f"{V2}/users/inquiryUserInfo", {**WHO, "accessToken": access}).body["userInfo"]
    assert isinstance(info, dict)
    assert info["birthDate"] == "1990-05-17"
    [login] = info["loginIdInfos"]
    assert set(login) == {"loginIdType", "hashLoginId"}


def test_pay_inquire_refund(house: House) -> None:
    paying = house.call(f"{V2}/payments/pay", order(house, "2019112719074101000700000077771"))
    assert paying.result == ("A", "ACCEPT")
    assert paying.names == {"result", "paymentId", "redirectActionForm"}
    assert paying.body["redirectActionForm"] == {
        "method": "POST",
        "redirectUrl": paying.text("redirectActionForm", "redirectUrl"),
    }
    assert house.pay_at_cashier(paying.text("redirectActionForm", "redirectUrl")) == "9000"
    told = house.notification()
    assert told["paymentResult"] == {"resultStatus": "S", "resultCode": "SUCCESS", "resultMessage": "Success."}
    assert {
        *("paymentId", "paymentRequestId", "paymentResult", "paymentAmount", "paymentTime", "paymentCreateTime"),
    } == set(told) - {"extendInfo"}
    paid = house.call(f"{V2}/payments/inquiryPayment", {"paymentId": paying.text("paymentId")})
    assert paid.text("paymentStatus") == "SUCCESS"
    refund = house.call(
        f"{V2}/payments/refund",
        {
            "refundRequestId": "F1",
            "paymentId": paying.text("paymentId"),
            "refundAmount": {"currency": "USD", "value": "1"},
        },
    )
    assert (refund.result, refund.names) == (("S", "SUCCESS"), {"result", "refundId", "refundTime"})


def test_a_cancelled_payment_is_cancelled(house: House) -> None:
    paying = house.call(f"{V2}/payments/pay", order(house, "pay_2089760038715669_202775745075669"))
    answer = house.call(f"{V2}/payments/cancel", {"paymentRequestId": "pay_2089760038715669_202775745075669"})
    assert answer.result == ("S", "SUCCESS")
    assert answer.names == {"result", "paymentId", "paymentRequestId", "cancelTime"}
    asked = house.call(f"{V2}/payments/inquiryPayment", {"paymentId": paying.text("paymentId")})
    assert asked.text("paymentStatus") == "CANCELLED"
    again = house.call(f"{V2}/payments/pay", order(house, "pay_2089760038715669_202775745075669"))
    assert again.result == ("F", "ORDER_STATUS_INVALID")


def test_an_authorized_payment_is_captured(house: House) -> None:
    body = order(house, "R-authorized", paymentFactor={"isAuthorizationPayment": True})
    paying = house.call(f"{V2}/payments/pay", body)
    assert house.pay_at_cashier(paying.text("redirectActionForm", "redirectUrl")) == "9000"
    request = {
        "captureRequestId": "20191127190741010007013213156",
        "paymentId": paying.text("paymentId"),
        "captureAmount": {"value": "1000", "currency": "USD"},
    }
    above = {**request, "captureAmount": {"value": "10001", "currency": "USD"}}
    assert house.call(f"{V2}/payments/capture", above).result == ("F", "CAPTURE_AMOUNT_EXCEED_AUTH_LIMIT")
    answer = house.call(f"{V2}/payments/capture", request)
    assert answer.result == ("S", "SUCCESS")
    assert answer.body == {
        "result": answer.body["result"],
        "captureRequestId": "20191127190741010007013213156",
        "captureId": answer.text("captureId"),
        "paymentId": paying.text("paymentId"),
        "captureAmount": {"value": "1000", "currency": "USD"},
        "captureTime": answer.text("captureTime"),
    }
    missing = {**request, "paymentId": "2019"}
    assert house.call(f"{V2}/payments/capture", missing).result == ("F", "AUTH_NOT_FOUND")


def test_an_authorized_payment_is_voided(house: House) -> None:
    body = order(house, "R-void", paymentFactor={"isAuthorizationPayment": True})
    paying = house.call(f"{V2}/payments/pay", body)
    house.pay_at_cashier(paying.text("redirectActionForm", "redirectUrl"))
    answer = house.call(f"{V2}/payments/void", {"paymentId": paying.text("paymentId"), "voidRequestId": "V1"})
    assert answer.result == ("S", "SUCCESS")


def test_a_refused_authorization_has_number_1001(house: House) -> None:
    phone = house.phone
    result = phone.choose(phone.jsapi("getAuthCode", {"scopes": ["USER_NAME"]}), {"allowed": False})["result"]
    assert (result["error"], result["authErrorScopes"]) == (1001, {"USER_NAME": "1001"})


def test_what_version_1_calls_otherwise_is_no_api(house: House) -> None:
    for path in (f"{V2}/customers/user/inquiryUserInfoByAccessToken", "/api/open/v1/payments/pay"):
        assert house.call(path, WHO).result == ("F", "INVALID_API")
