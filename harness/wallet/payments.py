"""The payment service: a state machine over a ledger. Money is taken once or not at all (journey.md, openapi.md 2.6)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from harness.wallet.accounts import Account
from harness.wallet.dates import BAGHDAD
from harness.wallet.ledger import InsufficientFundsError, Ledger
from harness.wallet.money import Amount
from harness.wallet.result import Refusal


class State(StrEnum):
    """Where a payment stands. CREATED waits for its buyer; the last three are final."""

    CREATED = "CREATED"
    PROCESSING = "PROCESSING"
    SUCCESS = "SUCCESS"
    FAIL = "FAIL"
    CLOSED = "CLOSED"

    @property
    def final(self) -> bool:
        """Whether the payment can change no more."""
        return self in (State.SUCCESS, State.FAIL, State.CLOSED)


@dataclass(slots=True)
class Payment:
    """One payment. Times are epoch milliseconds; ``content`` is what a repeated request must repeat."""

    payment_id: str
    request_id: str
    client_id: str
    account: Account
    amount: Amount
    description: str
    url: str
    notify_url: str
    created_at: int
    expires_at: int
    content: Mapping[str, object]
    state: State = State.CREATED
    reason: str = ""
    paid_at: int = 0


@dataclass(slots=True)
class PaymentService:
    """The payments of one world."""

    ledger: Ledger
    by_id: dict[str, Payment] = field(default_factory=dict)
    _by_request: dict[tuple[str, str], Payment] = field(default_factory=dict)

    def find(self, client_id: str, payment_id: str, request_id: str) -> Payment | None:
        """Return a merchant's own payment; ``payment_id`` wins when both ids are given (openapi.md 2.7)."""
        found = self.by_id.get(payment_id) if payment_id else self._by_request.get((client_id, request_id))
        return found if found is not None and found.client_id == client_id else None

    def earlier(self, client_id: str, request_id: str, content: Mapping[str, object]) -> Payment | None:
        """Return the payment of an earlier, equal request; raises Refusal REPEAT_REQ_INCONSISTENT for an unequal one."""
        known = self._by_request.get((client_id, request_id))
        if known is not None and known.content != content:
            raise Refusal("REPEAT_REQ_INCONSISTENT", "The same paymentRequestId was used with other content.")
        return known

    def add(self, payment: Payment) -> None:
        """Enter a new payment."""
        self.by_id[payment.payment_id] = payment
        self._by_request[payment.client_id, payment.request_id] = payment

    def execute(self, payment: Payment, now: int, *, slowly: bool) -> None:
        """Take the money, or say why not; a payment that is not waiting for its buyer stays as it is.

        With ``slowly`` the money is held and the payment stays PROCESSING until ``settle``.
        """
        if payment.state is not State.CREATED:
            return
        if now >= payment.expires_at:
            self.close(payment)
        elif payment.account.frozen:
            self._fail(payment, "USER_STATUS_ABNORMAL")
        elif payment.account.risk_refused:
            self._fail(payment, "RISK_REJECT")
        else:
            try:
                self.ledger.move(payment.payment_id, _buyer(payment), _hold(payment), payment.amount.value)
            except InsufficientFundsError:
                self._fail(payment, "USER_BALANCE_NOT_ENOUGH")
                return
            payment.state = State.PROCESSING
            if not slowly:
                self.settle(payment, now)

    def settle(self, payment: Payment, now: int) -> None:
        """Pass the held money on to the merchant; only a PROCESSING payment has any."""
        if payment.state is State.PROCESSING:
            merchant = f"merchant:{payment.client_id}"
            self.ledger.move(payment.payment_id, _hold(payment), merchant, payment.amount.value)
            payment.state = State.SUCCESS
            payment.paid_at = now

    def close(self, payment: Payment) -> None:
        """Close a payment that was not paid in time."""
        if payment.state is State.CREATED:
            payment.state = State.CLOSED
            payment.reason = "ORDER_IS_CLOSED"

    def _fail(self, payment: Payment, reason: str) -> None:
        payment.state = State.FAIL
        payment.reason = reason


def new_payment_id(now: int) -> str:
    """Return 35 digits that begin with the date, as the recorded ones do (openapi.md 2.6.1)."""
    day = datetime.fromtimestamp(now / 1000, BAGHDAD).strftime("%Y%m%d")
    return day + str(secrets.randbelow(10**27)).zfill(27)


def _buyer(payment: Payment) -> str:
    return f"buyer:{payment.account.customer_id}"


def _hold(payment: Payment) -> str:
    return f"hold:{payment.payment_id}"
