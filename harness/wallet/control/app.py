"""The control API over HTTP, under a prefix that nobody guesses; without CORS headers no web page can read it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from harness.intake import Unwelcome, read_bytes, read_json
from harness.wallet.alone.home import Home
from harness.wallet.alone.lone import LoneWallet
from harness.wallet.control import books, buyers, controls, merchants, payments
from harness.wallet.control.ask import Ask, Refused, check
from harness.wallet.control.endpoint import Endpoint, Param
from harness.wallet.control.index import CSP, index, index_page
from harness.wallet.control.openapi import control_openapi

ENDPOINTS: tuple[Endpoint, ...] = (
    *buyers.ENDPOINTS,
    *payments.ENDPOINTS,
    *controls.ENDPOINTS,
    *books.ENDPOINTS,
    *merchants.ENDPOINTS,
)
MAX_BODY = 256 * 1024
CLIENT_ID = Param("clientId", limit=64, note="the merchant whose world is meant; the first one where it is not given")
_NO_STORE = {"Cache-Control": "no-store"}
Heard = Callable[[str, str, int, str], None]
"""Hears of each request: method, path below the prefix, HTTP status, and the fact of a refusal ("" for none)."""


def control(lone: LoneWallet, prefix: str, facts: Callable[[], Mapping[str, object]], heard: Heard) -> Starlette:
    """Return the control API as an ASGI app; ``prefix`` begins and ends with a slash, ``facts`` are those of the start."""

    def url() -> str:
        return f"{lone.wallet.gateway_origin}{prefix}"

    async def show_index(http: Request) -> Response:
        rows = index(ENDPOINTS, url(), facts(), lone.profile)
        if "text/html" in http.headers.get("accept", ""):
            return HTMLResponse(index_page(rows), headers={**_NO_STORE, "Content-Security-Policy": CSP})
        return JSONResponse(rows, headers=_NO_STORE)

    async def show_openapi(_http: Request) -> Response:
        return JSONResponse(control_openapi(ENDPOINTS, url(), lone.profile, CLIENT_ID), headers=_NO_STORE)

    async def show_facts(_http: Request) -> Response:
        return JSONResponse(facts(), headers=_NO_STORE)

    def answering(endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
        async def answer(http: Request) -> Response:
            try:
                given = await _given(endpoint, http, lone)
                home = _home(lone, given) if endpoint.of_world else lone.default
                row = await endpoint.run(Ask(lone, home, http.path_params, given))
            except Refused as refused:
                return refuse(http, refused)
            heard(http.method, _below(http), endpoint.status, "")
            return JSONResponse(row, status_code=endpoint.status, headers=_NO_STORE)

        return answer

    def refuse(http: Request, refused: Refused) -> Response:
        heard(http.method, _below(http), refused.status, str(refused))
        return JSONResponse(refused.body, status_code=refused.status, headers=_NO_STORE)

    def _below(http: Request) -> str:
        return str(http.scope["path"]).removeprefix(prefix)

    async def elsewhere(http: Request, error: Exception) -> Response:
        if isinstance(error, Unwelcome):
            refused = Refused(error.status, "the body is too large or too slow", "", f"send {MAX_BODY} bytes at most")
        elif isinstance(error, HTTPException) and error.status_code == 405:
            allowed = (error.headers or {}).get("Allow", "")
            refused = Refused(405, f"{http.method} cannot be used here", "", f"use one of: {allowed}")
        else:
            refused = Refused(404, "there is nothing here", "", f"GET {url()} lists what there is")
        return refuse(http, refused)

    async def mistaken(http: Request, _error: Exception) -> Response:
        return refuse(http, Refused(500, "the wallet made a mistake", "", "look at its terminal for the reason"))

    routes = [
        Route(prefix, show_index, methods=["GET"]),
        Route(f"{prefix}openapi.json", show_openapi, methods=["GET"]),
        Route(f"{prefix}facts", show_facts, methods=["GET"]),
        *_routes(prefix, answering),
    ]
    handlers = {404: elsewhere, 405: elsewhere, Unwelcome: elsewhere, Exception: mistaken}
    return Starlette(routes=routes, exception_handlers=handlers)


def _routes(prefix: str, answering: Callable[[Endpoint], Callable[[Request], Awaitable[Response]]]) -> list[Route]:
    """Return one route a path, so that a wrong method hears of all the right ones."""
    by_path: dict[str, dict[str, Callable[[Request], Awaitable[Response]]]] = {}
    for endpoint in ENDPOINTS:
        by_path.setdefault(endpoint.path, {})[endpoint.method] = answering(endpoint)
    fixed = sorted(by_path, key=lambda path: "{" in path)
    return [Route(f"{prefix}{path}", _by_method(by_path[path]), methods=list(by_path[path])) for path in fixed]


def _by_method(
    answers: Mapping[str, Callable[[Request], Awaitable[Response]]],
) -> Callable[[Request], Awaitable[Response]]:
    async def answer(http: Request) -> Response:
        return await answers["GET" if http.method == "HEAD" else http.method](http)

    return answer


async def _given(endpoint: Endpoint, http: Request, lone: LoneWallet) -> dict[str, object]:
    """Return the checked values of query and body; raises Refused 400."""
    query = (*endpoint.query, CLIENT_ID) if endpoint.of_world else endpoint.query
    given = check(query, _typed(query, http), lone.profile)
    if endpoint.method in ("POST", "PATCH"):
        given |= check(endpoint.takes, await _body(http), lone.profile)
    return given


def _typed(query: tuple[Param, ...], http: Request) -> dict[str, object]:
    integers = {param.name for param in query if param.sort == "integer"}
    return {
        name: int(text) if name in integers and text.isascii() and text.isdigit() and len(text) < 16 else text
        for name, text in http.query_params.items()
    }


async def _body(http: Request) -> Mapping[str, object]:
    raw = await read_bytes(http, MAX_BODY)
    if not raw.strip():
        return {}
    try:
        body = read_json(raw)
    except ValueError as error:
        raise Refused(
            400, f"the body is not JSON: {error}", "", "send a JSON object, whatever its Content-Type"
        ) from error
    if not isinstance(body, dict):
        raise Refused(400, "the body is not a JSON object", "", "send an object with the fields of this endpoint")
    return body


def _home(lone: LoneWallet, given: Mapping[str, object]) -> Home:
    client_id = given.get("clientId")
    if not isinstance(client_id, str):
        return lone.default
    if client_id in lone.homes:
        return lone.homes[client_id]
    known = ", ".join(lone.homes)
    raise Refused(404, f'there is no merchant "{client_id}"', "clientId", f"choose one of: {known}; or POST merchants")
