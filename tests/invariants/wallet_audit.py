"""What must be so of a whole wallet after whatever was done: its money, its journal, its messages, its notifications."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from harness.journal import Kind, Message
from harness.wallet.payments import Payment, State
from harness.wallet.refunds import RefundState

if TYPE_CHECKING:
    from wallet_machine import Trading

ENDS = ("SUCCESS", "FAIL", "CLOSED")
NEXT = {
    "CREATED": {"PROCESSING", "AUTH_SUCCESS", "SUCCESS", "FAIL", "CLOSED", "CANCELLED"},
    "PROCESSING": {"AUTH_SUCCESS", "SUCCESS"},
    "AUTH_SUCCESS": {"SUCCESS", "CANCELLED"},
    "SUCCESS": {"CANCELLED"},
}
"""What the books may say of a payment after what they said last."""
SHOWN = {"CREATED": "PROCESSING", "CLOSED": "FAIL", "CANCELLED": "FAIL"}


def audit(machine: Trading) -> None:
    """Look into the books as they stand; all that was asked has been answered."""
    world, market = machine.trade.world, machine.trade.market
    market.backstage.call(lambda: _money(machine))
    messages = world.journal.messages
    payments = dict(world.payments.by_id)
    for payment_id, payment in payments.items():
        said = [m.text("status") or "" for m in messages if m.name == "ledger" and m.get("paymentId") == payment_id]
        _history(payment, said)
        _told(payment, [m for m in messages if m.name == "message" and m.get("paymentId") == payment_id], said)
    for refund in list(world.refunds.by_id.values()):
        facts = [m.get("status") for m in messages if m.kind is Kind.FACT and m.get("refundId") == refund.refund_id]
        assert facts[-1] == refund.state.value, "the journal's word on a refund is the service's"
        told = [m for m in messages if m.name == "refund message" and m.get("refundId") == refund.refund_id]
        assert len(told) == (refund.state is RefundState.SUCCESS), "a refund is told once, when it has arrived"


def _money(machine: Trading) -> None:
    ledger, world = machine.trade.world.ledger, machine.trade.world
    balances = ledger.balances()
    assert ledger.total == machine.total, "money was made or lost"
    assert min(balances.values(), default=0) >= 0
    explained = dict(machine.opening)
    for entry in ledger.entries:
        explained[entry.debit] = explained.get(entry.debit, 0) - entry.value
        explained[entry.credit] = explained.get(entry.credit, 0) + entry.value
    assert {k: v for k, v in explained.items() if v} == {k: v for k, v in balances.items() if v}
    buyers = {account.ledger_account: account.opening for account in machine.buyers.values()}
    merchant = 0
    for payment in world.payments.by_id.values():
        coming = [r for r in world.refunds.by_id.values() if r.payment is payment]
        assert payment.refunded == sum(r.amount.value for r in coming) <= payment.captured <= payment.amount.value
        on_the_way = sum(r.amount.value for r in coming if r.state is RefundState.PROCESSING)
        held = _held(payment)
        gone = held + (payment.captured - payment.refunded if _is_out(payment) else 0) + on_the_way
        assert balances.get(payment.hold_account, 0) == held, f"{payment.state} {payment.escrow} holds the wrong amount"
        if payment.account is not None:
            buyers[payment.account.ledger_account] -= gone
        merchant += payment.captured - payment.refunded if _is_out(payment) else 0
    assert {name: balances.get(name, 0) for name in buyers} == buyers, "a buyer has not what the payments say"
    assert balances.get(machine.trade.merchant.ledger_account, 0) == merchant


def _held(payment: Payment) -> int:
    if payment.state in (State.PROCESSING, State.AUTHORIZED):
        return payment.amount.value
    if payment.state is State.SUCCESS and payment.escrow in ("held", "accepted"):
        return payment.captured - payment.refunded
    return 0


def _is_out(payment: Payment) -> bool:
    return payment.state is State.SUCCESS and payment.escrow in ("", "released")


def _history(payment: Payment, said: list[str]) -> None:
    before = "CREATED"
    for status in said:
        assert status in NEXT.get(before, set()), f"the books say {said} of one payment"
        before = status
    assert before == payment.state.value, f"the books end with {before}, the payment is {payment.state.value}"
    assert sum(status in ENDS for status in said) <= 1


def _told(payment: Payment, told: list[Message], said: list[str]) -> None:
    ends = [status for status in said if status in ("SUCCESS", "FAIL")]
    assert [m.get("outcome") for m in told] == ends, f"of {said} the buyer was told {[m.get('outcome') for m in told]}"
    for message in told:
        paid = payment.captured if message.get("outcome") == "SUCCESS" else payment.amount.value
        assert message.text("amount.value") == str(paid), "the buyer is told what was taken"


def audit_end(machine: Trading) -> None:
    """Look once more when all time limits are over: nothing is held, nothing is owed, and everybody says the same."""
    trade = machine.trade
    payments = dict(trade.world.payments.by_id)
    received = trade.received
    assert {row["paymentId"] for row in received} <= machine.asked, "somebody was notified who had not asked"
    for payment_id, payment in payments.items():
        assert payment.state not in (State.CREATED, State.PROCESSING, State.AUTHORIZED), f"{payment.state} has no end"
        status = trade.call("inquiryPayment", {"paymentId": payment_id})
        assert status["paymentStatus"] == SHOWN.get(payment.state.value, payment.state.value)
        assert status["paymentAmount"] == payment.amount.to_dict()
        _notified(machine, payment, [row for row in received if row["paymentId"] == payment_id])
    for refund in trade.world.refunds.by_id.values():
        assert trade.call("inquiryRefund", {"refundId": refund.refund_id})["refundStatus"] == "SUCCESS"
    balances = trade.backstage.call(trade.world.ledger.balances)
    left = {name for name in balances if name.startswith(("hold:", "refund:")) and balances[name]}
    assert left == {p.hold_account for p in payments.values() if _held(p)}, "only an escrow that is not over is held"


def _notified(machine: Trading, payment: Payment, rows: list[dict[str, object]]) -> None:
    messages = machine.trade.world.journal.messages
    said = [m.text("status") for m in messages if m.name == "ledger" and m.get("paymentId") == payment.payment_id]
    end = next((status for status in said if status in ENDS), None)
    schedule = machine.trade.wallet.profile.notification.schedule_seconds
    if payment.payment_id not in machine.asked or end is None:
        assert rows == [], f"{payment.flow} {said} was notified"
        return
    undone = payment.state is State.CANCELLED  # by its merchant, who then needs to hear nothing more
    assert (not undone) <= len(rows) <= len(schedule), f"{payment.flow} {said} was notified {len(rows)} times"
    calls = [m for m in messages if m.name == "notifyPayment" and m.kind is Kind.CALL]
    assert len(rows) == len([m for m in calls if m.get("paymentId") == payment.payment_id])
    for row in rows:
        result = row["paymentResult"]
        assert isinstance(result, dict)
        assert row["signed"] is True
        assert result["resultStatus"] == ("S" if end == "SUCCESS" else "F"), f"{said}, but notified {result}"
        assert (row["paymentRequestId"], row["paymentAmount"]) == (payment.request_id, payment.amount.to_dict())
        assert ("paymentTime" in row) == (end == "SUCCESS")
    answers = Counter(str(row["answer"]) for row in rows)
    stopped = undone or str(rows[-1]["answer"]) in ("S", "F")
    assert answers["S"] + answers["F"] <= 1, "it goes on after it was acknowledged"
    assert stopped or len(rows) == len(schedule), f"given up after {answers}"
