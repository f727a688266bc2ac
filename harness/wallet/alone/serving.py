"""Everything that a wallet alone serves, on one port: the gateway, the desktop's cashier and the control API."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from harness.intake import Unwelcome, turn_away
from harness.wallet.alone.committed import committed
from harness.wallet.alone.desktop import desktop_routes
from harness.wallet.alone.lone import LoneWallet
from harness.wallet.cashier import session_routes
from harness.wallet.control.app import Heard, control
from harness.wallet.gateway import gateway


def lone_app(lone: LoneWallet, control_prefix: str, facts: Callable[[], Mapping[str, object]], heard: Heard) -> ASGIApp:
    """Return the ASGI app; what a request changed is written before its answer leaves.

    ``control_prefix`` is the path of the control API, with a slash at both ends; ``heard`` is told of its requests.
    """
    merchants = gateway(lone.wallet)
    tools = control(lone, control_prefix, facts, heard)
    buyers = Starlette(
        routes=[*desktop_routes(lone), *session_routes(lone.wallet)], exception_handlers={Unwelcome: turn_away}
    )

    async def route(scope: Scope, receive: Receive, send: Send) -> None:
        path = str(scope.get("path", ""))
        if path.startswith(control_prefix):
            await tools(scope, receive, send)
        elif path == "/cashier" or path.startswith("/cashier/"):
            await buyers(scope, receive, send)
        else:
            await merchants(scope, receive, send)

    return committed(route, lone.books)
