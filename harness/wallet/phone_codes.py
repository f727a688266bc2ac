"""What my.tradePay answers: the resultCode by where the payment stands when the phone hears of it (jsapi.md 1.3, journey.md)."""

from __future__ import annotations

from harness.wallet.payments import State

CODES: dict[State, str] = {
    State.SUCCESS: "9000",
    State.AUTHORIZED: "9000",
    State.PROCESSING: "8000",
    State.FAIL: "4000",
    State.CLOSED: "4000",
    State.CANCELLED: "4000",
}
"""The resultCode of a buyer who has confirmed."""

NO_NETWORK = "6002"
"""The resultCode of a phone that lost its network on the way: the money may have been taken or not."""
NOT_KNOWN = "6004"
"""The resultCode of a wallet app that was not told how the payment ended."""


def left_code(state: State) -> str:
    """Return the resultCode of a buyer who goes back without paying in this visit to the cashier.

    What can still be paid was cancelled, and what is being paid is not failed: it must not be paid twice. Anything else can
    no longer be paid, which is 4000 also where it was paid before (jsapi.md 1.3, Rebell: "order already paid or closed").
    """
    return {State.CREATED: "6001", State.PROCESSING: "8000"}.get(state, "4000")
