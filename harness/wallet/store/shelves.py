"""Which things the wallet keeps, in which table, and by what name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar, cast

from harness.wallet.accounts import Account
from harness.wallet.alone.faults import PlannedFaults
from harness.wallet.alone.shift import ClockShift
from harness.wallet.alone.told import BuyerMessage
from harness.wallet.authorization import AuthCode, Token
from harness.wallet.deliveries import Delivery
from harness.wallet.payments import Payment
from harness.wallet.refunds import Refund
from harness.wallet.sessions import Contract
from harness.wallet.world import Controls, Merchant, Sent

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Shelf:
    """A table, and the name of a thing in it: unique within a world."""

    table: str
    key: Callable[[object], str]


def _shelf(kind: type[T], table: str, key: Callable[[T], str]) -> tuple[type, Shelf]:
    return kind, Shelf(table, cast("Callable[[object], str]", key))


SHELVES: Mapping[type, Shelf] = dict(
    (
        _shelf(Merchant, "merchants", lambda thing: thing.client_id),
        _shelf(Controls, "controls", lambda _: ""),
        _shelf(ClockShift, "clocks", lambda _: ""),
        _shelf(PlannedFaults, "faults", lambda _: ""),
        _shelf(Account, "accounts", lambda thing: thing.customer_id),
        _shelf(AuthCode, "codes", lambda thing: thing.code),
        _shelf(Token, "tokens", lambda thing: thing.access_token),
        _shelf(Contract, "contracts", lambda thing: thing.url),
        _shelf(Payment, "payments", lambda thing: thing.payment_id),
        _shelf(Refund, "refunds", lambda thing: thing.refund_id),
        _shelf(Sent, "sent", lambda thing: f"{thing.channel} {thing.request_id}"),
        _shelf(Delivery, "deliveries", lambda thing: f"{thing.payment_id} {thing.number}"),
        _shelf(BuyerMessage, "messages", lambda thing: thing.id),
    )
)
