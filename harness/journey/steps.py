"""The 20 steps of a payment, as data (journey.md)."""

from __future__ import annotations

from dataclasses import dataclass

from harness.journal import Actor, Kind

BUYER, PROGRAM, APP, BACKEND, MERCHANT = (
    Actor.BUYER,
    Actor.MINI_PROGRAM,
    Actor.WALLET_APP,
    Actor.WALLET_BACKEND,
    Actor.MERCHANT,
)


@dataclass(frozen=True, slots=True)
class Step:
    """One of the 20 steps: who sends what to whom.

    ``name`` is the journal's message name; "" for the program's own calls to its merchant, whose paths only the
    merchant knows. ``inferred`` steps are not in the wallet's text (8 and 17) and must be marked wherever shown.
    """

    number: int
    sender: Actor
    receiver: Actor
    name: str
    kind: Kind
    title: str
    inferred: bool = False

    @property
    def label(self) -> str:
        """The title as a person should see it, marked where the step is inferred."""
        return f"{self.title} (inferred)" if self.inferred else self.title


STEPS: tuple[Step, ...] = (
    Step(1, PROGRAM, APP, "my.getAuthCode", Kind.CALL, "asks for an authorization code"),
    Step(2, APP, BACKEND, "authorize", Kind.CALL, "passes the authorization request on"),
    Step(3, BACKEND, APP, "authorize", Kind.ANSWER, "verifies it and generates the authCode"),
    Step(4, APP, PROGRAM, "my.getAuthCode", Kind.ANSWER, "hands over the authCode"),
    Step(5, PROGRAM, MERCHANT, "", Kind.CALL, "logs in with the authCode"),
    Step(6, MERCHANT, BACKEND, "applyToken", Kind.CALL, "exchanges the authCode for a token"),
    Step(7, BACKEND, MERCHANT, "applyToken", Kind.ANSWER, "returns customerId and tokens"),
    Step(8, MERCHANT, PROGRAM, "", Kind.ANSWER, "answers the login", inferred=True),
    Step(9, PROGRAM, MERCHANT, "", Kind.CALL, "creates an order"),
    Step(10, MERCHANT, BACKEND, "pay", Kind.CALL, "initiates the payment"),
    Step(11, BACKEND, MERCHANT, "pay", Kind.ANSWER, "returns the payment and its redirect URL"),
    Step(12, MERCHANT, PROGRAM, "", Kind.ANSWER, "passes the redirect URL on"),
    Step(13, PROGRAM, APP, "my.tradePay", Kind.CALL, "asks to pay"),
    Step(14, APP, BUYER, "cashier", Kind.EVENT, "shows the cashier"),
    Step(15, BUYER, APP, "confirm", Kind.EVENT, "confirms the payment"),
    Step(16, APP, BACKEND, "execute", Kind.CALL, "executes the payment"),
    Step(17, BACKEND, APP, "execute", Kind.ANSWER, "returns the payment result", inferred=True),
    Step(18, APP, PROGRAM, "my.tradePay", Kind.ANSWER, "returns the resultCode"),
    Step(19, BACKEND, MERCHANT, "notifyPayment", Kind.CALL, "notifies the merchant"),
    Step(20, BACKEND, BUYER, "message", Kind.EVENT, "tells the buyer"),
)

RESULT_CODES: dict[str, str] = {
    "9000": "paid",
    "8000": "still processing",
    "4000": "failed",
    "6001": "cancelled by the buyer",
    "6002": "network failed",
    "6004": "result unknown",
}
