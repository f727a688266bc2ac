"""One scenario's part of the wallet: its clock, its journal, its customers, its book, and what the scenario controls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, Protocol

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from harness.journal import WorldJournal
from harness.wallet.accounts import Account
from harness.wallet.clock import VirtualClock
from harness.wallet.ledger import Ledger
from harness.wallet.payments import PaymentService
from harness.wallet.profile import Delivery

Timing = Literal["after", "before", "twice", "never", "cashier open"]


class Faults(Protocol):
    """What goes wrong at a named crossing; the wallet asks at its doors and nowhere else."""

    def strike(self, crossing: str) -> str:
        """Return the effect that is due at this crossing now ("" for none) and use it up."""


@dataclass(slots=True)
class Controls:
    """What a scenario decides about the wallet.

    ``settle_after`` is the time in ms that the payment service needs to settle (0: at once); ``notification`` says when
    the merchant hears of a final payment; ``receipt`` keeps the cashier open on a receipt until the buyer taps Done.
    """

    delivery: Delivery
    notification: Timing = "after"
    settle_after: int = 0
    receipt: bool = False


@dataclass(frozen=True, slots=True)
class Merchant:
    """A merchant the wallet knows, by its Client-Id and its public key."""

    client_id: str
    name: str
    name_arabic: str
    key: RSAPublicKey


@dataclass(slots=True)
class WalletWorld:
    """Everything of one scenario inside the wallet."""

    journal: WorldJournal
    clock: VirtualClock
    controls: Controls
    faults: Faults
    ledger: Ledger = field(default_factory=Ledger)
    accounts: dict[str, Account] = field(default_factory=dict)
    on_close: list[Callable[[], None]] = field(default_factory=list)
    payments: PaymentService = field(init=False)

    def __post_init__(self) -> None:
        self.payments = PaymentService(self.ledger)

    def add_account(self, account: Account) -> None:
        """Open a customer's wallet with its opening balance."""
        self.accounts[account.customer_id] = account
        self.ledger.open(f"buyer:{account.customer_id}", account.opening)

    def balance(self, account: Account) -> int:
        """Return what a customer owns now, in minor units."""
        return self.ledger.balance(f"buyer:{account.customer_id}")
