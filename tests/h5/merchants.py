"""Merchants for the H5 programs: one that answers forms with pages to go to, one that lets any page ask."""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

from starlette.applications import Starlette
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from fixtures.merchant import Merchant


class FormMerchant(Merchant):
    """Takes forms, keeps the session in a cookie that no script can read, and sends the browser to the next page."""

    def app(self) -> Starlette:
        """Return the ASGI app."""
        app = super().app()
        works = {
            "login": self.form_login,
            "orders": self.form_order,
            "paid": self.form_paid,
            "cashier": self.rendered_cashier,
        }
        app.router.routes += [Route(f"/form/{name}", work, methods=["POST"]) for name, work in works.items()]
        app.router.routes.append(Route("/orders/{order_id}", self.rendered_order))
        return app

    async def form_login(self, request: Request) -> Response:
        """Log in, and go to the goods."""
        answer = await self.login(await _asking(request))
        response = _to("/goods.html")
        said = _said(answer)
        response.set_cookie("session", f"{said['session']}.{said['customerId']}", httponly=True)
        return response

    async def form_order(self, request: Request) -> Response:
        """Order, and go to pay."""
        said = _said(await self.create_order(await _asking(request)))
        return _to(f"/pay.html?{urlencode({'orderId': said['orderId'], 'paymentUrl': said['paymentUrl']})}")

    async def form_paid(self, request: Request) -> Response:
        """Show the order as it is, whatever the phone says; the page is made here."""
        asking = await _asking(request)
        given = await asking.json()
        asking.scope["path_params"] = {"order_id": given["orderId"]}
        state = str(_said(await self.look_up(asking))["state"])
        return _page(f'<main data-screen="{state}">{state}</main>')

    async def rendered_cashier(self, request: Request) -> Response:
        """Order, and answer with a page that has the payment's URL in it and goes to the order afterwards."""
        said = _said(await self.create_order(await _asking(request)))
        after = {"paymentUrl": said["paymentUrl"], "order": f"/orders/{said['orderId']}"}
        return _page(
            f"<main>Paying …</main><script nonce=n0nce>const given = {json.dumps(after)};"
            "my.tradePay({ paymentUrl: given.paymentUrl, success: () => location.replace(given.order) });</script>"
        )

    async def rendered_order(self, request: Request) -> Response:
        """Answer with the page of an order."""
        state = str(_said(await self.look_up(await _asking(request)))["state"])
        return _page(f'<main data-screen="{state}">{state}</main>')


class OpenMerchant(Merchant):
    """Lets the pages of any origin ask (CORS)."""

    def app(self) -> Starlette:
        """Return the ASGI app."""
        app = super().app()
        app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["*"], allow_headers=["*"])
        return app


async def _asking(request: Request) -> Request:
    """Return a form's request as the one in JSON that the reference merchant takes."""
    session, _, customer = request.cookies.get("session", "").partition(".")
    given = {**dict(parse_qsl((await request.body()).decode())), "customerId": customer}
    headers = [(b"authorization", f"Bearer {session}".encode())]

    async def receive() -> Mapping[str, object]:
        return {"type": "http.request", "body": json.dumps(given).encode(), "more_body": False}

    return Request({**request.scope, "headers": headers}, receive)  # type: ignore[arg-type]


def _said(answer: Response) -> dict[str, object]:
    data: dict[str, object] = json.loads(bytes(answer.body))
    return data


def _page(content: str) -> Response:
    """Return a page under a policy as strict as a header can say it."""
    headers = {
        "Content-Security-Policy": "default-src 'none'; script-src 'nonce-n0nce'; frame-ancestors 'none'",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
    }
    return Response(f"<!doctype html>{content}", media_type="text/html", headers=headers)


def _to(url: str) -> Response:
    return RedirectResponse(url, status_code=303)
