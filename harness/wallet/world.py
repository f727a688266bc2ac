"""One scenario's part of the wallet: its clock, its journal, its customers, its book, and what the scenario controls."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Literal, Protocol

from harness.journal import WorldJournal
from harness.wallet.accounts import Account
from harness.wallet.clock import VirtualClock
from harness.wallet.deliveries import Deliveries
from harness.wallet.keeper import NOBODY, Keeper, Kept
from harness.wallet.keys import PublicKey
from harness.wallet.ledger import Ledger
from harness.wallet.payments import PaymentService
from harness.wallet.profile import Delivery
from harness.wallet.refunds import RefundService
from harness.wallet.senses import Senses

Timing = Literal["after", "before", "twice", "never", "cashier open"]


class Faults(Protocol):
    """What goes wrong at a named crossing; the wallet asks at its doors and nowhere else."""

    def strike(self, crossing: str) -> str:
        """Return the effect that is due at this crossing now ("" for none) and use it up."""


@dataclass(frozen=True, slots=True)
class NextAnswer:
    """What the next call of an API is answered with. With ``done`` the work is done all the same, and only the answer is lost."""

    code: str
    done: bool = False


@dataclass(slots=True)
class Controls(Kept):
    """What a scenario decides about the wallet.

    ``settle_after`` and ``refund_after`` are the times in ms that the payment service needs to settle a payment and a
    refund (0: at once); ``notification`` says when the merchant hears of a final payment; ``receipt`` keeps the cashier
    open on a receipt until the buyer taps Done; ``next_answers`` are the disturbances due, by API name.
    """

    delivery: Delivery
    notification: Timing = "after"
    settle_after: int = 0
    refund_after: int = 0
    receipt: bool = False
    next_answers: dict[str, list[NextAnswer]] = field(default_factory=dict)

    def next_answer(self, api: str) -> NextAnswer | None:
        """Return the disturbance due for this API now, and use it up."""
        due = self.next_answers.get(api)
        if not due:
            return None
        self.next_answers = {**self.next_answers, api: due[1:]}
        return due[0]


@dataclass(slots=True, eq=False)
class Merchant(Kept):
    """A merchant the wallet knows, by its Client-Id and its public keys.

    ``keys`` are the public keys by keyVersion; ``key`` is the newest. ``denied`` are APIs the merchant has no contract
    for; ``agent_tokens`` are Agent-Tokens with their expiry (epoch ms). ``partner_id`` and ``app_id`` are the ids that some
    wallets of the family want in the body (profiles.md).
    """

    client_id: str
    name: str
    name_arabic: str
    key: PublicKey
    keys: dict[str, PublicKey] = field(default_factory=dict)
    suspended: bool = False
    denied: set[str] = field(default_factory=set)
    agent_tokens: dict[str, int] = field(default_factory=dict)
    partner_id: str = ""
    app_id: str = ""
    logo: str = ""

    @property
    def ledger_account(self) -> str:
        """The merchant's account in the ledger."""
        return f"merchant:{self.client_id}"


@dataclass(frozen=True, slots=True)
class Sent:
    """A merchant's message to a customer: ``content`` stands for what a repeated request must repeat."""

    client_id: str
    channel: str
    request_id: str
    content: bytes
    message_id: str


@dataclass(slots=True)
class WalletWorld:
    """Everything of one scenario inside the wallet; ``keeper`` keeps it where it must outlive the process."""

    journal: WorldJournal
    clock: VirtualClock
    controls: Controls
    faults: Faults
    keeper: Keeper = NOBODY
    ledger: Ledger = field(init=False)
    accounts: dict[str, Account] = field(default_factory=dict)
    payments: PaymentService = field(init=False)
    refunds: RefundService = field(init=False)
    sent: dict[tuple[str, str, str], Sent] = field(default_factory=dict)
    """The merchants' messages by (Client-Id, channel, requestId)."""
    deliveries: Deliveries = field(init=False)
    senses: Senses = field(default_factory=Senses)
    pay_free: asyncio.Event = field(init=False)
    """Not set while answers to pay are held back."""
    _by_user_id: dict[str, Account] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.pay_free = asyncio.Event()
        self.pay_free.set()
        self.ledger = Ledger(self.keeper)
        self.payments = PaymentService(self.ledger, self.keeper)
        self.refunds = RefundService(self.payments, self.keeper)
        self.deliveries = Deliveries(keeper=self.keeper)
        self.keeper.keep(self.controls)

    def add_account(self, account: Account) -> None:
        """Open a customer's wallet with its opening balance."""
        self.enter_account(account)
        self.keeper.keep(account)

    def enter_account(self, account: Account) -> None:
        """Enter a customer who was kept, with the opening balance."""
        self.accounts[account.customer_id] = account
        self._by_user_id[account.user_id] = account
        self.ledger.open(account.ledger_account, account.opening)

    def mark_sent(self, sent: Sent) -> Sent:
        """Enter a message that a merchant has sent."""
        self.enter_sent(sent)
        self.keeper.keep(sent)
        return sent

    def enter_sent(self, sent: Sent) -> None:
        """Enter a message that was kept."""
        self.sent[sent.client_id, sent.channel, sent.request_id] = sent

    def account_of(self, name: str) -> Account | None:
        """Return the customer with this customerId or userId: merchants send either (contradictions.md 2)."""
        return self.accounts.get(name) or self._by_user_id.get(name)

    def balance(self, account: Account) -> int:
        """Return what a customer owns now, in minor units."""
        return self.ledger.balance(account.ledger_account)
