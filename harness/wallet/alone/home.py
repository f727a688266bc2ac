"""A merchant's own world in a wallet alone: nobody else's clock, controls, faults or payments reach into it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from harness.journal import WorldJournal
from harness.wallet.accounts import Account
from harness.wallet.alone.faults import PlannedFaults
from harness.wallet.alone.shift import ClockShift
from harness.wallet.alone.told import Told
from harness.wallet.clock import VirtualClock
from harness.wallet.keeper import Keeper
from harness.wallet.world import Controls, Merchant, WalletWorld


@dataclass(frozen=True, slots=True)
class Home:
    """One merchant with a world of its own: its buyers, payments, controls, faults, clock and messages."""

    merchant: Merchant
    world: WalletWorld
    faults: PlannedFaults
    shift: ClockShift
    told: Told

    async def advance(self, milliseconds: int) -> None:
        """Move the clock forward; returns when all that fell due on the way is done.

        The shift is entered first: whoever comes back after a crash on the way finds the time gone by and all of it due.
        """
        self.shift.milliseconds += milliseconds
        await self.world.clock.advance(milliseconds)

    def buyer(self, name: str) -> Account | None:
        """Return a customer by name (in any case), customerId or userId."""
        wanted = name.casefold()
        named = (account for account in self.world.accounts.values() if account.name.casefold() == wanted)
        return self.world.account_of(name) or (next(named, None) if name else None)


def open_home(
    merchant: Merchant,
    journal: Callable[[str, Callable[[], int]], WorldJournal],
    keeper: Keeper,
    *,
    controls: Controls,
    faults: PlannedFaults,
    shift: ClockShift,
) -> Home:
    """Make a merchant's world; must be called on the loop. It has no buyers yet."""
    clock = VirtualClock(shift.now())
    world = WalletWorld(journal(merchant.client_id, clock.now), clock, controls, faults, keeper)
    keeper.keep(faults)
    keeper.keep(shift)
    return Home(merchant, world, faults, shift, Told(keeper))
