"""A real notifier, a real clock that can be moved, and a real merchant on a server of its own that answers as it is told."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from types import TracebackType
from typing import Any, ClassVar

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from harness.faults import FaultPlan
from harness.journal import Actor, Journal, Kind, Message
from harness.serving import Backstage
from harness.wallet.clock import VirtualClock
from harness.wallet.deliveries import Delivery
from harness.wallet.keys import PrivateKey, new_ec_key, new_key
from harness.wallet.money import Amount
from harness.wallet.notifier import Notifier
from harness.wallet.outgoing import outgoing_client
from harness.wallet.payments import Payment, State
from harness.wallet.profile import Profile, load_profile
from harness.wallet.world import Controls, Merchant, WalletWorld

CLIENT_ID = "M00010001"
MINUTE, HOUR = 60_000, 3_600_000
START = 1_767_258_000_000
FAMILY = [0, 2, 12, 22, 82, 202, 562, 1462]
"""When the family's eight deliveries go out, in minutes after the payment's end (notify.md 4.3)."""

Answer = Callable[[Request], Awaitable[Response]]


@cache
def key_of(owner: str) -> PrivateKey:
    """Return the RSA key pair of this owner, the same each time."""
    return new_key()


@cache
def ec_key_of(owner: str) -> PrivateKey:
    """Return the secp224r1 key pair of this owner, the same each time."""
    return new_ec_key()


def said(status: str, code: str = "SUCCESS", http: int = 200) -> Response:
    """Return the documented acknowledgement with this resultStatus."""
    result = {"resultCode": code, "resultStatus": status, "resultMessage": code.lower()}
    return Response(json.dumps({"result": result}), status_code=http, media_type="application/json")


@dataclass
class Received:
    """One notification as the merchant got it."""

    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def data(self) -> dict[str, Any]:
        """The body's content."""
        content: dict[str, Any] = json.loads(self.body)
        return content


@dataclass
class Shop:
    """A merchant that answers with ``answers`` one after the other, the last of them for ever."""

    answers: Sequence[Response | Answer] = field(default_factory=lambda: [said("S")])
    got: list[Received] = field(default_factory=list)

    def app(self) -> Starlette:
        """Return the ASGI app; every path is notified."""
        return Starlette(routes=[Route("/{path:path}", self._answer, methods=["POST", "GET"])])

    async def _answer(self, request: Request) -> Response:
        body = await request.body()
        target = request.scope["raw_path"].decode() + (f"?{request.url.query}" if request.url.query else "")
        self.got.append(Received(target, dict(request.headers), body))
        answer = self.answers[min(len(self.got), len(self.answers)) - 1]
        return answer if isinstance(answer, Response) else await answer(request)


class Street:
    """The servers of one module's tests, since stopping one takes 0.2 s: a shop's, whose keeper changes from scene to scene."""

    open: ClassVar[Street]

    def __init__(self, backstage: Backstage) -> None:
        async def app(scope: Any, receive: Any, send: Any) -> None:
            await self.shop.app()(scope, receive, send)

        self.backstage = backstage
        self.origin = backstage.serve(app)
        self.shop = Shop()


@contextmanager
def street() -> Iterator[Street]:
    """Open the servers that the scenes of a module share."""
    with Backstage() as backstage:
        Street.open = Street(backstage)
        yield Street.open


class Scene:
    """One wallet, one world, one merchant, on the open street; use as a context manager."""

    def __init__(
        self,
        *answers: Response | Answer,
        profile: Profile | None = None,
        key: PrivateKey | None = None,
        allowed_hosts: Sequence[str] = (),
        **rules: object,
    ) -> None:
        self.backstage = Street.open.backstage
        self.origin = Street.open.origin
        loaded = profile or load_profile()
        self.profile = replace(loaded, notification=replace(loaded.notification, **rules))  # type: ignore[arg-type]
        self.key = key or key_of("wallet")
        self.shop = Shop(answers or (said("S"),))
        self.merchant = Merchant(CLIENT_ID, "Dar Al-Tamr", "دار التمر", key_of("merchant").public_key())
        self.faults = FaultPlan()
        self._allowed = allowed_hosts
        self._count = 0

    def __enter__(self) -> Scene:
        Street.open.shop = self.shop
        self.http = self.backstage.call(outgoing_client)
        self.clock = self.backstage.call(lambda: VirtualClock(START))
        self.world = WalletWorld(
            journal=Journal().world("notifier", self.clock.now),
            clock=self.clock,
            controls=Controls("success"),
            faults=self.faults,
        )
        self.notifier = Notifier(
            self.profile, self.key, self.http, merchants={CLIENT_ID: self.merchant}, allowed_hosts=self._allowed
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.backstage.call(self.clock.close)
        self.backstage.run(self.http.aclose())

    def payment(self, state: State = State.SUCCESS, url: str | None = None, reason: str = "") -> Payment:
        """Return a payment in this state, to be notified at the shop or at ``url``."""
        self._count += 1
        return Payment(
            payment_id=f"20260101{self._count:027d}",
            request_id=f"R{self._count}",
            client_id=CLIENT_ID,
            account=None,
            amount=Amount(25_000_000, "IQD"),
            description="Barhi dates, 1 kg",
            url="",
            notify_url=f"{self.origin}/wallet/notify" if url is None else url,
            created_at=START - MINUTE,
            expires_at=START + HOUR,
            digest=b"",
            state=state,
            reason=reason,
            paid_at=START if state is State.SUCCESS else 0,
        )

    def notify(self, payment: Payment | None = None) -> Payment:
        """Let the notifier begin, as the wallet does once a payment is final."""
        payment = payment or self.payment()
        cause = self.world.journal.fact(Actor.WALLET_BACKEND, "ledger", {"paymentId": payment.payment_id})
        self.backstage.run(self.notifier.notify(self.world, payment, cause))
        return payment

    def pass_time(self, milliseconds: int) -> None:
        """Move the clock."""
        self.backstage.run(self.clock.advance(milliseconds))

    def deliveries(self) -> tuple[Delivery, ...]:
        """Return the log."""
        return self.world.deliveries.all()

    def minutes(self) -> list[int]:
        """Return when each delivery went out, in whole minutes after the start of the world."""
        return [(delivery.at - START) // MINUTE for delivery in self.deliveries()]

    def messages(self, kind: Kind) -> list[Message]:
        """Return the journal's notifications, or the answers to them."""
        return self.world.journal.all(lambda m: m.name == "notifyPayment" and m.kind is kind)
