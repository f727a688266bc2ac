"""A wallet on real sockets, and a merchant who calls it with signed requests: what tests of the wallet's APIs share."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx
from wallet_backend import AGREEMENT, AUTHORIZE, CASHIER, ESCROW, Answer, Backend, Json, fresh, rsa_key_of
from wallet_phone import BuyersPhone

from fixtures.buyers import buyer
from harness.faults import FaultPlan
from harness.journal import Journal
from harness.serving import Backstage
from harness.wallet.accounts import Account
from harness.wallet.app_service import app_service
from harness.wallet.clock import VirtualClock
from harness.wallet.gateway import gateway
from harness.wallet.profile import Profile, load_profile
from harness.wallet.wallet import Wallet
from harness.wallet.world import Controls, Merchant, WalletWorld

__all__ = [
    "AGREEMENT",
    "AUTHORIZE",
    "CASHIER",
    "ESCROW",
    "Answer",
    "Json",
    "Shop",
    "Stand",
    "fresh",
    "open_stand",
    "rsa_key_of",
]


@dataclass(frozen=True, repr=False)
class Stand:
    """One served wallet; each shop at it has a world and a merchant of its own."""

    backstage: Backstage
    wallet: Wallet
    http: httpx.Client
    journal: Journal

    @property
    def profile(self) -> Profile:
        """The wallet's profile."""
        return self.wallet.profile

    @contextmanager
    def shop(self) -> Iterator[Shop]:
        """Open a shop in a world of its own."""
        clock = self.backstage.call(VirtualClock)
        controls = Controls(self.profile.jsapi.delivery)
        world = WalletWorld(self.journal.world(fresh("world "), clock.now), clock, controls, FaultPlan())
        self.backstage.call(lambda: self.wallet.open_world(world))
        try:
            yield Shop(self, world, self.add_merchant())
        finally:
            self.backstage.call(lambda: self.wallet.close_world(world))

    def add_merchant(self) -> Merchant:
        """Let the wallet know one more merchant, whose key is ``rsa_key_of("merchant")``."""
        key = rsa_key_of("merchant").public_key()
        client_id = fresh("M")
        partner, app = f"P{client_id}", f"A{client_id}"
        merchant = Merchant(client_id, "Dar Al-Tamr", "دار التمر", key, {"1": key}, partner_id=partner, app_id=app)
        self.backstage.call(lambda: self.wallet.add_merchant(merchant))
        return merchant


@contextmanager
def open_stand(profile: Profile | None = None) -> Iterator[Stand]:
    """Serve a wallet on loopback until the block ends."""
    key = rsa_key_of("wallet")
    with Backstage() as backstage, httpx.Client(trust_env=False, timeout=30) as http:
        outgoing = backstage.run(_client())
        backstage.at_exit(outgoing.aclose)
        wallet = Wallet(profile or load_profile(), key, outgoing)  # type: ignore[arg-type]
        wallet.app_origin = backstage.serve(app_service(wallet))
        wallet.gateway_origin = backstage.serve(gateway(wallet))
        yield Stand(backstage, wallet, http, Journal())
        http.close()


async def _client() -> httpx.AsyncClient:
    return httpx.AsyncClient(verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), timeout=30, trust_env=False)


class Shop(Backend):
    """A merchant and its customers in one world."""

    def __init__(self, stand: Stand, world: WalletWorld, merchant: Merchant) -> None:
        super().__init__(stand.http, stand.wallet.gateway_origin, merchant.client_id, stand.profile.paths)
        self.stand = stand
        self.world = world
        self.merchant = merchant

    def now(self) -> str:
        """Return the world's time as a merchant writes it."""
        return datetime.fromtimestamp(self.world.clock.now() / 1000, UTC).isoformat(timespec="milliseconds")

    def pass_time(self, *, seconds: int = 0, days: int = 0) -> None:
        """Move the clock; what falls due on the way is done."""
        self.stand.backstage.run(self.world.clock.advance((seconds + days * 86_400) * 1000))

    def customer(self, balance: int = 1_000_000_000, **more: object) -> Account:
        """Open a customer's wallet; ``more`` are fields of an Account."""
        name = fresh("2")
        account = Account(name, name, buyer(1), balance, **more)  # type: ignore[arg-type]
        self.stand.backstage.call(lambda: self.world.add_account(account))
        return account

    def phone(self, account: Account) -> BuyersPhone:
        """Switch a customer's phone on, with this merchant's program open."""
        session = self.stand.backstage.call(lambda: self.stand.wallet.open_phone(self.world, account, self.merchant))
        return BuyersPhone(self.stand.http, self.stand.wallet.app_origin, session.id, session.key)

    def token(self, account: Account, *scopes: str) -> str:
        """Let the customer agree to scopes, and exchange the authCode for an access token."""
        code = self.phone(account).auth_code(*(scopes or ("USER_ID",)))
        answer = self.call("applyToken", {"grantType": "AUTHORIZATION_CODE", "authCode": code})
        return answer.text("accessToken")

    def order(self, account: Account | None, value: int = 25_000_000, **more: object) -> Json:
        """Return the body of a pay request; ``more`` are fields of it."""
        buyers = {"buyer": {"referenceBuyerId": account.customer_id}} if account is not None else {}
        return {
            "productCode": CASHIER,
            "paymentRequestId": fresh("R"),
            "paymentAmount": self.amount(value),
            "order": {"orderDescription": "Barhi dates, 1 kg", **buyers},
            **more,
        }

    def amount(self, value: int) -> dict[str, str]:
        """Return an amount of the wallet's currency, in minor units."""
        return {"currency": self.stand.profile.money.currency, "value": str(value)}

    def confirmed(self, account: Account, **more: object) -> str:
        """Let a customer order and confirm at the cashier; return the paymentId."""
        answer = self.call("pay", self.order(account, **more))  # type: ignore[arg-type]
        phone = self.phone(account)
        phone.open_cashier(answer.text("redirectActionForm", "redirectUrl")).confirm()
        return answer.text("paymentId")
