"""Every sentence that the contract can say of a step, with places ``{0}``, ``{1}`` ... for what it is about."""

from __future__ import annotations

from enum import StrEnum


class Sentence(StrEnum):
    """One sentence; whoever shows it may say it in another language."""

    MISSING = "did not happen: the {0} {1}"
    UNEXPECTED = "must not happen on this path, but did: the {0} {1}"
    REPEATED = "happened again ({0} times in all): the {1} {2}"
    CASHIER_AGAIN = "my.tradePay was called again ({0} times in all) while its cashier was open"
    TOO_LATE = "came after step {0}, must come before it"
    TOO_EARLY = "came before step {0}, must come after it"
    NOT_THE_ORDER = "{0} is {1}, but the order says {2}"
    NOT_THE_BOOKS = "{0} is {1}, but the wallet's books say {2}"
    NOT_THE_STEP = "{0} is {1}, but step {2} says {3}"
    NOT_THE_OUTCOME = "{0} is {1}, but the payment calls for {2}"
    LEAKED = "the {0} reached the phone; it must stay on the merchant's server"
    LEAKED_WITHIN = "the {0} reached the phone within the {1}; it must stay on the merchant's server"
    LEAKED_IN_CLAIMS = (
        "the {0} reached the phone within the claims of the JWT {1}; it must stay on the merchant's server"
    )
    SIGNATURE = "the signature is not valid: {0}"
    SECOND_WHILE_OPEN = "a second payment for an order whose first can still be paid: the buyer can be charged twice"
    SECOND_WHEN_PAID = "a second payment for an order whose first is paid: the buyer can be charged twice"
    OLD_REQUEST = "pay names the paymentRequestId of a payment that has failed: a new try needs a new paymentRequestId"
    GIVEN_AWAY = "the Mini Program shows the order as paid, but the wallet has not told its backend so; the wallet has made no payment"
    GIVEN_AWAY_AS = "the Mini Program shows the order as paid, but the wallet has not told its backend so; the wallet's books say {0}"
