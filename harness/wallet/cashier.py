"""The cashier's HTTP side: the page that the wallet app shows, and what the buyer taps there."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from harness.intake import PHONE
from harness.journal import Actor
from harness.wallet import till
from harness.wallet.cashier_page import CSP, CashierView, render_cashier
from harness.wallet.sessions import Attempt
from harness.wallet.wallet import Wallet


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
        till.present(self.wallet, attempt)
        return cashier_page(self.wallet, attempt)

    async def confirm(self, http: Request) -> Response:
        """Steps 15 to 17: the buyer confirms."""
        if not from_its_page(http):
            return _FOREIGN
        attempt = self._attempt(http)
        confirmed = await till.confirm(self.wallet, attempt) if attempt is not None else None
        if confirmed is None:
            return JSONResponse({"state": "closed"}, status_code=409)
        if confirmed.lost:
            return Response(status_code=504)
        return JSONResponse({"state": confirmed.state} | ({"receipt": True} if confirmed.receipt else {}))

    async def leave(self, http: Request) -> Response:
        """The buyer goes back without paying."""
        if not from_its_page(http):
            return _FOREIGN
        attempt = self._attempt(http)
        return Response(status_code=204 if attempt is not None and till.leave(attempt) else 409)

    async def done(self, http: Request) -> Response:
        """The buyer has read the receipt."""
        if not from_its_page(http):
            return _FOREIGN
        attempt = self._attempt(http)
        return Response(status_code=204 if attempt is not None and till.read_receipt(attempt) else 409)


OPENED_BY_PAGE = "payment opened by a page"
"""The fact that a program has gone to a payment's URL itself, where only the wallet app opens it."""

_IN_ANY_PAGE = {
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
"""A program that isolates itself (COEP) shows no page that does not: in a real wallet the cashier is no part of its page."""

_FOREIGN = Response("Only the cashier's own page may do this.", status_code=403, media_type="text/plain")


def from_its_page(http: Request) -> bool:
    """Say whether a tap comes from the cashier's own page, or from a tool that is no browser.

    A program can learn the session: its browser lists the pages of all frames. What it then sends names its own origin,
    which no page can change.
    """
    origin, site = http.headers.get("origin"), http.headers.get("sec-fetch-site")
    own = origin is None or origin.partition("://")[2] == http.headers.get("host")
    return own and site in (None, "same-origin")


def cashier_page(wallet: Wallet, attempt: Attempt, after: str = "") -> HTMLResponse:
    """Return the page of an attempt as it stands; ``after`` is where a browser goes at its end ("": nowhere)."""
    payment, world, language = attempt.payment, attempt.phone.world, till.language_of(attempt)
    money = wallet.profile.money
    balance = type(payment.amount)(world.balance(attempt.phone.account), payment.amount.currency)
    view = CashierView(
        language=language,
        wallet_name=wallet.profile.wallet_name(language),
        merchant_name=till.merchant_name(wallet, attempt),
        description=payment.description,
        amount_text=money.words(payment.amount, language),
        order_number=payment.request_id,
        balance_text=money.words(balance, language),
        state=till.SHOWN[payment.state],
        reason="",
        expires_at=payment.expires_at,
        now=world.clock.now(),
        session=attempt.session,
        receipt=world.controls.receipt,
        after=after,
    )
    nonce = secrets.token_urlsafe(12)
    headers = {"Content-Security-Policy": CSP(nonce), "Cache-Control": "no-store", **_IN_ANY_PAGE}
    return HTMLResponse(render_cashier(view, nonce), headers=headers)


async def _outside(http: Request, wallet: Wallet) -> Response:
    seen = PHONE.search(http.headers.get("user-agent", ""))
    phone = wallet.phones.get(seen[1]) if seen else None
    if phone is not None:
        phone.world.journal.fact(Actor.HARNESS, OPENED_BY_PAGE, {"path": http.url.path})
    return Response("Open this payment in the wallet.", status_code=404, media_type="text/plain")


def cashier_routes(wallet: Wallet) -> list[Route]:
    """Return the cashier's routes; a redirect URL opened outside the wallet only says where it belongs."""

    async def outside(http: Request) -> Response:
        return await _outside(http, wallet)

    return [Route("/cashier", outside), *session_routes(wallet)]


def session_routes(wallet: Wallet) -> list[Route]:
    """Return the routes of a cashier that is open, by its session."""
    cashier = _Cashier(wallet)
    return [
        Route("/cashier/{session}", cashier.show),
        Route("/cashier/{session}/confirm", cashier.confirm, methods=["POST"]),
        Route("/cashier/{session}/leave", cashier.leave, methods=["POST"]),
        Route("/cashier/{session}/done", cashier.done, methods=["POST"]),
    ]
