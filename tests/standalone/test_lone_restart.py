"""After a kill -9 everything that was ever answered is there, and what was still to come comes."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lone_kit import Json, Lone, NotifiedMerchant, Shop, code_of, fresh, lone_wallet, refused, url_of
from ports import held_port


class Kept:
    """A wallet with a data folder that is killed and started again."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.port = port
        self.lone = self.start()

    def start(self, *options: str) -> Lone:
        return Lone(self.folder, "--data", str(self.data), *options, port=self.port)

    def kill_and_start(self) -> Lone:
        """Kill the wallet, start it again, and let all its merchants find the new one."""
        facts = self.lone.facts
        self.lone.kill()
        self.lone = self.start()
        assert self.lone.facts | {"processId": 0, "buyers": 0} == facts | {"processId": 0, "buyers": 0}
        return self.lone


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    with held_port() as port:
        made = Kept(tmp_path, port)
        yield made
        made.lone.kill()


@pytest.fixture
def merchants_port() -> Iterator[int]:
    with held_port() as port:
        yield port


def everything(shop: Shop) -> Json:
    """Return all that the control API says of a merchant's world."""
    parts = ["buyers", "payments", "refunds", "ledger", "ledger/entries", "messages", "deliveries", "controls"]
    found = {path: shop.control("GET", path) for path in [*parts, "faults", "next-answers"]}
    return {**found, "merchant": shop.lone.control("GET", f"merchants/{shop.client_id}")}


def again(shop: Shop, lone: Lone) -> Shop:
    """Return the same merchant at the wallet that was started again."""
    shop.merchant.http = lone.http
    return Shop(lone, shop.merchant)


def token_of(shop: Shop, scopes: list[str]) -> Json:
    code = shop.control("POST", "buyers/Ali/auth-code", {"scopes": scopes})["authCode"]
    return shop.merchant.call("applyToken", {"grantType": "AUTHORIZATION_CODE", "authCode": code})


def test_everything_that_was_answered_is_there(kept: Kept) -> None:
    shop = kept.lone.shop(name="Second", partnerId="P1")
    agreed = token_of(shop, ["USER_ID", "NOTIFICATION_INBOX"])
    cancelled = token_of(shop, ["USER_ID"])
    shop.merchant.call("cancelToken", {"accessToken": cancelled["accessToken"]})
    old = token_of(shop, ["USER_ID"])
    new = shop.merchant.call("applyToken", {"grantType": "REFRESH_TOKEN", "refreshToken": old["refreshToken"]})
    code = shop.control("POST", "buyers/Ali/auth-code")["authCode"]
    inbox = {
        "accessToken": agreed["accessToken"],
        "requestId": "I1",
        "templateCode": "MINI_APP_COMMON_INBOX",
        "templates": [{"templateParameters": {"Title": "Dates", "Content": "are in"}}],
    }
    message = shop.merchant.call("sendInbox", inbox)["messageId"]
    prepared = shop.merchant.call("prepare", {"scopes": "AGREEMENT_PAY", "extendInfo": '{"contractDesc": "\\ud800"}'})
    with NotifiedMerchant() as notified:
        paid = shop.paid(paymentNotifyUrl=notified.url)
        shop.settle()
    body = {"refundRequestId": fresh("F"), "refundAmount": {"currency": "IQD", "value": "1000"}}
    refund = {**body, "paymentId": paid["paymentId"]}
    refunded = shop.merchant.call("refund", refund)
    waiting = shop.merchant.pay(shop.ali(), 1000, paymentRequestId="W1")
    held = shop.paid(productCode="51051000101000000012")
    shop.control("POST", "buyers", {"name": "Omar", "balance": "1,000 IQD", "language": "ar"})
    shop.control("PATCH", "buyers/Noor", {"riskRefused": False, "limit": "1 IQD", "cards": []})
    shop.control("PATCH", "controls", {"settleAfterMs": 5, "notification": "before"})
    shop.control("POST", "faults", {"crossing": "wallet backend -> merchant", "effect": "notification lost"})
    shop.control("POST", "next-answers", {"api": "void", "code": "PROCESS_FAIL"})
    shop.control("POST", "clock/advance", {"days": 1})
    agent = kept.lone.control("POST", f"merchants/{shop.client_id}/agent-tokens", {})["token"]
    kept.lone.control("PATCH", f"merchants/{shop.client_id}", {"deniedApis": ["confirm"]})
    kept.lone.control("POST", f"merchants/{shop.client_id}/pay-out", {"amount": "1 IQD"})
    before, clock = everything(shop), shop.control("GET", "clock")

    shop = again(shop, kept.kill_and_start())

    assert everything(shop) == before
    after = shop.control("GET", "clock")
    assert after["aheadMs"] == clock["aheadMs"]
    assert after["epochMs"] >= clock["epochMs"]
    assert shop.merchant.call("refund", refund) == refunded
    assert code_of(shop.merchant.call("refund", {**refund, "refundReason": "other"})) == "REPEAT_REQ_INCONSISTENT"
    assert shop.merchant.call("sendInbox", inbox)["messageId"] == message
    assert code_of(shop.merchant.call("inquiryUserInfo", {"accessToken": agreed["accessToken"]})) == "SUCCESS"
    assert code_of(shop.merchant.call("inquiryUserInfo", {"accessToken": new["accessToken"]})) == "SUCCESS"
    for dead in (cancelled, old):
        answer = shop.merchant.call("inquiryUserInfo", {"accessToken": dead["accessToken"]})
        assert code_of(answer) == "INVALID_ACCESS_TOKEN"
    used = shop.merchant.call("applyToken", {"grantType": "REFRESH_TOKEN", "refreshToken": old["refreshToken"]})
    assert code_of(used) == "USED_REFRESH_TOKEN"
    late = shop.merchant.call("applyToken", {"grantType": "AUTHORIZATION_CODE", "authCode": code})
    assert code_of(late) == "EXPIRED_CODE"
    signed = shop.control("POST", "buyers/Ali/sign-contract", {"authUrl": prepared["authUrl"]})
    assert signed["authCode"]
    assert (
        code_of(shop.merchant.call("inquiryPayment", {"paymentId": "1"}, **{"Agent-Token": agent})) == "ORDER_NOT_EXIST"
    )
    status = shop.merchant.call("inquiryPayment", {"paymentId": held["paymentId"]})["paymentStatus"]
    assert status == "AUTH_SUCCESS"
    closed = shop.merchant.call("inquiryPayment", {"paymentId": waiting["paymentId"]})
    assert closed["paymentFailReason"] == "ORDER_IS_CLOSED"


def test_a_redirect_url_of_before_opens_the_cashier_after(kept: Kept) -> None:
    payment = kept.lone.merchant.pay(kept.lone.customer("Ali"), 5_000_000)
    request_id = payment["paymentRequestId"]
    lone = kept.kill_and_start()
    assert "5,000 IQD" in lone.http.get(url_of(payment)).text
    again = lone.merchant.pay(lone.customer("Ali"), 5_000_000, paymentRequestId=request_id)
    assert (again["paymentId"], url_of(again)) == (payment["paymentId"], url_of(payment))
    lone.kill()
    kept.port = 0
    moved = kept.lone = kept.start()
    elsewhere = url_of(moved.merchant.pay(moved.customer("Ali"), 5_000_000, paymentRequestId=request_id))
    assert elsewhere.partition("?")[2] == url_of(payment).partition("?")[2]
    assert "5,000 IQD" in moved.http.get(elsewhere).text


def test_what_was_still_to_come_comes(kept: Kept, merchants_port: int) -> None:
    merchant, ali = kept.lone.merchant, kept.lone.customer("Ali")
    with NotifiedMerchant("U", "U", port=merchants_port) as notified:
        retried = merchant.pay(ali, 1000, paymentNotifyUrl=notified.url)
        kept.lone.control("POST", "payments/confirm", {"paymentId": retried["paymentId"]})
        kept.lone.control("POST", "clock/advance", {"milliseconds": 1})
        expiring = merchant.pay(ali, 2000, paymentNotifyUrl=notified.url)
        kept.lone.control("PATCH", "controls", {"settleAfterMs": 3_600_000, "refundAfterMs": 3_600_000})
        slow = merchant.pay(ali, 3000, paymentNotifyUrl=notified.url)
        kept.lone.control("POST", "payments/confirm", {"paymentId": slow["paymentId"]})
        back = {"refundRequestId": "F1", "refundAmount": {"currency": "IQD", "value": "400"}}
        merchant.call("refund", {**back, "paymentId": retried["paymentId"]})
    kept.lone.kill()
    # A retry, an expiry and a settlement fall due while it is down: the clock is moved in its file.
    with sqlite3.connect(kept.data / "wallet.db") as db:
        db.execute("""INSERT OR REPLACE INTO clocks VALUES ('M000000000001', '', '{"milliseconds": 7200000}')""")
    db.close()
    with NotifiedMerchant(port=merchants_port) as notified:
        kept.lone = kept.start()
        told = {notified.next()["paymentId"] for _ in range(3)}
        assert told == {retried["paymentId"], expiring["paymentId"], slow["paymentId"]}
        rows = {row["paymentId"]: row for row in kept.lone.control("GET", "payments")["payments"]}
        assert rows[expiring["paymentId"]]["state"] == "CLOSED"
        assert rows[slow["paymentId"]]["state"] == "SUCCESS"
        assert kept.lone.control("GET", "refunds")["refunds"][0]["state"] == "SUCCESS"


def test_a_notification_that_waits_for_the_receipt_is_not_forgotten(kept: Kept) -> None:
    with NotifiedMerchant() as notified:
        kept.lone.control("PATCH", "controls", {"receipt": True})
        payment = kept.lone.merchant.pay(kept.lone.customer("Ali"), 1000, paymentNotifyUrl=notified.url)
        opened = kept.lone.http.get(url_of(payment))
        session = opened.text.partition('data-session="')[2].partition('"')[0]
        kept.lone.http.post(f"{kept.lone.facts['gatewayUrl']}/cashier/{session}/confirm")
        assert notified.empty()
        kept.kill_and_start()
        assert notified.next()["paymentId"] == payment["paymentId"]


def test_it_is_started_again_with_what_it_had(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    kept.lone.kill()
    for options, word in (
        (("--profile", "gcash"), "--profile super_qi"),
        (("--client-id", "OTHER"), "--client-id M000000000001"),
    ):
        assert word in refused(capsys, "--data", str(kept.data), *options)
    kept.lone = kept.start("--client-id", "M000000000001")


def test_what_cannot_be_written_is_not_acknowledged(tmp_path: Path) -> None:
    data = ("--data", str(tmp_path / "data"), "--quiet")
    lone = Lone(tmp_path, *data, under=["bash", "-c", 'ulimit -f 300; exec "$@"', "bash"])  # no file above 300 kB
    try:
        path, written = lone.facts["paths"]["pay"], set()
        for number in range(200):
            raw = json.dumps(lone.merchant.order(lone.customer("Ali"), 1000, paymentRequestId=f"R{number}")).encode()
            answer = lone.http.post(
                f"{lone.facts['gatewayUrl']}{path}", content=raw, headers=lone.merchant.signed(path, raw)
            )
            if answer.status_code != 200:
                break
            written.add(answer.json()["paymentId"])
        assert (answer.status_code, answer.json()["action"][:15]) == (500, "free some space")
        assert lone.http.get(lone.facts["controlUrl"]).status_code == 500
        assert lone.stop() == 2
        assert "the wallet cannot write what it did" in lone.said()
    finally:
        lone.kill()
    with lone_wallet(tmp_path, *data) as again:
        kept = {row["paymentId"] for row in again.control("GET", "payments?limit=1000")["payments"]}
        assert len(kept) > 10
        assert kept == written


def _overwrite(path: Path) -> None:
    path.write_bytes(b"this is a text\n" * 1000)


def _scribble(path: Path) -> None:
    with path.open("r+b") as file:
        for page in range(1, 20):
            file.seek(page * 4096)
            file.write(os.urandom(512))


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _other(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE recipes (name TEXT)")
    db.close()


def _sql(*statements: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        with sqlite3.connect(path) as db:
            for statement in statements:
                db.execute(statement)
        db.close()

    return change


@pytest.fixture(scope="module")
def used_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a wallet that has been used and stopped."""
    folder = tmp_path_factory.mktemp("used")
    lone = Lone(folder, "--data", str(folder / "data"))
    payment = lone.merchant.pay(lone.customer("Ali"), 5_000_000)
    lone.control("POST", "payments/confirm", {"paymentId": payment["paymentId"]})
    assert lone.stop() == 0
    return folder / "data"


@pytest.mark.parametrize(
    ("damage", "word"),
    [
        (_overwrite, "not a wallet's file"),
        (_scribble, "damaged|not a wallet's file|cannot be read"),
        (_empty, "wallet.db is gone"),
        (Path.unlink, "wallet.db is gone"),
        (_other, "not a wallet's"),
        (_sql("PRAGMA user_version = 99"), "version 99"),
        (_sql("UPDATE payments SET body = '{}'"), "payments cannot be read"),
        (_sql("""UPDATE payments SET body = json_set(body, '$.colour', 'red')"""), "no field colour"),
        (_sql("""UPDATE payments SET body = json_set(body, '$.account', 'nobody')"""), "payments cannot be read"),
        (_sql("DELETE FROM entries WHERE credit LIKE 'hold:%'"), "ledger does not balance"),
        (_sql("DELETE FROM facts"), "does not say whose it is"),
    ],
    ids=["text", "scribble", "empty", "gone", "other", "version", "body", "field", "name", "entries", "facts"],
)
def test_a_damaged_or_foreign_file_is_one_clear_error(
    used_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], damage: Callable[[Path], None], word: str
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    for file in used_data.iterdir():
        (data / file.name).write_bytes(file.read_bytes())
    damage(data / "wallet.db")
    error = refused(capsys, "--data", str(data))
    assert any(part in error for part in word.split("|")), error
    assert "next: " in error


def test_a_key_file_that_is_gone_is_written_again_and_another_is_refused(
    used_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    for file in used_data.iterdir():
        (data / file.name).write_bytes(file.read_bytes())
    (data / "merchant_private_key.pem").unlink()
    with_it = Lone(tmp_path, "--data", str(data))
    with_it.kill()
    assert (data / "merchant_private_key.pem").read_bytes() == (used_data / "merchant_private_key.pem").read_bytes()
    (data / "merchant_private_key.pem").write_text("mine")
    assert "not the one that the wallet wrote" in refused(capsys, "--data", str(data))
    assert (data / "merchant_private_key.pem").read_text() == "mine"
