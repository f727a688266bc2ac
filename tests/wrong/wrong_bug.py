"""What a row of the table of wrong programs says, and the scenarios that find most of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from harness import Program
from harness.wallet.profile import Delivery

CODES, EXPIRY, NOTICES, TRUST = "result_codes", "expiry", "notification", "trust"
LOGIN, JOURNEY = "authorization", "journey"

LEAVES = "The buyer leaves the cashier"
SETTLES = "The wallet settles later"
STAYS = "The order stays pending until the wallet has settled"
ENOUGH = "The buyer has enough money"
SMALL = "The balance is too small"
NEVER_REACHED = "The payment never reached the wallet"
TAKEN = "The money was taken but the phone did not hear of it"
LOST = "The result of the payment service is lost"
UNASKED = "The shop cannot ask its server how the payment went"
STEPS = "A buyer logs in, orders and pays"


@dataclass(frozen=True, slots=True)
class Bug:
    """One bug. ``said`` is a part of the first wrong fact that the report gives."""

    what: str
    program: Callable[[], Program]
    feature: str
    scenario: str
    said: str
    delivery: Delivery = "success"

    @property
    def kind(self) -> str:
        """The kind of the program that is played: h5 or native."""
        return self.program().kind
