"""Bugs of the H5 program: each found with the right backend behind it."""

from __future__ import annotations

from wrong_bug import (
    CODES,
    ENOUGH,
    JOURNEY,
    LEAVES,
    LOGIN,
    LOST,
    NEVER_REACHED,
    SETTLES,
    SMALL,
    STAYS,
    STEPS,
    TAKEN,
    TRUST,
    UNASKED,
    Bug,
)
from wrong_pages import h5

UNKNOWN = 'if (state === "unreachable") return "pending";'
PAID = 'if (state === "paid") return "paid";'
TRADE_PAY = "wallet.tradePay({ paymentUrl: order.paymentUrl, success: ended, fail: ended });"
PAGES = (
    Bug(
        "takes any success callback for paid",
        lambda: h5("any success", (PAID, 'return "paid";')),
        CODES,
        LEAVES,
        'should show "cancelled", but it shows "paid"',
    ),
    Bug(
        "calls a payment failed that it cannot look up",
        lambda: h5("unknown failed", (UNKNOWN, 'if (state === "unreachable") return "failed";')),
        TRUST,
        UNASKED,
        'should show "pending", but it shows "failed"',
    ),
    Bug(
        "takes 9000 for paid where it cannot look up",
        lambda: h5(
            "unknown paid", (UNKNOWN, f'if (state === "unreachable" && resultCode === "9000") return "paid"; {UNKNOWN}')
        ),
        TRUST,
        UNASKED,
        'should show "pending", but it shows "paid"',
    ),
    Bug(
        "takes 8000 for paid",
        lambda: h5("8000 paid", (PAID, f'if (resultCode === "8000") return "paid"; {PAID}')),
        CODES,
        SETTLES,
        'should show "pending", but it shows "paid"',
    ),
    Bug(
        "takes 8000 for failed",
        lambda: h5("8000 failed", (PAID, f'if (resultCode === "8000") return "failed"; {PAID}')),
        CODES,
        SETTLES,
        'should show "pending", but it shows "failed"',
    ),
    Bug(
        "takes 6002 for paid",
        lambda: h5("6002 paid", (PAID, f'if (resultCode === "6002") return "paid"; {PAID}')),
        CODES,
        NEVER_REACHED,
        'should show "pending", but it shows "paid"',
    ),
    Bug(
        "takes 6002 for failed",
        lambda: h5("6002 failed", (PAID, f'if (resultCode === "6002") return "failed"; {PAID}')),
        CODES,
        TAKEN,
        'should show "paid", but it shows "failed"',
    ),
    Bug(
        "takes 6004 for paid",
        lambda: h5("6004 paid", (PAID, f'if (resultCode === "6004") return "paid"; {PAID}')),
        CODES,
        "The result is lost and the wallet still settles",
        'should show "pending", but it shows "paid"',
    ),
    Bug(
        "takes 6004 for failed",
        lambda: h5("6004 failed", (PAID, f'if (resultCode === "6004") return "failed"; {PAID}')),
        CODES,
        LOST,
        'should show "paid", but it shows "failed"',
    ),
    Bug(
        "takes 6001 for failed",
        lambda: h5("6001 failed", ('if (resultCode === "6001" ||', 'if (resultCode === "6001") return "failed"; if (')),
        CODES,
        LEAVES,
        'should show "cancelled", but it shows "failed"',
    ),
    Bug(
        "takes 4000 for cancelled",
        lambda: h5(
            "4000 cancelled", ('if (resultCode === "6001" ||', 'if (resultCode === "6001" || resultCode === "4000" ||')
        ),
        CODES,
        SMALL,
        'should show "failed", but it shows "cancelled"',
    ),
    Bug(
        "compares resultCode with a number",
        lambda: h5("a number", (PAID, 'if (state === "paid" && resultCode === 9000) return "paid";')),
        CODES,
        ENOUGH,
        'should show "paid", but it shows "pending"',
    ),
    Bug(
        "never hears what comes in fail",
        lambda: h5(
            "only success", ("success: ended, fail: ended });\n    }).catch", "success: ended });\n    }).catch")
        ),
        CODES,
        LEAVES,
        'should show "cancelled", but it shows something else',
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
        'should show "cancelled", but it shows something else',
        "split",
    ),
    Bug(
        "never looks at a pending order again",
        lambda: h5("no look", ("}, POLL_MS);", "}, 1e9);")),
        CODES,
        "The pending order becomes paid once the wallet has settled",
        'should show "paid", but it shows "pending"',
    ),
    Bug(
        "calls a pending order paid when patience ends",
        lambda: h5(
            "impatient", ("const mine = setTimeout(() => {", "const mine = setTimeout(() => { return showPaid(order);")
        ),
        CODES,
        STAYS,
        'should show "pending", but it shows "paid"',
    ),
    Bug(
        "calls a pending order failed when patience ends",
        lambda: h5(
            "gives up", ("const mine = setTimeout(() => {", "const mine = setTimeout(() => { return showFailed(order);")
        ),
        CODES,
        STAYS,
        'should show "pending", but it shows "failed"',
    ),
    Bug(
        "pays another URL than the backend gave",
        lambda: h5("other url", ("paymentUrl: order.paymentUrl,", "paymentUrl: `${order.paymentUrl}&again=1`,")),
        CODES,
        ENOUGH,
        'step 13 wrong value: redirect URL is "',
    ),
    Bug(
        "asks the wallet twice to show one cashier",
        lambda: h5("cashier twice", (TRADE_PAY, f"{TRADE_PAY} {TRADE_PAY}")),
        JOURNEY,
        STEPS,
        "step 13 repeated: my.tradePay was called again (2 times in all) while its cashier was open",
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
        'the element "cashier-confirm" (data-testid) is there but hid',
    ),
    Bug(
        "orders for another buyer",
        lambda: h5("other buyer", ("customerId: session.customerId,", 'customerId: "2000000000000000",')),
        CODES,
        ENOUGH,
        "the cashier should show 25,000 IQD: the cashier is not open;",
    ),
    Bug(
        "sends an authCode of its own",
        lambda: h5("own code", ("{ authCode: answer.authCode }", '{ authCode: "0" + answer.authCode }')),
        LOGIN,
        "Logging in asks the buyer nothing",
        'step 5 wrong value: authCode is "',
    ),
    Bug(
        "goes on though the login was refused",
        lambda: h5(
            "refused",
            ("showRefused(scopes);\n        return;", "session = {}; await showCatalogue();\n        return;"),
        ),
        LOGIN,
        "The buyer refuses to share the name",
        'should show "refused", but it shows "catalogue"',
    ),
    Bug(
        "lets the buyer tap twice",
        lambda: h5("twice", ("if (busy) return;", ""), ('[...main.querySelectorAll("button")]', "[]")),
        TRUST,
        "An impatient buyer taps twice",
        "step 10 repeated: a second payment for an order whose first can still be paid: the buyer can be charged twice",
    ),
)
