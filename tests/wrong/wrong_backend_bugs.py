"""Bugs of the backend: each found with the right page in front of it."""

from __future__ import annotations

from collections.abc import Callable

import wrong_backends as bug
from wrong_bug import CODES, ENOUGH, EXPIRY, JOURNEY, LEAVES, LOGIN, NOTICES, SETTLES, SMALL, STEPS, TRUST, Bug
from wrong_pages import backend

from harness import Program


def _of(build: bug.Build) -> Callable[[], Program]:
    return lambda: backend(build)


BACKENDS = (
    Bug(
        "asks for the amount in major units",
        _of(bug.MajorUnits),
        JOURNEY,
        STEPS,
        'step 10 wrong value: amount is "25000", but the order says "25000000"',
    ),
    Bug(
        "asks for another price than the order's",
        _of(bug.WrongPrice),
        CODES,
        ENOUGH,
        'step 10 wrong value: amount is "26000000", but the order says "25000000"',
    ),
    Bug(
        "asks for the price in another currency",
        _of(bug.OtherCurrency),
        CODES,
        ENOUGH,
        "step 10 (pay): the wallet refused it with CURRENCY_NOT_SUPPORT",
    ),
    Bug(
        "names another buyer than the one who logged in",
        _of(bug.OtherBuyer),
        CODES,
        ENOUGH,
        'step 10 wrong value: customerId is "',
    ),
    Bug(
        "sends the access token to the phone",
        _of(bug.TokenToPhone),
        LOGIN,
        "Logging in asks the buyer nothing",
        "step 8 wrong value: the access token reached the phone; it must stay on the merchant's server",
    ),
    Bug(
        "sends the refresh token to the phone",
        _of(bug.RefreshTokenToPhone),
        LOGIN,
        "Logging in asks the buyer nothing",
        "step 8 wrong value: the refresh token reached the phone; it must stay on the merchant's server",
    ),
    Bug(
        "sends the access token within a text",
        _of(bug.TokenWithinText),
        LOGIN,
        "Logging in asks the buyer nothing",
        'step 8 wrong value: the access token reached the phone within the "profile"',
    ),
    Bug(
        "keeps the access token in a JWT on the phone",
        _of(bug.TokenInJwt),
        LOGIN,
        "Logging in asks the buyer nothing",
        'step 8 wrong value: the access token reached the phone within the claims of the JWT "id"',
    ),
    Bug(
        "exchanges another authCode than the phone's",
        _of(bug.MadeUpCode),
        LOGIN,
        "Logging in asks the buyer nothing",
        'step 6 wrong value: authCode is "',
    ),
    Bug(
        "exchanges the authCode twice",
        _of(bug.CodeTwice),
        LOGIN,
        "Logging in asks the buyer nothing",
        "step 6 repeated: happened again (2 times in all)",
    ),
    Bug(
        "uses the paymentRequestId again after a failure",
        _of(bug.SameRequestId),
        CODES,
        "A new try after a failure is a new payment",
        "step 10 repeated: pay names the paymentRequestId of a payment that has failed: a new try needs a new paymentRequestId",
    ),
    Bug(
        "makes a new payment while the last can be paid",
        _of(bug.FreshRequestId),
        EXPIRY,
        "The buyer leaves the cashier and comes back",
        "step 10 repeated: a second payment for an order whose first can still be paid: the buyer can be charged twice",
    ),
    Bug(
        "hands the phone another cashier URL",
        _of(bug.OtherUrl),
        CODES,
        ENOUGH,
        'step 12 wrong value: redirect URL is "',
    ),
    Bug(
        "signs the body in another spelling than it sends",
        _of(bug.OtherBody),
        LOGIN,
        "Logging in asks the buyer nothing",
        "the body was written anew for the signature (compact JSON): sign the very bytes that are sent",
    ),
    Bug(
        "signs the whole URL instead of the path",
        _of(bug.OtherPath),
        LOGIN,
        "Logging in asks the buyer nothing",
        "the whole URL was signed: sign the path alone, without scheme, host and query",
    ),
    Bug(
        "signs with a key the wallet does not know",
        _of(bug.OtherKey),
        LOGIN,
        "Logging in asks the buyer nothing",
        "it was made with a private key that the wallet does not know:",
    ),
    Bug(
        "takes A (accepted) for paid",
        _of(bug.AcceptedIsPaid),
        CODES,
        LEAVES,
        'should show "cancelled", but it shows "paid"',
    ),
    Bug(
        "takes the inquiry's own S for the payment's state",
        _of(bug.AnsweredIsPaid),
        CODES,
        SETTLES,
        'should show "pending", but it shows "paid"',
    ),
    Bug(
        "takes PROCESSING for failed",
        _of(bug.ProcessingIsFailed),
        CODES,
        SETTLES,
        'should show "pending", but it shows "failed"',
    ),
    Bug(
        "believes the phone instead of asking the wallet",
        _of(bug.BelievesThePhone),
        CODES,
        SMALL,
        'should show "failed", but it shows "paid"',
    ),
    Bug(
        "believes a notification that nobody signed",
        _of(bug.NoCheckOfTheSignature),
        TRUST,
        "Nobody signed the notification",
        'should show "pending", but it shows "paid"',
    ),
    Bug(
        "believes a notification that somebody else signed",
        _of(bug.NoCheckOfTheSignature),
        TRUST,
        "Somebody else signed the notification",
        'should show "pending", but it shows "paid"',
    ),
    Bug(
        "believes a notification of another amount",
        _of(bug.NoCheckOfTheAmount),
        TRUST,
        "The notification names another amount",
        'should show "pending", but it shows "paid"',
    ),
    Bug(
        "believes a notification in another currency",
        _of(bug.NoCheckOfTheCurrency),
        TRUST,
        "The notification names another amount",
        'should show "pending", but it shows "paid"',
    ),
    Bug(
        "compares how the two amounts begin",
        _of(bug.ComparesTheBeginning),
        TRUST,
        "The notification names another amount",
        'should show "pending", but it shows "paid"',
    ),
    Bug(
        "takes the notification of a failure for one of a success",
        _of(bug.EveryNotificationIsGood),
        EXPIRY,
        "The payment never reached the wallet and expires",
        'should show "failed", but it shows "paid"',
    ),
    Bug(
        "reads a field that the notification does not have",
        _of(bug.ReadsAnotherField),
        EXPIRY,
        "The cashier expires before the buyer decides",
        'should show "failed", but it shows "paid"',
    ),
    Bug(
        "lets the cashier outlive the order",
        _of(bug.CashierOutlivesOrder),
        EXPIRY,
        "The payment never reached the wallet and expires",
        'should show "failed", but it shows "pending"',
    ),
    Bug(
        "does nothing about a payment that failed",
        _of(bug.OnlySuccessCounts),
        EXPIRY,
        "The payment never reached the wallet and expires",
        'should show "failed", but it shows "pending"',
    ),
    Bug(
        "sends the goods with each notification",
        _of(bug.DeliversTwice),
        TRUST,
        "The wallet notifies the merchant twice of one payment",
        "should have sent the goods once, but sent them 2 times",
    ),
    Bug(
        "acknowledges with U",
        _of(bug.SaysTryLater),
        NOTICES,
        "The notification comes after the result",
        "step 19 (notifyPayment): the merchant refused the notification with HTTP 200: UNKNOWN_EXCEPTION",
    ),
    Bug(
        "acknowledges with F",
        _of(bug.SaysFailed),
        NOTICES,
        "The notification comes after the result",
        "step 19 (notifyPayment): the merchant refused the notification with HTTP 200: PROCESS_FAIL",
    ),
    Bug(
        "acknowledges with an empty answer",
        _of(bug.SaysNothing),
        NOTICES,
        "The notification comes after the result",
        "step 19 (notifyPayment): the merchant refused the notification with HTTP 200",
    ),
    Bug(
        "acknowledges nothing of a payment that is right to its end",
        _of(bug.SaysNothing),
        CODES,
        "The buyer has enough money",
        "step 19: the merchant should acknowledge the notification with S, but answered HTTP 200",
    ),
    Bug(
        "answers each notification with an error",
        _of(bug.Stumbles),
        NOTICES,
        "The notification comes after the result",
        "step 19 (notifyPayment): the merchant refused the notification with HTTP 500",
    ),
    Bug(
        "names a notification URL that it does not serve",
        _of(bug.NeverCallsBack),
        NOTICES,
        "The notification comes after the result",
        "step 19 (notifyPayment): the merchant refused the notification with HTTP 404: Not",
    ),
)
