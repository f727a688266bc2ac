"""Super Qi as its pages, its official demo and clients have it; openapi.md 2.2 to 2.10, notify.md 4.1 (recorded body)."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from profile_house import House, Street, open_street

from harness.wallet.profile import load_profile

AMOUNT = {"currency": "IQD", "value": "1000"}


@pytest.fixture(scope="module")
def street() -> Iterator[Street]:
    with open_street(load_profile("super_qi")) as made:
        yield made


@pytest.fixture
def house(street: Street) -> Iterator[House]:
    with street.house() as made:
        yield made


def token(house: House, *scopes: str) -> str:
    request = {"grantType": "AUTHORIZATION_CODE", "authCode": house.auth_code(*scopes)}
    return house.call("/v1/authorizations/applyToken", request).text("accessToken")


def order(house: House, **more: object) -> dict[str, object]:
    return {
        "productCode": "51051000101000000011",
        "paymentRequestId": "2023112719074101000700000077771",
        "paymentAmount": AMOUNT,
        "order": {"orderDescription": "Test Order", "buyer": {"referenceBuyerId": house.buyer.customer_id}},
        "paymentNotifyUrl": house.notify_url,
        **more,
    }


def test_log_in_as_the_demo_does(house: House) -> None:
    request = {"grantType": "AUTHORIZATION_CODE", "authCode": house.auth_code("auth_base", "USER_ID")}
    answer = house.call("/v1/authorizations/applyToken", request)
    assert answer.result == ("S", "SUCCESS")
    assert answer.message == "Success."
    assert answer.names == {
        *("result", "accessToken", "accessTokenExpiryTime", "refreshToken", "refreshTokenExpiryTime", "customerId"),
    }
    info = house.call("/v1/users/inquiryUserInfo", {"accessToken": answer.text("accessToken")})
    assert info.body["userInfo"] == {"userId": answer.text("customerId")}


def test_user_information_in_the_clients_model(house: House) -> None:
    answer = house.call("/v1/users/inquiryUserInfo", {"accessToken": token(house, "auth_user", "HASH_LOGIN_ID")})
    info = answer.body["userInfo"]
    assert isinstance(info, dict)
    assert set(info) == {
        *("userId", "loginIdInfos", "userName", "userNameInArabic", "avatar", "gender", "birthDate", "nationality"),
        "contactInfos",
    }
    assert info["userName"] == {
        "fullName": "Maria Clara Reyes Santos",
        "firstName": "Maria",
        "secondName": "Clara",
        "thirdName": "Reyes",
        "lastName": "Santos",
    }
    assert set(info["loginIdInfos"][0]) == {"loginIdType", "hashLoginId", "maskLoginId"}


def test_pay_notify_inquire_refund(house: House) -> None:
    paying = house.call("/v1/payments/pay", order(house))
    assert paying.result == ("A", "ACCEPT")
    assert paying.names == {"result", "paymentId", "paymentRequestId", "redirectActionForm"}
    form = paying.body["redirectActionForm"]
    assert isinstance(form, dict)
    assert set(form) == {"method", "parameters", "redirectUrl"}
    payment_id = paying.text("paymentId")
    assert (len(payment_id), payment_id.isdigit()) == (35, True)
    assert house.pay_at_cashier(form["redirectUrl"]) == "9000"
    told = house.notification()
    assert told == {
        "paymentResult": {"resultCode": "SUCCESS", "resultStatus": "S", "resultMessage": "Success."},
        "paymentId": payment_id,
        "paymentRequestId": "2023112719074101000700000077771",
        "paymentAmount": AMOUNT,
        "paymentTime": told["paymentTime"],
        "paymentCreateTime": told["paymentCreateTime"],
        "extendInfo": json.dumps({"sourcePlatform": "MINI_APP"}),
    }
    # The official Go client always sends both ids, one of them "".
    asked = house.call("/v1/payments/inquiryPayment", {"paymentId": payment_id, "paymentRequestId": ""})
    assert asked.text("paymentStatus") == "SUCCESS"
    refund = house.call(
        "/v1/payments/refund", {"refundRequestId": "F1", "paymentId": payment_id, "refundAmount": AMOUNT}
    )
    assert (refund.result, refund.names) == (("S", "SUCCESS"), {"result", "refundId", "refundTime"})


def test_cancel_ends_as_failed_because_cancelled_is_no_status(house: House) -> None:
    paying = house.call("/v1/payments/pay", order(house))
    answer = house.call("/v1/payments/cancel", {"paymentId": paying.text("paymentId")})
    assert answer.names == {"result", "paymentId", "paymentRequestId", "cancelTime"}
    asked = house.call("/v1/payments/inquiryPayment", {"paymentId": paying.text("paymentId")})
    assert asked.text("paymentStatus") == "FAIL"


def test_a_factor_of_another_wallet_means_nothing(house: House) -> None:
    body = order(house, paymentFactor={"isAgreementPay": True, "isAuthorizationPayment": True})
    assert house.call("/v1/payments/pay", body).result == ("A", "ACCEPT")


def test_the_buyer_is_a_customer_of_the_wallet(house: House) -> None:
    nobody = order(house, order={"orderDescription": "Test Order"})
    answer = house.call("/v1/payments/pay", nobody)
    assert (answer.result, answer.message) == (("F", "PARAM_ILLEGAL"), "order.buyer.referenceBuyerId is missing.")
    own = order(house, order={"buyer": {"referenceBuyerId": "the merchant's own"}})
    assert house.call("/v1/payments/pay", own).result == ("F", "USER_NOT_EXIST")


def test_a_contract_as_the_demo_signs_it(house: House) -> None:
    terms = json.dumps({"language": "en", "contractDesc": "25,000 IQD each month"})
    url = house.call("/v1/authorizations/prepare", {"scopes": "AGREEMENT_PAY", "extendInfo": terms}).text("authUrl")
    code = house.phone.answered("qicardSignContract", {"authUrl": url, "extParams": {}})["result"]["authCode"]
    granted = house.call("/v1/authorizations/applyToken", {"grantType": "AUTHORIZATION_CODE", "authCode": code})
    body = order(house, productCode="51051000101000100031", paymentAuthCode=granted.text("accessToken"))
    assert house.call("/v1/payments/pay", body).result == ("S", "SUCCESS")


def test_messages(house: House) -> None:
    parameters = {"Title": "Paid", "Content": "Thank you", "Url": "mini://platformapi/startapp?_ariver_appid=888888"}
    request = {
        "accessToken": token(house, "NOTIFICATION_INBOX"),
        "requestId": "M1",
        "templateCode": "MINI_APP_COMMON_INBOX",
        "templates": [{"templateParameters": parameters}],
    }
    answer = house.call("/v1/messages/sendInbox", request)
    assert (answer.result, answer.names) == (("S", "SUCCESS"), {"result", "messageId"})
