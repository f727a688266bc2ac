"""What the wallet app has open: phones with a program, sheets, cashiers, and contracts that wait for a signature."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import httpx

from harness.journal import Message
from harness.wallet.accounts import Account
from harness.wallet.payments import Payment
from harness.wallet.world import Merchant, WalletWorld

if TYPE_CHECKING:
    from harness.wallet.jsapi_call import Sheet


@dataclass(frozen=True, slots=True)
class OpenSheet:
    """A sheet that waits for its buyer: the call that drew it, what a choice leads to, and who hears that all is over."""

    api: str
    call: Message
    chosen: Callable[[Mapping[str, object]], Awaitable[dict[str, object] | Sheet]]
    told: Callable[[], None]


@dataclass(slots=True)
class PhoneSession:
    """One buyer's phone on which one merchant's Mini Program is open. ``key`` proves that a call comes from its runtime.

    ``sheets`` are open on this phone, by the ticket that answers them.
    """

    id: str
    key: str
    world: WalletWorld
    account: Account
    merchant: Merchant
    sheets: dict[str, OpenSheet] = field(default_factory=dict)
    http: httpx.AsyncClient | None = None
    """The network that my.request uses on this phone, None for the wallet's own client."""


@dataclass(slots=True)
class Attempt:
    """One call of my.tradePay: the cashier session that the buyer sees, and the resultCode it ends with."""

    session: str
    phone: PhoneSession
    payment: Payment
    call: Message
    done: asyncio.Future[str]
    shown: Message | None = None
    confirmed: bool = False
    code: str = ""
    told: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def world(self) -> WalletWorld:
        """The world of the phone."""
        return self.phone.world

    async def ended(self) -> str:
        """Wait for the resultCode; raises PhoneOffError when the world ends first."""
        try:
            return await self.done
        except asyncio.CancelledError:
            if self.done.cancelled():
                raise PhoneOffError from None
            raise


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract for agreement payments that waits for its buyer's signature; ``text`` says what is agreed."""

    url: str
    world: WalletWorld
    merchant: Merchant
    text: str


class PhoneOffError(Exception):
    """The scenario is over; nobody waits for an answer any more."""
