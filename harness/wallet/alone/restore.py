"""A wallet's books from disk into a wallet that has just started."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

from harness.errors import HarnessError
from harness.journal import Actor
from harness.wallet.accounts import Account
from harness.wallet.alone.faults import PlannedFaults
from harness.wallet.alone.home import Home
from harness.wallet.alone.lone import LoneWallet
from harness.wallet.alone.shift import ClockShift
from harness.wallet.alone.told import MOST, BuyerMessage
from harness.wallet.authorization import AuthCode, Token
from harness.wallet.deliveries import Delivery
from harness.wallet.ledger import Entry, InsufficientFundsError
from harness.wallet.payments import Payment
from harness.wallet.refunds import Refund
from harness.wallet.sessions import Contract
from harness.wallet.store.plain import Find, Row
from harness.wallet.store.store import Store
from harness.wallet.world import Controls, Merchant, Sent, WalletWorld

T = TypeVar("T")


def restore(lone: LoneWallet, store: Store) -> None:
    """Fill a new wallet with what is kept, and take up what was still to come. Its origins must be known by now.

    Raises HarnessError where the books cannot be read or do not balance.
    """
    reader = _Reader(lone, store)
    reader.open_homes()
    reader.fill()
    reader.replay()
    for home in lone.homes.values():
        world = home.world
        facts: dict[str, object] = {"clientId": home.merchant.client_id, "payments": len(world.payments.by_id)}
        lone.wallet.resume(world, world.journal.fact(Actor.HARNESS, "wallet restarted", facts))


class _Reader:
    def __init__(self, lone: LoneWallet, store: Store) -> None:
        self._lone = lone
        self._store = store

    def open_homes(self) -> None:
        merchants = [merchant for _, merchant in self._all(Merchant)]
        controls, faults, shifts = (dict(self._all(kind)) for kind in (Controls, PlannedFaults, ClockShift))
        for merchant in merchants:
            self._lone.wallet.add_merchant(merchant)
            world = merchant.client_id
            self._lone.open(
                merchant,
                _as(Controls, controls.get(world)) or Controls(self._lone.profile.jsapi.delivery),
                _as(PlannedFaults, faults.get(world)) or PlannedFaults(),
                _as(ClockShift, shifts.get(world)) or ClockShift(),
            )

    def fill(self) -> None:
        """Enter every thing into its world, those first that others speak of."""
        wallet = self._lone.wallet
        self._each(Account, lambda home, thing: home.world.enter_account(thing))
        for _, code in self._all(AuthCode):
            wallet.authorization.enter(code)
        for _, token in self._all(Token):
            wallet.authorization.enter(token)
        for _, contract in self._all(Contract, self._moved):
            wallet.contracts[contract.url] = contract
        self._each(Payment, lambda home, thing: home.world.payments.enter(thing), self._moved)
        self._each(Refund, lambda home, thing: home.world.refunds.enter(thing))
        self._each(Sent, lambda home, thing: home.world.enter_sent(thing))
        self._each(Delivery, lambda home, thing: home.world.deliveries.enter(thing))
        self._each(BuyerMessage, lambda home, thing: home.told.enter(thing), newest=MOST * len(self._lone.homes))

    def replay(self) -> None:
        """Move all money again; where an account would fall below zero, movements are missing."""
        place = str(self._store.file.path)
        for world, payment_id, debit, credit, value in self._store.file.entries():
            home = self._lone.homes.get(world)
            try:
                if home is None:
                    raise ValueError(f"there is no merchant {world}")
                home.world.ledger.replay(Entry(payment_id, debit, credit, value))
            except (InsufficientFundsError, ValueError, TypeError) as error:
                fact = f"the ledger does not balance at a movement of the payment {payment_id}: {error!r}"
                raise HarnessError(fact, place=place, action="the file was changed by somebody else") from error

    def _each(
        self,
        kind: type[T],
        enter: Callable[[Home, T], None],
        mend: Callable[[Row], Row] | None = None,
        newest: int = -1,
    ) -> None:
        for world, thing in self._all(kind, mend, newest):
            enter(self._lone.homes[world], thing)

    def _all(self, kind: type[T], mend: Callable[[Row], Row] | None = None, newest: int = -1) -> list[tuple[str, T]]:
        return list(self._store.things(kind, self._find, mend, newest))

    def _find(self, world: str) -> Find:
        def find(kind: type, name: str) -> object:
            if kind is Merchant:
                return self._lone.wallet.merchants[name]
            home = self._lone.homes[world]
            if kind is WalletWorld:
                return home.world
            return home.world.accounts[name] if kind is Account else home.world.payments.by_id[name]

        return find

    def _moved(self, row: Row) -> Row:
        """Let a URL of the wallet's lead to where the wallet is now."""
        url, origin = str(row.get("url")), self._lone.wallet.app_origin
        if url.startswith(f"{origin}/"):
            return row
        parts = urlsplit(url)
        return {**row, "url": f"{origin}{parts.path}?{parts.query}"}


def _as(kind: type[T], thing: object) -> T | None:
    return thing if isinstance(thing, kind) else None
