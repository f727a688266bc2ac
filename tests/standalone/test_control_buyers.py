"""The control API: buyers."""

from __future__ import annotations

import pytest
from lone_kit import Lone, Shop, code_of, refusal, url_of

FIVE = {"currency": "IQD", "value": "5000000", "words": "5,000 IQD"}


class TestBuyers:
    def test_the_named_ones_have_their_stories(self, shop: Shop) -> None:
        buyers = {b["name"]: b for b in shop.control("GET", "buyers")["buyers"]}
        assert buyers["Ali"]["balance"]["words"] == "100,000 IQD"
        assert buyers["Zainab"]["balance"]["value"] == "0"
        assert buyers["Hassan"]["frozen"]
        assert buyers["Noor"]["riskRefused"]
        assert buyers["Karrar"]["limit"]["words"] == "50,000 IQD"
        assert buyers["Fatima"]["language"] == "ar"
        assert buyers["Fatima"]["userId"] != buyers["Fatima"]["customerId"]
        assert all(b["story"] for b in buyers.values())

    @pytest.mark.parametrize(
        ("name", "code"),
        [
            ("Zainab", "USER_BALANCE_NOT_ENOUGH"),
            ("Noor", "RISK_REJECT"),
            ("Karrar", "USER_AMOUNT_EXCEED_LIMIT"),
        ],
    )
    def test_their_payments_end_as_their_stories_say(self, shop: Shop, name: str, code: str) -> None:
        payment = shop.merchant.pay(shop.lone.customer(name), 60_000_000)
        answer = shop.control("POST", "payments/confirm", {"paymentUrl": url_of(payment)})
        assert (answer["resultCode"], answer["payment"]["reason"]) == ("4000", code)

    def test_a_frozen_one_cannot_be_asked_to_pay(self, shop: Shop) -> None:
        assert code_of(shop.merchant.pay(shop.lone.customer("Hassan"), 1000)) == "USER_STATUS_ABNORMAL"
        shop.control("PATCH", "buyers/Hassan", {"frozen": False})
        assert code_of(shop.merchant.pay(shop.lone.customer("Hassan"), 1000)) == "ACCEPT"

    def test_one_is_made_with_everything(self, shop: Shop) -> None:
        given = {
            "name": "Layla",
            "balance": "7,500 IQD",
            "story": "buys dates",
            "customerId": "C-1",
            "userId": "U-1",
            "fullName": "Layla Hadi",
            "fullNameArabic": "ليلى هادي",
            "phone": "+9647701234567",
            "email": "layla@example.iq",
            "frozen": False,
            "riskRefused": False,
            "limit": {"currency": "IQD", "value": "5000000"},
            "channels": ["email", "sms"],
            "language": "ar",
            "grantedScopes": ["USER_NAME"],
            "cards": [{"maskedCardNo": "4***1", "accountNumber": "IQ1"}],
        }
        made = shop.control("POST", "buyers", given, expect=201)
        assert made["balance"]["value"] == "7500000"
        assert made["limit"]["words"] == "5,000 IQD"
        for field in ("story", "customerId", "userId", "channels", "language", "grantedScopes", "cards", "email"):
            assert made[field] == given[field]
        for name in ("Layla", "layla", "C-1", "U-1"):
            assert shop.control("GET", f"buyers/{name}") == made
        assert code_of(shop.merchant.pay("U-1", 1000)) == "ACCEPT"

    def test_one_is_changed(self, shop: Shop) -> None:
        change = {"limit": "1,000 IQD", "channels": [], "grantedScopes": ["CARD_LIST"], "language": "ar", "cards": []}
        changed = shop.control("PATCH", "buyers/Ali", change)
        assert (changed["channels"], changed["grantedScopes"], changed["cards"]) == ([], ["CARD_LIST"], [])
        assert changed["limit"]["value"] == "1000000"
        assert shop.control("PATCH", "buyers/Ali", {"limit": None, "grantedScopes": []})["limit"] is None

    def test_one_is_topped_up(self, shop: Shop) -> None:
        before = shop.control("GET", "ledger")["total"]
        assert shop.control("POST", "buyers/Zainab/top-up", {"amount": "5,000 IQD"})["balance"] == FIVE
        assert shop.control("GET", "ledger")["total"] == before
        entry = shop.control("GET", "ledger/entries")["entries"][0]
        assert (entry["paymentId"], entry["debit"], entry["amount"]) == ("top-up", "bank", FIVE)

    def test_another_merchants_are_not_touched(self, lone: Lone, shop: Shop) -> None:
        other = lone.shop()
        shop.control("PATCH", "buyers/Ali", {"frozen": True})
        shop.control("POST", "buyers", {"name": "Omar"})
        assert not other.control("GET", "buyers/Ali")["frozen"]
        assert refusal(other, 404, "GET", "buyers/Omar")[0] == "buyer"

    def test_wrong_requests(self, shop: Shop) -> None:
        shop.control("POST", "buyers", {"name": "Omar", "customerId": "C-9"})
        assert refusal(shop, 409, "POST", "buyers", {"name": "OMAR"})[0] == "name"
        assert refusal(shop, 409, "POST", "buyers", {"name": "X", "customerId": "C-9"})[0] == "customerId"
        assert refusal(shop, 400, "POST", "buyers", {})[0] == "name"
        assert refusal(shop, 400, "POST", "buyers", {"name": " "})[0] == "name"
        assert refusal(shop, 400, "POST", "buyers", {"name": "a/b"})[0] == "name"
        assert refusal(shop, 400, "POST", "buyers", {"name": 7})[0] == "name"
        assert refusal(shop, 400, "POST", "buyers", {"name": "Y", "frozen": "yes"})[0] == "frozen"
        assert refusal(shop, 400, "POST", "buyers", {"name": "Y", "channels": ["pigeon"]})[0] == "channels"
        assert refusal(shop, 400, "POST", "buyers", {"name": "Y", "balance": "5 USD"})[0] == "balance"
        assert refusal(shop, 400, "POST", "buyers", {"name": "Y", "balance": {"currency": "USD", "value": "1"}})[0] == (
            "balance"
        )
        assert refusal(shop, 400, "POST", "buyers", {"name": "Y", "ballance": "5 IQD"}) == (
            "ballance",
            'there is no field "ballance"',
        )
        assert refusal(shop, 400, "PATCH", "buyers/Ali", {"frozen": None})[0] == "frozen"
        assert refusal(shop, 400, "PATCH", "buyers/Ali", {"grantedScopes": ["FLY"]})[0] == "grantedScopes"
        assert refusal(shop, 400, "PATCH", "buyers/Ali", {"cards": [{"maskedCardNo": "1"}]})[0] == "accountNumber"
        assert refusal(shop, 400, "POST", "buyers/Ali/top-up", {"amount": "0 IQD"})[0] == "amount"
        too_much = {"currency": "IQD", "value": "9" * 16}
        answer = shop.control("POST", "buyers/Ali/top-up", {"amount": too_much}, expect=400)
        assert answer["action"].startswith("give at most ")
        assert refusal(shop, 404, "GET", "buyers/Nobody")[0] == "buyer"


class TestLogin:
    def test_a_code_is_exchanged_for_a_token(self, shop: Shop) -> None:
        code = shop.control("POST", "buyers/Fatima/auth-code", {"scopes": ["USER_ID", "USER_NAME"]})
        assert code["authSuccessScopes"] == ["USER_ID", "USER_NAME"]
        token = shop.merchant.call("applyToken", {"grantType": "AUTHORIZATION_CODE", "authCode": code["authCode"]})
        assert token["customerId"] == shop.lone.customer("Fatima")
        user = shop.merchant.call("inquiryUserInfo", {"accessToken": token["accessToken"]})["userInfo"]
        assert user["userId"] != token["customerId"]
        assert user["userName"]["fullName"] == "Fatima Hussein Al-Samarrai"
        assert shop.control("GET", "buyers/Fatima")["grantedScopes"] == ["USER_NAME"]

    def test_without_scopes_it_is_the_first_silent_one(self, shop: Shop) -> None:
        assert shop.control("POST", "buyers/Ali/auth-code")["authSuccessScopes"] == ["auth_base"]

    def test_a_code_is_its_merchants_own(self, lone: Lone, shop: Shop) -> None:
        code = shop.control("POST", "buyers/Ali/auth-code")["authCode"]
        body = {"grantType": "AUTHORIZATION_CODE", "authCode": code}
        assert code_of(lone.shop().merchant.call("applyToken", body)) == "INVALID_CODE"

    def test_a_contract_is_signed_and_paid_by(self, shop: Shop) -> None:
        info = '{"contractDesc": "Dates each month"}'
        prepared = shop.merchant.call("prepare", {"scopes": "AGREEMENT_PAY", "extendInfo": info})
        signed = shop.control("POST", "buyers/Ali/sign-contract", {"authUrl": prepared["authUrl"]})
        body = {"grantType": "AUTHORIZATION_CODE", "authCode": signed["authCode"]}
        token = shop.merchant.call("applyToken", body)["accessToken"]
        agreement = {"productCode": "51051000101000100031", "paymentAuthCode": token}
        assert code_of(shop.merchant.pay(shop.ali(), 5_000_000, **agreement)) == "SUCCESS"

    def test_wrong_requests(self, lone: Lone, shop: Shop) -> None:
        assert refusal(shop, 400, "POST", "buyers/Ali/auth-code", {"scopes": ["FLY"]})[0] == "scopes"
        assert refusal(shop, 400, "POST", "buyers/Ali/auth-code", {"scopes": "USER_ID"})[0] == "scopes"
        assert refusal(shop, 404, "POST", "buyers/Nobody/auth-code")[0] == "buyer"
        assert refusal(shop, 400, "POST", "buyers/Ali/sign-contract")[0] == "authUrl"
        url = {"authUrl": lone.facts["gatewayUrl"]}
        assert refusal(shop, 404, "POST", "buyers/Ali/sign-contract", url)[0] == "authUrl"
        prepared = shop.merchant.call("prepare", {"scopes": "AGREEMENT_PAY", "extendInfo": "{}"})
        assert refusal(lone.shop(), 404, "POST", "buyers/Ali/sign-contract", {"authUrl": prepared["authUrl"]})[0] == (
            "authUrl"
        )
