"""The cashier in a browser on a desk: asks who pays, works as on the phone, and goes on to the merchant's page.

Only a wallet alone serves it. In a suite a redirect URL belongs into the wallet app and opens nothing elsewhere.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from harness.intake import read_bytes
from harness.wallet import till
from harness.wallet.alone.desktop_pages import ClosingView, chooser_page, closing_page, desktop_csp
from harness.wallet.alone.home import Home
from harness.wallet.alone.lone import LoneWallet
from harness.wallet.cashier import cashier_page, from_its_page
from harness.wallet.cashier_page import Language
from harness.wallet.payments import Payment, State

MAX_BODY = 16 * 1024


@dataclass(frozen=True, slots=True)
class _Desktop:
    lone: LoneWallet

    async def open(self, http: Request) -> Response:
        """Open the cashier, or ask first who pays."""
        found = self._find(http)
        if found is None:
            return self._unknown(http)
        home, payment = found
        if payment.account is None and payment.state is State.CREATED:
            return _page(lambda nonce: chooser_page(self.lone, home, payment, _order_id(http), _language(http), nonce))
        if payment.account is None or payment.flow == "agreement":
            return self._closing(http, home, payment)
        return await self._cashier(home, payment, _order_id(http))

    async def choose(self, http: Request) -> Response:
        """The buyer at the desk has said who pays."""
        if not from_its_page(http):
            return Response("Only the cashier's own page may do this.", status_code=403, media_type="text/plain")
        found = self._find(http)
        if found is None:
            return self._unknown(http)
        home, payment = found
        form = parse_qs((await read_bytes(http, MAX_BODY)).decode("ascii", "replace"))
        account = home.world.accounts.get(form.get("customerId", [""])[0])
        if payment.account is None and payment.state is State.CREATED and account is not None:
            await self.lone.stand_in.visit(home, payment, account, "desktop", chosen=True)
        return RedirectResponse(f"/cashier?orderId={quote(_order_id(http))}", status_code=303)

    async def end(self, http: Request) -> Response:
        """Go on to the merchant's page, where there is one, and else say how it ended."""
        found = self._find(http)
        if found is None:
            return self._unknown(http)
        home, payment = found
        if is_web_page(payment.redirect_url):
            return RedirectResponse(payment.redirect_url, status_code=303, headers={"Referrer-Policy": "no-referrer"})
        return self._closing(http, home, payment)

    async def _cashier(self, home: Home, payment: Payment, order_id: str) -> Response:
        account = payment.account
        if account is None:
            raise TypeError("the payment has no buyer")
        visit = await self.lone.stand_in.visit(home, payment, account, "desktop")
        if visit.attempt.shown is None:
            till.present(self.lone.wallet, visit.attempt)
        return cashier_page(self.lone.wallet, visit.attempt, after=f"/cashier/end?orderId={quote(order_id)}")

    def _closing(self, http: Request, home: Home, payment: Payment) -> Response:
        state = till.SHOWN[payment.state]
        account = payment.account
        language: Language = "ar" if (account.person.language if account else _language(http)) == "ar" else "en"
        merchant = home.merchant
        view = ClosingView(
            language,
            self.lone.profile.wallet_name(language),
            merchant.name_arabic if language == "ar" else merchant.name,
            self.lone.profile.money.words(payment.amount, language),
            state,
        )
        return _page(lambda nonce: closing_page(view, nonce))

    def _unknown(self, http: Request) -> Response:
        language = _language(http)
        view = ClosingView(language, self.lone.profile.wallet_name(language), "", "", "unknown")
        return _page(lambda nonce: closing_page(view, nonce), status=404)

    def _find(self, http: Request) -> tuple[Home, Payment] | None:
        return self.lone.find_url(f"{self.lone.wallet.app_origin}/cashier?orderId={_order_id(http)}")


def is_web_page(url: str) -> bool:
    """Say whether a browser may be sent to a URL that a merchant gave: http or https, with a host, and nothing hidden."""
    if not url.isprintable() or any(char in url for char in " \\"):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _order_id(http: Request) -> str:
    return http.query_params.get("orderId", "")


def _language(http: Request) -> Language:
    wanted = http.query_params.get("lang") or http.headers.get("accept-language", "")
    return "ar" if wanted.lower().startswith("ar") else "en"


def _page(render: Callable[[str], str], status: int = 200) -> HTMLResponse:
    nonce = secrets.token_urlsafe(12)
    headers = {"Content-Security-Policy": desktop_csp(nonce), "Cache-Control": "no-store"}
    return HTMLResponse(render(nonce), status_code=status, headers=headers)


def desktop_routes(lone: LoneWallet) -> list[Route]:
    """Return the routes of the desktop's cashier; those of an open cashier are ``session_routes``."""
    desktop = _Desktop(lone)
    return [
        Route("/cashier", desktop.open, methods=["GET"]),
        Route("/cashier/choose", desktop.choose, methods=["POST"]),
        Route("/cashier/end", desktop.end, methods=["GET"]),
    ]
