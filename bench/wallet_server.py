"""The servers that the wallet's bench loads, each in a process of its own on one core.

``bare`` is the least a signed handler can do: read the body, verify the merchant's signature, sign an answer. ``wallet``
is the wallet's gateway with everything it does besides. ``memory`` serves nothing: it keeps payments and says what they
weigh.
"""

from __future__ import annotations

import argparse
import base64
import gc
import json
import resource
import sys
from pathlib import Path

import httpx
import uvicorn
import uvloop
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key
from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from fixtures.buyers import buyer
from harness.faults import FaultPlan
from harness.journal import Actor, Journal, JournalWriter, Kind
from harness.serving import bind
from harness.wallet.accounts import Account
from harness.wallet.apis import APIS, Request
from harness.wallet.clock import VirtualClock
from harness.wallet.gateway import gateway
from harness.wallet.keys import load_private_key, load_public_key
from harness.wallet.profile import load_profile
from harness.wallet.wallet import Wallet
from harness.wallet.world import Controls, Merchant, WalletWorld

CLIENT_ID = "BENCH"
CUSTOMER = "2000000000000001"
PAY_PATH = "/v1/payments/pay"


def main() -> int:
    """Serve until stopped; prints the port first."""
    parser = argparse.ArgumentParser(prog="bench.wallet_server", description=__doc__)
    parser.add_argument("kind", choices=("bare", "wallet", "memory"))
    parser.add_argument("keys", type=Path, help="a folder with merchant.pem and wallet.pem")
    parser.add_argument("--count", type=int, default=100_000, help="payments to keep (memory)")
    options = parser.parse_args()
    gc.set_threshold(20_000, 50, 100)
    uvloop.run(_main(options.kind, options.keys, options.count))
    return 0


async def _main(kind: str, keys: Path, count: int) -> None:
    app: ASGIApp
    if kind == "bare":
        app = _bare(keys)
    else:
        wallet, world, merchant = _wallet(keys)
        if kind == "memory":
            _fill(wallet, world, merchant, count)
            return
        app = gateway(wallet)
    sock = bind()
    sock.listen(256)
    print(sock.getsockname()[1], flush=True)
    config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", http="httptools", ws="none")
    await uvicorn.Server(config).serve(sockets=[sock])


def _bare(keys: Path) -> Starlette:
    merchant = load_pem_public_key((keys / "merchant.pub").read_bytes())
    own = load_pem_private_key((keys / "wallet.pem").read_bytes(), password=None)
    if not isinstance(merchant, RSAPublicKey) or not isinstance(own, RSAPrivateKey):
        raise TypeError("both keys must be RSA keys")
    padding, algorithm = PKCS1v15(), SHA256()

    async def pay(http: HttpRequest) -> Response:
        raw = await http.body()
        head = http.headers
        start = f"POST {PAY_PATH}\n{head['Client-Id']}.{head['Request-Time']}.".encode()
        try:
            signature = base64.b64decode(head["Signature"].rpartition("signature=")[2])
            merchant.verify(signature, start + raw, padding, algorithm)
        except InvalidSignature:
            return Response(status_code=401)
        result = {"resultStatus": "A", "resultCode": "ACCEPT", "resultMessage": "Accepted."}
        answer = json.dumps({"result": result, "paymentRequestId": json.loads(raw)["paymentRequestId"]}).encode()
        signed = base64.b64encode(own.sign(start + answer, padding, algorithm)).decode()
        headers = {"Client-Id": head["Client-Id"], "Response-Time": head["Request-Time"], "Signature": signed}
        return Response(answer, media_type="application/json", headers=headers)

    return Starlette(routes=[Route(PAY_PATH, pay, methods=["POST"])])


def _wallet(keys: Path) -> tuple[Wallet, WalletWorld, Merchant]:
    profile = load_profile()
    key = load_private_key((keys / "wallet.pem").read_bytes())
    if not isinstance(key, RSAPrivateKey):
        raise TypeError("the wallet's key must be an RSA key")
    wallet = Wallet(profile, key, httpx.AsyncClient(verify=False))  # noqa: S501
    wallet.app_origin = "http://127.0.0.1"
    clock = VirtualClock()
    journal = Journal(JournalWriter(keys / "journal.ndjson")).world("bench", clock.now)
    world = WalletWorld(journal, clock, Controls(profile.jsapi.delivery), FaultPlan())
    wallet.open_world(world)
    merchant = Merchant(CLIENT_ID, "Bench", "Bench", load_public_key((keys / "merchant.pub").read_bytes()))
    wallet.add_merchant(merchant)
    world.add_account(Account(CUSTOMER, CUSTOMER, buyer(1), 10**15))
    return wallet, world, merchant


def body(number: int) -> dict[str, object]:
    """Return the content of one pay request."""
    return {
        "productCode": "51051000101000000011",
        "paymentRequestId": f"R{number:024d}",
        "paymentAmount": {"currency": "IQD", "value": "25000000"},
        "order": {"orderDescription": "Barhi dates, 1 kg", "buyer": {"referenceBuyerId": CUSTOMER}},
        "paymentNotifyUrl": "http://127.0.0.1:1/wallet/notify",
    }


def _fill(wallet: Wallet, world: WalletWorld, merchant: Merchant, count: int) -> None:
    """Keep ``count`` payments and print how many bytes of memory each takes."""
    before = _resident()
    for number in range(count):
        content = body(number)
        message = world.journal.record(Actor.MERCHANT, Actor.WALLET_BACKEND, "pay", content, kind=Kind.CALL)
        APIS["pay"].run(Request(wallet, world, merchant, content, world.clock.now(), message))
    gc.collect()
    print(json.dumps({"bytes": (_resident() - before) / count, "payments": len(world.payments.by_id)}))


def _resident() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize()


if __name__ == "__main__":
    sys.exit(main())
