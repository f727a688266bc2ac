"""The control API, endpoint by endpoint, over real HTTP."""

from __future__ import annotations

import shlex
import time
from collections.abc import Iterable
from typing import Any

import httpx
import pytest
from lone_kit import PATIENCE, Json, Lone, NotifiedMerchant, Shop, code_of, fresh, url_of

from harness.wallet.control.app import ENDPOINTS
from harness.wallet.control.endpoint import Param

FIVE = {"currency": "IQD", "value": "5000000", "words": "5,000 IQD"}


def refusal(shop: Shop, status: int, method: str, path: str, body: object = None, **query: object) -> tuple[str, str]:
    """Return field and fact of a refused request; each has an action too."""
    answer = shop.control(method, path, body, expect=status, **query)
    assert set(answer) == {"fact", "field", "action"}
    assert answer["fact"]
    assert answer["action"]
    return answer["field"], answer["fact"]


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


class TestPayments:
    def test_one_is_confirmed_by_id_and_by_url(self, shop: Shop) -> None:
        for name in ("paymentId", "paymentUrl"):
            payment = shop.merchant.pay(shop.ali(), 5_000_000)
            given = {"paymentId": payment["paymentId"], "paymentUrl": url_of(payment)}[name]
            answer = shop.lone.control("POST", "payments/confirm", {name: given})
            assert (answer["resultCode"], answer["meaning"], answer["callback"]) == ("9000", "paid", "success")
            assert answer["shown"] == "open"
            assert (answer["payment"]["state"], answer["payment"]["buyer"]) == ("SUCCESS", "Ali")
        assert shop.control("GET", "buyers/Ali")["balance"]["words"] == "90,000 IQD"

    def test_one_is_left_and_paid_later(self, shop: Shop) -> None:
        payment = shop.merchant.pay(shop.ali(), 5_000_000)
        which = {"paymentId": payment["paymentId"]}
        left = shop.control("POST", "payments/leave", which)
        assert (left["resultCode"], left["payment"]["state"]) == ("6001", "CREATED")
        assert shop.control("POST", "payments/confirm", which)["resultCode"] == "9000"

    def test_what_is_paid_or_closed_cannot_be_paid_again(self, shop: Shop) -> None:
        paid = shop.paid()
        again = shop.control("POST", "payments/confirm", {"paymentId": paid["paymentId"]})
        assert (again["resultCode"], again["shown"]) == ("4000", "paid")
        late = shop.merchant.pay(shop.ali(), 5_000_000)
        shop.control("POST", "clock/advance", {"hours": 1})
        closed = shop.control("POST", "payments/confirm", {"paymentId": late["paymentId"]})
        assert (closed["resultCode"], closed["shown"]) == ("4000", "expired")
        assert shop.control("GET", "buyers/Ali")["balance"]["words"] == "95,000 IQD"

    def test_the_phones_misfortunes_are_answered_as_the_phone_would_hear(self, shop: Shop) -> None:
        plans = [
            ("wallet app -> wallet backend", "request lost", "6002", "CREATED"),
            ("wallet app -> wallet backend", "answer lost", "6002", "SUCCESS"),
            ("payment service -> wallet backend", "result lost", "6004", "SUCCESS"),
        ]
        for crossing, effect, code, state in plans:
            shop.control("POST", "faults", {"crossing": crossing, "effect": effect})
            payment = shop.merchant.pay(shop.ali(), 5_000_000)
            answer = shop.control("POST", "payments/confirm", {"paymentId": payment["paymentId"]})
            assert (answer["resultCode"], answer["payment"]["state"]) == (code, state)

    def test_split_delivery_hands_a_failure_to_fail(self, shop: Shop) -> None:
        shop.control("PATCH", "controls", {"delivery": "split"})
        payment = shop.merchant.pay(shop.ali(), 5_000_000)
        answer = shop.control("POST", "payments/leave", {"paymentId": payment["paymentId"]})
        assert (answer["resultCode"], answer["callback"]) == ("6001", "fail")

    def test_a_receipt_is_read(self, shop: Shop) -> None:
        shop.control("PATCH", "controls", {"receipt": True})
        payment = shop.merchant.pay(shop.ali(), 5_000_000)
        answer = shop.control("POST", "payments/confirm", {"paymentId": payment["paymentId"]})
        assert answer["resultCode"] == "9000"

    def test_they_are_listed_the_newest_first(self, shop: Shop) -> None:
        made = [shop.merchant.pay(shop.ali(), 1_000_000)["paymentId"] for _ in range(3)]
        shop.control("POST", "payments/confirm", {"paymentId": made[1]})
        rows = shop.control("GET", "payments")["payments"]
        assert [row["paymentId"] for row in rows] == made[::-1]
        listed = shop.control("GET", "payments", limit=2)
        assert ([row["paymentId"] for row in listed["payments"]], listed["more"]) == (made[:0:-1], True)
        assert [r["paymentId"] for r in shop.control("GET", "payments", state="SUCCESS")["payments"]] == [made[1]]
        assert shop.control("GET", "payments", buyer="Zainab")["payments"] == []
        assert len(shop.control("GET", "payments", buyer="Ali")["payments"]) == 3
        by_request = shop.control("GET", "payments", paymentRequestId=rows[0]["paymentRequestId"])["payments"]
        assert [row["paymentId"] for row in by_request] == [made[2]]

    def test_one_is_shown_with_refunds_and_notifications(self, shop: Shop) -> None:
        with NotifiedMerchant() as notified:
            payment = shop.paid(paymentNotifyUrl=notified.url)
            shop.settle()
        amount = {"currency": "IQD", "value": "1000000"}
        refund = {"refundRequestId": fresh("F"), "refundAmount": amount, "paymentId": payment["paymentId"]}
        refunded = shop.merchant.call("refund", refund)
        shown = shop.control("GET", f"payments/{payment['paymentId']}")
        assert [row["refundId"] for row in shown["refunds"]] == [refunded["refundId"]]
        assert [row["outcome"] for row in shown["notifications"]] == ["acknowledged"]
        assert shown["refunded"]["words"] == "1,000 IQD"
        assert shown["paymentUrl"] == url_of(payment)

    def test_wrong_requests(self, lone: Lone, shop: Shop) -> None:
        payment = shop.merchant.pay(shop.ali(), 5_000_000)
        which = {"paymentId": payment["paymentId"]}
        assert refusal(shop, 400, "POST", "payments/confirm")[0] == "paymentId"
        both = {**which, "paymentUrl": url_of(payment)}
        assert refusal(shop, 400, "POST", "payments/confirm", both)[0] == "paymentId"
        assert refusal(shop, 404, "POST", "payments/confirm", {"paymentId": "1"})[0] == "paymentId"
        assert refusal(shop, 404, "POST", "payments/leave", {"paymentUrl": "http://x/"})[0] == "paymentUrl"
        assert refusal(shop, 409, "POST", "payments/confirm", {**which, "buyer": "Noor"})[0] == "buyer"
        assert refusal(shop, 404, "POST", "payments/confirm", {**which, "buyer": "Nobody"})[0] == "buyer"
        assert refusal(shop, 404, "GET", "payments/1")[0] == "paymentId"
        assert refusal(lone.shop(), 404, "GET", f"payments/{payment['paymentId']}")[0] == "paymentId"
        assert refusal(shop, 400, "GET", "payments", limit=0)[0] == "limit"
        assert refusal(shop, 400, "GET", "payments", limit="many")[0] == "limit"
        assert refusal(shop, 400, "GET", "payments", state="PAID")[0] == "state"
        assert refusal(shop, 400, "GET", "payments", colour="red")[0] == "colour"
        lone.control("GET", "payments?clientId=nobody", expect=404)


class TestControls:
    def test_they_are_set_and_hold(self, shop: Shop) -> None:
        first = shop.control("GET", "controls")
        assert first == {
            "delivery": "success",
            "notification": "after",
            "settleAfterMs": 0,
            "refundAfterMs": 0,
            "receipt": False,
        }
        given = {
            "delivery": "split",
            "notification": "twice",
            "settleAfterMs": 1000,
            "refundAfterMs": 60_000,
            "receipt": True,
        }
        assert shop.control("PATCH", "controls", given) == given
        assert shop.control("GET", "controls") == given
        assert shop.control("PATCH", "controls", {}) == given

    def test_payments_and_refunds_settle_slowly(self, shop: Shop) -> None:
        shop.control("PATCH", "controls", {"settleAfterMs": 60_000, "refundAfterMs": 60_000})
        payment = shop.merchant.pay(shop.ali(), 5_000_000)
        answer = shop.control("POST", "payments/confirm", {"paymentId": payment["paymentId"]})
        assert (answer["resultCode"], answer["payment"]["state"]) == ("8000", "PROCESSING")
        shop.control("POST", "clock/advance", {"minutes": 2})
        refund = {"refundRequestId": fresh("F"), "refundAmount": {"currency": "IQD", "value": "5000000"}}
        refunded = shop.merchant.call("refund", {**refund, "paymentId": payment["paymentId"]})
        assert code_of(refunded) == "REFUND_IN_PROCESS"
        assert shop.control("GET", "refunds")["refunds"][0]["state"] == "PROCESSING"
        shop.control("POST", "clock/advance", {"minutes": 2})
        refund_row = shop.control("GET", "refunds", paymentId=payment["paymentId"])["refunds"][0]
        assert (refund_row["state"], refund_row["amount"]) == ("SUCCESS", FIVE)

    def test_the_next_answer_is_set(self, shop: Shop) -> None:
        planned = shop.control("POST", "next-answers", {"api": "pay", "code": "UNKNOWN_EXCEPTION", "times": 2})
        assert planned["nextAnswers"] == [{"api": "pay", "code": "UNKNOWN_EXCEPTION", "done": False}] * 2
        assert code_of(shop.merchant.pay(shop.ali(), 1000)) == "UNKNOWN_EXCEPTION"
        assert shop.control("GET", "payments")["payments"] == []
        assert shop.control("DELETE", "next-answers")["nextAnswers"] == []
        shop.control("POST", "next-answers", {"api": "pay", "code": "PROCESS_FAIL", "done": True})
        assert code_of(shop.merchant.pay(shop.ali(), 1000)) == "PROCESS_FAIL"
        assert len(shop.control("GET", "payments")["payments"]) == 1
        assert shop.control("GET", "next-answers")["nextAnswers"] == []

    def test_faults_are_planned_and_dropped(self, shop: Shop) -> None:
        fault = {"crossing": "wallet backend -> merchant", "effect": "notification lost"}
        planned = shop.control("POST", "faults", {**fault, "times": 3})
        assert planned["faults"] == [fault] * 3
        assert fault["effect"] in next(c["effects"] for c in planned["crossings"] if c["crossing"] == fault["crossing"])
        assert shop.control("DELETE", "faults")["faults"] == []
        assert shop.control("GET", "faults")["faults"] == []

    def test_the_clock_is_this_merchants_alone(self, lone: Lone, shop: Shop) -> None:
        other = lone.shop()
        before = shop.control("GET", "clock")
        moved = shop.control("POST", "clock/advance", {"days": 1, "hours": 1, "seconds": 1, "milliseconds": 1})
        assert moved["aheadMs"] == 90_001_001
        assert moved["epochMs"] - before["epochMs"] >= 90_001_001
        assert other.control("GET", "clock")["aheadMs"] == 0

    def test_wrong_requests(self, shop: Shop) -> None:
        assert refusal(shop, 400, "PATCH", "controls", {"notification": "later"})[0] == "notification"
        assert refusal(shop, 400, "PATCH", "controls", {"settleAfterMs": -1})[0] == "settleAfterMs"
        assert refusal(shop, 400, "PATCH", "controls", {"settleAfterMs": True})[0] == "settleAfterMs"
        assert refusal(shop, 400, "POST", "faults", {"crossing": "x", "effect": "y"})[0] == "crossing"
        odd = {"crossing": "wallet backend -> merchant", "effect": "y"}
        assert refusal(shop, 400, "POST", "faults", odd)[0] == "effect"
        assert refusal(shop, 400, "POST", "next-answers", {"api": "payy", "code": "SUCCESS"})[0] == "api"
        assert refusal(shop, 400, "POST", "next-answers", {"api": "pay", "code": "OOPS"})[0] == "code"
        assert refusal(shop, 400, "POST", "clock/advance")[0] == "milliseconds"
        assert refusal(shop, 400, "POST", "clock/advance", {"days": 4000})[0] == "milliseconds"


class TestBooks:
    def test_ledger_and_entries_balance(self, shop: Shop) -> None:
        payment = shop.paid()
        book = shop.control("GET", "ledger")
        balances = {row["account"]: int(row["balance"]["value"]) for row in book["accounts"]}
        assert balances[f"merchant:{shop.client_id}"] == 5_000_000
        assert sum(balances.values()) == int(book["total"]["value"])
        moves = shop.control("GET", "ledger/entries", paymentId=payment["paymentId"])["entries"]
        assert [(e["debit"].partition(":")[0], e["credit"].partition(":")[0]) for e in moves] == [
            ("hold", "merchant"),
            ("buyer", "hold"),
        ]

    def test_messages_to_buyers(self, shop: Shop) -> None:
        payment = shop.paid()
        told = shop.control("GET", "messages", buyer="Ali")["messages"]
        assert {row["channel"] for row in told} == {"sms", "inbox"}
        assert all(row["about"] == payment["paymentId"] and "5,000 IQD" in row["text"] for row in told)
        assert shop.control("GET", "messages", buyer="Noor")["messages"] == []
        assert shop.control("GET", "messages", limit=1)["more"]

    def test_a_merchants_message_to_its_customer(self, shop: Shop) -> None:
        code = shop.control("POST", "buyers/Ali/auth-code", {"scopes": ["NOTIFICATION_INBOX"]})["authCode"]
        token = shop.merchant.call("applyToken", {"grantType": "AUTHORIZATION_CODE", "authCode": code})["accessToken"]
        words = {"Title": "Dates", "Content": "are in", "Url": "mini://x"}
        body = {
            "accessToken": token,
            "requestId": fresh("I"),
            "templateCode": "MINI_APP_COMMON_INBOX",
            "templates": [{"templateParameters": words}],
        }
        shop.merchant.call("sendInbox", body)
        told = shop.control("GET", "messages")["messages"]
        assert [(row["channel"], row["buyer"], row["text"]) for row in told] == [("inbox", "Ali", "Dates: are in")]

    def test_deliveries_with_their_attempts_and_a_resend(self, shop: Shop) -> None:
        with NotifiedMerchant("U") as notified:
            payment = shop.paid(paymentNotifyUrl=notified.url)
            shop.control("POST", "clock/advance", {"minutes": 3})
            assert [notified.next()["paymentId"] for _ in range(2)] == [payment["paymentId"]] * 2
            # The merchant has both before the wallet has read its second answer.
            deadline = time.monotonic() + 10
            row: dict[str, Any] = {}
            while not row.get("acknowledged") and time.monotonic() < deadline:
                (row,) = shop.control("GET", "deliveries")["deliveries"]
            assert [a["outcome"] for a in row["attempts"]] == ["not acknowledged", "acknowledged"]
            assert (row["acknowledged"], row["nextAt"]) == (True, None)
            sent = shop.control("POST", "deliveries/resend", {"paymentId": payment["paymentId"]})
            assert (sent["attempt"], sent["resend"], sent["status"]) == (3, True, 200)
            (row,) = shop.control("GET", "deliveries", paymentId=payment["paymentId"])["deliveries"]
            assert len(row["attempts"]) == 3
            assert shop.control("GET", "deliveries", paymentId="1")["deliveries"] == []

    def test_what_cannot_be_resent(self, shop: Shop) -> None:
        silent = shop.paid()
        waiting = shop.merchant.pay(shop.ali(), 1000, paymentNotifyUrl="http://127.0.0.1:1/n")
        for payment in (silent, waiting):
            which = {"paymentId": payment["paymentId"]}
            assert refusal(shop, 409, "POST", "deliveries/resend", which)[0] == "paymentId"
        assert refusal(shop, 404, "POST", "deliveries/resend", {"paymentId": "1"})[0] == "paymentId"

    def test_the_journal_says_why_a_signature_was_refused(self, shop: Shop) -> None:
        last = shop.control("GET", "journal", limit=1)["messages"]
        shop.merchant.refused_call("pay", {"paymentRequestId": "R"})
        lines = shop.control("GET", "journal", name="pay", after=last[0]["id"] if last else 0)["messages"]
        assert [line["kind"] for line in lines] == ["call", "answer"]
        assert lines[0]["signature"]["verified"] is False
        assert lines[0]["signature"]["reason"]


class TestMerchants:
    def test_one_has_its_own_key_and_world(self, shop: Shop) -> None:
        shown = shop.lone.control("GET", f"merchants/{shop.client_id}")
        assert (shown["keyVersions"], shown["suspended"], shown["deniedApis"]) == (["1"], False, [])
        assert shop.client_id in [m["clientId"] for m in shop.lone.control("GET", "merchants")["merchants"]]

    def test_one_is_suspended_and_denied(self, shop: Shop) -> None:
        path = f"merchants/{shop.client_id}"
        shop.lone.control("PATCH", path, {"suspended": True})
        assert code_of(shop.merchant.pay(shop.ali(), 1000)) == "PARTNER_STATUS_ABNORMAL"
        shop.lone.control("PATCH", path, {"suspended": False, "deniedApis": ["pay"]})
        assert code_of(shop.merchant.pay(shop.ali(), 1000)) == "ACCESS_DENIED"
        assert shop.lone.control("PATCH", path, {"deniedApis": []})["deniedApis"] == []
        assert code_of(shop.merchant.pay(shop.ali(), 1000)) == "ACCEPT"

    def test_its_money_is_paid_out(self, shop: Shop) -> None:
        payment = shop.paid()
        path = f"merchants/{shop.client_id}/pay-out"
        total = shop.control("GET", "ledger")["total"]
        assert shop.lone.control("POST", path, {"amount": "1,000 IQD"})["balance"]["words"] == "4,000 IQD"
        shop.lone.control("POST", path, {"amount": "4,001 IQD"}, expect=409)
        assert shop.lone.control("POST", path)["balance"]["value"] == "0"
        assert shop.lone.control("POST", path)["balance"]["value"] == "0"
        assert shop.control("GET", "ledger")["total"] == total
        refund = {"refundRequestId": fresh("F"), "refundAmount": {"currency": "IQD", "value": "1000"}}
        answer = shop.merchant.call("refund", {**refund, "paymentId": payment["paymentId"]})
        assert code_of(answer) == "PARTNER_BALANCE_NOT_ENOUGH"

    def test_agent_tokens(self, shop: Shop) -> None:
        path = f"merchants/{shop.client_id}/agent-tokens"
        good = shop.lone.control("POST", path, {}, expect=201)["token"]
        shop.lone.control("POST", path, {"token": "old", "expiresInSeconds": -1}, expect=201)
        for token, code in ((good, "ORDER_NOT_EXIST"), ("old", "EXPIRED_AGENT_TOKEN"), ("x", "INVALID_AGENT_TOKEN")):
            answer = shop.merchant.call("inquiryPayment", {"paymentId": "1"}, **{"Agent-Token": token})
            assert code_of(answer) == code

    def test_one_more_key(self, shop: Shop) -> None:
        path = f"merchants/{shop.client_id}/keys"
        pem = shop.merchant.public_pem()
        assert shop.lone.control("POST", path, {"publicKey": pem, "keyVersion": "2"}, expect=201)["keyVersions"] == [
            "1",
            "2",
        ]
        assert code_of(shop.merchant.pay(shop.ali(), 1000)) == "ACCEPT"
        shop.lone.control("POST", path, {"publicKey": pem, "keyVersion": "2"}, expect=409)

    def test_a_reset_touches_one_merchant_only(self, lone: Lone, shop: Shop) -> None:
        other = lone.shop()
        kept = other.paid()
        with NotifiedMerchant() as notified:
            gone = shop.paid(paymentNotifyUrl=notified.url)
            shop.settle()
        shop.control("POST", "buyers", {"name": "Omar", "balance": "1,000 IQD"})
        code = shop.control("POST", "buyers/Ali/auth-code")["authCode"]
        shop.control("PATCH", "controls", {"receipt": True})
        shop.control("POST", "clock/advance", {"days": 3})
        lone.control("POST", f"merchants/{shop.client_id}/reset")
        assert code_of(shop.merchant.call("inquiryPayment", {"paymentId": gone["paymentId"]})) == "ORDER_NOT_EXIST"
        body = {"grantType": "AUTHORIZATION_CODE", "authCode": code}
        assert code_of(shop.merchant.call("applyToken", body)) == "INVALID_CODE"
        for path, name in (
            ("payments", "payments"),
            ("refunds", "refunds"),
            ("deliveries", "deliveries"),
            ("messages", "messages"),
            ("ledger/entries", "entries"),
        ):
            assert shop.control("GET", path)[name] == []
        assert shop.control("GET", "buyers/Ali")["balance"]["words"] == "100,000 IQD"
        assert shop.control("GET", "buyers/Omar")["balance"]["words"] == "1,000 IQD"
        assert not shop.control("GET", "controls")["receipt"]
        assert shop.control("GET", "clock")["aheadMs"] == 0
        assert lone.control("GET", f"payments/{kept['paymentId']}")["state"] == "SUCCESS"
        lone.control("POST", f"merchants/{shop.client_id}/reset", {"buyers": "new"})
        assert refusal(shop, 404, "GET", "buyers/Omar")[0] == "buyer"
        assert code_of(shop.merchant.pay(shop.ali(), 1000)) == "ACCEPT"

    def test_wrong_requests(self, lone: Lone, shop: Shop) -> None:
        pem = shop.merchant.public_pem()
        wrong: list[tuple[Json, int, str]] = [
            ({}, 400, "publicKey"),
            ({"publicKey": "no key"}, 400, "publicKey"),
            ({"publicKey": pem, "clientId": shop.client_id}, 409, "clientId"),
            ({"publicKey": pem, "clientId": "a b"}, 400, "clientId"),
        ]
        for body, status, field in wrong:
            assert lone.control("POST", "merchants", body, expect=status)["field"] == field
        for path in ("", "/pay-out", "/reset", "/agent-tokens", "/keys"):
            method = "POST" if path else "GET"
            given = {"publicKey": pem, "keyVersion": "9"} if path == "/keys" else None
            assert lone.control(method, f"merchants/nobody{path}", given, expect=404)["field"] == "clientId"
        denied = {"deniedApis": ["fly"]}
        assert lone.control("PATCH", f"merchants/{shop.client_id}", denied, expect=400)["field"] == "deniedApis"


class TestTheApiItself:
    def test_the_index_names_every_endpoint_with_an_example(self, lone: Lone) -> None:
        index = lone.control("GET", "")
        assert {(e["method"], e["path"]) for e in index["endpoints"]} == {(e.method, e.path) for e in ENDPOINTS}
        assert all(e["example"].startswith("curl -s ") for e in index["endpoints"])
        assert index["wallet"]["clientId"] == lone.facts["clientId"]
        page = lone.http.get(lone.facts["controlUrl"], headers={"Accept": "text/html"})
        assert page.headers["content-type"].startswith("text/html")
        assert "buyers/{buyer}/top-up" in page.text

    def test_every_example_works(self, lone: Lone) -> None:
        shop = lone.shop()
        payment = shop.paid(paymentNotifyUrl="http://127.0.0.1:1/n")
        prepared = shop.merchant.call("prepare", {"scopes": "AGREEMENT_PAY", "extendInfo": "{}"})
        values = {"PAYMENT_ID": payment["paymentId"], "AUTH_URL": prepared["authUrl"]}
        pem = shop.merchant.public_pem().replace("\n", "\\n")
        for row in lone.control("GET", "")["endpoints"]:
            words = shlex.split(row["example"].replace("PEM", pem))
            words = [values.get(word, word) for word in words]
            for name, value in values.items():
                words = [word.replace(name, value) for word in words]
            method = words[words.index("-X") + 1] if "-X" in words else "POST" if "-d" in words else "GET"
            url = next(word for word in words if word.startswith("http"))
            url = url.replace(lone.facts["clientId"], shop.client_id)
            params = {} if row["path"].startswith("merchants") else {"clientId": shop.client_id}
            body = words[words.index("-d") + 1].encode() if "-d" in words else None
            answer = lone.http.request(method, url, params=params, content=body)
            assert answer.is_success, (row["example"], answer.text)

    def test_answers_are_what_the_document_says(self, lone: Lone, shop: Shop) -> None:
        shop.paid(paymentNotifyUrl="http://127.0.0.1:1/n")
        document = lone.control("GET", "openapi.json")
        assert set(document["paths"]) == {f"/{e.path}" for e in ENDPOINTS}
        for endpoint in ENDPOINTS:
            operation = document["paths"][f"/{endpoint.path}"][endpoint.method.lower()]
            assert str(endpoint.status) in operation["responses"]
            if endpoint.method == "GET" and "{" not in endpoint.path:
                answer = shop.control("GET", endpoint.path) if endpoint.of_world else lone.control("GET", endpoint.path)
                assert not list(misfits(endpoint.gives, answer, endpoint.path))

    def test_no_web_page_can_use_it(self, lone: Lone) -> None:
        headers = {"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"}
        for method in ("GET", "OPTIONS"):
            answer = lone.http.request(method, f"{lone.facts['controlUrl']}clock", headers=headers)
            assert not [name for name in answer.headers if name.startswith("access-control")]

    def test_the_prefix_cannot_be_guessed(self, lone: Lone) -> None:
        origin = lone.facts["gatewayUrl"]
        secret = lone.facts["controlUrl"].removeprefix(f"{origin}/control/").rstrip("/")
        assert len(secret) >= 22
        for path in ("/control/", "/control/x/", f"/control/{secret[:-1]}/buyers", f"/CONTROL/{secret}/"):
            assert lone.http.get(f"{origin}{path}").status_code == 404

    def test_what_is_not_there_and_what_is_not_json(self, lone: Lone) -> None:
        assert lone.control("GET", "nothing", expect=404)["action"]
        assert "GET" in lone.control("DELETE", "clock", expect=405)["action"]
        url = f"{lone.facts['controlUrl']}buyers"
        for raw, word in ((b"{", "not JSON"), (b"[]", "not a JSON object"), (b"\xff", "not JSON")):
            answer = lone.http.post(url, content=raw)
            assert answer.status_code == 400
            assert word in answer.json()["fact"]
        assert lone.http.post(url, content=b"x" * 300_000).status_code == 413

    def test_a_form_content_type_is_json_all_the_same(self, lone: Lone) -> None:
        answer = httpx.post(
            f"{lone.facts['controlUrl']}buyers/Ali/auth-code",
            content=b'{"scopes": ["USER_ID"]}',
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            trust_env=False,
            timeout=PATIENCE,
        )
        assert answer.json()["authSuccessScopes"] == ["USER_ID"]


def misfits(params: Iterable[Param], row: Json, place: str) -> Iterable[str]:
    """Yield what in an answer is not as its endpoint says."""
    known = {param.name: param for param in params}
    yield from (f"{place}.{name} is not documented" for name in row if name not in known)
    yield from (f"{place}.{p.name} is missing" for p in known.values() if p.required and p.name not in row)
    for name, value in row.items():
        param = known.get(name)
        if param is None or (value is None and param.nullable):
            continue
        kinds: dict[str, Any] = {"text": str, "integer": int, "boolean": bool, "texts": list, "list": list}
        if not isinstance(value, kinds.get(param.sort, dict)):
            yield f"{place}.{name} is no {param.sort}: {value!r}"
        for item in value if param.sort == "list" else []:
            yield from misfits(param.fields, item, f"{place}.{name}")
