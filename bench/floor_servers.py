"""The servers of the raw floor: merchant, wallet app and wallet backend as bare handlers on one thread.

The least that can carry the 20 steps: every signature is made and checked, nothing is recorded, nothing can go wrong
on demand.
"""

from __future__ import annotations

import asyncio
import base64
import json
import socket
import threading
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx
import uvicorn
import uvloop
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

_PROGRAM = """<!doctype html><meta charset=utf-8><meta name=viewport content="width=device-width"><title>Shop</title>
<style>iframe{position:fixed;inset:0;width:100%;height:100%;border:0}</style>
<h1>Shop</h1><button id=login>Log in</button><button id=buy hidden>Buy for 25,000 IQD</button><p id=state></p>
<script>
const app = "APP_ORIGIN", $ = id => document.getElementById(id);
const post = async (url, body) => (await fetch(url, {method: "POST", body: JSON.stringify(body),
  headers: {"content-type": "text/plain"}})).json();
let session;
$("login").onclick = async () => {
  const {authCode} = await post(app + "/authorize", {scopes: ["USER_ID"]});
  session = await post("/api/login", {authCode});
  $("login").hidden = true; $("buy").hidden = false;
};
$("buy").onclick = async () => {
  const order = await post("/api/orders", {customerId: session.customerId, goodsId: "rice"});
  const frame = document.createElement("iframe");
  frame.src = order.paymentUrl;
  const result = post(app + "/tradePay", {paymentUrl: order.paymentUrl});
  document.body.append(frame);
  const {resultCode} = await result;
  frame.remove();
  const {state} = await (await fetch("/api/orders/" + order.orderId)).json();
  $("state").textContent = resultCode === "9000" && state === "paid" ? "Paid" : "Not paid";
};
</script>"""

_CASHIER = """<!doctype html><meta charset=utf-8><meta name=viewport content="width=device-width"><title>Cashier</title>
<style>body{background:#fff}</style><h1>Pay 25,000 IQD</h1><p>Shop</p><button id=confirm>Confirm</button>
<script>document.getElementById("confirm").onclick = () => fetch(location.pathname + "/confirm", {method: "POST"});
</script>"""

Json = dict[str, object]


class Side:
    """One party to the signed traffic: signs what it sends with its own key."""

    def __init__(self, counts: Counter[str]) -> None:
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._public = self._key.public_key()
        self._counts = counts

    def sign(self, path: str, body: bytes) -> str:
        """Return the signature of one message in Base64."""
        self._counts["signs"] += 1
        return base64.b64encode(self._key.sign(_content(path, body), padding.PKCS1v15(), SHA256())).decode()

    def verify(self, path: str, body: bytes, signature: str) -> None:
        """Check that this side signed the message; raises ValueError where it did not."""
        self._counts["verifies"] += 1
        try:
            self._public.verify(base64.b64decode(signature), _content(path, body), padding.PKCS1v15(), SHA256())
        except InvalidSignature as error:
            raise ValueError(f"{path}: the signature does not fit") from error


@dataclass(frozen=True, slots=True)
class Floor:
    """The running servers: the three origins, and what was counted since they started (requests, signs, verifies)."""

    program: str
    app: str
    wallet: str
    counts: Counter[str] = field(default_factory=Counter)


class _Books:
    """What wallet and merchant know, for as long as the servers run."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self.wallet = Side(floor.counts)
        self.merchant = Side(floor.counts)
        self.codes: set[str] = set()
        self.payments: dict[str, Json] = {}
        self.results: dict[str, asyncio.Future[str]] = {}
        self.states: dict[str, str] = {}
        # One client and no TLS context: making one costs 35 ms (floors.md).
        self.client = httpx.AsyncClient(verify=False)  # noqa: S501 - plain HTTP on loopback

    async def ask_wallet(self, path: str, content: Json) -> Json:
        """Send a signed request from the merchant to the wallet and return its answer, once its signature fits."""
        body = json.dumps(content).encode()
        headers = {"signature": self.merchant.sign(path, body)}
        answer = await self.client.post(self.floor.wallet + path, content=body, headers=headers)
        self.wallet.verify(path, answer.content, answer.headers["signature"])
        return _object(answer.content)

    async def notify(self, payment: Json) -> None:
        """Send the merchant a signed notification of a payment; its answer is plain."""
        path = "/notify"
        body = json.dumps(payment).encode()
        headers = {"signature": self.wallet.sign(path, body)}
        answer = await self.client.post(self.floor.program + path, content=body, headers=headers)
        answer.raise_for_status()


def _merchant_routes(books: _Books) -> list[Route]:
    page = _PROGRAM.replace("APP_ORIGIN", books.floor.app)

    async def program(_: Request) -> Response:
        return HTMLResponse(page)

    async def login(request: Request) -> Response:
        sent = _object(await request.body())
        token = await books.ask_wallet("/applyToken", {"grantType": "AUTHORIZATION_CODE", "authCode": sent["authCode"]})
        return JSONResponse({"customerId": token["customerId"]})

    async def create_order(request: Request) -> Response:
        sent = _object(await request.body())
        order = uuid.uuid4().hex
        books.states[order] = "pending"
        paid = {"paymentRequestId": order, "referenceBuyerId": sent["customerId"], "paymentAmount": _amount()}
        answer = await books.ask_wallet("/pay", paid)
        return JSONResponse({"orderId": order, "paymentUrl": answer["redirectUrl"]})

    async def read_order(request: Request) -> Response:
        order = str(request.path_params["order"])
        answer = await books.ask_wallet("/inquiryPayment", {"paymentRequestId": order})
        paid = answer["paymentStatus"] == "SUCCESS" and books.states[order] == "notified"
        return JSONResponse({"orderId": order, "state": "paid" if paid else "pending"})

    async def notified(request: Request) -> Response:
        body = await request.body()
        books.wallet.verify("/notify", body, request.headers["signature"])
        books.states[str(_object(body)["paymentRequestId"])] = "notified"
        return JSONResponse({"result": {"resultStatus": "S"}})

    return [
        Route("/", program),
        Route("/api/login", login, methods=["POST"]),
        Route("/api/orders", create_order, methods=["POST"]),
        Route("/api/orders/{order}", read_order),
        Route("/notify", notified, methods=["POST"]),
    ]


def _app_routes(books: _Books) -> list[Route]:
    open_to_pages = {"access-control-allow-origin": "*"}

    async def authorize(_: Request) -> Response:
        code = uuid.uuid4().hex
        books.codes.add(code)
        return JSONResponse({"authCode": code}, headers=open_to_pages)

    async def trade_pay(request: Request) -> Response:
        payment = str(_object(await request.body())["paymentUrl"]).rpartition("/")[2]
        code = await books.results[payment]  # held until the buyer has confirmed
        return JSONResponse({"resultCode": code}, headers=open_to_pages)

    async def cashier(_: Request) -> Response:
        return HTMLResponse(_CASHIER)

    async def confirm(request: Request) -> Response:
        payment = str(request.path_params["payment"])
        books.payments[payment]["paymentStatus"] = "SUCCESS"
        await books.notify(books.payments[payment])
        books.results[payment].set_result("9000")
        return JSONResponse({})

    return [
        Route("/authorize", authorize, methods=["POST"]),
        Route("/tradePay", trade_pay, methods=["POST"]),
        Route("/cashier/{payment}", cashier),
        Route("/cashier/{payment}/confirm", confirm, methods=["POST"]),
    ]


def _wallet_routes(books: _Books) -> list[Route]:
    def signed(path: str, handle: Callable[[Json], Json]) -> Route:
        async def endpoint(request: Request) -> Response:
            body = await request.body()
            books.merchant.verify(path, body, request.headers["signature"])
            answer = json.dumps(handle(_object(body))).encode()
            headers = {"signature": books.wallet.sign(path, answer)}
            return Response(answer, media_type="application/json", headers=headers)

        return Route(path, endpoint, methods=["POST"])

    def apply_token(sent: Json) -> Json:
        books.codes.remove(str(sent["authCode"]))
        return {"customerId": uuid.uuid4().hex, "accessToken": uuid.uuid4().hex}

    def pay(sent: Json) -> Json:
        payment = str(sent["paymentRequestId"])
        books.payments[payment] = {**sent, "paymentId": payment, "paymentStatus": "PROCESSING"}
        books.results[payment] = asyncio.get_running_loop().create_future()
        return {"paymentId": payment, "redirectUrl": f"{books.floor.app}/cashier/{payment}"}

    def inquiry(sent: Json) -> Json:
        return books.payments[str(sent["paymentRequestId"])]

    return [signed("/applyToken", apply_token), signed("/pay", pay), signed("/inquiryPayment", inquiry)]


@contextmanager
def floor_servers() -> Iterator[Floor]:
    """Run merchant, wallet app and wallet backend on three loopback ports, all on one thread of this process."""
    sockets = [_listen() for _ in range(3)]
    program, app, wallet = (f"http://127.0.0.1:{sock.getsockname()[1]}" for sock in sockets)
    floor = Floor(program, app, wallet)
    stop = threading.Event()
    thread = threading.Thread(target=lambda: uvloop.run(_serve(floor, sockets, stop)), name="floor", daemon=True)
    thread.start()
    try:
        yield floor  # no need to wait: the sockets listen already, so early requests queue
    finally:
        stop.set()
        thread.join(10)
        for sock in sockets:
            sock.close()


async def _serve(floor: Floor, sockets: list[socket.socket], stop: threading.Event) -> None:
    books = _Books(floor)
    servers: list[uvicorn.Server] = []
    for routes in (_merchant_routes(books), _app_routes(books), _wallet_routes(books)):
        app = _counted(Starlette(routes=routes), floor.counts)
        servers.append(uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off")))
    serving = [asyncio.create_task(server.serve(sockets=[sock])) for server, sock in zip(servers, sockets, strict=True)]
    await asyncio.to_thread(stop.wait)
    await books.client.aclose()
    for server in servers:
        server.should_exit = server.force_exit = True
    await asyncio.gather(*serving)


def _listen() -> socket.socket:
    # With the default protocol number 0 uvicorn leaves Nagle's algorithm on, which costs 44 ms a request (floors.md).
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    sock.bind(("127.0.0.1", 0))
    sock.listen(128)
    return sock


def _counted(app: ASGIApp, counts: Counter[str]) -> ASGIApp:
    async def counting(scope: Scope, receive: Receive, send: Send) -> None:
        counts["requests"] += 1
        await app(scope, receive, send)

    return counting


def _content(path: str, body: bytes) -> bytes:
    return b"POST " + path.encode() + b"\n" + body


def _amount() -> Json:
    return {"currency": "IQD", "value": "25000000"}


def _object(body: bytes) -> Json:
    value = json.loads(body)
    if not isinstance(value, dict):
        raise TypeError("not a JSON object")
    return value
