"""One wallet of a profile on real sockets, a merchant who signs as its documents say, a buyer's phone, and a place for
notifications: what the contract tests of the profiles share."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from queue import Queue
from urllib.parse import quote, unquote

import httpx
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from wallet_phone import BuyersPhone

from harness.faults import FaultPlan
from harness.journal import Journal
from harness.serving import Backstage
from harness.wallet.accounts import Account, Person
from harness.wallet.app_service import app_service
from harness.wallet.clock import VirtualClock
from harness.wallet.gateway import gateway
from harness.wallet.keys import new_key
from harness.wallet.outgoing import outgoing_client
from harness.wallet.profile import Profile
from harness.wallet.wallet import Wallet
from harness.wallet.world import Controls, Merchant, WalletWorld

Json = dict[str, object]
CLIENT_ID, PARTNER_ID, APP_ID = "2022112511150000031704", "P000000000000001", "3333010071465913"
MARIA = Person(
    "Maria Clara Reyes Santos",
    "ماريا سانتوس",
    "+639171234567",
    "maria@example.ph",
    gender="F",
    birth_date="1990-05-17",
    nationality="PH",
    avatar="https://wallet.example/maria.png",
)
PATIENCE_SECONDS = 20


@cache
def key_of(name: str) -> RSAPrivateKey:
    """Return the key pair of this name, made once a process."""
    return new_key()


@dataclass(frozen=True)
class Reply:
    """What came back: the body, and the parts of its result."""

    body: Json
    headers: httpx.Headers

    @property
    def result(self) -> tuple[str, str]:
        """The resultStatus and the resultCode."""
        result = self.body["result"]
        assert isinstance(result, dict)
        return str(result["resultStatus"]), str(result["resultCode"])

    @property
    def message(self) -> str:
        """The resultMessage."""
        result = self.body["result"]
        assert isinstance(result, dict)
        return str(result["resultMessage"])

    @property
    def names(self) -> set[str]:
        """The names of the body's fields."""
        return set(self.body)

    def text(self, *names: str) -> str:
        """Return a text of the body, by the names that lead to it."""
        value: object = self.body
        for name in names:
            assert isinstance(value, dict), f"no {name} in {self.body}"
            value = value[name]
        assert isinstance(value, str), f"{names} is no String but {value!r}"
        return value


@dataclass(frozen=True)
class House:
    """One merchant and one buyer at a wallet."""

    street: Street
    world: WalletWorld
    buyer: Account

    @property
    def profile(self) -> Profile:
        """The wallet's profile."""
        return self.street.profile

    @property
    def notify_url(self) -> str:
        """Where the merchant takes notifications."""
        return f"{self.street.shop}/notify"

    def call(self, path: str, body: Mapping[str, object], *, seconds_late: int = 0) -> Reply:
        """Send a signed request; the answer has HTTP status 200 and the wallet's signature, or this fails."""
        raw = json.dumps(body).encode()
        time = datetime.fromtimestamp(datetime.now(UTC).timestamp() - seconds_late, UTC).isoformat(timespec="seconds")
        encoding, version = self.street.signature
        text = base64.b64encode(key_of("merchant").sign(_signed(path, time, raw), PKCS1v15(), SHA256())).decode()
        signature = quote(text, safe="") if encoding == "percent" else text
        headers = {
            "Content-Type": "application/json; charset=UTF-8",
            "Client-Id": CLIENT_ID,
            "Request-Time": time,
            "Signature": f"algorithm=RSA256, keyVersion={version}, signature={signature}",
        }
        answer = self.street.http.post(self.street.wallet.gateway_origin + path, content=raw, headers=headers)
        assert answer.status_code == 200
        if path in self.profile.paths.values():
            self.check(answer.headers, path, answer.headers["Response-Time"], answer.content)
        return Reply(answer.json(), answer.headers)

    def check(self, headers: Mapping[str, str], path: str, time: str, body: bytes) -> None:
        """Check the wallet's signature and how it is written."""
        rules = self.profile.signature
        algorithm, version, written = (part.partition("=")[2] for part in headers["Signature"].split(", "))
        assert (algorithm, version) == (rules.algorithms[0], rules.key_version)
        assert ("%" in written) is (rules.encoding == "percent")
        signature = base64.b64decode(unquote(written), validate=True)
        key_of("wallet").public_key().verify(signature, _signed(path, time, body), PKCS1v15(), SHA256())

    @property
    def phone(self) -> BuyersPhone:
        """The buyer's phone, switched on with this merchant's program open."""
        wallet = self.street.wallet
        merchant = wallet.merchants[CLIENT_ID]
        session = self.street.backstage.call(lambda: wallet.open_phone(self.world, self.buyer, merchant))
        return BuyersPhone(self.street.http, wallet.app_origin, session.id, session.key)

    def auth_code(self, *scopes: str) -> str:
        """Return an authCode for scopes to which the buyer agrees."""
        return self.phone.auth_code(*scopes)

    def pay_at_cashier(self, url: str) -> str:
        """Let the buyer pay; return the resultCode."""
        return str(self.phone.open_cashier(url).confirm()["result"]["resultCode"])

    def notification(self) -> Json:
        """Wait for the next notification; its signature is the wallet's, or this fails."""
        headers, raw = self.street.notified.get(timeout=PATIENCE_SECONDS)
        self.check(headers, "/notify", headers["Request-Time"], raw)
        return dict(json.loads(raw))

    def pass_time(self, seconds: int) -> None:
        """Move the clock; what falls due on the way is done."""
        self.street.backstage.run(self.world.clock.advance(seconds * 1000))


def _signed(path: str, time: str, body: bytes) -> bytes:
    return f"POST {path}\n{CLIENT_ID}.{time}.".encode() + body


@contextmanager
def open_street(profile: Profile, signature: tuple[str, str] = ("raw", "1")) -> Iterator[Street]:
    """Serve a wallet on loopback until the block ends."""
    with Backstage() as backstage, httpx.Client(trust_env=False, timeout=30) as http:
        outgoing = backstage.call(outgoing_client)
        backstage.at_exit(outgoing.aclose)
        wallet = Wallet(profile, key_of("wallet"), outgoing)
        wallet.app_origin = backstage.serve(app_service(wallet))
        wallet.gateway_origin = backstage.serve(gateway(wallet))
        key = key_of("merchant").public_key()
        wallet.add_merchant(
            Merchant(CLIENT_ID, "Corner Shop", "متجر", key, {signature[1]: key}, partner_id=PARTNER_ID, app_id=APP_ID)
        )
        street = Street(profile, backstage, wallet, http, signature)
        street.shop = backstage.serve(Starlette(routes=[Route("/notify", street.notify, methods=["POST"])]))
        yield street
        http.close()


@dataclass
class Street:
    """A served wallet; each test has a house of its own in it."""

    profile: Profile
    backstage: Backstage
    wallet: Wallet
    http: httpx.Client
    signature: tuple[str, str]
    shop: str = ""
    notified: Queue[tuple[Mapping[str, str], bytes]] = field(default_factory=Queue)

    @contextmanager
    def house(self) -> Iterator[House]:
        """Open a world with one buyer, who is the same each time."""
        clock = self.backstage.call(VirtualClock)
        controls = Controls(self.profile.jsapi.delivery)
        world = WalletWorld(Journal().world("house", clock.now), clock, controls, FaultPlan())
        buyer = Account("1000001119398804", "1000001119398804", MARIA, 100_000 * self.profile.money.units)
        self.notified = Queue()
        self.backstage.call(lambda: self.wallet.open_world(world))
        self.backstage.call(lambda: world.add_account(buyer))
        try:
            yield House(self, world, buyer)
        finally:
            self.backstage.call(lambda: self.wallet.close_world(world))

    async def notify(self, request: Request) -> Response:
        """Take a notification and acknowledge it."""
        self.notified.put((request.headers, await request.body()))
        result = {"resultCode": "SUCCESS", "resultStatus": "S", "resultMessage": "success"}
        return JSONResponse({"result": result})
