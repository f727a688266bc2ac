"""The program's site under attack: its folder's files and its merchant, and nothing beside them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from rawsocket import body_of, connected, exchanged, received, status_of
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from harness.journal import Journal
from harness.phone import Admission, site
from harness.phone.site import Caller
from harness.serving import Backstage
from harness.wallet.outgoing import outgoing_client
from harness.wallet.senses import Senses

SECRET = b"the key of the house"


async def echo(request: Request) -> Response:
    rows = [[k.decode("latin-1"), v.decode("latin-1")] for k, v in request.headers.raw]
    path, query = request.scope["raw_path"].decode("latin-1"), request.scope["query_string"].decode("latin-1")
    body = await request.body()
    return JSONResponse({"path": path, "query": query, "headers": rows, "length": len(body)})


async def cookies(request: Request) -> Response:
    answer = JSONResponse({"cookie": request.headers.get("cookie")})
    answer.set_cookie("session", "of-the-first-buyer")
    answer.set_cookie("theme", "dark")
    return answer


async def away(_request: Request) -> Response:
    return RedirectResponse("http://127.0.0.1:9/elsewhere")


async def not_json(request: Request) -> Response:
    return Response((await request.body()) or b'{"n": NaN}', media_type="application/json")


class Grounds:
    """A program in a folder, its merchant, and the house around them."""

    def __init__(self, backstage: Backstage, house: Path) -> None:
        folder = house / "program"
        (folder / "inner").mkdir(parents=True)
        (folder / "index.html").write_text("<h1>shop</h1>", encoding="utf-8")
        (folder / "inner" / "page.html").write_text("inner", encoding="utf-8")
        (house / "secret.txt").write_bytes(SECRET)
        (house / "program-secret").mkdir()
        (house / "program-secret" / "key.txt").write_bytes(SECRET)
        (folder / "link.txt").symlink_to(house / "secret.txt")
        (folder / "up").symlink_to(house)
        (folder / "circle").symlink_to(folder / "circle")
        self.house = house
        routes = [
            Route("/api/cookies", cookies, methods=["GET", "POST"]),
            Route("/api/away", away),
            Route("/api/json", not_json, methods=["POST"]),
            Route("/{path:path}", echo, methods=["GET", "POST", "PUT", "DELETE"]),
        ]
        self.merchant = backstage.serve(Starlette(routes=routes))
        outgoing = backstage.call(outgoing_client)
        backstage.at_exit(outgoing.aclose)
        self.journal = Journal().world("grounds", lambda: 0)
        self.senses = Senses()
        self.origin = backstage.serve(
            site(folder, self.merchant, outgoing, self.caller_of, Admission("http://127.0.0.1:1"))
        )

    def caller_of(self, phone: str) -> Caller | None:
        """Return the world of the one phone that is known here."""
        return self if phone == "abc123" else None

    def get(self, target: str, *headers: str) -> bytes:
        """Send a GET with this very target."""
        lines = [f"GET {target} HTTP/1.1", "Host: shop", "Connection: close", *headers]
        return exchanged(self.origin, "\r\n".join([*lines, "", ""]).encode("latin-1"))


@pytest.fixture(scope="module")
def grounds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grounds]:
    with Backstage() as backstage:
        yield Grounds(backstage, tmp_path_factory.mktemp("house"))


UP = [
    "..",
    "%2e%2e",
    ".%2e",
    "%2E.",
    "..%00",
    "%252e%252e",
    "%c0%ae%c0%ae",
    "..;",
    "..%5c..",
    "..\\..",
    "....",
    "%2e%2e%2f",
]
PATHS = [
    *(f"/{up}/secret.txt" for up in UP),
    *(f"/inner/{up}/{up}/secret.txt" for up in UP),
    *(f"/{up}/program-secret/key.txt" for up in UP),
    "/..%2fsecret.txt",
    "/..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
    "/link.txt",
    "/up/secret.txt",
    "/up/program-secret/key.txt",
    "/circle",
    "/circle/x",
    "/inner",
    "/inner/",
    "//etc/passwd",
    "/%2fetc%2fpasswd",
    "/etc/passwd",
    "/file:///etc/passwd",
    "/%00",
    "/index.html%00.txt",
    "/%ff%fe",
    "/%ed%a0%80",
    "/%0d%0aX-Injected:%201",
    "/" + "a" * 5000,
    "/" + "a/" * 3000,
    "/CON",
    "/~root",
    "/.",
    "/..",
]


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p[:40])
def test_no_path_leads_out_of_the_folder(grounds: Grounds, path: str) -> None:
    answer = grounds.get(path)
    assert status_of(answer) in (200, 400, 404, 502), answer[:200]
    assert SECRET not in answer
    assert b"root:" not in answer
    assert b"X-Injected" not in answer.partition(b"\r\n\r\n")[0]
    assert b"shop" in grounds.get("/"), "the site is still there"


@pytest.mark.parametrize(
    "path", ["/%00", "/%ff", "/%20%0a", "/a%2fb", "/a?x=%0d%0a", "/a?b=%00", "/a%3Fb", "/%2e%2e/x", "/a;b"]
)
def test_a_path_goes_on_to_the_merchant_as_it_was_sent(grounds: Grounds, path: str) -> None:
    answer = grounds.get(path)
    assert status_of(answer) == 200
    seen = json.loads(body_of(answer))
    assert (seen["path"] + ("?" + seen["query"] if seen["query"] else "")).lower() == path.lower()


@pytest.mark.parametrize(
    "host", ["x/../../secret.txt?", "x/inner/page.html?", "x:80@127.0.0.1:9", "127.0.0.1:9/x#", "[::1", "\u00e9", ""]
)
def test_the_host_header_bends_neither_path_nor_target(grounds: Grounds, host: str) -> None:
    request = f"GET /api/orders?id=1 HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    answer = exchanged(grounds.origin, request.encode("latin-1"))
    assert status_of(answer) in (200, 400)
    if status_of(answer) == 200:
        seen = json.loads(body_of(answer))
        assert (seen["path"], seen["query"]) == ("/api/orders", "id=1")


@pytest.mark.parametrize("target", ["http://127.0.0.1:9/x", "//127.0.0.1:9/x", "/@127.0.0.1:9/x", "/\\127.0.0.1:9/x"])
def test_the_request_target_leads_to_the_merchant_only(grounds: Grounds, target: str) -> None:
    answer = grounds.get(target)
    assert status_of(answer) in (200, 400)


def test_the_cookies_of_one_phone_are_not_sent_for_another(grounds: Grounds) -> None:
    first = httpx.get(f"{grounds.origin}/api/cookies")
    assert sorted(first.headers.get_list("set-cookie")) == [
        "session=of-the-first-buyer; Path=/; SameSite=lax",
        "theme=dark; Path=/; SameSite=lax",
    ], "each cookie comes as its own header"
    assert httpx.get(f"{grounds.origin}/api/cookies").json() == {"cookie": None}
    assert httpx.get(f"{grounds.origin}/api/cookies", headers={"Cookie": "a=b"}).json() == {"cookie": "a=b"}


def test_a_redirect_of_the_merchant_is_the_browsers_to_follow(grounds: Grounds) -> None:
    answer = httpx.get(f"{grounds.origin}/api/away")
    assert (answer.status_code, answer.headers["location"]) == (307, "http://127.0.0.1:9/elsewhere")


def test_what_concerns_one_connection_stays_there(grounds: Grounds) -> None:
    answer = grounds.get("/api/orders", "TE: trailers", "X-Own: 1", "Connection: x-own", "Upgrade: h2c", "X-Kept: 1")
    names = {name for name, _ in json.loads(body_of(answer))["headers"]}
    assert not names & {"te", "x-own", "upgrade"}
    assert "x-kept" in names


def test_a_header_that_is_not_ascii_passes(grounds: Grounds) -> None:
    answer = grounds.get("/api/orders", "X-City: Baghd\u00e4d")
    assert status_of(answer) == 200
    assert ["x-city", "Baghd\u00e4d"] in json.loads(body_of(answer))["headers"]


HOSTILE_JSON = [
    b"[" * 100_000,
    b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    b'{"authCode": "\\ud800"}',
    b'{"n": NaN}',
    b'{"n": 1e999}',
    b'{"n": ' + b"9" * 100_000 + b"}",
    b"\xff\xfe\x00",
    b'{"' + b"k" * 100_000 + b'": 1}',
    b'{"method": "\\u0000", "path": "\\u202e"}',
]


@pytest.mark.parametrize("body", HOSTILE_JSON, ids=lambda b: repr(b[:12]))
def test_a_hostile_body_goes_through_and_into_the_journal(grounds: Grounds, body: bytes) -> None:
    headers = {"User-Agent": "Mozilla Phone/abc123", "Content-Type": "application/json"}
    before = len(grounds.journal.messages)
    answer = httpx.post(f"{grounds.origin}/api/json", content=body, headers=headers)
    assert answer.status_code == 200
    assert answer.content == body
    call, back = grounds.journal.messages[before:]
    for message in (call, back):
        json.dumps(message.to_dict(), ensure_ascii=False, allow_nan=False).encode()


def test_an_upload_without_end_is_cut_off(grounds: Grounds) -> None:
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    with connected(grounds.origin) as sock:
        sock.sendall(b"POST /api/orders HTTP/1.1\r\nHost: shop\r\nTransfer-Encoding: chunked\r\n\r\n")
        try:
            for _ in range(1000):
                sock.sendall(chunk)
        except OSError:
            pass
        got = received(sock)
    assert status_of(got) in (0, 413)
    assert b"shop" in grounds.get("/")


def test_a_length_that_is_too_much_is_refused_before_it_comes(grounds: Grounds) -> None:
    answer = exchanged(grounds.origin, b"POST /api/x HTTP/1.1\r\nHost: shop\r\nContent-Length: 99999999999999\r\n\r\n")
    assert status_of(answer) == 413
