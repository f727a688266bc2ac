"""What the phone hears of each end of a visit to the cashier, and what the merchant then finds, as docs/result-codes.md says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from causes_town import Newcomer, Town, open_town
from wallet_backend import AUTHORIZE, ESCROW

from harness.wallet.apis.inquiries import payment_status
from harness.wallet.notification import is_notified
from harness.wallet.payments import State
from harness.wallet.profile import load_profile
from harness.wallet.reference_cashier import AT_THE_CASHIER, CashierCause

Order = Callable[[Newcomer], dict[str, object]]


def _ordered(**how: Any) -> Order:
    return lambda shop: shop.waiting(paymentNotifyUrl=NOBODY_LISTENS, **how)


def _before(order: Order) -> Order:
    """Let the buyer have confirmed before."""

    def confirmed(shop: Newcomer) -> dict[str, object]:
        payment = order(shop)
        shop.control("POST payments/confirm", payment)
        return payment

    return confirmed


def _frozen(shop: Newcomer) -> dict[str, object]:
    payment = _ordered()(shop)
    shop.control("PATCH buyers/{buyer}", {"frozen": True}, buyer="Ali")
    return payment


def _expired(shop: Newcomer) -> dict[str, object]:
    payment = _ordered()(shop)
    shop.pass_time(minutes=31)
    return payment


def _cancelled(shop: Newcomer) -> dict[str, object]:
    payment = _ordered()(shop)
    assert shop.call("cancel", payment).code == "SUCCESS"
    return payment


def _slow(shop: Newcomer) -> dict[str, object]:
    shop.control("PATCH controls", {"settleAfterMs": 60_000})
    return _ordered()(shop)


def _fault(crossing: str, effect: str) -> Order:
    def planned(shop: Newcomer) -> dict[str, object]:
        shop.control("POST faults", {"crossing": crossing, "effect": effect})
        return _ordered()(shop)

    return planned


NOBODY_LISTENS = "http://127.0.0.1:9/notify"
ORDERS: dict[str, Order] = {
    "paid": _ordered(),
    "authorized": _ordered(product=AUTHORIZE),
    "in escrow": _ordered(product=ESCROW),
    "slow": _slow,
    "empty wallet": _ordered(buyer="Zainab"),
    "too risky": _ordered(buyer="Noor"),
    "above the limit": _ordered(value=50_001_000, buyer="Karrar"),
    "frozen meanwhile": _frozen,
    "left": _ordered(),
    "expired": _expired,
    "cancelled": _cancelled,
    "paid before": _before(_ordered()),
    "slow before": _before(_slow),
    "failed before": _before(_ordered(buyer="Zainab")),
    "request lost": _fault("wallet app -> wallet backend", "request lost"),
    "answer lost": _fault("wallet app -> wallet backend", "answer lost"),
    "result lost": _fault("payment service -> wallet backend", "result lost"),
}


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    with open_town(load_profile()) as town:
        yield town


def test_every_row_is_brought_about_and_nothing_else() -> None:
    assert list(ORDERS) == [cause.name for cause in AT_THE_CASHIER]


def test_every_way_a_payment_can_stand_is_a_row() -> None:
    assert {cause.state for cause in AT_THE_CASHIER} == set(State)


@pytest.mark.parametrize("delivery", ["success", "split"])
@pytest.mark.parametrize("cause", AT_THE_CASHIER, ids=lambda cause: cause.name)
def test_phone_and_merchant_see_what_the_table_says(town: Town, cause: CashierCause, delivery: str) -> None:
    shop, profile = town.newcomer(), town.profile
    shop.control("PATCH controls", {"delivery": delivery})
    payment = ORDERS[cause.name](shop)
    button = "leave" if cause.way == "goes back" else "confirm"
    seen = shop.control(f"POST payments/{button}", payment)
    split = delivery == "split" and cause.code in profile.jsapi.fail_codes
    assert (seen["resultCode"], seen["callback"]) == (cause.code, "fail" if split else "success")
    found = shop.call("inquiryPayment", payment).body
    assert found["paymentStatus"] == payment_status(profile, cause.state)
    assert found.get("paymentFailReason", "") == cause.reason
    told = shop.control("GET payments/{paymentId}", paymentId=str(payment["paymentId"]))
    assert told["state"] == cause.state.value
    assert _is_told(shop, payment) is is_notified(profile, cause.state)
    assert set(cause.by) <= shop.used


def _is_told(shop: Newcomer, payment: dict[str, object]) -> bool:
    """Say whether a notification of this payment was sent or is to come; nobody listens, so it would come again and again."""
    told = shop.control("GET payments/{paymentId}", paymentId=str(payment["paymentId"]))
    return bool(told["notifications"]) or told["nextNotificationAt"] is not None
