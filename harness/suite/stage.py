"""The stage of a session: servers, wallet, merchant and browser, made once and shared by many worlds."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

import httpx
from playwright.sync_api import Browser

from harness.faults import FaultPlan
from harness.journal import Journal, JournalWriter, WorldJournal
from harness.phone import BrowserHolder, names_bridge, site
from harness.serving import Backstage
from harness.suite.program import Credentials, Program
from harness.suite.world import World
from harness.wallet.app_service import app_service
from harness.wallet.clock import VirtualClock
from harness.wallet.gateway import gateway
from harness.wallet.keys import new_key, private_pem, public_pem
from harness.wallet.profile import Delivery, Profile, load_profile
from harness.wallet.wallet import Wallet
from harness.wallet.world import Controls, Merchant, WalletWorld


class Stage:
    """Holds everything that worlds share. Use as a context manager."""

    def __init__(
        self,
        reports: Path,
        *,
        journal_name: str = "journal.ndjson",
        profile: str = "super_qi",
        browsers: BrowserHolder | None = None,
    ) -> None:
        self.reports = reports
        self.profile: Profile = load_profile(profile)
        self.writer = JournalWriter(reports / journal_name)
        self.journal = Journal(self.writer)
        self._backstage = Backstage()
        self._sites: dict[str, tuple[str, Merchant]] = {}
        self._bridged: set[str] = set()
        self._own_browser = browsers is None
        self._browsers = browsers or BrowserHolder()
        self._count = 0

    def __enter__(self) -> Stage:
        self._backstage.__enter__()
        self._merchant_key = new_key()
        self._http = self._backstage.run(_client())
        self._backstage.at_exit(self._http.aclose)
        self.wallet = Wallet(self.profile, new_key(), self._http)
        self.wallet.app_origin = self._backstage.serve(app_service(self.wallet))
        self.wallet.gateway_origin = self._backstage.serve(gateway(self.wallet))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._own_browser:
            self._browsers.close()
        self._backstage.__exit__(kind, error, trace)
        self.writer.close()

    @property
    def browser(self) -> Browser:
        """The session's browser, started when it is first needed; raises HarnessError when there is none."""
        return self._browsers.get()

    def world(self, name: str, program: Program, *, delivery: Delivery | None = None) -> World:
        """Open the world of one scenario."""
        url, merchant = self._site(program)
        self._count += 1
        clock = self._backstage.call(VirtualClock)
        faults = FaultPlan()
        wallet_world = WalletWorld(
            journal=self.journal.world(f"{name}#{self._count}", clock.now),
            clock=clock,
            controls=Controls(delivery or self.profile.jsapi.delivery),
            faults=faults,
        )
        self._backstage.call(lambda: self.wallet.open_world(wallet_world))
        return World(self, wallet_world, program, url, merchant, faults, bridge=program.name in self._bridged)

    def advance(self, world: WalletWorld, milliseconds: int) -> None:
        """Move one world's clock forward; everything due on the way is done when this returns."""
        self._backstage.run(world.clock.advance(milliseconds))

    def backstage(self, work: Callable[[], object]) -> None:
        """Run a function where the wallet's state lives."""
        self._backstage.call(work)

    def close_world(self, world: WalletWorld) -> None:
        """End one world."""
        self._backstage.call(lambda: self.wallet.close_world(world))

    def _site(self, program: Program) -> tuple[str, Merchant]:
        if program.name not in self._sites:
            under_test = program.merchant()
            client_id = f"M{len(self._sites) + 1:04d}{abs(hash(program.name)) % 10**8:08d}"
            credentials = Credentials(
                gateway_url=self.wallet.gateway_origin,
                client_id=client_id,
                private_key=private_pem(self._merchant_key),
                wallet_public_key=public_pem(self.wallet.key.public_key()),
                paths=self.profile.paths,
            )
            merchant = Merchant(client_id, under_test.name, under_test.name_arabic, self._merchant_key.public_key())
            self._backstage.call(lambda: self.wallet.add_merchant(merchant))
            merchant_url = under_test.start(self._backstage, credentials)
            url = self._backstage.serve(site(program.folder, merchant_url, self._http, self._journal_of))
            self._sites[program.name] = (url, merchant)
            if names_bridge(program.folder):
                self._bridged.add(program.name)
        return self._sites[program.name]

    def _journal_of(self, phone_id: str) -> WorldJournal | None:
        phone = self.wallet.phones.get(phone_id)
        return phone.world.journal if phone is not None else None


async def _client() -> httpx.AsyncClient:
    # Loopback http only: an empty SSL context spares the 35 ms that loading certificates costs (floors.md).
    return httpx.AsyncClient(verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), timeout=30, trust_env=False)
