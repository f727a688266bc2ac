"""GCash as its public clients call it: api-sit.saas.mynt.xyz, paths on ".htm", keyVersion 2, percent-encoded signatures."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from profile_house import APP_ID, CLIENT_ID, PARTNER_ID, House, Street, open_street

from harness.wallet.profile import load_profile

SITE = json.dumps({"customerBelongsTo": "GCASH"})


@pytest.fixture(scope="module")
def street() -> Iterator[Street]:
    with open_street(load_profile("gcash"), ("percent", "2")) as made:
        yield made


@pytest.fixture
def house(street: Street) -> Iterator[House]:
    with street.house() as made:
        yield made


def token(house: House, **more: object) -> str:
    request = {"referenceClientId": CLIENT_ID, "grantType": "AUTHORIZATION_CODE"}
    code = house.auth_code("auth_user")
    answer = house.call("/v1/authorizations/applyToken.htm", {**request, "authCode": code, **more})
    assert answer.result == ("S", "SUCCESS")
    return answer.text("accessToken")


def order(house: House) -> dict[str, object]:
    return {
        "partnerId": PARTNER_ID,
        "appId": APP_ID,
        "paymentRequestId": f"{CLIENT_ID}Kq3vT9",
        "productCode": "51051000101000100001",
        "paymentOrderTitle": f"WPIT{CLIENT_ID}Kq3vT9",
        "paymentAmount": {"currency": "PHP", "value": "19990"},
        "paymentFactor": {"isCashierPayment": True},
        "paymentNotifyUrl": house.notify_url,
        "extendInfo": SITE,
    }


@pytest.mark.parametrize("more", [{}, {"extendInfo": SITE}, {"extendInfo": {"customerBelongsTo": "GCASH"}}])
def test_log_in_with_and_without_the_site_as_text_or_object(house: House, more: dict[str, object]) -> None:
    access = token(house, **more)
    answer = house.call("/v1/customers/user/inquiryUserInfoByAccessToken.htm", {"accessToken": access, **more})
    assert answer.result == ("S", "SUCCESS")
    info = answer.body["userInfo"]
    assert isinstance(info, dict)
    assert info["birthday"] == "1990-05-17"
    assert "birthDate" not in info


def test_log_in_needs_the_reference_client(house: House) -> None:
    request = {"grantType": "AUTHORIZATION_CODE", "authCode": house.auth_code("auth_base")}
    answer = house.call("/v1/authorizations/applyToken.htm", request)
    assert (answer.result, "referenceClientId is missing" in answer.message) == (("F", "PARAM_ILLEGAL"), True)
    other = {**request, "referenceClientId": "somebody else"}
    assert house.call("/v1/authorizations/applyToken.htm", other).result == ("F", "REFERENCE_CLIENT_ID_NOT_MATCH")


def test_pay_inquire_refund(house: House) -> None:
    paying = house.call("/v1/payments/pay.htm", order(house))
    assert paying.result == ("A", "ACCEPT")
    assert paying.text("actionForm", "actionFormType") == "REDIRECTION"
    assert house.pay_at_cashier(paying.text("actionForm", "redirectionUrl")) == "9000"
    told = house.notification()
    assert (told["paymentStatus"], told["partnerId"]) == ("SUCCESS", PARTNER_ID)
    assert told["paymentAmount"] == {"currency": "PHP", "value": "19990"}
    by_id = {"partnerId": PARTNER_ID, "paymentId": paying.text("paymentId")}
    assert house.call("/v1/payments/inquiryPayment.htm", by_id).text("paymentStatus") == "SUCCESS"
    amount = {"currency": "PHP", "value": "19990"}
    refund = house.call("/v1/payments/refund.htm", {**by_id, "refundRequestId": "F1", "refundAmount": amount})
    assert refund.result == ("S", "SUCCESS")
    asked = house.call("/v1/payments/inquiryRefund.htm", {"partnerId": PARTNER_ID, "refundRequestId": "F1"})
    assert asked.text("refundStatus") == "SUCCESS"


def test_the_buyer_is_told_in_pesos_and_centavos(house: House) -> None:
    paying = house.call("/v1/payments/pay.htm", order(house))
    house.pay_at_cashier(paying.text("actionForm", "redirectionUrl"))
    [message] = house.world.journal.all(lambda m: m.name == "message")
    assert str(message.get("text")).startswith("GCash: you paid 199.90 PHP to Corner Shop.")


def test_without_htm_and_without_cancel(house: House) -> None:
    for path in ("/v1/payments/pay", "/v1/payments/cancel.htm", "/v1/payments/cancel"):
        assert house.call(path, order(house)).result == ("F", "INVALID_API")


def test_another_currency_is_not_supported(house: House) -> None:
    body = {**order(house), "paymentAmount": {"currency": "USD", "value": "100"}}
    assert house.call("/v1/payments/pay.htm", body).result == ("F", "CURRENCY_NOT_SUPPORT")
