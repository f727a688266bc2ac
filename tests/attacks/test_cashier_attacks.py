"""The cashier under attack: only the buyer pays, what they saw, once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import besieged
import httpx
import pytest
from besieged import PRICE, Town, fresh

siege, town = besieged.siege, besieged.town

MANY = 50


def taken(town: Town) -> int:
    """Return how often the wallet's books say that money was taken."""
    return len([m for m in town.recorded("ledger") if m.get("taken") is True])


def test_confirming_many_times_at_once_takes_the_money_once(town: Town) -> None:
    payment_id, url = town.ordered(town.zainab)
    cashier, before, booked = town.phone(town.zainab).cashier(url), town.balance(town.zainab), taken(town)
    with ThreadPoolExecutor(MANY) as crowd:
        answers = list(crowd.map(lambda _: cashier.tap("confirm").status_code, range(MANY)))
    assert sorted(answers) == [200] + [409] * (MANY - 1)
    assert town.balance(town.zainab) == before - PRICE
    assert taken(town) == booked + 1
    assert town.status(payment_id) == "SUCCESS"


def test_a_payment_is_paid_once_however_many_cashiers_were_opened_for_it(town: Town) -> None:
    _, url = town.ordered(town.zainab)
    phone, before = town.phone(town.zainab), town.balance(town.zainab)
    assert phone.cashier(url).confirm() == "9000"
    messages, booked = len(town.recorded("message")), taken(town)
    again = phone.cashier(url)
    assert again.confirm() == "9000", "the buyer hears how the payment stands"
    assert town.balance(town.zainab) == before - PRICE
    assert (len(town.recorded("message")), taken(town)) == (messages, booked), "nobody is told twice"


def test_a_payment_that_settles_slowly_settles_once(town: Town) -> None:
    town.world.controls.settle_after = 60_000
    payment_id, url = town.ordered(town.zainab)
    phone, before, messages = town.phone(town.zainab), town.balance(town.zainab), len(town.recorded("message"))
    assert [phone.cashier(url).confirm() for _ in range(3)] == ["8000"] * 3
    town.pass_time(300)
    assert town.status(payment_id) == "SUCCESS"
    assert town.balance(town.zainab) == before - PRICE
    assert len(town.recorded("message")) == messages + 1


def test_confirming_after_the_end_changes_nothing_and_tells_nobody(town: Town) -> None:
    town.may_change("open")
    _, url = town.ordered(town.zainab)
    cashier, before = town.phone(town.zainab).cashier(url), town.balance(town.zainab)
    town.pass_time(3600)
    booked = len(town.recorded("ledger"))
    assert cashier.confirm() == "4000"
    assert town.balance(town.zainab) == before
    assert len(town.recorded("ledger")) == booked


def test_confirming_what_the_merchant_has_cancelled_takes_nothing(town: Town) -> None:
    payment_id, url = town.ordered(town.zainab)
    cashier, before = town.phone(town.zainab).cashier(url), town.balance(town.zainab)
    assert town.shop.code("cancel", {"paymentId": payment_id}) == "SUCCESS"
    assert cashier.confirm() == "4000"
    assert town.balance(town.zainab) == before


def test_a_held_payment_is_not_held_longer_by_confirming_it_again(town: Town) -> None:
    town.may_change("open")
    payment_id, url = town.ordered(town.zainab, productCode=besieged.AUTHORIZE)
    phone = town.phone(town.zainab)
    assert phone.cashier(url).confirm() == "9000"
    expiry = town.inquired(payment_id)["authExpiryTime"]
    town.pass_time(24 * 3600)
    assert phone.cashier(url).confirm() == "9000"
    assert town.inquired(payment_id)["authExpiryTime"] == expiry


@pytest.mark.parametrize("button", ["confirm", "leave", "done"])
def test_a_guessed_cashier_does_nothing(town: Town, button: str) -> None:
    payment_id, url = town.ordered(town.zainab)
    origin = town.siege.wallet.app_origin
    for guess in (payment_id, url.rpartition("=")[2], "0", "..", "%2e%2e", "a" * 5000, "%00", "%ff", "null"):
        assert town.siege.http.get(f"{origin}/cashier/{guess}").status_code == 404
        assert town.siege.http.post(f"{origin}/cashier/{guess}/{button}").status_code in (404, 409)
    assert town.status(payment_id) == "PROCESSING"


def test_the_redirect_url_alone_opens_no_cashier(town: Town) -> None:
    payment_id, url = town.ordered(town.zainab)
    page = town.siege.http.get(url)
    assert page.status_code == 404
    assert payment_id not in page.text
    assert town.siege.http.post(url).status_code == 405


@pytest.mark.parametrize("end", ["confirm", "leave"])
def test_a_cashier_is_good_for_nothing_after_its_end(town: Town, end: str) -> None:
    payment_id, url = town.ordered(town.zainab)
    cashier = town.phone(town.zainab).cashier(url)
    cashier.tap(end)
    cashier.ended()
    state, before = town.status(payment_id), town.balance(town.zainab)
    assert cashier.look().status_code == 404
    assert cashier.tap("confirm").status_code == 409
    assert cashier.tap("leave").status_code == 409
    cashier.tap("done")
    assert (town.status(payment_id), town.balance(town.zainab)) == (state, before)


def test_the_page_is_shown_once(town: Town) -> None:
    _, url = town.ordered(town.zainab)
    cashier = town.phone(town.zainab).cashier(url)
    assert cashier.look().status_code == 404
    assert cashier.confirm() == "9000"


def test_nothing_is_paid_before_the_buyer_has_seen_it(town: Town) -> None:
    payment_id, url = town.ordered(town.zainab)
    sheet = town.phone(town.zainab).call("tradePay", {"paymentUrl": url})
    assert town.siege.http.post(f"{sheet['sheet']['url']}/confirm").status_code == 409
    assert town.status(payment_id) == "PROCESSING"


def test_another_buyer_cannot_open_the_cashier(town: Town) -> None:
    payment_id, url = town.ordered(town.zainab)
    answer = town.phone(town.ali).call("tradePay", {"paymentUrl": url})
    assert answer == {"outcome": "fail", "result": {"error": 2, "errorMessage": "invalid parameter!"}}
    assert town.status(payment_id) == "PROCESSING"


@pytest.mark.parametrize(
    "disguise",
    [
        "{url}#",
        "{url}&",
        "{url}%00",
        " {url}",
        "{url} ",
        "{upper}",
        "{url}\u0000",
        "{host}/cashier?orderId=",
        "",
        "null",
    ],
)
def test_only_the_very_url_of_a_payment_opens_its_cashier(town: Town, disguise: str) -> None:
    _, url = town.ordered(town.zainab)
    given = disguise.format(url=url, upper=url.upper(), host=town.siege.wallet.app_origin)
    answer = town.phone(town.zainab).call("tradePay", {"paymentUrl": given})
    assert answer["outcome"] == "fail"


def test_the_same_payment_has_one_cashier_at_a_time(town: Town) -> None:
    _, url = town.ordered(town.zainab)
    phone, other = town.phone(town.zainab), town.phone(town.zainab)
    cashier = phone.cashier(url)
    with ThreadPoolExecutor(MANY) as crowd:
        answers = list(crowd.map(lambda _: other.call("tradePay", {"paymentUrl": url})["outcome"], range(MANY)))
    assert answers == ["fail"] * MANY
    assert cashier.leave() == "6001"


def test_the_amount_cannot_change_between_pay_and_confirm(town: Town) -> None:
    order = town.shop.order(town.zainab, paymentRequestId=fresh("R"))
    answer = town.shop.ask("pay", order).json()
    cashier = town.phone(town.zainab).cashier(answer["redirectActionForm"]["redirectUrl"])
    before = town.balance(town.zainab)
    for change in ({"currency": "IQD", "value": str(PRICE * 10)}, {"currency": "IQD", "value": PRICE}):
        changed = town.shop.code("pay", {**order, "paymentAmount": change})
        assert changed == "REPEAT_REQ_INCONSISTENT"
    assert town.shop.code("pay", {**order, "paymentAmount": {"currency": "USD", "value": "1"}}) != "ACCEPT"
    body = {"paymentAmount": {"currency": "IQD", "value": "1"}, "amount": "1", "paymentId": "1"}
    assert town.siege.http.post(f"{cashier.url}/confirm?amount=1", json=body).status_code == 200
    assert town.balance(town.zainab) == before - PRICE
    assert town.inquired(answer["paymentId"])["paymentAmount"] == order["paymentAmount"]


def test_the_buyer_cannot_change_between_pay_and_confirm(town: Town) -> None:
    order = town.shop.order(town.zainab)
    assert town.shop.code("pay", order) == "ACCEPT"
    stolen = {"orderDescription": "Barhi dates, 1 kg", "buyer": {"referenceBuyerId": town.ali.customer_id}}
    assert town.shop.code("pay", {**order, "order": stolen}) == "REPEAT_REQ_INCONSISTENT"


FOREIGN = [
    {"Origin": "http://127.0.0.1:1"},
    {"Origin": "null"},
    {"Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "none"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=lambda h: "".join(f"{k} {v}" for k, v in h.items()))
@pytest.mark.parametrize("button", ["confirm", "leave", "done"])
def test_only_the_cashiers_own_page_may_tap_its_buttons(town: Town, button: str, headers: dict[str, str]) -> None:
    payment_id, url = town.ordered(town.zainab)
    cashier = town.phone(town.zainab).cashier(url)
    assert cashier.tap(button, headers).status_code == 403
    assert town.status(payment_id) == "PROCESSING"
    own = {"Origin": town.siege.wallet.app_origin, "Sec-Fetch-Site": "same-origin"}
    assert cashier.tap("confirm", own).status_code == 200, "the page itself still works"
    assert town.status(payment_id) == "SUCCESS"


def test_a_page_of_another_site_cannot_read_the_cashier(town: Town) -> None:
    _, url = town.ordered(town.zainab)
    sheet = town.phone(town.zainab).call("tradePay", {"paymentUrl": url})
    answer: httpx.Response = town.siege.http.get(sheet["sheet"]["url"], headers={"Origin": "https://evil.example"})
    assert not [name for name in answer.headers if name.startswith("access-control-")]
    assert answer.headers["cache-control"] == "no-store"
