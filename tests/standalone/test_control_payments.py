"""The control API: being the buyer at the cashier, and the payments."""

from __future__ import annotations

from lone_kit import Lone, NotifiedMerchant, Shop, fresh, refusal, url_of

FIVE = {"currency": "IQD", "value": "5000000", "words": "5,000 IQD"}


def test_one_is_confirmed_by_id_and_by_url(shop: Shop) -> None:
    for name in ("paymentId", "paymentUrl"):
        payment = shop.merchant.pay(shop.ali(), 5_000_000)
        given = {"paymentId": payment["paymentId"], "paymentUrl": url_of(payment)}[name]
        answer = shop.lone.control("POST", "payments/confirm", {name: given})
        assert (answer["resultCode"], answer["meaning"], answer["callback"]) == ("9000", "paid", "success")
        assert answer["shown"] == "open"
        assert (answer["payment"]["state"], answer["payment"]["buyer"]) == ("SUCCESS", "Ali")
    assert shop.control("GET", "buyers/Ali")["balance"]["words"] == "90,000 IQD"


def test_one_is_left_and_paid_later(shop: Shop) -> None:
    payment = shop.merchant.pay(shop.ali(), 5_000_000)
    which = {"paymentId": payment["paymentId"]}
    left = shop.control("POST", "payments/leave", which)
    assert (left["resultCode"], left["payment"]["state"]) == ("6001", "CREATED")
    assert shop.control("POST", "payments/confirm", which)["resultCode"] == "9000"


def test_what_is_paid_or_closed_cannot_be_paid_again(shop: Shop) -> None:
    paid = shop.paid()
    again = shop.control("POST", "payments/confirm", {"paymentId": paid["paymentId"]})
    assert (again["resultCode"], again["shown"]) == ("4000", "paid")
    late = shop.merchant.pay(shop.ali(), 5_000_000)
    shop.control("POST", "clock/advance", {"hours": 1})
    closed = shop.control("POST", "payments/confirm", {"paymentId": late["paymentId"]})
    assert (closed["resultCode"], closed["shown"]) == ("4000", "expired")
    assert shop.control("GET", "buyers/Ali")["balance"]["words"] == "95,000 IQD"


def test_the_phones_misfortunes_are_answered_as_the_phone_would_hear(shop: Shop) -> None:
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


def test_split_delivery_hands_a_failure_to_fail(shop: Shop) -> None:
    shop.control("PATCH", "controls", {"delivery": "split"})
    payment = shop.merchant.pay(shop.ali(), 5_000_000)
    answer = shop.control("POST", "payments/leave", {"paymentId": payment["paymentId"]})
    assert (answer["resultCode"], answer["callback"]) == ("6001", "fail")


def test_a_receipt_is_read(shop: Shop) -> None:
    shop.control("PATCH", "controls", {"receipt": True})
    payment = shop.merchant.pay(shop.ali(), 5_000_000)
    answer = shop.control("POST", "payments/confirm", {"paymentId": payment["paymentId"]})
    assert answer["resultCode"] == "9000"


def test_they_are_listed_the_newest_first(shop: Shop) -> None:
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


def test_one_is_shown_with_refunds_and_notifications(shop: Shop) -> None:
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


def test_wrong_requests(lone: Lone, shop: Shop) -> None:
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
