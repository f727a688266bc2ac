"""The wallet's books: refunds, ledger, messages to buyers, notifications of merchants, and the journal's last lines."""

from __future__ import annotations

from harness.errors import HarnessError
from harness.wallet.alone.home import Home
from harness.wallet.control.ask import Ask, Refused, find_buyer
from harness.wallet.control.endpoint import Endpoint, Param, Row
from harness.wallet.control.payments import LIMIT, find_payment
from harness.wallet.control.views import (
    ATTEMPT,
    MESSAGE,
    REFUND,
    amount_view,
    attempt_view,
    message_view,
    refund_view,
)
from harness.wallet.dates import iso
from harness.wallet.deliveries import Delivery


async def list_refunds(ask: Ask) -> Row:
    """List a merchant's refunds, the newest first."""
    wanted = ask.text("paymentId")
    refunds = [r for r in ask.home.world.refunds.by_id.values() if not wanted or r.payment.payment_id == wanted]
    limit = ask.number("limit", 100)
    shown = [refund_view(ask.lone, refund) for refund in reversed(refunds[-limit:])]
    return {"refunds": shown, "more": len(refunds) > limit}


async def ledger(ask: Ask) -> Row:
    """List the accounts that hold money. The total never changes but by new buyers: money is moved, never made or lost."""
    book = ask.home.world.ledger
    accounts = [
        {"account": name, "balance": amount_view(ask.lone, value)} for name, value in sorted(book.balances().items())
    ]
    return {"accounts": accounts, "total": amount_view(ask.lone, book.total)}


async def entries(ask: Ask) -> Row:
    """List the movements of money, the newest first."""
    wanted, limit = ask.text("paymentId"), ask.number("limit", 100)
    found = [e for e in ask.home.world.ledger.entries if not wanted or e.payment_id == wanted]
    rows = [
        {
            "paymentId": entry.payment_id,
            "debit": entry.debit,
            "credit": entry.credit,
            "amount": amount_view(ask.lone, entry.value),
        }
        for entry in reversed(found[-limit:])
    ]
    return {"entries": rows, "more": len(found) > limit}


async def messages(ask: Ask) -> Row:
    """List what buyers were told, the newest first."""
    rows = [message_view(ask.home, told) for told in ask.home.told.all]
    if name := ask.text("buyer"):
        buyer = find_buyer(ask.home, name)
        rows = [row for row in rows if row["buyer"] == buyer.name]
    limit = ask.number("limit", 100)
    return {"messages": rows[: -limit - 1 : -1], "more": len(rows) > limit}


async def deliveries(ask: Ask) -> Row:
    """List the notifications of merchants by payment, the newest first, each with its attempts."""
    wanted = ask.text("paymentId")
    groups: dict[str, list[Delivery]] = {}
    for delivery in reversed(ask.home.world.deliveries.all()):
        if not wanted or delivery.payment_id == wanted:
            groups.setdefault(delivery.payment_id, []).insert(0, delivery)
    limit = ask.number("limit", 100)
    rows = [_notified(ask.home, payment_id, attempts) for payment_id, attempts in list(groups.items())[:limit]]
    return {"deliveries": rows, "more": len(groups) > limit}


async def resend(ask: Ask) -> Row:
    """Notify a merchant once more, now."""
    home, payment = find_payment(ask)
    try:
        delivery = await ask.lone.wallet.notifier.resend(home.world, payment)
    except HarnessError as error:
        raise Refused(409, error.fact, "paymentId", error.action) from error
    return attempt_view(delivery)


async def journal(ask: Ask) -> Row:
    """List the last lines of a merchant's journal, the oldest first: what crossed, and why a signature was refused."""
    after, limit, name = ask.number("after"), ask.number("limit", 100), ask.text("name")
    kept = [m for m in ask.home.world.journal.messages if m.id > after and (not name or m.name == name)]
    return {"messages": [m.to_dict() for m in kept[-limit:]], "more": len(kept) > limit}


def _notified(home: Home, payment_id: str, attempts: list[Delivery]) -> Row:
    payment = home.world.payments.by_id.get(payment_id)
    following = payment.next_notice if payment else None
    return {
        "paymentId": payment_id,
        "acknowledged": any(delivery.outcome == "acknowledged" for delivery in attempts),
        "nextAt": iso(following[1]) if following else None,
        "attempts": [attempt_view(delivery) for delivery in attempts],
    }


_OF_PAYMENT = Param("paymentId", limit=64)
_MORE = Param("more", "boolean", required=True, note="there are older ones")
_ENTRY = (
    Param("paymentId", required=True, note='the payment, or "top-up" or "pay-out"'),
    Param("debit", required=True),
    Param("credit", required=True),
    Param("amount", "amount", required=True),
)
_NOTIFIED = (
    Param("paymentId", required=True),
    Param("acknowledged", "boolean", required=True),
    Param("nextAt", required=True, nullable=True),
    Param("attempts", "list", required=True, fields=ATTEMPT),
)
_LINE = (
    Param("id", "integer", required=True),
    Param("world", required=True),
    Param("at", "integer", required=True, note="epoch milliseconds"),
    Param("from", required=True),
    Param("to", required=True),
    Param("name", required=True),
    Param("kind", required=True),
    Param("payload", "object", required=True),
    Param("cause", "integer"),
    Param("secrets", "texts"),
    Param("signature", "object"),
    Param("signed", "object"),
)
_BALANCE = (Param("account", required=True), Param("balance", "amount", required=True))

ENDPOINTS = (
    Endpoint(
        "GET",
        "refunds",
        "list the refunds, the newest first",
        list_refunds,
        query=(LIMIT, _OF_PAYMENT),
        gives=(Param("refunds", "list", required=True, fields=REFUND), _MORE),
    ),
    Endpoint(
        "GET",
        "ledger",
        "list the accounts that hold money, and the total",
        ledger,
        gives=(
            Param("accounts", "list", required=True, fields=_BALANCE),
            Param("total", "amount", required=True),
        ),
    ),
    Endpoint(
        "GET",
        "ledger/entries",
        "list the movements of money, the newest first",
        entries,
        query=(LIMIT, _OF_PAYMENT),
        gives=(Param("entries", "list", required=True, fields=_ENTRY), _MORE),
    ),
    Endpoint(
        "GET",
        "messages",
        "list what buyers were told, the newest first",
        messages,
        query=(LIMIT, Param("buyer", limit=64)),
        gives=(Param("messages", "list", required=True, fields=MESSAGE), _MORE),
    ),
    Endpoint(
        "GET",
        "deliveries",
        "list the notifications with their attempts, the newest payment first",
        deliveries,
        query=(LIMIT, _OF_PAYMENT),
        gives=(Param("deliveries", "list", required=True, fields=_NOTIFIED), _MORE),
    ),
    Endpoint(
        "POST",
        "deliveries/resend",
        "notify the merchant of a final payment once more, now",
        resend,
        takes=(Param("paymentId", required=True, limit=64),),
        gives=ATTEMPT,
        example={"paymentId": "{paymentId}"},
    ),
    Endpoint(
        "GET",
        "journal",
        "list the last lines of the journal, the oldest first; a refused signature says why",
        journal,
        query=(
            LIMIT,
            Param("after", "integer", note="only lines with a greater id"),
            Param("name", limit=64, note="only lines of this name, as pay"),
        ),
        gives=(Param("messages", "list", required=True, fields=_LINE), _MORE),
    ),
)
