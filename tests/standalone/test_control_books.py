"""The control API: ledger, messages, deliveries, journal."""

from __future__ import annotations

import time
from typing import Any

from lone_kit import NotifiedMerchant, Shop, fresh, refusal

FIVE = {"currency": "IQD", "value": "5000000", "words": "5,000 IQD"}


def test_ledger_and_entries_balance(shop: Shop) -> None:
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


def test_messages_to_buyers(shop: Shop) -> None:
    payment = shop.paid()
    told = shop.control("GET", "messages", buyer="Ali")["messages"]
    assert {row["channel"] for row in told} == {"sms", "inbox"}
    assert all(row["about"] == payment["paymentId"] and "5,000 IQD" in row["text"] for row in told)
    assert shop.control("GET", "messages", buyer="Noor")["messages"] == []
    assert shop.control("GET", "messages", limit=1)["more"]


def test_a_merchants_message_to_its_customer(shop: Shop) -> None:
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


def test_deliveries_with_their_attempts_and_a_resend(shop: Shop) -> None:
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


def test_what_cannot_be_resent(shop: Shop) -> None:
    silent = shop.paid()
    waiting = shop.merchant.pay(shop.ali(), 1000, paymentNotifyUrl="http://127.0.0.1:1/n")
    for payment in (silent, waiting):
        which = {"paymentId": payment["paymentId"]}
        assert refusal(shop, 409, "POST", "deliveries/resend", which)[0] == "paymentId"
    assert refusal(shop, 404, "POST", "deliveries/resend", {"paymentId": "1"})[0] == "paymentId"


def test_the_journal_says_why_a_signature_was_refused(shop: Shop) -> None:
    last = shop.control("GET", "journal", limit=1)["messages"]
    shop.merchant.refused_call("pay", {"paymentRequestId": "R"})
    lines = shop.control("GET", "journal", name="pay", after=last[0]["id"] if last else 0)["messages"]
    assert [line["kind"] for line in lines] == ["call", "answer"]
    assert lines[0]["signature"]["verified"] is False
    assert lines[0]["signature"]["reason"]
