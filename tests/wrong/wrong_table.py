"""The table of wrong programs: the bug, the scenario that finds it, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import wrong_backends as bug
from wrong_pages import backend, h5, native

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
    def where(self) -> str:
        """The kind of program, and whether the bug is in it or in the backend."""
        return self.program().name.split()[0] if " " in self.program().name else "backend"


def _of(build: bug.Build) -> Callable[[], Program]:
    return lambda: backend(build)


BACKENDS = (
    Bug("asks for the amount in major units", _of(bug.MajorUnits), JOURNEY, STEPS, "?"),
    Bug("asks for another price than the order's", _of(bug.WrongPrice), CODES, ENOUGH, "?"),
    Bug("asks for the price in another currency", _of(bug.OtherCurrency), CODES, ENOUGH, "?"),
    Bug("names another buyer than the one who logged in", _of(bug.OtherBuyer), CODES, ENOUGH, "?"),
    Bug("sends the access token to the phone", _of(bug.TokenToPhone), LOGIN, "Logging in asks the buyer nothing", "?"),
    Bug(
        "sends the refresh token to the phone",
        _of(bug.RefreshTokenToPhone),
        LOGIN,
        "Logging in asks the buyer nothing",
        "?",
    ),
    Bug(
        "exchanges another authCode than the phone's",
        _of(bug.MadeUpCode),
        LOGIN,
        "Logging in asks the buyer nothing",
        "?",
    ),
    Bug("exchanges the authCode twice", _of(bug.CodeTwice), LOGIN, "Logging in asks the buyer nothing", "?"),
    Bug(
        "uses the paymentRequestId again after a failure",
        _of(bug.SameRequestId),
        CODES,
        "A new try after a failure is a new payment",
        "?",
    ),
    Bug(
        "makes a new payment while the last can be paid",
        _of(bug.FreshRequestId),
        EXPIRY,
        "The buyer leaves the cashier and comes back",
        "?",
    ),
    Bug("hands the phone another cashier URL", _of(bug.OtherUrl), CODES, ENOUGH, "?"),
    Bug(
        "signs the body in another spelling than it sends",
        _of(bug.OtherBody),
        LOGIN,
        "Logging in asks the buyer nothing",
        "?",
    ),
    Bug("signs another path than it calls", _of(bug.OtherPath), LOGIN, "Logging in asks the buyer nothing", "?"),
    Bug(
        "signs with a key the wallet does not know", _of(bug.OtherKey), LOGIN, "Logging in asks the buyer nothing", "?"
    ),
    Bug("takes A (accepted) for paid", _of(bug.AcceptedIsPaid), CODES, LEAVES, "?"),
    Bug("takes the inquiry's own S for the payment's state", _of(bug.AnsweredIsPaid), CODES, SETTLES, "?"),
    Bug("takes PROCESSING for failed", _of(bug.ProcessingIsFailed), CODES, SETTLES, "?"),
    Bug("believes the phone instead of asking the wallet", _of(bug.BelievesThePhone), CODES, SMALL, "?"),
    Bug(
        "believes a notification that nobody signed",
        _of(bug.NoCheckOfTheSignature),
        TRUST,
        "Nobody signed the notification",
        "?",
    ),
    Bug(
        "believes a notification that somebody else signed",
        _of(bug.NoCheckOfTheSignature),
        TRUST,
        "Somebody else signed the notification",
        "?",
    ),
    Bug(
        "believes a notification of another amount",
        _of(bug.NoCheckOfTheAmount),
        TRUST,
        "The notification names another amount",
        "?",
    ),
    Bug(
        "takes the notification of a failure for one of a success",
        _of(bug.EveryNotificationIsGood),
        EXPIRY,
        "The payment never reached the wallet and expires",
        "?",
    ),
    Bug(
        "sends the goods with each notification",
        _of(bug.DeliversTwice),
        TRUST,
        "The wallet notifies the merchant twice of one payment",
        "?",
    ),
    Bug("acknowledges with U", _of(bug.SaysTryLater), NOTICES, "The notification comes after the result", "?"),
    Bug("acknowledges with F", _of(bug.SaysFailed), NOTICES, "The notification comes after the result", "?"),
    Bug(
        "acknowledges with an empty answer",
        _of(bug.SaysNothing),
        NOTICES,
        "The notification comes after the result",
        "?",
    ),
    Bug(
        "answers each notification with an error",
        _of(bug.Stumbles),
        NOTICES,
        "The notification comes after the result",
        "?",
    ),
    Bug(
        "names a notification URL that it does not serve",
        _of(bug.NeverCallsBack),
        NOTICES,
        "The notification comes after the result",
        "?",
    ),
)

PAID = 'if (state === "paid") return "paid";'
PAGES = (
    Bug("takes any success callback for paid", lambda: h5("any success", (PAID, 'return "paid";')), CODES, LEAVES, "?"),
    Bug(
        "takes 8000 for paid",
        lambda: h5("8000 paid", (PAID, f'if (resultCode === "8000") return "paid"; {PAID}')),
        CODES,
        SETTLES,
        "?",
    ),
    Bug(
        "takes 8000 for failed",
        lambda: h5("8000 failed", (PAID, f'if (resultCode === "8000") return "failed"; {PAID}')),
        CODES,
        SETTLES,
        "?",
    ),
    Bug(
        "takes 6002 for paid",
        lambda: h5("6002 paid", (PAID, f'if (resultCode === "6002") return "paid"; {PAID}')),
        CODES,
        NEVER_REACHED,
        "?",
    ),
    Bug(
        "takes 6002 for failed",
        lambda: h5("6002 failed", (PAID, f'if (resultCode === "6002") return "failed"; {PAID}')),
        CODES,
        TAKEN,
        "?",
    ),
    Bug(
        "takes 6004 for paid",
        lambda: h5("6004 paid", (PAID, f'if (resultCode === "6004") return "paid"; {PAID}')),
        CODES,
        "The result is lost and the wallet still settles",
        "?",
    ),
    Bug(
        "takes 6004 for failed",
        lambda: h5("6004 failed", (PAID, f'if (resultCode === "6004") return "failed"; {PAID}')),
        CODES,
        LOST,
        "?",
    ),
    Bug(
        "takes 6001 for failed",
        lambda: h5("6001 failed", ('if (resultCode === "6001" ||', 'if (resultCode === "6001") return "failed"; if (')),
        CODES,
        LEAVES,
        "?",
    ),
    Bug(
        "takes 4000 for cancelled",
        lambda: h5(
            "4000 cancelled", ('if (resultCode === "6001" ||', 'if (resultCode === "6001" || resultCode === "4000" ||')
        ),
        CODES,
        SMALL,
        "?",
    ),
    Bug(
        "compares resultCode with a number",
        lambda: h5("a number", (PAID, 'if (state === "paid" && resultCode === 9000) return "paid";')),
        CODES,
        ENOUGH,
        "?",
    ),
    Bug(
        "never hears what comes in fail",
        lambda: h5(
            "only success", ("success: ended, fail: ended });\n    }).catch", "success: ended });\n    }).catch")
        ),
        CODES,
        LEAVES,
        "?",
        "split",
    ),
    Bug(
        "misspells fail as failed",
        lambda: h5(
            "failed:",
            ("success: ended, fail: ended });\n    }).catch", "success: ended, failed: ended });\n    }).catch"),
        ),
        CODES,
        LEAVES,
        "?",
        "split",
    ),
    Bug(
        "never looks at a pending order again",
        lambda: h5("no look", ("}, POLL_MS);", "}, 1e9);")),
        CODES,
        "The pending order becomes paid once the wallet has settled",
        "?",
    ),
    Bug(
        "calls a pending order paid when patience ends",
        lambda: h5(
            "impatient", ("const mine = setTimeout(() => {", "const mine = setTimeout(() => { return showPaid(order);")
        ),
        CODES,
        STAYS,
        "?",
    ),
    Bug(
        "calls a pending order failed when patience ends",
        lambda: h5(
            "gives up", ("const mine = setTimeout(() => {", "const mine = setTimeout(() => { return showFailed(order);")
        ),
        CODES,
        STAYS,
        "?",
    ),
    Bug(
        "pays another URL than the backend gave",
        lambda: h5("other url", ("paymentUrl: order.paymentUrl,", "paymentUrl: `${order.paymentUrl}&again=1`,")),
        CODES,
        ENOUGH,
        "?",
    ),
    Bug(
        "pays the old URL again after a failure",
        lambda: h5(
            "old url",
            (
                'await pay({ ...order, ...(await api("POST", `${orderPath(order)}/pay`)) });',
                'await api("POST", `${orderPath(order)}/pay`); await pay(order);',
            ),
        ),
        CODES,
        "A new try after a failure is a new payment",
        "?",
    ),
    Bug(
        "orders for another buyer",
        lambda: h5("other buyer", ("customerId: session.customerId,", 'customerId: "2000000000000000",')),
        CODES,
        ENOUGH,
        "?",
    ),
    Bug(
        "sends an authCode of its own",
        lambda: h5("own code", ("{ authCode: answer.authCode }", '{ authCode: "0" + answer.authCode }')),
        LOGIN,
        "Logging in asks the buyer nothing",
        "?",
    ),
    Bug(
        "goes on though the login was refused",
        lambda: h5(
            "refused",
            ("showRefused(scopes);\n        return;", "session = {}; await showCatalogue();\n        return;"),
        ),
        LOGIN,
        "The buyer refuses to share the name",
        "?",
    ),
    Bug(
        "lets the buyer tap twice",
        lambda: h5("twice", ("if (busy) return;", ""), ('[...main.querySelectorAll("button")]', "[]")),
        TRUST,
        "An impatient buyer taps twice",
        "?",
    ),
)

OUTCOME = "services/outcome.js"
NATIVE_PAID = "if (state === 'paid') return 'paid';"
ORDER = "pages/order/order.js"
NATIVES = (
    Bug(
        "takes any success callback for paid",
        lambda: native("any success", (OUTCOME, NATIVE_PAID, "return 'paid';")),
        CODES,
        LEAVES,
        "?",
    ),
    Bug(
        "takes 8000 for failed",
        lambda: native(
            "8000 failed", (OUTCOME, NATIVE_PAID, f"if (resultCode === '8000') return 'failed'; {NATIVE_PAID}")
        ),
        CODES,
        SETTLES,
        "?",
    ),
    Bug(
        "takes 6002 for failed",
        lambda: native(
            "6002 failed", (OUTCOME, NATIVE_PAID, f"if (resultCode === '6002') return 'failed'; {NATIVE_PAID}")
        ),
        CODES,
        TAKEN,
        "?",
    ),
    Bug(
        "never hears what comes in fail",
        lambda: native("only success", (ORDER, "success: ended, fail: ended", "success: ended")),
        CODES,
        LEAVES,
        "?",
        "split",
    ),
    Bug(
        "compares resultCode with a number",
        lambda: native(
            "a number", (OUTCOME, NATIVE_PAID, "if (state === 'paid' && resultCode === 9000) return 'paid';")
        ),
        CODES,
        ENOUGH,
        "?",
    ),
    Bug(
        "calls a pending order failed when patience ends",
        lambda: native(
            "gives up",
            (
                ORDER,
                "this.poll = setTimeout(() => this.lookUp(), POLL_MS)",
                "this.poll = setTimeout(() => this.setData({ screen: 'failed' }), POLL_MS)",
            ),
        ),
        CODES,
        STAYS,
        "?",
    ),
    Bug(
        "pays another URL than the backend gave",
        lambda: native(
            "other url",
            (ORDER, "paymentUrl: this.data.order.paymentUrl", "paymentUrl: this.data.order.paymentUrl + '&again=1'"),
        ),
        CODES,
        ENOUGH,
        "?",
    ),
    Bug(
        "goes on though the login was refused",
        lambda: native(
            "refused", ("services/login.js", "return 'refused';", "getApp().globalData.session = {}; return 'in';")
        ),
        LOGIN,
        "The buyer refuses to share the name",
        "?",
    ),
    Bug(
        "lets the buyer tap twice",
        lambda: native(
            "twice",
            (
                "pages/catalogue/catalogue.js",
                "async buy(goodsId) {\n    if (this.data.busy) return;\n    this.setData({ busy: true });",
                "async buy(goodsId) {",
            ),
        ),
        TRUST,
        "An impatient buyer taps twice",
        "?",
    ),
)

BUGS = (*BACKENDS, *PAGES, *NATIVES)
