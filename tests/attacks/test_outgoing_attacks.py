"""The wallet made to call: by the notify URL of a merchant, and by my.request of a program. It calls whom it should."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator
from urllib.parse import urlsplit

import besieged
import httpx
import pytest
from besieged import Siege, Town
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from harness.journal import Kind, Message

siege, town = besieged.siege, besieged.town

SUCCESS = {"result": {"resultStatus": "S", "resultCode": "SUCCESS", "resultMessage": "success"}}


class Street:
    """A merchant's server and a bystander's; both write down who came."""

    def __init__(self, siege: Siege) -> None:
        self.hits: list[str] = []
        self.cookies: list[str] = []
        self.lock = threading.Lock()
        self.bystander = siege.backstage.serve(
            Starlette(routes=[Route("/{path:path}", self.note, methods=["GET", "POST"])])
        )
        routes = [
            Route("/to-bystander", self.redirect, methods=["GET", "POST"]),
            Route("/endless", self.endless, methods=["GET", "POST"]),
            Route("/cookie", self.cookie, methods=["GET", "POST"]),
            Route("/junk", self.junk, methods=["GET", "POST"]),
            Route("/nan", self.nan, methods=["GET", "POST"]),
        ]
        self.merchant = siege.backstage.serve(Starlette(routes=routes))

    async def note(self, request: Request) -> Response:
        with self.lock:
            self.hits.append(request.url.path)
        return JSONResponse(SUCCESS)

    async def redirect(self, _request: Request) -> Response:
        return RedirectResponse(f"{self.bystander}/taken", status_code=307)

    async def endless(self, _request: Request) -> Response:
        async def pieces() -> AsyncIterator[bytes]:
            while True:
                yield b" " * 65536
                await asyncio.sleep(0)  # a turn for the loop, which it shares with the wallet

        return StreamingResponse(pieces(), media_type="application/json")

    async def cookie(self, request: Request) -> Response:
        with self.lock:
            self.cookies.append(request.headers.get("cookie", ""))
        answer = JSONResponse(SUCCESS)
        answer.set_cookie("session", "of-another-buyer")
        return answer

    async def junk(self, _request: Request) -> Response:
        return Response(b'{"result": {"resultStatus": "<script>\\ud800"}}', media_type="application/json; charset=\xff")

    async def nan(self, _request: Request) -> Response:
        return Response(b'{"a": NaN, "b": ' + b"[" * 5000 + b"]" * 5000 + b"}", media_type="application/json")


@pytest.fixture(scope="module")
def street(siege: Siege) -> Street:
    return Street(siege)


@pytest.fixture
def unharmed(street: Street) -> Iterator[None]:
    """Whatever the test does, nobody comes to the bystander."""
    street.hits.clear()
    yield
    assert street.hits == []


def notified(town: Town, url: str) -> list[dict[str, object]]:
    """Let a buyer pay with this notify URL, and return what the journal has of its deliveries."""
    payment_id, cashier = town.ordered(town.zainab, paymentNotifyUrl=url)
    last = town.world.journal.messages[-1].id
    assert town.phone(town.zainab).cashier(cashier).confirm() == "9000"
    if is_asked := town.siege.backstage.call(lambda: bool(town.world.payments.by_id[payment_id].notify_url)):
        town.world.journal.wait_for(_is_answer, "the first delivery", after=last)
    assert is_asked == bool(url)
    town.may_change("open")
    town.pass_time(3600)
    calls = {m.id for m in town.recorded("notifyPayment") if m.get("paymentId") == payment_id}
    return [dict(m.payload) for m in town.recorded("notifyPayment") if m.cause in calls]


def _is_answer(message: Message) -> bool:
    return message.name == "notifyPayment" and message.kind is Kind.ANSWER


def port_of(origin: str) -> int:
    return urlsplit(origin).port or 0


BAD_URLS = [
    "http://evil.example/notify", "http://10.0.0.1/", "http://169.254.1.1/", "http://[fe80::1]/", "http://0.0.0.0:{bystander}/",
    "http://[::ffff:127.0.0.1]:{bystander}/", "http://2130706433:{bystander}/", "http://127.1:{bystander}/",
    "http://017700000001:{bystander}/", "http://0x7f000001:{bystander}/", "http://localtest.example:{bystander}/",
    "http://shop@127.0.0.1:{bystander}/", "http://shop:secret@127.0.0.1:{bystander}/", "http://evil.example#@127.0.0.1:{bystander}/",
    "http://127.0.0.1:{bystander}\r\nX-Evil: 1/", "http://127.0.0.1:{bystander}@evil.example/", "http://evil.example\\@127.0.0.1:{bystander}/",
    "file:///etc/passwd", "ftp://127.0.0.1:{bystander}/", "gopher://127.0.0.1:{bystander}/x", "javascript:alert(1)", "data:,x", "unix:/x",
    "//127.0.0.1:{bystander}/", "/notify", "notify", "http://", "http:///x", "http://[::1", "http://127.0.0.1:99999/",
    "http://127.0.0.1:{gateway}/v1/payments/pay", "http://127.0.0.1:{app}/jsapi", "http://localhost:{app}/jsapi", "http://127.9.9.9:{gateway}/",
    "http://[::1]:{gateway}/", "https://127.0.0.1:{app}/", "\u0000", " ", "http://127.0.0.1:{bystander}\u0000/", "http://\u202e/",
]  # fmt: skip


@pytest.mark.usefixtures("unharmed")
@pytest.mark.parametrize("url", BAD_URLS, ids=lambda u: repr(u)[:40])
def test_a_merchant_cannot_choose_whom_the_wallet_calls(town: Town, street: Street, url: str) -> None:
    ports = {
        "bystander": street.bystander,
        "gateway": town.siege.wallet.gateway_origin,
        "app": town.siege.wallet.app_origin,
    }
    calls = len(town.world.journal.messages)
    answers = notified(town, url.format(**{name: port_of(origin) for name, origin in ports.items()}))
    assert all(answer["delivered"] is False for answer in answers), answers
    to_itself = [m for m in town.world.journal.messages[calls:] if m.name.startswith("/") or m.name == "my."]
    assert to_itself == []


@pytest.mark.usefixtures("unharmed")
def test_a_redirect_leads_nowhere(town: Town, street: Street) -> None:
    answers = notified(town, f"{street.merchant}/to-bystander")
    assert {answer["status"] for answer in answers} == {307}


@pytest.mark.parametrize("path", ["/endless", "/junk", "/nan"])
def test_an_answer_that_is_none_is_no_acknowledgement(town: Town, street: Street, path: str) -> None:
    answers = notified(town, f"{street.merchant}{path}")
    assert len(answers) > 1, "it comes again"
    for answer in answers:
        json.dumps(answer, ensure_ascii=False, allow_nan=False).encode()
        assert len(json.dumps(answer)) < 10_000


def test_a_merchants_cookie_is_not_kept(town: Town, street: Street) -> None:
    street.cookies.clear()
    notified(town, f"{street.merchant}/cookie")
    notified(town, f"{street.merchant}/cookie")
    for account in (town.zainab, town.ali):
        assert town.phone(account).call("request", {"url": f"{street.merchant}/cookie"})["outcome"] == "success"
    assert street.cookies == [""] * 4


CLOSED = [
    "http://127.0.0.1:{app}/cashier/x/confirm", "http://localhost:{app}/", "http://127.9.9.9:{app}/", "http://[::1]:{app}/",
    "http://[::ffff:127.0.0.1]:{gateway}/", "http://2130706433:{gateway}/", "http://127.1:{app}/", "http://0x7f.1:{app}/",
    "http://0.0.0.0:{app}/", "http://localtest.example:{app}/", "https://127.0.0.1:{gateway}/", "http://a:b@127.0.0.1:{app}/",
    "http://127.0.0.1:{app}#@shop/", "http://169.254.1.1/", "http://[fe80::1]/", "http://2851995905/", "http://0xa9fe0101/",
    "file:///etc/passwd", "ftp://127.0.0.1/", "data:,x", "//127.0.0.1:{app}/", "http://[::ffff:169.254.1.1]/", "http://[fe80::1%25lo]/",
]  # fmt: skip


@pytest.mark.parametrize("url", CLOSED)
def test_a_program_cannot_reach_the_wallet_or_what_is_behind_it(town: Town, url: str) -> None:
    wallet = town.siege.wallet
    given = url.format(app=port_of(wallet.app_origin), gateway=port_of(wallet.gateway_origin))
    for method in ("GET", "POST"):
        answer = town.phone(town.zainab).call(
            "request", {"url": given, "method": method, "data": {"a": "b"}, "timeout": 2000}
        )
        assert answer["outcome"] == "fail"
        assert answer["result"]["error"] in (2, 11), answer


def test_a_program_cannot_confirm_in_the_buyers_place(town: Town) -> None:
    payment_id, url = town.ordered(town.zainab)
    phone, before = town.phone(town.zainab), town.balance(town.zainab)
    cashier = phone.cashier(url)
    for headers in ({}, {"Origin": town.siege.wallet.app_origin, "Sec-Fetch-Site": "same-origin"}):
        sent = {"url": f"{cashier.url}/confirm", "method": "POST", "headers": headers}
        assert phone.call("request", sent)["outcome"] == "fail"
    assert town.status(payment_id) == "PROCESSING"
    assert town.balance(town.zainab) == before
    assert cashier.leave() == "6001"


@pytest.mark.usefixtures("unharmed")
def test_a_programs_request_is_redirected_nowhere(town: Town, street: Street) -> None:
    answer = town.phone(town.zainab).call("request", {"url": f"{street.merchant}/to-bystander"})
    assert (answer["outcome"], answer["result"]["status"]) == ("fail", 307)


def test_an_answer_without_end_has_an_end(town: Town, street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harness.wallet.my_request.LARGEST", 1024 * 1024)
    answer = town.phone(town.zainab).call("request", {"url": f"{street.merchant}/endless"})
    assert answer["result"]["error"] == 12
    assert "larger than" in answer["result"]["errorMessage"]


@pytest.mark.parametrize("path", ["/junk", "/nan"])
@pytest.mark.parametrize("kind", ["json", "text", "base64", "<b>", None])
def test_an_answer_that_is_no_json_reaches_the_program_as_text_or_not_at_all(
    town: Town, street: Street, path: str, kind: str | None
) -> None:
    answer = town.phone(town.zainab).call("request", {"url": street.merchant + path, "dataType": kind})
    assert answer["outcome"] in ("success", "fail")


@pytest.mark.parametrize("timeout", [-1, 0, 0.001, True, "1", None, [], 10**300, -(10**300)])
def test_a_timeout_is_what_it_can_be(town: Town, timeout: object) -> None:
    answer = town.phone(town.zainab).call("request", {"url": "http://127.0.0.1:9/", "timeout": timeout})
    assert answer["result"]["error"] in (12, 13)


@pytest.mark.parametrize(
    ("name", "value"),
    [("host", "evil"), ("content-length", "5"), ("transfer-encoding", "chunked"), ("x\r\ny", "1"), ("x", "1\r\ny: 2"),
     ("connection", "close"), ("x" * 70_000, "1"), ("x", "1" * 70_000), ("", "1"), (" ", "1"), ("x y", "1")],
)  # fmt: skip
def test_a_programs_headers_break_nothing(town: Town, street: Street, name: str, value: str) -> None:
    params = {"url": f"{street.bystander}/x", "method": "POST", "headers": {name: value}, "data": "abc"}
    for _ in range(2):
        answer = town.phone(town.zainab).call("request", {**params, "timeout": 3000})
        assert answer["outcome"] in ("success", "fail")
    honest = town.phone(town.zainab).call("request", {"url": f"{street.bystander}/x", "timeout": 3000})
    assert honest["outcome"] == "success", "the next request is not confused by it"


def test_the_wallets_client_knows_no_proxy_and_keeps_nothing(siege: Siege) -> None:
    client = siege.wallet.http
    assert isinstance(client, httpx.AsyncClient)
    assert client.trust_env is False
    assert client.follow_redirects is False
    assert len(client.cookies.jar) == 0
