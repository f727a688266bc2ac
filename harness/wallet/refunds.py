"""Refunds: in part, repeated, never above what was paid (openapi.md 2.9)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from harness.wallet.keeper import NOBODY, Keeper, Kept
from harness.wallet.money import Amount
from harness.wallet.payments import Payment, PaymentService, State, new_payment_id
from harness.wallet.result import Refusal


class RefundState(StrEnum):
    """Where a refund stands; a PROCESSING one has left the merchant's account and not yet reached the buyer's."""

    PROCESSING = "PROCESSING"
    SUCCESS = "SUCCESS"
    FAIL = "FAIL"


@dataclass(slots=True)
class Refund(Kept):
    """One refund. Times are epoch milliseconds; ``settles_at`` is when a PROCESSING one ends."""

    refund_id: str
    request_id: str
    payment: Payment
    amount: Amount
    reason: str
    digest: bytes
    created_at: int
    state: RefundState = RefundState.PROCESSING
    done_at: int = 0
    settles_at: int = 0


@dataclass(slots=True)
class RefundService:
    """The refunds of one world."""

    payments: PaymentService
    keeper: Keeper = NOBODY
    by_id: dict[str, Refund] = field(default_factory=dict)
    _by_request: dict[tuple[str, str], Refund] = field(default_factory=dict)

    def find(self, client_id: str, refund_id: str, request_id: str) -> Refund:
        """Return a merchant's own refund; ``refund_id`` wins. Raises Refusal PARAM_ILLEGAL or REFUND_NOT_EXIST."""
        if not refund_id and not request_id:
            raise Refusal("PARAM_ILLEGAL", "One of refundId and refundRequestId is required.")
        found = self.by_id.get(refund_id) if refund_id else self._by_request.get((client_id, request_id))
        if found is None or found.payment.client_id != client_id:
            raise Refusal("REFUND_NOT_EXIST")
        return found

    def earlier(self, client_id: str, request_id: str, digest: bytes) -> Refund | None:
        """Return the refund of an earlier, equal request; raises Refusal REPEAT_REQ_INCONSISTENT for an unequal one."""
        known = self._by_request.get((client_id, request_id))
        if known is not None and known.digest != digest:
            raise Refusal("REPEAT_REQ_INCONSISTENT", "The same refundRequestId was used with other content.")
        return known

    def start(self, refund: Refund) -> None:
        """Take the money from the merchant and hold it for the buyer; what was not paid cannot be refunded.

        Raises Refusal ORDER_STATUS_INVALID, CURRENCY_NOT_SUPPORT, REFUND_AMOUNT_EXCEED or PARTNER_BALANCE_NOT_ENOUGH.
        """
        payment, value = refund.payment, refund.amount.value
        if payment.state is not State.SUCCESS:
            raise Refusal("ORDER_STATUS_INVALID", f"The payment is {payment.state.value}; it cannot be refunded.")
        if refund.amount.currency != payment.amount.currency:
            raise Refusal("CURRENCY_NOT_SUPPORT", "The refund must be in the payment's currency.")
        left = payment.captured - payment.refunded
        if value > left:
            raise Refusal("REFUND_AMOUNT_EXCEED", f"Only {left} of {payment.captured} can still be refunded.")
        held = payment.escrow in ("held", "accepted")
        source = payment.hold_account if held else payment.merchant_account
        if self.payments.ledger.balance(source) < value:
            raise Refusal("PARTNER_BALANCE_NOT_ENOUGH")
        self.payments.ledger.move(payment.payment_id, source, _transit(refund), value)
        payment.refunded += value
        self.enter(refund)
        self.keeper.keep(refund)

    def enter(self, refund: Refund) -> None:
        """Enter a refund that was kept."""
        self.by_id[refund.refund_id] = refund
        self._by_request[refund.payment.client_id, refund.request_id] = refund

    def settle(self, refund: Refund, now: int) -> None:
        """Give the money to the buyer; only a PROCESSING refund has any."""
        account = refund.payment.account
        if refund.state is RefundState.PROCESSING and account is not None:
            ledger = self.payments.ledger
            ledger.move(refund.payment.payment_id, _transit(refund), account.ledger_account, refund.amount.value)
            refund.state = RefundState.SUCCESS
            refund.done_at = now


def new_refund_id(now: int) -> str:
    """Return an id of the same make as a payment's."""
    return new_payment_id(now)


def _transit(refund: Refund) -> str:
    return f"refund:{refund.refund_id}"
