"""The JSAPI host under attack: a phone speaks for its own buyer, at its own merchant, and for nobody else."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import besieged
import pytest
from besieged import Town

siege, town = besieged.siege, besieged.town

MANY = 50
INVALID = {"outcome": "fail", "result": {"error": 2, "errorMessage": "invalid parameter!"}}


@pytest.mark.parametrize("path", ["/jsapi", "/jsapi/sheet", "/jsapi/log", "/jsapi/socket"])
@pytest.mark.parametrize("key", ["", "x", "\ud800", "\u0000", None, 0, True, [], {}, "a" * 10_000])
def test_a_phone_without_its_key_is_nobody(town: Town, path: str, key: object) -> None:
    phone, before = town.phone(town.zainab), len(town.world.journal.messages)
    body = json.dumps({"phone": phone.id, "key": key, "api": "getAuthCode", "params": {}})
    assert town.siege.http.post(phone.origin + path, content=body).status_code == 403
    assert len(town.world.journal.messages) == before, "and leaves no trace in the buyer's journal"


def test_the_key_of_another_phone_opens_nothing(town: Town) -> None:
    zainab, ali = town.phone(town.zainab), town.phone(town.ali)
    assert zainab.with_key(ali.key).post("/jsapi", {"api": "getAuthCode", "params": {}}).status_code == 403


def test_a_phone_that_is_off_is_nobody(siege: besieged.Siege) -> None:
    with siege.town() as gone:
        phone = gone.phone(gone.zainab)
        sheet = phone.call("alert", {"content": "hello"})
    assert phone.post("/jsapi", {"api": "getAuthCode", "params": {}}).status_code == 403
    assert phone.post("/jsapi/sheet", {"ticket": sheet["ticket"], "choice": {}}).status_code == 403


def test_a_sheet_is_answered_by_its_own_phone_only(town: Town) -> None:
    zainab, ali = town.phone(town.zainab), town.phone(town.ali)
    sheet = zainab.call("getAuthCode", {"scopes": ["USER_NAME"]})
    assert sheet["outcome"] == "sheet"
    for _ in range(3):
        assert ali.post("/jsapi/sheet", {"ticket": sheet["ticket"], "choice": {"allowed": True}}).status_code == 403
    assert not town.zainab.granted
    assert zainab.choose(sheet, {"allowed": False})["outcome"] == "fail", "the sheet is still the buyer's to answer"


def test_a_sheet_is_answered_once(town: Town) -> None:
    phone = town.phone(town.zainab)
    sheet = phone.call("getAuthCode", {"scopes": ["USER_NAME"]})
    body = {"ticket": sheet["ticket"], "choice": {"allowed": True}}
    with ThreadPoolExecutor(MANY) as crowd:
        answers = list(crowd.map(lambda _: phone.post("/jsapi/sheet", body).status_code, range(MANY)))
    assert sorted(answers) == [200] + [403] * (MANY - 1)
    assert len(town.recorded("consent")) == 1


@pytest.mark.parametrize("ticket", ["", "0", "\ud800", None, [], {}, True, "a" * 100_000])
def test_a_guessed_ticket_answers_nothing(town: Town, ticket: object) -> None:
    phone = town.phone(town.zainab)
    sheet = phone.call("getAuthCode", {"scopes": ["USER_NAME"]})
    body = json.dumps({"phone": phone.id, "key": phone.key, "ticket": ticket, "choice": {"allowed": True}})
    assert town.siege.http.post(phone.origin + "/jsapi/sheet", content=body).status_code == 403
    assert phone.choose(sheet, {"allowed": True})["outcome"] == "success"


@pytest.mark.parametrize("choice", [None, [], "allowed", {"allowed": "true"}, {"allowed": 1}, {"allowed": [True]}, {}])
def test_only_a_plain_yes_is_a_consent(town: Town, choice: object) -> None:
    phone = town.phone(town.zainab)
    sheet = phone.call("getAuthCode", {"scopes": ["USER_NAME"]})
    answer = phone.post("/jsapi/sheet", {"ticket": sheet["ticket"], "choice": choice}).json()
    assert answer["outcome"] == "fail"
    assert not town.zainab.granted


def test_what_one_merchant_may_another_may_not(town: Town) -> None:
    scopes = ("AGREEMENT_PAY", "USER_NAME", "CARD_LIST")
    town.token(town.zainab, town.shop, *scopes)
    assert town.phone(town.zainab).call("getAuthCode", {"scopes": list(scopes)})["outcome"] == "success"
    for scope in scopes:
        asked = town.phone(town.zainab, town.mallory).call("getAuthCode", {"scopes": [scope]})
        assert asked["outcome"] == "sheet", f"Mallory gets {scope} without asking"


def test_what_one_buyer_allowed_holds_for_that_buyer_only(town: Town) -> None:
    town.token(town.zainab, town.shop, "USER_NAME")
    assert town.phone(town.ali).call("getAuthCode", {"scopes": ["USER_NAME"]})["outcome"] == "sheet"


def test_a_contract_is_signed_in_its_own_merchants_program_only(town: Town) -> None:
    info = json.dumps({"contractDesc": "25,000 IQD a month"})
    url = town.shop.call("prepare", {"scopes": "AGREEMENT_PAY", "extendInfo": info})["authUrl"]
    assert town.phone(town.zainab, town.mallory).call("qicardSignContract", {"authUrl": url}) == INVALID
    others: list[object] = [
        "",
        f"{url}x",
        str(url).upper(),
        f"{town.siege.wallet.app_origin}/contract?id=1",
        None,
        [url],
    ]
    for other in others:
        assert town.phone(town.zainab).call("qicardSignContract", {"authUrl": other}) == INVALID
    assert town.phone(town.zainab).call("qicardSignContract", {"authUrl": url})["outcome"] == "sheet"


def test_a_program_cannot_pile_up_sheets_without_end(town: Town) -> None:
    phone = town.phone(town.zainab)
    outcomes = [phone.call("alert", {"content": str(n)})["outcome"] for n in range(120)]
    assert outcomes == ["sheet"] * 100 + ["fail"] * 20
    assert town.phone(town.ali).call("alert", {"content": "hello"})["outcome"] == "sheet"


@pytest.mark.parametrize("api", ["", "__init__", "pay", "qicardSignContract ", "my.tradePay", "../tradePay", "\u0000"])
def test_only_what_the_wallet_offers_can_be_called(town: Town, api: str) -> None:
    assert town.phone(town.zainab).call(api, {})["result"]["error"] == 1


def test_a_merchant_hears_of_a_payment_though_the_phone_never_asks_for_its_answer(town: Town) -> None:
    payment_id, url = town.ordered(town.zainab, paymentNotifyUrl="http://127.0.0.1:9/wallet/notify")
    town.phone(town.zainab).cashier(url).tap("confirm")
    assert town.status(payment_id) == "SUCCESS"
    town.pass_time(30)
    told = [m for m in town.recorded("notifyPayment") if m.get("paymentId") == payment_id]
    assert told, "a buyer could keep the merchant from hearing of a payment"
