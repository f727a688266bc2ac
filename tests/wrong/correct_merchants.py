"""Correct merchants that are not the reference one: other languages, other styles, other habits. None may be accused."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from wrong_pages import Change, h5

from fixtures.merchant import Merchant
from fixtures.merchant.store import OPEN, Order
from fixtures.programs import SHOP, SHOP_NATIVE, ReferenceMerchant
from harness import Backstage, Credentials, HarnessError, Program
from harness.runtime.node import find_runner

SCRIPT = Path(__file__).with_name("node_merchant.mjs")


class OnlyInquires(Merchant):
    """Wants no notifications: it asks the wallet whenever the phone asks it."""

    async def call(self, name: str, body: Mapping[str, object]) -> dict[str, object]:
        return await super().call(name, {key: value for key, value in body.items() if key != "paymentNotifyUrl"})


class Polls(Merchant):
    """Asks the wallet by itself after each payment it starts, and answers the phone from what it knows."""

    async def start_payment(self, order: Order) -> dict[str, object]:
        answer = await super().start_payment(order)
        self._asking = asyncio.get_running_loop().create_task(self._ask(order))
        return answer

    async def _ask(self, order: Order) -> None:
        for _ in range(3):
            if await self.refresh(order) != OPEN:
                return


class Sessions(Merchant):
    """Gives the phone a session that stands for the buyer, never the customerId."""

    def login_answer(self, token: Mapping[str, object], session: str, name: object) -> dict[str, object]:
        return {key: value for key, value in super().login_answer(token, session, name).items() if key != "customerId"}

    async def create_order(self, request: Request) -> Response:
        body = {**await request.json(), "customerId": self._login(request).customer_id}
        request._body = json.dumps(body).encode()
        request._json = body
        return await super().create_order(request)


class Cautious(Merchant):
    """Believes no notification by itself: it acknowledges, then asks the wallet."""

    async def notified(self, request: Request) -> Response:
        raw = await request.body()
        head = request.headers
        signed = (head.get("Request-Time", ""), raw, head.get("Signature", ""))
        if not self.signer.accepts(request.url.path, *signed):
            return JSONResponse({"result": {"resultStatus": "F", "resultCode": "INVALID_SIGNATURE"}}, status_code=401)
        result = {"resultStatus": "S", "resultCode": "SUCCESS", "resultMessage": "success"}
        return JSONResponse({"result": result})


@dataclass(slots=True)
class NodeMerchant:
    """The merchant in node, a process of its own that ends with the stage."""

    name: str = "Dar Al-Tamr"
    name_arabic: str = "دار التمر"

    def start(self, backstage: Backstage, credentials: Credentials) -> str:
        folder = tempfile.TemporaryDirectory(prefix="node-merchant-")
        keys = {"PRIVATE_KEY": credentials.private_key, "WALLET_KEY": credentials.wallet_public_key}
        for name, pem in keys.items():
            (Path(folder.name) / name).write_bytes(pem)
        env = {name: str(Path(folder.name) / name) for name in keys} | {
            "GATEWAY": credentials.gateway_url,
            "CLIENT_ID": credentials.client_id,
            "PATHS": json.dumps(dict(credentials.paths)),
        }
        process = subprocess.Popen(
            [str(find_runner()), str(SCRIPT)], env={**os.environ, **env}, stdout=subprocess.PIPE, text=True
        )

        async def stop() -> None:
            process.kill()
            process.communicate()
            folder.cleanup()

        backstage.at_exit(stop)
        port = process.stdout.readline().strip() if process.stdout else ""
        if not port:
            raise HarnessError("the node merchant did not start")
        return f"http://127.0.0.1:{port}"


def _with(name: str, program: Program, build: type[Merchant]) -> Program:
    return replace(program, name=name, merchant=lambda: ReferenceMerchant(build))


NO_CUSTOMER: Change = ("shop.js", "customerId: session.customerId, ", "")

CORRECT = (
    replace(h5("for node", NO_CUSTOMER[1:]), name="node", merchant=NodeMerchant),
    _with("only inquires", SHOP, OnlyInquires),
    _with("polls", SHOP, Polls),
    _with("sessions", h5("sessions", NO_CUSTOMER[1:]), Sessions),
    _with("cautious", SHOP_NATIVE, Cautious),
)
