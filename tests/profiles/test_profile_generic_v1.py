"""Generic v1 as its pages print it: MIRROR, folder "Version v1"; openapi.md 2.2, 2.5, 2.6.2, 2.7, 2.9; notify.md 4.1."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from profile_house import CLIENT_ID, PARTNER_ID, House, Street, open_street

from harness.wallet.profile import load_profile

V1 = "/api/open/v1"
SITE = json.dumps({"customerBelongsTo": "siteNameExample"})


@pytest.fixture(scope="module")
def street() -> Iterator[Street]:
    with open_street(load_profile("generic_v1"), ("percent", "1")) as made:
        yield made


@pytest.fixture
def house(street: Street) -> Iterator[House]:
    with street.house() as made:
        yield made


def token(house: House, *scopes: str) -> str:
    request = {"grantType": "AUTHORIZATION_CODE", "authCode": house.auth_code(*scopes), "extendInfo": SITE}
    return house.call(f"{V1}/authorizations/applyToken", request).text("accessToken")


def order(house: House, request_id: str) -> dict[str, object]:
    return {
        "partnerId": PARTNER_ID,
        "paymentRequestId": request_id,
        "paymentOrderTitle": "SHOES",
        "productCode": "PC_5800000001",
        "mcc": "4399",
        "paymentAmount": {"currency": "USD", "value": "10000"},
        "paymentFactor": {"isCashierPayment": True},
        "paymentReturnUrl": "https://www.merchant.com/redirectxxx",
        "paymentNotifyUrl": house.notify_url,
        "extraParams": {
            "ORDER": json.dumps(
                {"referenceOrderId": "ID_000001", "orderAmount": json.dumps({"currency": "USD", "value": "10000"})}
            )
        },
        "extendInfo": SITE,
        "envInfo": {"osType": "IOS", "terminalType": "APP"},
    }


def test_log_in(house: House) -> None:
    answer = house.call(
        f"{V1}/authorizations/applyToken",
        {"grantType": "AUTHORIZATION_CODE", "authCode": house.auth_code("auth_base"), "extendInfo": SITE},
    )
    assert answer.result == ("S", "SUCCESS")
    assert answer.names == {
        *("result", "accessToken", "accessTokenExpiryTime", "refreshToken", "refreshTokenExpiryTime", "customerId"),
    }
    renewed = house.call(
        f"{V1}/authorizations/applyToken",
        {"grantType": "REFRESH_TOKEN", "refreshToken": answer.text("refreshToken"), "extendInfo": SITE},
    )
    assert renewed.result == ("S", "SUCCESS")
    ended = house.call(f"{V1}/authorizations/cancelToken", {"accessToken": renewed.text("accessToken")})
    assert (ended.result, ended.names) == (("S", "SUCCESS"), {"result"})


def test_a_code_used_twice_is_a_used_code(house: House) -> None:
    request = {"grantType": "AUTHORIZATION_CODE", "authCode": house.auth_code("auth_base"), "extendInfo": SITE}
    house.call(f"{V1}/authorizations/applyToken", request)
    assert house.call(f"{V1}/authorizations/applyToken", request).result == ("F", "USED_CODE")


def test_user_information(house: House) -> None:
    answer = house.call(
        f"{V1}/customers/user/inquiryUserInfoByAccessToken",
        {"accessToken": token(house, "auth_user", "PLAINTEXT_USER_LOGIN_ID"), "extendInfo": SITE},
    )
    assert answer.result == ("S", "SUCCESS")
    assert answer.body["userInfo"] == {
        "userId": "1000001119398804",
        "loginIdInfos": [
            {"loginIdType": "MOBILE_PHONE", "loginId": "+639171234567", "maskLoginId": "+639****567"},
        ],
        "status": "ACTIVE",
        "nickName": "Maria",
        "userName": {
            "fullName": "Maria Clara Reyes Santos",
            "firstName": "Maria",
            "middleName": "Clara Reyes",
            "lastName": "Santos",
        },
        "avatar": "https://wallet.example/maria.png",
        "gender": "F",
        "birthday": "1990-05-17",
        "nationality": "PH",
        "contactInfos": [
            {"contactType": "MOBILE_PHONE", "contactNo": "+639171234567"},
            {"contactType": "EMAIL", "contactNo": "maria@example.ph"},
        ],
    }


def test_one_scope_opens_one_field(house: House) -> None:
    request = {"accessToken": token(house, "PLAINTEXT_MOBILE_PHONE"), "extendInfo": SITE}
    answer = house.call(f"{V1}/customers/user/inquiryUserInfoByAccessToken", request)
    phone = [{"contactType": "MOBILE_PHONE", "contactNo": "+639171234567"}]
    assert answer.body["userInfo"] == {"contactInfos": phone}


def test_pay_inquire_and_refund(house: House) -> None:
    paying = house.call(f"{V1}/payments/pay", order(house, "2019112719074101000700000077771"))
    assert paying.result == ("A", "ACCEPT")
    assert paying.names == {"result", "paymentId", "actionForm"}
    form = paying.body["actionForm"]
    assert isinstance(form, dict)
    assert set(form) == {"actionFormType", "redirectionUrl"}
    assert form["actionFormType"] == "REDIRECTION"
    payment_id = paying.text("paymentId")
    by_request = {
        "partnerId": PARTNER_ID,
        "paymentRequestId": "2019112719074101000700000077771",
        "extendInfo": SITE,
    }
    waiting = house.call(f"{V1}/payments/inquiryPayment", by_request)
    assert waiting.text("paymentStatus") == "PROCESSING"

    assert house.pay_at_cashier(form["redirectionUrl"]) == "9000"

    assert house.notification() == {
        "partnerId": PARTNER_ID,
        "paymentId": payment_id,
        "paymentRequestId": "2019112719074101000700000077771",
        "paymentAmount": {"currency": "USD", "value": "10000"},
        "paymentTime": house.call(f"{V1}/payments/inquiryPayment", by_request).text("paymentTime"),
        "paymentStatus": "SUCCESS",
    }
    by_id = {"partnerId": PARTNER_ID, "paymentId": payment_id, "extendInfo": SITE}
    paid = house.call(f"{V1}/payments/inquiryPayment", by_id)
    assert paid.names == {"result", "paymentId", "paymentRequestId", "paymentTime", "paymentAmount", "paymentStatus"}
    assert paid.text("paymentStatus") == "SUCCESS"
    assert paid.body["paymentAmount"] == {"currency": "USD", "value": "10000"}

    request = {
        "partnerId": PARTNER_ID,
        "refundRequestId": "2019112719074101000700000088881",
        "paymentId": payment_id,
        "refundAmount": {"currency": "USD", "value": "2500"},
        "extendInfo": SITE,
    }
    refund = house.call(f"{V1}/payments/refund", request)
    assert (refund.result, refund.names) == (("S", "SUCCESS"), {"result", "refundId", "refundTime"})
    asked = house.call(
        f"{V1}/payments/inquiryRefund",
        {"partnerId": PARTNER_ID, "refundId": refund.text("refundId"), "extendInfo": SITE},
    )
    assert asked.names == {"result", "refundId", "refundRequestId", "refundAmount", "refundTime", "refundStatus"}
    assert asked.text("refundStatus") == "SUCCESS"


def test_a_payment_that_was_not_paid_in_time_has_failed(house: House) -> None:
    paying = house.call(f"{V1}/payments/pay", order(house, "R-not-in-time"))
    house.pass_time(house.profile.payment.expiry_seconds + 1)
    told = house.notification()
    assert (told["paymentStatus"], told["paymentFailReason"]) == ("FAIL", "ORDER_IS_CLOSED")
    assert not {"paymentResult", "result", "notifyType", "paymentTime"} & set(told)
    by_id = {"partnerId": PARTNER_ID, "paymentId": paying.text("paymentId"), "extendInfo": SITE}
    assert house.call(f"{V1}/payments/inquiryPayment", by_id).text("paymentStatus") == "FAIL"
    again = house.call(f"{V1}/payments/pay", order(house, "R-not-in-time"))
    assert again.result == ("F", "ORDER_STATUS_INVALID")


def test_what_is_required_is_named_when_it_is_missing(house: House) -> None:
    body = {**order(house, "R-incomplete"), "extendInfo": "{}"}
    del body["partnerId"], body["paymentOrderTitle"]
    answer = house.call(f"{V1}/payments/pay", body)
    assert answer.result == ("F", "PARAM_ILLEGAL")
    for name in ("partnerId", "paymentOrderTitle", "extendInfo.customerBelongsTo"):
        assert f"{name} is missing" in answer.message


def test_a_partner_id_of_another_is_no_partner(house: House) -> None:
    answer = house.call(f"{V1}/payments/pay", {**order(house, "R-partner"), "partnerId": "P2"})
    assert answer.result == ("F", "PARTNER_NOT_EXIST")


def test_a_merchant_without_a_partner_id_is_its_own_partner(house: House) -> None:
    house.street.wallet.merchants[CLIENT_ID].partner_id = ""
    try:
        answer = house.call(f"{V1}/payments/pay", {**order(house, "R-own"), "partnerId": CLIENT_ID})
    finally:
        house.street.wallet.merchants[CLIENT_ID].partner_id = PARTNER_ID
    assert answer.result == ("A", "ACCEPT")


def test_there_is_no_cancel(house: House) -> None:
    for path in (f"{V1}/payments/cancel", "/v1/payments/pay", f"{V1}/messages/sendInbox"):
        assert house.call(path, {"partnerId": PARTNER_ID}).result == ("F", "INVALID_API")


def test_a_refused_authorization_has_number_11(house: House) -> None:
    phone = house.phone
    sheet = phone.jsapi("getAuthCode", {"scopes": ["USER_BIRTHDAY"]})
    result = phone.choose(sheet, {"allowed": False})["result"]
    assert (result["error"], result["authErrorScopes"]) == (11, {"USER_BIRTHDAY": "1001"})


def test_a_contract_is_signed_with_sign_contract(house: House) -> None:
    terms = json.dumps({"contractTitle": "Monthly", "contractDesc": "9.99 USD each month"})
    url = house.call(f"{V1}/authorizations/prepare", {"scopes": "AGREEMENT_PAY", "extendInfo": terms}).text("authUrl")
    signed = house.phone.answered("signContract", {"authUrl": url})["result"]["authCode"]
    request = {"grantType": "AUTHORIZATION_CODE", "authCode": signed, "extendInfo": SITE}
    access = house.call(f"{V1}/authorizations/applyToken", request).text("accessToken")
    body = {**order(house, "R-agreed"), "paymentFactor": {"isAgreementPay": True}, "paymentAuthCode": access}
    answer = house.call(f"{V1}/payments/pay", body)
    assert (answer.result, answer.names) == (("S", "SUCCESS"), {"result", "paymentId", "paymentTime"})
