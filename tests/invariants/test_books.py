"""Any interleaving of pays, confirms, cancels, voids, captures, refunds and clock moves keeps the books right.

The machine is only worth what it finds: ``BUGS`` are mistakes, each a service with one line wrong, and each must be found.
"""

from __future__ import annotations

import pytest
from books_machine import Books
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from harness.wallet.ledger import Entry, InsufficientFundsError, Ledger
from harness.wallet.payments import Payment, PaymentService, State
from harness.wallet.refunds import Refund, RefundService, RefundState

QUIET = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=200,
    stateful_step_count=30,
    suppress_health_check=list(HealthCheck),
)
HUNT = settings(QUIET, max_examples=400, phases=[Phase.generate])


def test_the_books_stay_right_whatever_is_done() -> None:
    run_state_machine_as_test(Books, settings=QUIET)


class Overdraws(Ledger):
    """Skips the check of the balance."""

    def replay(self, entry: Entry) -> None:
        self._balance[entry.debit] = self.balance(entry.debit) - entry.value
        self._balance[entry.credit] = self.balance(entry.credit) + entry.value
        self.entries.append(entry)


class Half(Ledger):
    """Debits before it looks, and leaves it so."""

    def replay(self, entry: Entry) -> None:
        self._balance[entry.debit] = self.balance(entry.debit) - entry.value
        if self._balance[entry.debit] < 0:
            raise InsufficientFundsError(entry.debit)
        self._balance[entry.credit] = self.balance(entry.credit) + entry.value
        self.entries.append(entry)


class WritesNothingDown(Ledger):
    """Moves money without an entry."""

    def replay(self, entry: Entry) -> None:
        super().replay(entry)
        self.entries.pop()


class SettlesTwice(PaymentService):
    """Settles what is settled already."""

    def settle(self, payment: Payment, now: int) -> bool:
        if payment.state is State.SUCCESS:
            payment.state = State.PROCESSING
        return super().settle(payment, now)


class ForgetsTheHold(PaymentService):
    """Leaves the rest of a partial capture held."""

    def capture(self, payment: Payment, value: int, now: int) -> None:
        rest = payment.amount.value - value
        super().capture(payment, value, now)
        if rest > 0 and payment.account is not None:
            self.ledger.move(payment.payment_id, payment.account.ledger_account, payment.hold_account, rest)


class CapturesTooMuch(PaymentService):
    """Takes the whole amount whatever is asked for."""

    def capture(self, payment: Payment, value: int, now: int) -> None:
        super().capture(payment, min(value, payment.amount.value) and payment.amount.value, now)


class PaysLate(PaymentService):
    """Takes the money of a payment that has expired."""

    def execute(self, payment: Payment, now: int, *, slowly: bool) -> bool:
        return super().execute(payment, 0, slowly=slowly)


class PaysAgain(PaymentService):
    """Confirms a failed payment a second time."""

    def execute(self, payment: Payment, now: int, *, slowly: bool) -> bool:
        if payment.state is State.FAIL:
            payment.state, payment.reason = State.CREATED, ""
        return super().execute(payment, now, slowly=slowly)


class SaysNothingMoved(PaymentService):
    """Does the work and denies it: nobody would be told."""

    def execute(self, payment: Payment, now: int, *, slowly: bool) -> bool:
        super().execute(payment, now, slowly=slowly)
        return False


class CancelsWhatIsRefunded(PaymentService):
    """Gives the whole payment back although a part of it is back already."""

    def cancel(self, payment: Payment) -> None:
        refunded, payment.refunded = payment.refunded, 0
        try:
            super().cancel(payment)
        finally:
            payment.refunded = refunded


class CancelsSilently(PaymentService):
    """Calls a paid payment cancelled and keeps the money."""

    def cancel(self, payment: Payment) -> None:
        if payment.state is State.SUCCESS and not payment.refunded:
            payment.state, payment.reason = State.CANCELLED, "CANCELLED"
        else:
            super().cancel(payment)


class ReleasesAll(PaymentService):
    """Passes the whole escrow on although a part was refunded."""

    def release(self, payment: Payment) -> None:
        refunded, payment.refunded = payment.refunded, 0
        try:
            super().release(payment)
        except InsufficientFundsError:
            payment.escrow = "released"
        finally:
            payment.refunded = refunded


class ClosesWhatIsPaid(PaymentService):
    """Closes a payment whatever its state."""

    def close(self, payment: Payment) -> None:
        payment.state, payment.reason = State.CLOSED, "ORDER_IS_CLOSED"


class AnyContent(PaymentService):
    """Takes a repeated id with other content for the same request."""

    def earlier(self, client_id: str, request_id: str, digest: bytes) -> Payment | None:
        return self._by_request.get((client_id, request_id))


class AnyMerchant(PaymentService):
    """Finds a payment for whoever asks."""

    def find(self, client_id: str, payment_id: str, request_id: str) -> Payment:
        return self.by_id.get(payment_id) or super().find(client_id, payment_id, request_id)


class RefundsTooMuch(RefundService):
    """Forgets what was refunded before."""

    def start(self, refund: Refund) -> None:
        before, refund.payment.refunded = refund.payment.refunded, 0
        try:
            super().start(refund)
        finally:
            refund.payment.refunded += before


class RefundArrivesTwice(RefundService):
    """Gives a refund to its buyer as often as it is asked."""

    def settle(self, refund: Refund, now: int) -> None:
        super().settle(refund, now)
        refund.state = RefundState.PROCESSING


class RefundIsLost(RefundService):
    """Takes a refund from the merchant and never lets it arrive."""

    def settle(self, refund: Refund, now: int) -> None:
        refund.state = RefundState.SUCCESS


class RefundsTheUnpaid(RefundService):
    """Refunds from the merchant's purse what was never paid."""

    def start(self, refund: Refund) -> None:
        state, refund.payment.state = refund.payment.state, State.SUCCESS
        captured, refund.payment.captured = refund.payment.captured, refund.payment.amount.value
        try:
            super().start(refund)
        finally:
            refund.payment.state, refund.payment.captured = state, captured


BUGS: list[type[Ledger | PaymentService | RefundService]] = [
    Overdraws,
    Half,
    WritesNothingDown,
    SettlesTwice,
    ForgetsTheHold,
    CapturesTooMuch,
    PaysLate,
    PaysAgain,
    SaysNothingMoved,
    CancelsWhatIsRefunded,
    CancelsSilently,
    ReleasesAll,
    ClosesWhatIsPaid,
    AnyContent,
    AnyMerchant,
    RefundsTooMuch,
    RefundArrivesTwice,
    RefundIsLost,
    RefundsTheUnpaid,
]


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.__name__)
def test_every_mistake_is_found(bug: type[Ledger | PaymentService | RefundService]) -> None:
    kind = next(base for base in (Ledger, PaymentService, RefundService) if issubclass(bug, base))
    where = {Ledger: "ledger_kind", PaymentService: "payments_kind", RefundService: "refunds_kind"}[kind]
    machine = type(f"Books{bug.__name__}", (Books,), {where: bug})
    with pytest.raises((AssertionError, InsufficientFundsError, ValueError, KeyError)):
        run_state_machine_as_test(machine, settings=HUNT)
