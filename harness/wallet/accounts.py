"""The wallet's customers: who they are, what they own, and what stands in their way."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Person:
    """Who a buyer is, as the wallet knows them."""

    full_name: str
    full_name_arabic: str
    phone: str
    email: str
    language: str = "en"


@dataclass(slots=True)
class Account:
    """One customer's wallet. ``opening`` is the opening balance in minor units; the ledger knows the present one.

    ``frozen`` accounts may neither log in nor pay; ``risk_refused`` ones fail the payment service's risk check.
    ``channels`` are the ways the wallet tells this customer about payments: sms, email, inbox.
    """

    customer_id: str
    user_id: str
    person: Person
    opening: int
    frozen: bool = False
    risk_refused: bool = False
    channels: tuple[str, ...] = ("sms",)
    granted: set[str] = field(default_factory=set)
