"""Bugs of the native program: each found with the right backend behind it."""

from __future__ import annotations

from wrong_bug import CODES, ENOUGH, LEAVES, LOGIN, SETTLES, STAYS, TAKEN, TRUST, UNASKED, Bug
from wrong_pages import native

OUTCOME = "services/outcome.js"
NATIVE_PAID = "if (state === 'paid') return 'paid';"
ORDER = "pages/order/order.js"
NATIVES = (
    Bug(
        "takes any success callback for paid",
        lambda: native("any success", (OUTCOME, NATIVE_PAID, "return 'paid';")),
        CODES,
        LEAVES,
        'should show "cancelled", but it shows "paid"',
    ),
    Bug(
        "calls a payment failed that it cannot look up",
        lambda: native(
            "unknown failed",
            (
                OUTCOME,
                "if (state === 'unreachable') return 'pending';",
                "if (state === 'unreachable') return 'failed';",
            ),
        ),
        TRUST,
        UNASKED,
        'should show "pending", but it shows "failed"',
    ),
    Bug(
        "takes 8000 for failed",
        lambda: native(
            "8000 failed", (OUTCOME, NATIVE_PAID, f"if (resultCode === '8000') return 'failed'; {NATIVE_PAID}")
        ),
        CODES,
        SETTLES,
        'should show "pending", but it shows "failed"',
    ),
    Bug(
        "takes 6002 for failed",
        lambda: native(
            "6002 failed", (OUTCOME, NATIVE_PAID, f"if (resultCode === '6002') return 'failed'; {NATIVE_PAID}")
        ),
        CODES,
        TAKEN,
        'should show "paid", but it shows "failed"',
    ),
    Bug(
        "never hears what comes in fail",
        lambda: native("only success", (ORDER, "success: ended, fail: ended", "success: ended")),
        CODES,
        LEAVES,
        'should show "cancelled", but it shows something else',
        "split",
    ),
    Bug(
        "compares resultCode with a number",
        lambda: native(
            "a number", (OUTCOME, NATIVE_PAID, "if (state === 'paid' && resultCode === 9000) return 'paid';")
        ),
        CODES,
        ENOUGH,
        'should show "paid", but it shows "pending"',
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
        'should show "pending", but it shows "failed"',
    ),
    Bug(
        "pays another URL than the backend gave",
        lambda: native(
            "other url",
            (ORDER, "paymentUrl: this.data.order.paymentUrl", "paymentUrl: this.data.order.paymentUrl + '&again=1'"),
        ),
        CODES,
        ENOUGH,
        'step 13 wrong value: redirect URL is "',
    ),
    Bug(
        "goes on though the login was refused",
        lambda: native(
            "refused", ("services/login.js", "return 'refused';", "getApp().globalData.session = {}; return 'in';")
        ),
        LOGIN,
        "The buyer refuses to share the name",
        'should show "refused", but it shows "catalogue"',
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
        "step 10 repeated: a second payment for an order whose first can still be paid: the buyer can be charged twice",
    ),
)
