"""The control API: merchants."""

from __future__ import annotations

from lone_kit import Json, Lone, NotifiedMerchant, Shop, code_of, fresh, refusal

FIVE = {"currency": "IQD", "value": "5000000", "words": "5,000 IQD"}


def test_one_has_its_own_key_and_world(shop: Shop) -> None:
    shown = shop.lone.control("GET", f"merchants/{shop.client_id}")
    assert (shown["keyVersions"], shown["suspended"], shown["deniedApis"]) == (["1"], False, [])
    assert shop.client_id in [m["clientId"] for m in shop.lone.control("GET", "merchants")["merchants"]]


def test_one_is_suspended_and_denied(shop: Shop) -> None:
    path = f"merchants/{shop.client_id}"
    shop.lone.control("PATCH", path, {"suspended": True})
    assert code_of(shop.merchant.pay(shop.ali(), 1000)) == "PARTNER_STATUS_ABNORMAL"
    shop.lone.control("PATCH", path, {"suspended": False, "deniedApis": ["pay"]})
    assert code_of(shop.merchant.pay(shop.ali(), 1000)) == "ACCESS_DENIED"
    assert shop.lone.control("PATCH", path, {"deniedApis": []})["deniedApis"] == []
    assert code_of(shop.merchant.pay(shop.ali(), 1000)) == "ACCEPT"


def test_its_money_is_paid_out(shop: Shop) -> None:
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


def test_agent_tokens(shop: Shop) -> None:
    path = f"merchants/{shop.client_id}/agent-tokens"
    good = shop.lone.control("POST", path, {}, expect=201)["token"]
    shop.lone.control("POST", path, {"token": "old", "expiresInSeconds": -1}, expect=201)
    for token, code in ((good, "ORDER_NOT_EXIST"), ("old", "EXPIRED_AGENT_TOKEN"), ("x", "INVALID_AGENT_TOKEN")):
        answer = shop.merchant.call("inquiryPayment", {"paymentId": "1"}, **{"Agent-Token": token})
        assert code_of(answer) == code


def test_one_more_key(shop: Shop) -> None:
    path = f"merchants/{shop.client_id}/keys"
    pem = shop.merchant.public_pem()
    assert shop.lone.control("POST", path, {"publicKey": pem, "keyVersion": "2"}, expect=201)["keyVersions"] == [
        "1",
        "2",
    ]
    assert code_of(shop.merchant.pay(shop.ali(), 1000)) == "ACCEPT"
    shop.lone.control("POST", path, {"publicKey": pem, "keyVersion": "2"}, expect=409)


def test_a_reset_touches_one_merchant_only(lone: Lone, shop: Shop) -> None:
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


def test_wrong_requests(lone: Lone, shop: Shop) -> None:
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
