"""A replayed request: the very same bytes a second time, and fifty times at once. Nothing happens twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import besieged
import pytest
from besieged import AGREEMENT, AUTHORIZE, ESCROW, PRICE, Json, Town, fresh

siege, town = besieged.siege, besieged.town

MANY = 20
HALF = {"currency": "IQD", "value": str(PRICE // 2)}


def pay(town: Town) -> Json:
    return town.shop.order(town.zainab)


def pay_by_agreement(town: Town) -> Json:
    token = town.token(town.zainab, town.shop, "AGREEMENT_PAY")
    return town.shop.order(town.zainab, productCode=AGREEMENT, paymentAuthCode=token)


def refund(town: Town) -> Json:
    return {"paymentId": town.paid(town.zainab), "refundRequestId": fresh("F"), "refundAmount": HALF}


def capture(town: Town) -> Json:
    held = town.paid(town.zainab, productCode=AUTHORIZE)
    return {"paymentId": held, "captureRequestId": fresh("C"), "captureAmount": HALF}


def void(town: Town) -> Json:
    return {"paymentId": town.paid(town.zainab, productCode=AUTHORIZE), "voidRequestId": fresh("V")}


def cancel(town: Town) -> Json:
    return {"paymentId": town.paid(town.zainab)}


def confirm(town: Town) -> Json:
    payment_id = town.paid(town.zainab, productCode=ESCROW)
    assert town.shop.code("merchantAccept", {"paymentId": payment_id}) == "SUCCESS"
    return {"paymentId": payment_id, "confirmRequestId": fresh("K")}


def accept(town: Town) -> Json:
    return {"paymentId": town.paid(town.zainab, productCode=ESCROW)}


def send(town: Town) -> Json:
    token = town.token(town.zainab, town.shop, "NOTIFICATION_INBOX")
    row = {"templateParameters": {"Title": "t", "Content": "c", "Url": ""}}
    return {"accessToken": token, "requestId": fresh("N"), "templateCode": "MINI_APP_COMMON_INBOX", "templates": [row]}


REPLAYED: dict[str, tuple[str, Callable[[Town], Json]]] = {
    "pay": ("pay", pay),
    "agreement": ("pay", pay_by_agreement),
    "refund": ("refund", refund),
    "capture": ("capture", capture),
    "void": ("void", void),
    "cancel": ("cancel", cancel),
    "accept": ("merchantAccept", accept),
    "confirm": ("confirm", confirm),
    "message": ("sendInbox", send),
}


def entries(town: Town) -> int:
    return town.siege.backstage.call(lambda: len(town.world.ledger.entries))


@pytest.mark.parametrize("name", REPLAYED)
def test_a_replayed_request_gets_the_same_answer_and_does_nothing(town: Town, name: str) -> None:
    api, make = REPLAYED[name]
    raw = json.dumps(make(town)).encode()
    path = town.shop.profile.paths[api]
    headers = town.shop.headers(path, raw)

    def sent(_: int = 0) -> Any:
        return town.shop.sent(path, raw, headers).json()

    first = sent()
    assert first["result"]["resultStatus"] in ("S", "A")
    booked, told = entries(town), [len(town.recorded(n)) for n in ("message", "refund message", "merchant's inbox")]
    with ThreadPoolExecutor(MANY) as crowd:
        assert list(crowd.map(sent, range(MANY))) == [first] * MANY
    assert entries(town) == booked
    assert [len(town.recorded(n)) for n in ("message", "refund message", "merchant's inbox")] == told


@pytest.mark.parametrize("name", REPLAYED)
def test_many_at_once_are_one(town: Town, name: str) -> None:
    api, make = REPLAYED[name]
    raw = json.dumps(make(town)).encode()
    path = town.shop.profile.paths[api]
    headers, payments = town.shop.headers(path, raw), len(town.world.payments.by_id)
    with ThreadPoolExecutor(MANY) as crowd:
        answers = list(crowd.map(lambda _: town.shop.sent(path, raw, headers).text, range(MANY)))
    assert len(set(answers)) == 1
    assert len(town.world.payments.by_id) <= payments + (api == "pay")


def test_many_refunds_at_once_are_never_above_the_payment(town: Town) -> None:
    paid, before = town.paid(town.zainab), town.balance(town.zainab)
    third = {"currency": "IQD", "value": str(PRICE // 3)}

    def sent(_: int) -> str:
        return town.shop.code("refund", {"paymentId": paid, "refundRequestId": fresh("F"), "refundAmount": third})

    with ThreadPoolExecutor(MANY) as crowd:
        answers = sorted(crowd.map(sent, range(MANY)))
    assert answers == ["REFUND_AMOUNT_EXCEED"] * (MANY - 3) + ["SUCCESS"] * 3
    assert town.balance(town.zainab) == before + 3 * (PRICE // 3)


def test_cancel_refund_capture_and_void_at_once_give_the_money_back_once(town: Town) -> None:
    before = town.balance(town.zainab)
    held = town.paid(town.zainab, productCode=AUTHORIZE)
    whole = {"currency": "IQD", "value": str(PRICE)}
    calls: list[tuple[str, Json]] = []
    for _ in range(5):
        calls.append(("cancel", {"paymentId": held}))
        calls.append(("void", {"paymentId": held, "voidRequestId": fresh("V")}))
        calls.append(("capture", {"paymentId": held, "captureRequestId": fresh("C")}))
        calls.append(("refund", {"paymentId": held, "refundRequestId": fresh("F"), "refundAmount": whole}))
    with ThreadPoolExecutor(len(calls)) as crowd:
        list(crowd.map(lambda call: town.shop.code(*call), calls))
    assert town.balance(town.zainab) in (before, before - PRICE)
    assert town.siege.backstage.call(lambda: town.world.ledger.balance(f"hold:{held}")) == 0


CHANGES: list[tuple[str, Callable[[Town], Json], Json]] = [
    ("pay", pay, {"paymentAmount": HALF}),
    ("pay", pay, {"paymentNotifyUrl": "http://127.0.0.1:9/other"}),
    ("pay", pay, {"productCode": ESCROW}),
    ("refund", refund, {"refundAmount": {"currency": "IQD", "value": "1"}}),
    ("refund", refund, {"refundReason": "another"}),
]


@pytest.mark.parametrize(
    ("api", "make", "change"), CHANGES, ids=["amount", "notify url", "product", "refund amount", "reason"]
)
def test_the_same_id_with_other_content_is_refused(
    town: Town, api: str, make: Callable[[Town], Json], change: Json
) -> None:
    body = make(town)
    assert town.shop.ask(api, body).json()["result"]["resultStatus"] in ("S", "A")
    booked = entries(town)
    assert town.shop.code(api, {**body, **change}) == "REPEAT_REQ_INCONSISTENT"
    assert entries(town) == booked
