"""The payment service: a state machine over a ledger. Money is taken once or not at all (journey.md, openapi.md 2.6)."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

from harness.compact import compact
from harness.wallet.accounts import Account
from harness.wallet.dates import BAGHDAD
from harness.wallet.keeper import NOBODY, Keeper, Kept
from harness.wallet.ledger import InsufficientFundsError, Ledger
from harness.wallet.money import Amount
from harness.wallet.result import Refusal

Flow = Literal["cashier", "agreement", "authorize", "escrow"]


class State(StrEnum):
    """Where a payment stands. CREATED waits for its buyer; AUTHORIZED holds the money until a capture."""

    CREATED = "CREATED"
    PROCESSING = "PROCESSING"
    AUTHORIZED = "AUTH_SUCCESS"
    SUCCESS = "SUCCESS"
    FAIL = "FAIL"
    CLOSED = "CLOSED"
    CANCELLED = "CANCELLED"


@dataclass(slots=True)
class Payment(Kept):
    """One payment. Times are epoch milliseconds; ``digest`` stands for the content that a repeated request must repeat.

    ``account`` is None until the buyer is known: some wallets learn it only at the cashier. ``captured`` is what the
    merchant got, in minor units; ``refunded`` what of that went back. ``escrow`` is "", "held", "accepted" or "released".
    ``settles_at`` is when a PROCESSING payment ends. ``next_notice`` is the notification that is still due: its place in
    the wallet's schedule, and when.
    """

    payment_id: str
    request_id: str
    client_id: str
    account: Account | None
    amount: Amount
    description: str
    url: str
    notify_url: str
    created_at: int
    expires_at: int
    digest: bytes
    flow: Flow = "cashier"
    redirect_url: str = ""
    state: State = State.CREATED
    reason: str = ""
    paid_at: int = 0
    captured: int = 0
    refunded: int = 0
    escrow: str = ""
    settles_at: int = 0
    next_notice: tuple[int, int] | None = None
    answers: dict[str, tuple[str, int]] = field(default_factory=dict)
    """What was answered to captureRequestId, voidRequestId and confirmRequestId: the id given and its time."""

    @property
    def merchant_account(self) -> str:
        """The ledger account the money goes to in the end."""
        return f"merchant:{self.client_id}"

    @property
    def hold_account(self) -> str:
        """The ledger account where the money waits."""
        return f"hold:{self.payment_id}"


@dataclass(slots=True)
class PaymentService:
    """The payments of one world."""

    ledger: Ledger
    keeper: Keeper = NOBODY
    by_id: dict[str, Payment] = field(default_factory=dict)
    _by_request: dict[tuple[str, str], Payment] = field(default_factory=dict)

    def find(self, client_id: str, payment_id: str, request_id: str) -> Payment:
        """Return a merchant's own payment; ``payment_id`` wins when both ids are given (openapi.md 2.7).

        Raises Refusal PARAM_ILLEGAL where neither is given and ORDER_NOT_EXIST where there is no such payment.
        """
        if not payment_id and not request_id:
            raise Refusal("PARAM_ILLEGAL", "One of paymentId and paymentRequestId is required.")
        found = self.by_id.get(payment_id) if payment_id else self._by_request.get((client_id, request_id))
        if found is None or found.client_id != client_id:
            raise Refusal("ORDER_NOT_EXIST")
        return found

    def earlier(self, client_id: str, request_id: str, digest: bytes) -> Payment | None:
        """Return the payment of an earlier, equal request; raises Refusal REPEAT_REQ_INCONSISTENT for an unequal one."""
        known = self._by_request.get((client_id, request_id))
        if known is not None and known.digest != digest:
            raise Refusal("REPEAT_REQ_INCONSISTENT", "The same paymentRequestId was used with other content.")
        return known

    def add(self, payment: Payment) -> None:
        """Enter a new payment."""
        self.enter(payment)
        self.keeper.keep(payment)

    def enter(self, payment: Payment) -> None:
        """Enter a payment that was kept."""
        self.by_id[payment.payment_id] = payment
        self._by_request[payment.client_id, payment.request_id] = payment

    def execute(self, payment: Payment, now: int, *, slowly: bool) -> bool:
        """Take the money, or say why not; a payment that is not waiting for its buyer stays as it is.

        With ``slowly`` the money is held and the payment stays PROCESSING until ``settle``. Returns whether this very call
        moved the payment on: who asks again must not tell the world again.
        """
        account = payment.account
        if payment.state is not State.CREATED or account is None:
            return False
        if now >= payment.expires_at:
            self.close(payment)
        elif refusal := _refusal(account, payment):
            self._fail(payment, refusal)
        else:
            try:
                self.ledger.move(payment.payment_id, account.ledger_account, payment.hold_account, payment.amount.value)
            except InsufficientFundsError:
                self._fail(payment, "USER_BALANCE_NOT_ENOUGH")
                return True
            payment.state = State.PROCESSING
            if not slowly:
                self.settle(payment, now)
        return True

    def settle(self, payment: Payment, now: int) -> bool:
        """End a PROCESSING payment: pass the held money on, or keep it held where a capture or a release must follow.

        Returns whether this very call did so.
        """
        if payment.state is not State.PROCESSING:
            return False
        if payment.flow == "authorize":
            payment.state = State.AUTHORIZED
            return True
        payment.state = State.SUCCESS
        payment.paid_at = now
        payment.captured = payment.amount.value
        if payment.flow == "escrow":
            payment.escrow = "held"
        else:
            self._pass_on(payment, payment.amount.value)
        return True

    def close(self, payment: Payment) -> None:
        """Close a payment that was not paid in time."""
        if payment.state is State.CREATED:
            payment.state = State.CLOSED
            payment.reason = "ORDER_IS_CLOSED"

    def cancel(self, payment: Payment) -> None:
        """Undo a payment for its merchant: unpaid, authorized or paid, but not refunded; all money goes back.

        Raises Refusal ORDER_STATUS_INVALID or MERCHANT_BALANCE_NOT_ENOUGH. The window is the caller's to check.
        """
        if payment.state is State.SUCCESS and not payment.refunded:
            held = payment.escrow in ("held", "accepted")
            self.give_back(payment, payment.captured, payment.hold_account if held else payment.merchant_account)
        elif payment.state is State.AUTHORIZED:
            self.give_back(payment, payment.amount.value, payment.hold_account)
        elif payment.state is not State.CREATED:
            raise Refusal("ORDER_STATUS_INVALID", f"The payment is {payment.state.value}; it cannot be cancelled.")
        payment.state = State.CANCELLED
        payment.reason = "CANCELLED"

    def capture(self, payment: Payment, value: int, now: int) -> None:
        """Pass ``value`` of an authorized payment on and give the rest back; raises Refusal."""
        if payment.state is not State.AUTHORIZED:
            raise Refusal("ORDER_STATUS_INVALID", f"The payment is {payment.state.value}; it cannot be captured.")
        if value > payment.amount.value:
            raise Refusal("PAYMENT_AMOUNT_EXCEED_LIMIT", "The capture is above the authorized amount.")
        self._pass_on(payment, value)
        if rest := payment.amount.value - value:
            self.give_back(payment, rest, payment.hold_account)
        payment.state = State.SUCCESS
        payment.captured = value
        payment.paid_at = now

    def release(self, payment: Payment) -> None:
        """Pass the money of an accepted escrow payment on to the merchant; raises Refusal ORDER_STATUS_INVALID."""
        if payment.state is not State.SUCCESS or payment.escrow != "accepted":
            raise Refusal("ORDER_STATUS_INVALID", "Only an accepted escrow payment can be confirmed.")
        if payment.refunded == payment.captured:
            raise Refusal("ORDER_STATUS_INVALID", "The payment was refunded in full; nothing is left for the merchant.")
        self._pass_on(payment, payment.captured - payment.refunded)
        payment.escrow = "released"

    def give_back(self, payment: Payment, value: int, source: str) -> None:
        """Return money to the buyer; raises Refusal MERCHANT_BALANCE_NOT_ENOUGH when it is no longer there."""
        if payment.account is None:
            raise Refusal("ORDER_STATUS_INVALID", "Nobody has paid yet.")
        try:
            self.ledger.move(payment.payment_id, source, payment.account.ledger_account, value)
        except InsufficientFundsError:
            raise Refusal("MERCHANT_BALANCE_NOT_ENOUGH") from None

    def _pass_on(self, payment: Payment, value: int) -> None:
        self.ledger.move(payment.payment_id, payment.hold_account, payment.merchant_account, value)

    def _fail(self, payment: Payment, reason: str) -> None:
        payment.state = State.FAIL
        payment.reason = reason


def _refusal(account: Account, payment: Payment) -> str:
    if account.frozen:
        return "USER_STATUS_ABNORMAL"
    if account.risk_refused:
        return "RISK_REJECT"
    if account.limit and payment.amount.value > account.limit:
        return "USER_AMOUNT_EXCEED_LIMIT"
    return ""


def new_payment_id(now: int) -> str:
    """Return 35 digits that begin with the date, as the recorded ones do (openapi.md 2.6.1)."""
    day = datetime.fromtimestamp(now // 1000, BAGHDAD)
    return f"{day.year:04}{day.month:02}{day.day:02}" + str(secrets.randbelow(10**27)).zfill(27)


def digest(body: Mapping[str, object], without: Iterable[str] = ()) -> bytes:
    """Return what stands for a request's content, whatever the order of its fields."""
    content = {key: value for key, value in body.items() if key not in without}
    return hashlib.sha256(compact(content, sort=True)).digest()
