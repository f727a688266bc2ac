"""A whole wallet on real sockets, a merchant who is notified on real sockets, and a world for each run of the machine."""

from __future__ import annotations

import asyncio
import itertools
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from wallet_phone import BuyersPhone

from fixtures.buyers import buyer
from fixtures.merchant.signing import Signer
from harness.faults import FaultPlan
from harness.journal import Journal
from harness.serving import Backstage
from harness.wallet.accounts import Account
from harness.wallet.app_service import app_service
from harness.wallet.clock import VirtualClock
from harness.wallet.gateway import gateway
from harness.wallet.keys import new_key, private_pem, public_pem
from harness.wallet.outgoing import outgoing_client
from harness.wallet.payments import PaymentService
from harness.wallet.profile import load_profile
from harness.wallet.refunds import RefundService
from harness.wallet.wallet import Wallet
from harness.wallet.world import Controls, Merchant, WalletWorld

Json = dict[str, Any]
PATIENCE = 10.0
_numbers = itertools.count(1)


@cache
def key_of(name: str) -> RSAPrivateKey:
    """Return the key pair of this name, made once a process."""
    return new_key()


def fresh(prefix: str) -> str:
    """Return an id that was never used before."""
    return f"{prefix}{next(_numbers):08d}"


@dataclass
class Market:
    """The servers that many worlds share. The merchant writes down every notification, by Client-Id."""

    backstage: Backstage
    wallet: Wallet
    http: httpx.Client
    stall: str = ""
    received: dict[str, list[Json]] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    journal: Journal = field(default_factory=Journal)

    async def notified(self, request: Request) -> Response:
        """Take a notification and answer as the world wants it answered: S, U, F, 500, or nothing that can be read."""
        client, raw = request.path_params["client"], await request.body()
        head = request.headers
        signer = Signer(client, private_pem(key_of("merchant")), public_pem(key_of("wallet").public_key()))
        good = signer.accepts(request.url.path, head["Request-Time"], raw, head["Signature"])
        answer = self.answers.get(client, "S")
        with self.lock:
            self.received.setdefault(client, []).append({**json.loads(raw), "signed": good, "answer": answer})
        if answer in ("500", "junk"):
            return Response(b"no", status_code=500 if answer == "500" else 200)
        return JSONResponse({"result": {"resultStatus": answer, "resultCode": "X", "resultMessage": "x"}})

    def world(self, payments_kind: type[PaymentService] = PaymentService) -> Trade:
        """Open a world of its own."""
        return Trade(self, payments_kind)


@contextmanager
def market(wallet_kind: type[Wallet] = Wallet) -> Iterator[Market]:
    """Serve a wallet and a merchant until the block ends."""
    with Backstage() as backstage, httpx.Client(trust_env=False, timeout=30) as http:
        outgoing = backstage.call(outgoing_client)
        backstage.at_exit(outgoing.aclose)
        wallet = wallet_kind(load_profile(), key_of("wallet"), outgoing)
        wallet.app_origin = backstage.serve(app_service(wallet))
        wallet.gateway_origin = backstage.serve(gateway(wallet))
        made = Market(backstage, wallet, http)
        made.stall = backstage.serve(Starlette(routes=[Route("/{client}/notify", made.notified, methods=["POST"])]))
        yield made
        http.close()


class Trade:
    """One world: a merchant, its buyers, and everything that they do over HTTP."""

    def __init__(self, market: Market, payments_kind: type[PaymentService]) -> None:
        self.market, self.wallet, self.backstage = market, market.wallet, market.backstage
        clock = self.backstage.call(VirtualClock)
        self.controls, self.faults = Controls(self.wallet.profile.jsapi.delivery), FaultPlan()
        self.world = WalletWorld(market.journal.world(fresh("trade "), clock.now), clock, self.controls, self.faults)
        self.world.payments = payments_kind(self.world.ledger)
        self.world.refunds = RefundService(self.world.payments)
        public = key_of("merchant").public_key()
        self.merchant = Merchant(fresh("M"), "Dar Al-Tamr", "دار التمر", public)
        self.signer = Signer(self.merchant.client_id, private_pem(key_of("merchant")), public_pem(public))
        self.backstage.call(lambda: self.wallet.open_world(self.world))
        self.backstage.call(lambda: self.wallet.add_merchant(self.merchant))

    def close(self) -> None:
        """End the world."""
        self.backstage.call(lambda: self.wallet.close_world(self.world))

    @property
    def notify_url(self) -> str:
        """Where this merchant is notified."""
        return f"{self.market.stall}/{self.merchant.client_id}/notify"

    @property
    def received(self) -> list[Json]:
        """Every notification that has reached the merchant."""
        with self.market.lock:
            return list(self.market.received.get(self.merchant.client_id, []))

    def acknowledge(self, answer: str) -> None:
        """Let the merchant answer notifications like this from now on."""
        self.market.answers[self.merchant.client_id] = answer

    def customer(self, money: int, **more: Any) -> Account:
        """Open a customer's wallet."""
        name = fresh("2")
        account = Account(name, name, buyer(1), money, **more)
        self.backstage.call(lambda: self.world.add_account(account))
        return account

    def phone(self, account: Account) -> BuyersPhone:
        """Switch a customer's phone on."""
        session = self.backstage.call(lambda: self.wallet.open_phone(self.world, account, self.merchant))
        return BuyersPhone(self.market.http, self.wallet.app_origin, session.id, session.key)

    def call(self, api: str, body: Mapping[str, object]) -> Json:
        """Call an API, signed, and return the answer's body."""
        path, raw = self.wallet.profile.paths[api], json.dumps(body).encode()
        headers = self.signer.headers(path, raw)
        answer = self.market.http.post(self.wallet.gateway_origin + path, content=raw, headers=headers)
        assert answer.status_code == 200, (answer.status_code, answer.text)
        return dict(answer.json())

    def pass_time(self, milliseconds: int) -> None:
        """Move the clock; what falls due on the way is done, and so is what was under way."""
        self.backstage.run(self._quiet())
        self.backstage.run(self.world.clock.advance(milliseconds))
        self.backstage.run(self._quiet())

    async def _quiet(self) -> None:
        """Wait until nothing of this world is under way. Every phone has fetched its answer by then.

        What a wrong wallet began by itself, nobody may ever fetch: that is a fault, not something to wait for.
        """
        end = asyncio.get_running_loop().time() + PATIENCE
        while mine := {task for task, owner in self.wallet._tasks.items() if owner is self.world}:
            left = end - asyncio.get_running_loop().time()
            assert left > 0, f"still under way after {PATIENCE} s: {mine}"
            await asyncio.wait(mine, timeout=left)
