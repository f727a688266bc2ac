"""The control API: controls, faults, next answers, the clock."""

from __future__ import annotations

from lone_kit import Lone, Shop, code_of, fresh, refusal

FIVE = {"currency": "IQD", "value": "5000000", "words": "5,000 IQD"}


def test_they_are_set_and_hold(shop: Shop) -> None:
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


def test_payments_and_refunds_settle_slowly(shop: Shop) -> None:
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


def test_the_next_answer_is_set(shop: Shop) -> None:
    planned = shop.control("POST", "next-answers", {"api": "pay", "code": "UNKNOWN_EXCEPTION", "times": 2})
    assert planned["nextAnswers"] == [{"api": "pay", "code": "UNKNOWN_EXCEPTION", "done": False}] * 2
    assert code_of(shop.merchant.pay(shop.ali(), 1000)) == "UNKNOWN_EXCEPTION"
    assert shop.control("GET", "payments")["payments"] == []
    assert shop.control("DELETE", "next-answers")["nextAnswers"] == []
    shop.control("POST", "next-answers", {"api": "pay", "code": "PROCESS_FAIL", "done": True})
    assert code_of(shop.merchant.pay(shop.ali(), 1000)) == "PROCESS_FAIL"
    assert len(shop.control("GET", "payments")["payments"]) == 1
    assert shop.control("GET", "next-answers")["nextAnswers"] == []


def test_faults_are_planned_and_dropped(shop: Shop) -> None:
    fault = {"crossing": "wallet backend -> merchant", "effect": "notification lost"}
    planned = shop.control("POST", "faults", {**fault, "times": 3})
    assert planned["faults"] == [fault] * 3
    assert fault["effect"] in next(c["effects"] for c in planned["crossings"] if c["crossing"] == fault["crossing"])
    assert shop.control("DELETE", "faults")["faults"] == []
    assert shop.control("GET", "faults")["faults"] == []


def test_the_clock_is_this_merchants_alone(lone: Lone, shop: Shop) -> None:
    other = lone.shop()
    before = shop.control("GET", "clock")
    moved = shop.control("POST", "clock/advance", {"days": 1, "hours": 1, "seconds": 1, "milliseconds": 1})
    assert moved["aheadMs"] == 90_001_001
    assert moved["epochMs"] - before["epochMs"] >= 90_001_001
    assert other.control("GET", "clock")["aheadMs"] == 0


def test_wrong_requests(shop: Shop) -> None:
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
