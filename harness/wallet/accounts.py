"""The wallet's customers: who they are, what they own, and what stands in their way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from harness.wallet.keeper import Kept


@dataclass(frozen=True, slots=True)
class Person:
    """Who a buyer is, as the wallet knows them."""

    full_name: str
    full_name_arabic: str
    phone: str
    email: str
    language: str = "en"
    gender: str = ""
    birth_date: str = ""
    nationality: str = "IQ"
    avatar: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One of a customer's cards, as a merchant may know it (openapi.md 2.5)."""

    masked_card_no: str
    account_number: str


@dataclass(slots=True)
class Account(Kept):
    """One customer's wallet. ``opening`` is the opening balance in minor units; the ledger knows the present one.

    ``frozen`` accounts may not pay; ``risk_refused`` ones fail the payment service's risk check; ``limit`` is the most
    the customer may pay at once, in minor units (0: no limit). ``channels`` are the ways the wallet tells this customer
    about payments: sms, email, inbox. ``granted`` is what they agreed to before, each ``<Client-Id> <scope>``. ``name`` is
    what a person or a tool calls this customer, and ``story`` what to expect of their payments, where they have such.
    """

    customer_id: str
    user_id: str
    person: Person
    opening: int
    frozen: bool = False
    risk_refused: bool = False
    channels: tuple[str, ...] = ("sms",)
    granted: set[str] = field(default_factory=set)
    limit: int = 0
    cards: tuple[Card, ...] = ()
    name: str = ""
    story: str = ""

    def grant(self, client_id: str, scopes: Iterable[str]) -> None:
        """Agree to scopes for one merchant, now and for later."""
        self.granted = self.granted.union(f"{client_id} {scope}" for scope in scopes)

    def has_granted(self, client_id: str, scope: str) -> bool:
        """Say whether the customer agreed before that this merchant may have this scope."""
        return f"{client_id} {scope}" in self.granted

    @property
    def ledger_account(self) -> str:
        """The customer's account in the ledger."""
        return f"buyer:{self.customer_id}"
