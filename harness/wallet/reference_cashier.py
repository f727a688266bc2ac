"""What can happen at the cashier, and what the phone and the merchant see of it: rows of a table that tests bring about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from harness.wallet.payments import State
from harness.wallet.phone_codes import CODES, NO_NETWORK, NOT_KNOWN, left_code

Way = Literal["confirms", "goes back", "loses the network", "is not told"]


@dataclass(frozen=True, slots=True)
class CashierCause:
    """One end of a visit to the cashier, in words.

    ``way`` is what the buyer or the phone does last, ``state`` where the payment then stands, ``reason`` why it failed ("" where
    it did not). ``by`` says what helps to bring it about, as a Cause does.
    """

    name: str
    words: str
    way: Way
    state: State
    reason: str = ""
    by: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The resultCode that my.tradePay answers."""
        match self.way:
            case "confirms":
                return CODES[self.state]
            case "goes back":
                return left_code(self.state)
            case "loses the network":
                return NO_NETWORK
            case "is not told":
                return NOT_KNOWN


_FAULTS = ("control POST faults",)

AT_THE_CASHIER: tuple[CashierCause, ...] = (
    CashierCause("paid", "the buyer has the money", "confirms", State.SUCCESS, by=("buyer Ali",)),
    CashierCause("authorized", "the payment is to be captured later", "confirms", State.AUTHORIZED),
    CashierCause("in escrow", "the payment is in escrow", "confirms", State.SUCCESS),
    CashierCause("slow", "the payment settles slowly", "confirms", State.PROCESSING, by=("control PATCH controls",)),
    CashierCause(
        "empty wallet",
        "the buyer has too little money",
        "confirms",
        State.FAIL,
        "USER_BALANCE_NOT_ENOUGH",
        ("buyer Zainab",),
    ),
    CashierCause(
        "too risky", "the risk check refuses the buyer", "confirms", State.FAIL, "RISK_REJECT", ("buyer Noor",)
    ),
    CashierCause(
        "above the limit",
        "the buyer may not pay so much at once",
        "confirms",
        State.FAIL,
        "USER_AMOUNT_EXCEED_LIMIT",
        ("buyer Karrar",),
    ),
    CashierCause(
        "frozen meanwhile",
        "the buyer's account was frozen after the order",
        "confirms",
        State.FAIL,
        "USER_STATUS_ABNORMAL",
        ("control PATCH buyers/{buyer}",),
    ),
    CashierCause("left", "the buyer does not want to pay now", "goes back", State.CREATED),
    CashierCause(
        "expired",
        "the payment was not confirmed in time",
        "goes back",
        State.CLOSED,
        "ORDER_IS_CLOSED",
        ("control POST clock/advance",),
    ),
    CashierCause("cancelled", "the merchant cancelled the payment", "goes back", State.CANCELLED, "CANCELLED"),
    CashierCause("paid before", "the payment was paid before", "goes back", State.SUCCESS),
    CashierCause(
        "slow before",
        "the payment was confirmed before and settles slowly",
        "goes back",
        State.PROCESSING,
        by=("control PATCH controls",),
    ),
    CashierCause(
        "failed before",
        "the payment failed before",
        "goes back",
        State.FAIL,
        "USER_BALANCE_NOT_ENOUGH",
        ("buyer Zainab",),
    ),
    CashierCause(
        "request lost", "the confirmation does not reach the wallet", "loses the network", State.CREATED, by=_FAULTS
    ),
    CashierCause(
        "answer lost",
        "the confirmation reaches the wallet, its answer is lost",
        "loses the network",
        State.SUCCESS,
        by=_FAULTS,
    ),
    CashierCause(
        "result lost", "the wallet loses the result of its payment service", "is not told", State.SUCCESS, by=_FAULTS
    ),
)
