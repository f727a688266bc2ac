"""Correct merchants that are not the reference one: other languages, other styles, other habits. None may be accused."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from wrong_pages import Change, h5

from fixtures.merchant import Merchant
from fixtures.merchant.store import OPEN, Order, Payment
from fixtures.programs import SHOP, SHOP_NATIVE, ReferenceMerchant
from harness import CommandMerchant, Program
from harness.wallet.profile import load_profile

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
    """Believes no notification by itself: it asks the wallet, then acknowledges."""

    async def notified(self, request: Request) -> Response:
        raw = await request.body()
        head = request.headers
        signed = (head.get("Request-Time", ""), raw, head.get("Signature", ""))
        if not self.signer.accepts(request.url.path, *signed):
            return JSONResponse({"result": {"resultStatus": "F", "resultCode": "INVALID_SIGNATURE"}}, status_code=401)
        with self.store() as db:
            payment = db.get(Payment, str(json.loads(raw).get("paymentRequestId")))
            order = db.get(Order, payment.order_id) if payment is not None else None
        if order is not None:
            await self.refresh(order)
        result = {"resultStatus": "S", "resultCode": "SUCCESS", "resultMessage": "success"}
        return JSONResponse({"result": result})


def node_merchant() -> CommandMerchant:
    """Return the merchant in node, a process of its own."""
    env = {
        "GATEWAY": "{gateway_url}",
        "CLIENT_ID": "{client_id}",
        "PRIVATE_KEY": "{merchant_private_key_file}",
        "WALLET_KEY": "{wallet_public_key_file}",
        "PATHS": json.dumps(dict(load_profile("super_qi").paths)),
    }
    return CommandMerchant(("node", SCRIPT.name), SCRIPT.parent, "Dar Al-Tamr", "دار التمر", env)


def _with(name: str, program: Program, build: type[Merchant]) -> Program:
    return replace(program, name=name, merchant=lambda: ReferenceMerchant(build))


NO_CUSTOMER: Change = ("shop.js", "customerId: session.customerId, ", "")

CORRECT = (
    replace(h5("for node", NO_CUSTOMER[1:]), name="node", merchant=node_merchant),
    _with("only inquires", SHOP, OnlyInquires),
    _with("polls", SHOP, Polls),
    _with("sessions", h5("sessions", NO_CUSTOMER[1:]), Sessions),
    _with("cautious", SHOP_NATIVE, Cautious),
)
