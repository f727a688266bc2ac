"""A wallet under attack: real sockets, real signatures, and a town whose people and payments must come out unharmed.

Each test gets a town of its own: two merchants (the shop, and Mallory, who is a customer of the wallet like any other),
two buyers with phones, and the shop's standing payments in every state. After the test the town is counted: the wallet
answers, the ledger's total is what it was, and no standing payment has changed, unless the test said that it may.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from typing import cast

import httpx
import pytest
from attackers_phone import HandPhone
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from fixtures.buyers import buyer
from fixtures.merchant.signing import Signer
from harness.faults import FaultPlan
from harness.journal import Actor, Journal, Kind, Message
from harness.serving import Backstage
from harness.wallet.accounts import Account
from harness.wallet.apis import APIS, Request
from harness.wallet.app_service import app_service
from harness.wallet.clock import VirtualClock
from harness.wallet.gateway import gateway
from harness.wallet.keys import new_key, private_pem, public_pem
from harness.wallet.ledger import BANK
from harness.wallet.outgoing import outgoing_client
from harness.wallet.profile import Profile, load_profile
from harness.wallet.wallet import Wallet
from harness.wallet.world import Controls, Merchant, WalletWorld

Json = dict[str, object]
CASHIER, AUTHORIZE = "51051000101000000011", "51051000101000000012"
AGREEMENT, ESCROW = "51051000101000100031", "51051000101000100008"
PRICE = 25_000_000
RICH = 1_000_000_000
_numbers = itertools.count(1)


@cache
def key_of(name: str) -> RSAPrivateKey:
    """Return the key pair of this name, made once a process."""
    return new_key()


def fresh(prefix: str) -> str:
    """Return an id that was never used before."""
    return f"{prefix}{next(_numbers):08d}"


def code_of(answer: httpx.Response) -> str:
    """Return the resultCode of an answer."""
    return str(answer.json()["result"]["resultCode"])


@dataclass
class Caller:
    """A merchant's backend: signs with the merchant's own code, which is independent of the wallet's."""

    http: httpx.Client
    gateway: str
    profile: Profile
    merchant: Merchant
    signer: Signer

    @property
    def client_id(self) -> str:
        """The merchant's Client-Id."""
        return self.merchant.client_id

    def headers(self, path: str, raw: bytes) -> dict[str, str]:
        """Return the headers of an honest request."""
        return self.signer.headers(path, raw)

    def sent(self, path: str, raw: bytes, headers: Mapping[str, str]) -> httpx.Response:
        """Send exactly this."""
        return self.http.post(self.gateway + path, content=raw, headers=dict(headers))

    def ask(self, api: str, body: Mapping[str, object]) -> httpx.Response:
        """Call an API as it should be called."""
        path, raw = self.profile.paths[api], json.dumps(body).encode()
        return self.sent(path, raw, self.headers(path, raw))

    def call(self, api: str, body: Mapping[str, object]) -> Json:
        """Call an API as it should be called and return the answer's body."""
        return cast("Json", self.ask(api, body).json())

    def code(self, api: str, body: Mapping[str, object]) -> str:
        """Call an API as it should be called and return the resultCode."""
        return code_of(self.ask(api, body))

    def order(self, account: Account | None, **more: object) -> Json:
        """Return the body of a pay request; ``more`` are fields of it."""
        named = {"buyer": {"referenceBuyerId": account.customer_id}} if account else {}
        return {
            "productCode": CASHIER,
            "paymentRequestId": fresh("R"),
            "paymentAmount": {"currency": "IQD", "value": str(PRICE)},
            "order": {"orderDescription": "Barhi dates, 1 kg", **named},
            **more,
        }


@dataclass
class Siege:
    """The servers that several towns share."""

    backstage: Backstage
    wallet: Wallet
    journal: Journal
    http: httpx.Client

    @contextmanager
    def town(self) -> Iterator[Town]:
        """Open a town; when it is left, it is counted."""
        town = Town(self)
        town.raise_standing_payments()
        before = town.total()
        try:
            yield town
            town.count(before)
        finally:
            self.backstage.call(lambda: self.wallet.close_world(town.world))


@contextmanager
def laid(profile: Profile | None = None) -> Iterator[Siege]:
    """Serve a wallet on loopback until the block ends."""
    with Backstage() as backstage, httpx.Client(trust_env=False, timeout=30) as http:
        outgoing = backstage.call(outgoing_client)
        backstage.at_exit(outgoing.aclose)
        wallet = Wallet(profile or load_profile(), key_of("wallet"), outgoing)
        wallet.app_origin = backstage.serve(app_service(wallet))
        wallet.gateway_origin = backstage.serve(gateway(wallet))
        yield Siege(backstage, wallet, Journal(), http)
        http.close()


@dataclass
class Town:
    """The people of one world, and what they have already done."""

    siege: Siege
    standing: dict[str, str] = field(default_factory=dict)
    states: dict[str, tuple[object, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        wallet, backstage = self.siege.wallet, self.siege.backstage
        clock = backstage.call(VirtualClock)
        journal = self.siege.journal.world(fresh("town "), clock.now)
        self.world = WalletWorld(journal, clock, Controls(wallet.profile.jsapi.delivery), FaultPlan())
        backstage.call(lambda: wallet.open_world(self.world))
        self.shop, self.mallory = self.merchant("shop"), self.merchant("mallory")
        self.zainab, self.ali = self.citizen(1), self.citizen(2)

    def merchant(self, name: str) -> Caller:
        """Register a merchant whose key pair has this name."""
        key = key_of(name)
        merchant = Merchant(fresh("M"), name, name, key.public_key())
        self.siege.backstage.call(lambda: self.siege.wallet.add_merchant(merchant))
        signer = Signer(merchant.client_id, private_pem(key), public_pem(key_of("wallet").public_key()))
        return Caller(self.siege.http, self.siege.wallet.gateway_origin, self.siege.wallet.profile, merchant, signer)

    def citizen(self, seed: int, balance: int = RICH) -> Account:
        """Open a wallet for one more buyer."""
        name = fresh("2")
        account = Account(name, name, buyer(seed), balance)
        self.siege.backstage.call(lambda: self.world.add_account(account))
        return account

    def phone(self, account: Account, at: Caller | None = None) -> HandPhone:
        """Switch a buyer's phone on, with a merchant's program open (the shop's by default)."""
        merchant, wallet = (at or self.shop).merchant, self.siege.wallet
        session = self.siege.backstage.call(lambda: wallet.open_phone(self.world, account, merchant))
        return HandPhone(self.siege.http, wallet.app_origin, session.id, session.key)

    def token(self, account: Account, at: Caller | None = None, *scopes: str) -> str:
        """Let a buyer agree to scopes, and exchange the authCode."""
        at = at or self.shop
        code = self.phone(account, at).auth_code(*(scopes or ("USER_ID",)))
        return str(at.call("applyToken", {"grantType": "AUTHORIZATION_CODE", "authCode": code})["accessToken"])

    def ordered(self, account: Account, **more: object) -> tuple[str, str]:
        """Create a payment at the shop; return its paymentId and its cashier URL."""
        answer = self.shop.call("pay", self.shop.order(account, **more))
        form = answer["redirectActionForm"]
        assert isinstance(form, dict)
        return str(answer["paymentId"]), str(form["redirectUrl"])

    def paid(self, account: Account, **more: object) -> str:
        """Let a buyer pay at the shop; return the paymentId."""
        payment_id, url = self.ordered(account, **more)
        self.phone(account).cashier(url).confirm()
        return payment_id

    def raise_standing_payments(self) -> None:
        """Make one payment of the shop in each state, all of them Zainab's; not over HTTP, for there are many towns."""
        products = {"open": CASHIER, "paid": CASHIER, "authorized": AUTHORIZE, "escrow": ESCROW}
        wallet, world, merchant = self.siege.wallet, self.world, self.shop.merchant

        def make(name: str) -> str:
            body = self.shop.order(self.zainab, productCode=products[name])
            message = world.journal.record(Actor.MERCHANT, Actor.WALLET_BACKEND, "pay", body, kind=Kind.CALL)
            answer = APIS["pay"].run(Request(wallet, world, merchant, body, world.clock.now(), message))
            payment = world.payments.by_id[str(answer["paymentId"])]
            if name != "open":
                world.payments.execute(payment, world.clock.now(), slowly=False)
            return payment.payment_id

        self.standing = self.siege.backstage.call(lambda: {name: make(name) for name in products})
        self.states = self._how_they_stand(self.standing)

    def _how_they_stand(self, names: Iterable[str]) -> dict[str, tuple[object, ...]]:
        def look() -> dict[str, tuple[object, ...]]:
            found = {name: self.world.payments.by_id[self.standing[name]] for name in names}
            return {
                name: (
                    p.state,
                    p.amount,
                    p.captured,
                    p.refunded,
                    p.escrow,
                    p.account,
                    p.expires_at,
                    p.paid_at,
                    p.reason,
                )
                for name, p in found.items()
            }

        return self.siege.backstage.call(look)

    def inquired(self, payment_id: str) -> Json:
        """Return what the wallet says of one of the shop's payments."""
        return self.shop.call("inquiryPayment", {"paymentId": payment_id})

    def status(self, payment_id: str) -> str:
        """Return the paymentStatus of one of the shop's payments."""
        return str(self.inquired(payment_id)["paymentStatus"])

    def balance(self, account: Account) -> int:
        """Return what a buyer owns."""
        return self.siege.backstage.call(lambda: self.world.balance(account))

    def total(self) -> int:
        """Return all the money of this world."""
        return self.siege.backstage.call(lambda: self.world.ledger.total)

    def pass_time(self, seconds: float) -> None:
        """Move the clock; what falls due on the way is done."""
        self.siege.backstage.run(self.world.clock.advance(int(seconds * 1000)))

    def recorded(self, name: str) -> list[Message]:
        """Return the journal's messages of this name."""
        return self.world.journal.all(lambda m: m.name == name)

    def may_change(self, *names: str) -> None:
        """Take standing payments out of the count: this test changes them with good right."""
        for name in names:
            self.states.pop(name, None)

    def count(self, total: int) -> None:
        """Fail unless the wallet answers, the money is all there and the standing payments stand as they stood."""
        assert self.shop.code("inquiryMerchantInfo", {}) == "SUCCESS"
        assert self.total() == total
        assert self._how_they_stand(self.states) == self.states
        balances = self.siege.backstage.call(self.world.ledger.balances)
        assert all(value >= 0 for name, value in balances.items() if name != BANK)


def stamped(seconds: float = 0) -> str:
    """Return a Request-Time so many seconds from now."""
    return datetime.fromtimestamp(datetime.now(UTC).timestamp() + seconds, UTC).isoformat(timespec="milliseconds")


def with_clock_window(seconds: int = 300) -> Profile:
    """Return Super Qi with the clock window of Rebell (signing.md 3.3)."""
    profile = load_profile()
    return replace(profile, signature=replace(profile.signature, clock_window_seconds=seconds))


@pytest.fixture(scope="module")
def siege() -> Iterator[Siege]:
    """A served wallet for one module of tests."""
    with laid() as made:
        yield made


@pytest.fixture
def town(siege: Siege) -> Iterator[Town]:
    """A town of one's own; when the test is over, it is counted."""
    with siege.town() as made:
        yield made
