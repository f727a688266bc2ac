"""The wallet alone: one wallet, its merchants each with a world of their own, their named buyers, and its books."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import httpx
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from harness.journal import Actor, Journal, Message
from harness.journal.journal import Sink
from harness.wallet.accounts import Account
from harness.wallet.alone.faults import PlannedFaults
from harness.wallet.alone.home import Home, open_home
from harness.wallet.alone.people import named_buyers
from harness.wallet.alone.shift import ClockShift
from harness.wallet.alone.stand_in import StandIn
from harness.wallet.keeper import NO_BOOKS, Books
from harness.wallet.payments import Payment
from harness.wallet.profile import Profile
from harness.wallet.wallet import Wallet
from harness.wallet.world import Controls, Merchant

KEPT_MESSAGES = 1000
"""How many lines of each merchant's journal stay in memory (up to twice as many)."""
_DAY = 24 * 3_600_000


class LoneWallet:
    """A wallet that answers until it is stopped. All of it lives on one event loop.

    ``crossings`` are the faults that can be planned: the effects by crossing. ``sinks`` get each line of the journal, whose
    first has the id ``first``. ``books`` keep everything but the journal; nothing is in them yet, or ``restore`` fills it.
    """

    def __init__(
        self,
        profile: Profile,
        key: RSAPrivateKey,
        http: httpx.AsyncClient,
        crossings: Mapping[str, tuple[str, ...]],
        *,
        books: Books = NO_BOOKS,
        allowed_hosts: Iterable[str] = (),
        sinks: Iterable[Sink] = (),
        first: int = 1,
    ) -> None:
        self.profile = profile
        self.crossings = crossings
        self.books = books
        self.wallet = Wallet(profile, key, http, books=books, allowed_hosts=allowed_hosts)
        self.stand_in = StandIn(self.wallet)
        self.homes: dict[str, Home] = {}
        self._sinks = tuple(sinks)
        self._journal = Journal(self, keep=KEPT_MESSAGES, first=first)

    def write(self, message: Message) -> None:
        """Pass a line of the journal on, and note what a buyer was told."""
        for sink in self._sinks:
            sink.write(message)
        if (home := self.homes.get(message.world)) is not None:
            home.told.hear(message)

    @property
    def default(self) -> Home:
        """The home of the merchant who was there first."""
        return next(iter(self.homes.values()))

    def add_merchant(self, merchant: Merchant) -> Home:
        """Let a merchant in, with a world of its own and the named buyers."""
        self.wallet.add_merchant(merchant)
        home = self.open(merchant, Controls(self.profile.jsapi.delivery), PlannedFaults(), ClockShift())
        for account in named_buyers(self.profile.money):
            home.world.add_account(account)
        return home

    def open(self, merchant: Merchant, controls: Controls, faults: PlannedFaults, shift: ClockShift) -> Home:
        """Open the world of a merchant who is known to the wallet; it has no buyers yet."""
        keeper = self.books.keeper(merchant.client_id)
        home = open_home(merchant, self._journal.world, keeper, controls=controls, faults=faults, shift=shift)
        self.homes[merchant.client_id] = home
        self.wallet.homes[merchant.client_id] = home.world
        self.wallet.open_world(home.world)
        self._forget_old_codes(home)
        return home

    async def advance(self, home: Home, milliseconds: int) -> None:
        """Move a merchant's clock forward; returns when all that falls due on the way is done.

        Notifications that are on their way are waited for first: a retry that follows from one may fall due too.
        """
        await self.wallet.notifier.landed(home.world)
        await home.advance(milliseconds)

    def reset(self, home: Home, *, keep_buyers: bool) -> Home:
        """Let a merchant's world begin anew: no payments, refunds, tokens, deliveries, messages, controls or faults.

        The merchant and its keys stay. Buyers stay too, with their first balance, or only the named ones come back.
        """
        client_id = home.merchant.client_id
        self.wallet.close_world(home.world)
        self.wallet.authorization.forget_merchant(client_id)
        self.books.drop(client_id)
        controls = Controls(self.profile.jsapi.delivery)
        fresh = self.open(home.merchant, controls, PlannedFaults(), ClockShift())
        old = home.world.accounts.values() if keep_buyers else named_buyers(self.profile.money)
        for account in old:
            fresh.world.add_account(replace(account))
        fresh.world.journal.fact(Actor.HARNESS, "reset", {"clientId": client_id})
        return fresh

    def new_customer_id(self, home: Home) -> str:
        """Return a customerId that nobody has."""
        while home.world.account_of(found := f"2{secrets.randbelow(10**15):015d}") is not None:
            continue
        return found

    def find_payment(self, payment_id: str) -> tuple[Home, Payment] | None:
        """Return a payment of any merchant, with its home."""
        for home in self.homes.values():
            if (payment := home.world.payments.by_id.get(payment_id)) is not None:
                return home, payment
        return None

    def find_url(self, url: str) -> tuple[Home, Payment] | None:
        """Return the payment that a redirect URL opens, with its home."""
        found = self.wallet.find_url(url)
        return None if found is None else (self.homes[found[1].client_id], found[1])

    def chooseable(self, home: Home) -> Iterator[Account]:
        """Yield the buyers who can be asked who pays: those with a name."""
        return (account for account in home.world.accounts.values() if account.name)

    def _forget_old_codes(self, home: Home) -> None:
        """Forget, once a day, the codes that expired the day before; each later answer about one would be the same."""
        clock = home.world.clock

        async def forget() -> None:
            self.wallet.authorization.forget_codes(home.merchant.client_id, clock.now() - _DAY)
            clock.at(clock.now() + _DAY, forget)

        clock.at(clock.now() + _DAY, forget)
