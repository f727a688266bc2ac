"""A wallet alone with its control API, and merchants who come to it one by one, each with a world and buyers of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import httpx
from wallet_backend import AGREEMENT, CASHIER, Answer, Backend, Json, fresh, rsa_key_of

from harness.faults import CROSSINGS
from harness.serving import Backstage, bind
from harness.wallet.alone.lone import LoneWallet
from harness.wallet.alone.serving import lone_app
from harness.wallet.apis import APIS
from harness.wallet.keys import public_pem
from harness.wallet.openapi_samples import sample_request
from harness.wallet.outgoing import outgoing_client
from harness.wallet.profile import Profile, load_profile
from harness.wallet.world import Merchant

PREFIX = "/control/of-the-tests/"
LIMIT = 10**12
"""The most for one payment, where the profile has a limit, in minor units."""


def strict_profile() -> Profile:
    """Return Super Qi with the rules that only other wallets have: a limit for one payment and a clock window."""
    profile = load_profile()
    return replace(
        profile,
        payment=replace(profile.payment, max_value=LIMIT),
        signature=replace(profile.signature, clock_window_seconds=300),
    )


class Town:
    """The wallet, on one port with its control API."""

    def __init__(self, profile: Profile, origin: str, http: httpx.Client) -> None:
        self.profile = profile
        self.origin = origin
        self.http = http

    def control(self, method: str, path: str, body: object = None, client_id: str = "") -> dict[str, Any]:
        """Call the control API for one merchant's world."""
        query = {"clientId": client_id} if client_id and not path.startswith("merchants") else {}
        answer = self.http.request(method, f"{self.origin}{PREFIX}{path}", json=body, params=query)
        assert answer.is_success, answer.text
        return dict(answer.json())

    def newcomer(self) -> Newcomer:
        """Let one more merchant in."""
        key = public_pem(rsa_key_of("merchant").public_key()).decode()
        made = self.control("POST", "merchants", {"publicKey": key, "clientId": fresh("M"), "partnerId": "P1"})
        return Newcomer(self, str(made["clientId"]))


@contextmanager
def open_town(profile: Profile) -> Iterator[Town]:
    """Serve a wallet alone on loopback until the block ends."""
    key, sock = rsa_key_of("wallet"), bind()
    origin = f"http://127.0.0.1:{sock.getsockname()[1]}"
    with Backstage() as backstage, httpx.Client(trust_env=False, timeout=30) as http:
        outgoing = backstage.call(lambda: outgoing_client(certificates=False))
        backstage.at_exit(outgoing.aclose)

        def opened() -> LoneWallet:
            lone = LoneWallet(profile, key, outgoing, CROSSINGS)  # type: ignore[arg-type]
            lone.wallet.app_origin = lone.wallet.gateway_origin = origin
            lone.add_merchant(Merchant("M0", "Dar Al-Tamr", "دار التمر", rsa_key_of("merchant").public_key()))
            return lone

        lone = backstage.call(opened)
        backstage.serve(lone_app(lone, PREFIX, dict, lambda *_: None), sock)
        yield Town(profile, origin, http)
        http.close()


class Newcomer(Backend):
    """A merchant. ``used`` are the helps it took: named buyers and endpoints of the control API, as causes name them."""

    def __init__(self, town: Town, client_id: str) -> None:
        super().__init__(town.http, town.origin, client_id, town.profile.paths)
        self.town = town
        self.used: set[str] = set()

    def control(self, endpoint: str, body: object = None, **names: str) -> dict[str, Any]:
        """Use the control API: ``PATCH buyers/{buyer}``, with the names that stand in the path."""
        self.used.add(f"control {endpoint}")
        method, _, path = endpoint.partition(" ")
        return self.town.control(method, path.format(clientId=self.client_id, **names), body, self.client_id)

    def pass_time(self, **units: int) -> None:
        """Move the clock of this merchant's world."""
        self.control("POST clock/advance", units)

    def customer_id(self, buyer: str) -> str:
        """Return a named buyer's customerId."""
        self.used.add(f"buyer {buyer}")
        return str(self.control("GET buyers/{buyer}", buyer=buyer)["customerId"])

    def auth_code(self, *scopes: str, buyer: str = "Ali") -> str:
        """Let a buyer log in and return the authCode."""
        self.used.add(f"buyer {buyer}")
        body = {"scopes": list(scopes or ("USER_ID",))}
        return str(self.control("POST buyers/{buyer}/auth-code", body, buyer=buyer)["authCode"])

    def exchanged(self, code: str) -> Answer:
        """Exchange an authCode."""
        return self.call("applyToken", {"grantType": "AUTHORIZATION_CODE", "authCode": code})

    def token(self, *scopes: str, buyer: str = "Ali") -> str:
        """Let a buyer log in and return the access token."""
        return self.exchanged(self.auth_code(*scopes, buyer=buyer)).text("accessToken")

    def contract_code(self, buyer: str = "Ali") -> str:
        """Let a buyer sign a contract for agreement payments and return the authCode."""
        self.used.add(f"buyer {buyer}")
        url = self.call("prepare", self.usual("prepare")).text("authUrl")
        signed = self.control("POST buyers/{buyer}/sign-contract", {"authUrl": url}, buyer=buyer)
        return str(signed["authCode"])

    def usual(self, api: str) -> Json:
        """Return a well-formed request, as the OpenAPI document has it for an example; its ids are nobody's."""
        return sample_request(APIS[api], self.town.profile)

    def amount(self, value: int) -> dict[str, str]:
        """Return an amount of the wallet's currency, in minor units."""
        return {"currency": self.town.profile.money.currency, "value": str(value)}

    def order(self, value: int = 25_000_000, *, buyer: str = "Ali", product: str = CASHIER, **more: object) -> Json:
        """Return the body of a pay request."""
        return {
            "productCode": product,
            "paymentRequestId": fresh("R"),
            "paymentAmount": self.amount(value),
            "order": {"orderDescription": "Barhi dates, 1 kg", "buyer": {"referenceBuyerId": self.customer_id(buyer)}},
            **more,
        }

    def agreed(self, value: int = 25_000_000, *, buyer: str = "Ali", code: str | None = None) -> Json:
        """Return the body of a pay request for an agreement payment; ``code`` stands for the access token."""
        token = code or self.exchanged(self.contract_code(buyer)).text("accessToken")
        return self.order(value, buyer=buyer, product=AGREEMENT, paymentAuthCode=token)

    def waiting(self, **how: Any) -> Json:
        """Order something and return the ids of the payment that waits for its buyer."""
        return {"paymentId": self.call("pay", self.order(**how)).text("paymentId")}

    def paid(self, **how: Any) -> Json:
        """Order something, let the buyer confirm it, and return the ids of the payment."""
        payment = self.waiting(**how)
        self.control("POST payments/confirm", payment)
        return payment
