"""HTTP itself as a weapon: heads and bodies without end, slow clients, deep JSON, requests that run into each other."""

from __future__ import annotations

import json
import time
from contextlib import ExitStack

import besieged
import pytest
from besieged import Town
from rawsocket import answer_on, body_of, closed_by_other_side, connected, exchanged, received, status_of

import harness.http_door
import harness.intake

siege, town = besieged.siege, besieged.town

INFO = "/v1/merchants/inquiryMerchantInfo"
PROMPT = 5.0
"""How long the wallet may take to answer an honest merchant while it is attacked, in seconds; it is slow machines that need it."""


def raw_call(town: Town, body: bytes, *more: str, path: str = INFO, length: int | None = None) -> bytes:
    """Return the bytes of an honest call with this body."""
    fields = [f"{name}: {value}" for name, value in town.shop.headers(path, body).items()]
    size = f"Content-Length: {len(body) if length is None else length}"
    return "\r\n".join([f"POST {path} HTTP/1.1", "Host: wallet", *fields, *more, size, "", ""]).encode() + body


def assert_prompt(town: Town) -> None:
    began = time.monotonic()
    assert town.shop.code("inquiryMerchantInfo", {}) == "SUCCESS"
    assert time.monotonic() - began < PROMPT


def both(town: Town) -> list[str]:
    return [town.siege.wallet.gateway_origin, town.siege.wallet.app_origin]


def path_at(town: Town, origin: str) -> str:
    return INFO if origin == town.siege.wallet.gateway_origin else "/jsapi"


@pytest.fixture
def impatient_with_bodies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let only the limit for bodies be short: on a busy machine even a whole head may come late."""
    monkeypatch.setattr(harness.intake, "SECONDS", 0.4)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the wallet's time limits be short, so that a test can see them end."""
    monkeypatch.setattr(harness.http_door, "HEAD_SECONDS", 0.4)
    monkeypatch.setattr(harness.intake, "SECONDS", 0.4)


@pytest.mark.parametrize("which", [0, 1])
def test_a_huge_body_is_refused_before_it_is_read(town: Town, which: int) -> None:
    origin = both(town)[which]
    head = f"POST {path_at(town, origin)} HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999999\r\n\r\n"
    assert status_of(exchanged(origin, head.encode(), b"x" * 1000)) == 413
    assert_prompt(town)


@pytest.mark.parametrize("which", [0, 1])
def test_a_body_without_end_is_cut_off(town: Town, which: int) -> None:
    origin = both(town)[which]
    chunk = b"8000\r\n" + b"x" * 0x8000 + b"\r\n"
    with connected(origin) as sock:
        sock.sendall(f"POST {path_at(town, origin)} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
        sent = 0
        try:
            for _ in range(2000):
                sock.sendall(chunk)
                sent += len(chunk)
        except OSError:
            pass
        assert status_of(received(sock)) in (0, 413)
    assert sent < 2000 * len(chunk), "64 MB went in"
    assert_prompt(town)


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize(
    ("name", "piece"),
    [
        ("many headers", b"X-A: b\r\n" * 4000),
        ("one header", b"x" * 65536),
        ("folded", b"X-A: b\r\n" + b" c\r\n" * 20_000),
    ],
)
def test_a_head_without_end_is_cut_off(town: Town, which: int, name: str, piece: bytes) -> None:
    origin = both(town)[which]
    with connected(origin) as sock:
        sent = 0
        try:
            sock.sendall(f"POST {path_at(town, origin)} HTTP/1.1\r\nHost: x\r\nX-Bomb: ".encode())
            while sent < 32 * 1024 * 1024:
                sock.sendall(piece)
                sent += len(piece)
        except OSError:
            pass
    assert sent < 32 * 1024 * 1024, f"{name}: 32 MB went in"
    assert_prompt(town)


def test_a_url_without_end_is_cut_off(town: Town) -> None:
    answer = exchanged(town.siege.wallet.gateway_origin, b"POST /" + b"a" * 500_000)
    assert status_of(answer) in (0, 431)
    assert_prompt(town)


def test_what_trails_a_body_is_no_header_and_has_an_end(town: Town) -> None:
    path, body = INFO, b"{}"
    head = raw_call(town, body).partition(b"Content-Length")[0] + b"Transfer-Encoding: chunked\r\n\r\n"
    honest = exchanged(town.siege.wallet.gateway_origin, head, b"2\r\n{}\r\n0\r\nClient-Id: mallory\r\n\r\n")
    assert json.loads(body_of(honest))["result"]["resultCode"] == "SUCCESS"
    with connected(town.siege.wallet.gateway_origin) as sock:
        sock.sendall(head + b"2\r\n{}\r\n0\r\n")
        try:
            for _ in range(1000):
                sock.sendall(b"X-Trailer: " + b"x" * 65536 + b"\r\n")
        except OSError:
            pass
        else:
            pytest.fail("64 MB of trailers went in")
    assert_prompt(town)
    assert town.shop.headers(path, body)["Client-Id"] == town.shop.client_id


@pytest.mark.usefixtures("impatient")
def test_slow_heads_keep_nobody_waiting_and_are_shown_out(town: Town) -> None:
    request = raw_call(town, b"{}")
    with ExitStack() as stack:
        crowd = [stack.enter_context(connected(origin)) for origin in both(town) for _ in range(60)]
        for number, sock in enumerate(crowd):
            sock.sendall(request[: 1 + number % 40])
        assert_prompt(town)
        assert all(closed_by_other_side(sock) for sock in crowd)


@pytest.mark.usefixtures("impatient")
def test_a_connection_that_says_nothing_is_shown_out(town: Town) -> None:
    with connected(town.siege.wallet.gateway_origin) as sock:
        assert received(sock) == b""


@pytest.mark.usefixtures("impatient_with_bodies")
def test_slow_bodies_keep_nobody_waiting_and_are_shown_out(town: Town) -> None:
    with ExitStack() as stack:
        crowd = [stack.enter_context(connected(origin)) for origin in both(town) for _ in range(60)]
        for sock in crowd[:60]:
            sock.sendall(raw_call(town, b"{", length=100))
        for sock in crowd[60:]:
            sock.sendall(b"POST /jsapi HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
        assert_prompt(town)
        answers = {status_of(answer_on(sock)) for sock in crowd}
        assert answers == {408}
        assert all(closed_by_other_side(sock) for sock in crowd)


def test_one_byte_at_a_time_is_slow_but_right(town: Town) -> None:
    with connected(town.siege.wallet.gateway_origin) as sock:
        for byte in raw_call(town, b'{"extendInfo": "{}"}'):
            sock.sendall(bytes([byte]))
        assert json.loads(body_of(answer_on(sock)))["result"]["resultCode"] == "SUCCESS"


def test_whoever_reads_slowly_keeps_nobody_waiting(town: Town) -> None:
    request = raw_call(town, b"{}")
    with ExitStack() as stack:
        for _ in range(5):
            sock = stack.enter_context(connected(town.siege.wallet.gateway_origin))
            sock.setblocking(False)
            try:
                for _ in range(60):
                    sock.send(request)
            except BlockingIOError:
                pass
        assert_prompt(town)


def test_requests_in_a_row_are_answered_in_a_row(town: Town) -> None:
    requests = [
        raw_call(town, json.dumps(town.shop.order(town.zainab)).encode(), path="/v1/payments/pay") for _ in range(20)
    ]
    ids = []
    with connected(town.siege.wallet.gateway_origin) as sock:
        sock.sendall(b"".join(requests))
        got = b""
        while got.count(b'"paymentRequestId"') < 20 and (chunk := received(sock)):
            got += chunk
    for request in requests:
        number = json.loads(body_of(request))["paymentRequestId"]
        ids.append(got.index(number.encode()))
    assert ids == sorted(ids)


@pytest.mark.parametrize(
    "framing",
    [
        "Content-Length: 2\r\nContent-Length: 3",
        "Content-Length: 2\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 2",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding : chunked",
        "Content-Length: +2",
        "Content-Length: 0x2",
        "Content-Length: -1",
        "Content-Length: 2 2",
    ],
)
def test_no_request_hides_in_anothers_body(town: Town, framing: str) -> None:
    hidden = raw_call(town, json.dumps(town.shop.order(town.zainab)).encode(), path="/v1/payments/pay")
    head = raw_call(town, b"").rpartition(b"Content-Length")[0] + framing.encode() + b"\r\n\r\n"
    before = len(town.recorded("pay"))
    answer = exchanged(town.siege.wallet.gateway_origin, head + b"0\r\n\r\n" + hidden)
    assert status_of(answer) == 400, "a length that can be read in two ways is no length"
    assert len(town.recorded("pay")) == before


JUNK = [
    b"\x00" * 100,
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 200,
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"GET\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"POST /jsapi HTTP/1.1\nHost: x\n\n",
    b"POST /jsapi HTTP/1.1\r\nHost: x\r\nX: a\rb\r\n\r\n",
    b"POST /jsapi HTTP/1.1\r\nHost: x\r\nX: a\x00b\r\nContent-Length: 0\r\n\r\n",
    b"POST \xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
    b"POST /%zz HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
    b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
    b"CONNECT 127.0.0.1:9 HTTP/1.1\r\nHost: x\r\n\r\n",
    b"TRACE / HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\r\n",
    b"POST /jsapi HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n{}",
]


@pytest.mark.parametrize("junk", JUNK, ids=lambda j: repr(j[:20]))
def test_what_is_not_http_harms_nobody(town: Town, junk: bytes) -> None:
    for origin in both(town):
        with connected(origin) as sock:
            sock.sendall(junk)
            sock.shutdown(1)
            assert status_of(answer_on(sock)) != 500
    assert_prompt(town)


DEEP = [
    b'{"extendInfo":' * 40 + b"1" + b"}" * 40,
    b"[" * 100_000 + b"]" * 100_000,
    b"[" * 200_000,
    b'{"a":' * 40_000,
    b'{"a":[' * 20 + b"]}" * 20,
    b'{"order":' + b"[" * 33 + b"]" * 33 + b"}",
]


@pytest.mark.parametrize("body", DEEP, ids=lambda b: f"{b[:8]!r} {len(b)}")
def test_deep_json_is_refused(town: Town, body: bytes) -> None:
    headers = town.shop.headers(INFO, body)
    answer = town.shop.sent(INFO, body, headers)
    assert answer.status_code == 200
    assert besieged.code_of(answer) == "PARAM_ILLEGAL"
    phone = town.phone(town.zainab)
    for path in ("/jsapi", "/jsapi/sheet", "/jsapi/log", "/jsapi/socket"):
        head = f'{{"phone":"{phone.id}","key":"{phone.key}","api":"alert","params":'.encode()
        assert town.siege.http.post(phone.origin + path, content=head + body + b"}").status_code == 403


NUMBERS = [b"9" * 5000, b"-" + b"9" * 5000, b"1e999", b"-1e999", b"NaN", b"Infinity", b"1E400", b"0." + b"1" * 5000]


@pytest.mark.parametrize("number", NUMBERS, ids=lambda n: n[:12].decode())
def test_numbers_without_end_are_refused_or_harmless(town: Town, number: bytes) -> None:
    body = b'{"extendInfo":{"n":' + number + b'},"n":' + number + b"}"
    answer = town.shop.sent(INFO, body, town.shop.headers(INFO, body))
    assert answer.status_code == 200
    assert besieged.code_of(answer) in ("PARAM_ILLEGAL", "SUCCESS")
