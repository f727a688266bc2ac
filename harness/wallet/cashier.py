"""The cashier's HTTP side: what the buyer does on the cashier page, and what the wallet app does then (steps 14 to 17)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from harness.journal import Actor, Kind, Message
from harness.wallet.cashier_page import CSP, CashierView, Language, render_cashier
from harness.wallet.cashier_page import State as ViewState
from harness.wallet.jsapi import closed_code
from harness.wallet.payments import State
from harness.wallet.wallet import Attempt, Wallet

_CODES = {
    State.SUCCESS: "9000",
    State.AUTHORIZED: "9000",
    State.PROCESSING: "8000",
    State.FAIL: "4000",
    State.CLOSED: "4000",
    State.CANCELLED: "4000",
}
_VIEWS: dict[State, ViewState] = {
    State.CREATED: "open",
    State.PROCESSING: "processing",
    State.AUTHORIZED: "paid",
    State.SUCCESS: "paid",
    State.FAIL: "failed",
    State.CLOSED: "expired",
    State.CANCELLED: "closed",
}


@dataclass(frozen=True, slots=True)
class _Cashier:
    wallet: Wallet

    def _attempt(self, http: Request) -> Attempt | None:
        return self.wallet.attempts.get(http.path_params["session"])

    async def show(self, http: Request) -> Response:
        """Step 14: the page, once for each attempt."""
        attempt = self._attempt(http)
        if attempt is None or attempt.shown is not None:
            return Response("Open this payment in the wallet.", status_code=404, media_type="text/plain")
        payment, world = attempt.payment, attempt.phone.world
        account, money = attempt.phone.account, self.wallet.profile.money
        language: Language = "ar" if account.person.language == "ar" else "en"
        merchant = self.wallet.merchants[payment.client_id]
        name = merchant.name_arabic if language == "ar" else merchant.name
        attempt.shown = world.journal.record(
            Actor.WALLET_APP,
            Actor.BUYER,
            "cashier",
            {
                "paymentId": payment.payment_id,
                "amount": payment.amount.to_dict(),
                "description": payment.description,
                "merchant": name,
                "state": _VIEWS[payment.state],
            },
            cause=attempt.call,
        )
        view = CashierView(
            language=language,
            wallet_name=self.wallet.profile.wallet_name(language),
            merchant_name=name,
            description=payment.description,
            amount_text=money.words(payment.amount, language),
            order_number=payment.request_id,
            balance_text=money.words(type(payment.amount)(world.balance(account), payment.amount.currency), language),
            state=_VIEWS[payment.state],
            reason="",
            expires_at=payment.expires_at,
            now=world.clock.now(),
            session=attempt.session,
            receipt=world.controls.receipt,
        )
        nonce = secrets.token_urlsafe(12)
        headers = {"Content-Security-Policy": CSP(nonce), "Cache-Control": "no-store"}
        return HTMLResponse(render_cashier(view, nonce), headers=headers)

    async def confirm(self, http: Request) -> Response:
        """Steps 15 to 17: the buyer confirms, the payment service executes; a network fault may eat either way."""
        attempt = self._attempt(http)
        if attempt is None or attempt.shown is None or attempt.confirmed or attempt.done.done():
            return JSONResponse({"state": "closed"}, status_code=409)
        attempt.confirmed = True
        world, payment = attempt.phone.world, attempt.payment
        journal = world.journal
        confirmed = journal.record(
            Actor.BUYER, Actor.WALLET_APP, "confirm", {"paymentId": payment.payment_id}, cause=attempt.shown
        )
        network = world.faults.strike("wallet app -> wallet backend")
        if network:
            self._fault(attempt, "wallet app -> wallet backend", network, confirmed)
        if network == "request lost":
            _finish(attempt, "6002")
            return Response(status_code=504)
        call = journal.record(
            Actor.WALLET_APP,
            Actor.WALLET_BACKEND,
            "execute",
            {
                "paymentId": payment.payment_id,
                "buyer": attempt.phone.account.customer_id,
                "amount": payment.amount.to_dict(),
            },
            kind=Kind.CALL,
            cause=confirmed,
        )
        lost = world.faults.strike("payment service -> wallet backend")
        if lost:
            self._fault(attempt, "payment service -> wallet backend", lost, call)
        await self.wallet.execute(attempt, call)
        if network == "answer lost":
            _finish(attempt, "6002")
            return Response(status_code=504)
        status = "UNKNOWN" if lost else payment.state.value
        journal.record(
            Actor.WALLET_BACKEND,
            Actor.WALLET_APP,
            "execute",
            {"paymentId": payment.payment_id, "status": status, "reason": payment.reason},
            kind=Kind.ANSWER,
            cause=call,
        )
        attempt.code = "6004" if lost else _CODES[payment.state]
        if world.controls.receipt and not lost:
            return JSONResponse({"state": _VIEWS[payment.state], "receipt": True})
        _finish(attempt, attempt.code)
        return JSONResponse({"state": "processing" if lost else _VIEWS[payment.state]})

    async def leave(self, http: Request) -> Response:
        """The buyer goes back without paying: cancelled while it could be paid, failed when it no longer could."""
        attempt = self._attempt(http)
        if attempt is None or attempt.done.done() or (attempt.confirmed and not attempt.code):
            return Response(status_code=409)
        state = attempt.payment.state
        seen = "open" if state is State.CREATED else _VIEWS[state]
        attempt.phone.world.journal.record(
            Actor.BUYER, Actor.WALLET_APP, "leave", {"state": seen}, cause=attempt.shown or attempt.call
        )
        _finish(attempt, attempt.code or closed_code(state))
        return Response(status_code=204)

    async def done(self, http: Request) -> Response:
        """The buyer has read the receipt."""
        attempt = self._attempt(http)
        if attempt is None or not attempt.code:
            return Response(status_code=409)
        _finish(attempt, attempt.code)
        return Response(status_code=204)

    def _fault(self, attempt: Attempt, crossing: str, effect: str, cause: Message) -> None:
        payload = {"crossing": crossing, "effect": effect, "paymentId": attempt.payment.payment_id}
        attempt.phone.world.journal.fact(Actor.HARNESS, "fault", payload, cause=cause)


def _finish(attempt: Attempt, code: str) -> None:
    if not attempt.done.done():
        attempt.code = code
        attempt.done.set_result(code)


async def _outside(_http: Request) -> Response:
    return Response("Open this payment in the wallet.", status_code=404, media_type="text/plain")


def cashier_routes(wallet: Wallet) -> list[Route]:
    """Return the cashier's routes; a redirect URL opened outside the wallet only says where it belongs."""
    cashier = _Cashier(wallet)
    return [
        Route("/cashier", _outside),
        Route("/cashier/{session}", cashier.show),
        Route("/cashier/{session}/confirm", cashier.confirm, methods=["POST"]),
        Route("/cashier/{session}/leave", cashier.leave, methods=["POST"]),
        Route("/cashier/{session}/done", cashier.done, methods=["POST"]),
    ]
