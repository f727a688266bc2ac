"""The stage of a session: servers, wallet, merchant and browser, made once and shared by many worlds."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from zlib import crc32

import httpx
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from playwright.sync_api import Browser
from starlette.applications import Starlette

from harness.errors import HarnessError, raised_at
from harness.faults import FaultPlan
from harness.journal import Journal, JournalWriter, WorldJournal
from harness.phone import Admission, BrowserHolder, Network, Routes, native_site, site
from harness.serving import Backstage, bind
from harness.suite.errors import NoBrowser, NotPlayable
from harness.suite.program import Credentials, Enrolled, FollowsScenarios, MerchantUnderTest, Program, TellsGoodsSent
from harness.suite.stranger import Fault, Stranger
from harness.suite.world import World
from harness.wallet.app_service import app_service
from harness.wallet.clock import VirtualClock
from harness.wallet.gateway import gateway
from harness.wallet.keys import PublicKey, new_key, private_pem, public_pem
from harness.wallet.outgoing import outgoing_client
from harness.wallet.payments import Payment
from harness.wallet.profile import Delivery, Profile, load_profile
from harness.wallet.wallet import Wallet
from harness.wallet.world import Controls, Merchant, WalletWorld


@dataclass(frozen=True, slots=True)
class Site:
    """A program with its merchant, running: where the program is opened, and the phones' network.

    ``merchant_url`` is the backend's origin; ``past`` are the hosts, with ports, that a phone reaches without its network's proxy.
    """

    url: str
    merchant: Merchant
    under_test: MerchantUnderTest
    merchant_url: str
    network: Network
    past: tuple[str, ...]


class Crashes(logging.Handler):
    """Keeps what the servers of one session threw as one line each; the traceback goes nowhere.

    Loggers belong to the whole process: of two sessions in it each takes what its own ``thread`` threw.
    """

    LOGGERS = ("uvicorn.error", "asyncio")

    def __init__(self, thread: int) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []
        self._thread = thread

    def emit(self, record: logging.LogRecord) -> None:
        """Take one record; handlers that come later see the one line as well."""
        error = record.exc_info[1] if record.exc_info else None
        if error is not None and record.thread == self._thread:
            record.msg, record.args = f"{raised_at(error)}: a server threw {type(error).__name__}: {error}", ()
            record.exc_info = record.exc_text = None
            self.found.append(record.msg)


_LONGEST = 100
"""How many letters of its scenario's name a world is called by: files are named after worlds."""


class Stage:
    """Holds everything that worlds share. Use as a context manager.

    ``wallet_key`` and ``gateway_port`` are for a merchant that has been told before which wallet it has to do with.
    """

    def __init__(
        self,
        reports: Path,
        *,
        journal_name: str = "journal.ndjson",
        profile: str = "super_qi",
        browsers: BrowserHolder | None = None,
        wallet_key: RSAPrivateKey | None = None,
        gateway_port: int = 0,
    ) -> None:
        self.reports = reports
        self.profile: Profile = load_profile(profile)
        self.writer = JournalWriter(reports / journal_name)
        self.journal = Journal(self.writer)
        self._backstage = Backstage()
        self._sites: list[tuple[Program, Site | NotPlayable]] = []
        self._wallet_key = wallet_key
        self._gateway_port = gateway_port
        self._own_browser = browsers is None
        self._browsers = browsers or BrowserHolder()
        self._count = 0
        self._playing: WorldJournal | None = None

    def __enter__(self) -> Stage:
        door = bind(self._gateway_port)  # first of all: where the port is taken nothing is left running
        self._backstage.__enter__()
        self._crashes = Crashes(self._backstage.call(threading.get_ident))
        for name in Crashes.LOGGERS:
            logging.getLogger(name).addHandler(self._crashes)
        self._merchant_key = new_key()
        self._http = self._backstage.call(outgoing_client)
        self._backstage.at_exit(self._http.aclose)
        self.wallet = Wallet(self.profile, self._wallet_key or new_key(), self._http)
        self.wallet.app_origin = self._backstage.serve(app_service(self.wallet))
        self.wallet.gateway_origin = self._backstage.serve(gateway(self.wallet), door)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._own_browser:
            self._browsers.close()
        self._backstage.__exit__(kind, error, trace)
        self.writer.close()
        for name in Crashes.LOGGERS:
            logging.getLogger(name).removeHandler(self._crashes)

    @property
    def browser(self) -> Browser:
        """The session's browser, started when it is first needed; raises NoBrowser when there is none."""
        try:
            return self._browsers.get()
        except HarnessError as error:
            raise NoBrowser(error.fact, place=error.place, action=error.action) from error

    @property
    def remote(self) -> bool:
        """Whether the browser is on another machine."""
        return bool(self._browsers.server)

    @property
    def crashes(self) -> tuple[str, ...]:
        """What the servers of this session threw so far, each with its place."""
        return tuple(self._crashes.found)

    def world(self, name: str, program: Program, *, delivery: Delivery | None = None) -> World:
        """Open the world of one scenario."""
        self._count += 1
        clock = self._backstage.call(VirtualClock)
        faults = FaultPlan()
        wallet_world = WalletWorld(
            journal=self.journal.world(f"{name[:_LONGEST]}#{self._count}", clock.now),
            clock=clock,
            controls=Controls(delivery or self.profile.jsapi.delivery),
            faults=faults,
        )
        self._backstage.call(lambda: self.wallet.open_world(wallet_world))
        self._playing = wallet_world.journal
        return World(self, wallet_world, program, faults)

    def site(self, program: Program) -> Site:
        """Return a program's site, started when it is first asked for; raises NotPlayable, each time, where it does not start.

        Two programs that differ have a site each, whatever their names.
        """
        found = next((site for other, site in self._sites if other == program), None)
        if found is None:
            try:
                found = self._start(program)
            except NotPlayable as error:
                found = error
            self._sites.append((program, found))
        if isinstance(found, NotPlayable):
            raise NotPlayable(found.fact, place=found.place, action=found.action) from found
        try:
            self._follow(found.under_test)
        except HarnessError as error:
            raise _not_playable(program, error) from error
        return found

    def advance(self, world: WalletWorld, milliseconds: int) -> None:
        """Move one world's clock forward; everything due on the way is done when this returns, also what was under way."""
        self._backstage.run(self._advance(world, milliseconds))

    async def _advance(self, world: WalletWorld, milliseconds: int) -> None:
        await self.wallet.notifier.landed(world)  # what follows from it falls due on the way
        await world.clock.advance(milliseconds)

    def backstage(self, work: Callable[[], object]) -> None:
        """Run a function where the wallet's state lives."""
        self._backstage.call(work)

    def hold_pay(self, world: WalletWorld, *, held: bool) -> None:
        """Keep a world's answers to pay back, or let them go."""
        self._backstage.call(world.pay_free.clear if held else world.pay_free.set)

    def payment(self, world: WalletWorld) -> Payment | None:
        """Return the payment that was made last in a world."""
        return next(reversed(world.payments.by_id.values()), None)

    def deceive(self, world: WalletWorld, payment: Payment, merchant: Merchant, fault: Fault) -> None:
        """Send a merchant a notification that it must not believe; returns when it is answered."""
        stranger = Stranger(self.profile, self.wallet.key, self._http)
        self._backstage.run(stranger.notify(world.journal, payment, merchant, world.clock.now(), fault))

    def goods_sent(self, program: Program, order_id: str) -> int | None:
        """Return how often the goods of an order went out, None where the merchant does not tell."""
        merchant = self.site(program).under_test
        if not isinstance(merchant, TellsGoodsSent):
            return None
        return self._backstage.call(lambda: merchant.goods_sent(order_id))

    def close_world(self, world: WalletWorld) -> None:
        """End one world."""
        if self._playing is world.journal:
            self._playing = None
        self._backstage.call(lambda: self.wallet.close_world(world))

    def _start(self, program: Program) -> Site:
        """Start a program's merchant and serve its files."""
        client_id = f"M{len(self._sites) + 1:04d}{crc32(program.name.encode()) % 10**8:08d}"
        try:
            under_test = program.merchant()
            public_key: PublicKey = self._merchant_key.public_key()
            if isinstance(under_test, Enrolled):
                client_id = under_test.client_id or client_id
                public_key = under_test.public_key or public_key
            credentials = Credentials(
                gateway_url=self.wallet.gateway_origin,
                client_id=client_id,
                private_key=private_pem(self._merchant_key),
                wallet_public_key=public_pem(self.wallet.key.public_key()),
                paths=self.profile.paths,
            )
            merchant = Merchant(client_id, under_test.name, under_test.name_arabic, public_key)
            self._backstage.call(lambda: self.wallet.add_merchant(merchant))
            self._follow(under_test)
            url = _base_url(under_test.start(self._backstage, credentials))
            origin = program.url
            if not origin:
                origin = self._backstage.serve(self._served(program, url))
            routes = _routes(program, url, origin)
            network = Network(routes, self._http, self._caller_of, lambda: self._playing, self._admission)
            network.start(self._backstage)
        except HarnessError as error:
            raise _not_playable(program, error) from error
        except Exception as error:
            raise NotPlayable(
                f'the merchant of the program "{program.name}" does not start: {type(error).__name__}: {error}',
                place=raised_at(error),
                action="mend its start(), or what it needs in order to start",
            ) from error
        past = [self.wallet.app_origin, self.wallet.gateway_origin]
        if not program.url and not network.routes.at_home:
            past.append(origin)
        hosts = tuple(one.partition("://")[2] for one in past)
        return Site(program.address or origin, merchant, under_test, url, network, hosts)

    def _served(self, program: Program, merchant_url: str) -> Starlette:
        if program.kind == "native":
            routed = bool(program.routes)
            return native_site(
                program.folder, merchant_url, self._http, self._caller_of, self._admission, routed=routed
            )
        return site(program.folder, merchant_url, self._http, self._caller_of, self._admission)

    @property
    def _admission(self) -> Admission:
        return Admission(self.wallet.app_origin)

    def _follow(self, merchant: MerchantUnderTest) -> None:
        if isinstance(merchant, FollowsScenarios):
            merchant.follow(self._playing)

    def _caller_of(self, phone_id: str) -> WalletWorld | None:
        phone = self.wallet.phones.get(phone_id)
        return phone.world if phone is not None else None


def _routes(program: Program, merchant_url: str, origin: str) -> Routes:
    """Return the ways of a program; a native one whose routes name no merchant asks its merchant for whatever it asks."""
    told = "merchant" in program.routes.values() or program.kind != "native"
    return Routes(
        program.routes,
        merchant=merchant_url,
        program=origin,
        address=program.address,
        foreign=bool(program.url),
        unknown="refuse" if told else "merchant",
    )


def _not_playable(program: Program, error: HarnessError) -> NotPlayable:
    fact = f'the program "{program.name}" cannot be played: {error.fact}'
    return NotPlayable(fact, place=error.place, action=error.action)


def _base_url(given: object) -> str:
    try:
        url = httpx.URL(given if isinstance(given, str) else "")
    except httpx.InvalidURL:
        url = httpx.URL("")
    if url.scheme not in ("http", "https") or not url.host:
        raise HarnessError(
            f"start() of its merchant returned {given!r}, which is not a URL",
            action='return where the merchant listens, as "http://127.0.0.1:8000"',
        )
    return str(given).rstrip("/")
