"""A browser on another machine, over Playwright's own server (``playwright run-server`` there).

What it opens lies here, on loopback: Playwright carries its connections to loopback over its own websocket, back to this
machine. A context of such a browser cannot be given a proxy of this machine's, so what a phone asks for elsewhere is
taken out of the browser here and sent through the phone's network as if it came from there.
"""

from __future__ import annotations

import json
import re
import ssl
from collections.abc import Sequence
from contextlib import suppress
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import Browser, BrowserContext, Playwright, Route, WebSocketRoute
from playwright.sync_api import Error as PlaywrightError

from harness.errors import HarnessError
from harness.phone.browser import LAUNCH_ARGS
from harness.phone.routes import is_loopback

VARIABLE = "HARNESS_BROWSER_SERVER"
CONNECT_SECONDS = 60.0
"""The longest a server may take to start a browser and say so."""
ANSWER_SECONDS = 30.0
_NOT_OURS = frozenset({"content-encoding", "content-length", "transfer-encoding", "connection"})
_SERVER_VERSION = re.compile(r"server version: v?([\d.]+)")
_CLIENT_VERSION = re.compile(r"client version: v?([\d.]+)")
_START_ONE = "start one there: python -m playwright run-server --host 127.0.0.1 --port 3000 --path /SECRET"


def check_address(address: str) -> str:
    """Return the address of a browser server; raises HarnessError where it is none."""
    try:
        parts = urlsplit(address)
        good = parts.scheme in ("ws", "wss") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        good = False
    if not good:
        raise HarnessError(
            f'"{address}" is no address of a browser server',
            action="give it as ws://HOST:PORT/PATH, as playwright run-server prints it",
        )
    return address


def connect(playwright: Playwright, address: str) -> Browser:
    """Start a browser on another machine; raises HarnessError where the server is not there or is another version's."""
    check_address(address)
    # A server that was started with --unsafe takes them, others leave them out.
    options = {"args": [word for word in LAUNCH_ARGS if word != "--no-sandbox"]}
    try:
        return playwright.chromium.connect(
            address,
            expose_network="<loopback>",
            headers={"x-playwright-launch-options": json.dumps(options)},
            timeout=CONNECT_SECONDS * 1000,
        )
    except PlaywrightError as error:
        fact, action = _reason(str(error))
        raise HarnessError(fact, place=address, action=action) from error


def lead(context: BrowserContext, proxy: str, past: Sequence[str]) -> None:
    """Let what a phone asks for go through the proxy of its network at ``proxy``, except to the hosts in ``past``."""
    hosts = "|".join(re.escape(host) for host in past)
    elsewhere = re.compile(rf"^https?://(?!(?:{hosts})(?:[/?#]|$))" if hosts else r"^https?://")
    client = httpx.Client(proxy=proxy, verify=_context(), trust_env=False, timeout=ANSWER_SECONDS)
    context.on("close", lambda _: client.close())

    def answer(route: Route) -> None:
        try:
            status, headers, body = _ask(client, context, route)
        except (httpx.HTTPError, httpx.InvalidURL, ValueError):
            with suppress(PlaywrightError):  # the page may have gone on
                route.abort("connectionfailed")
            return
        with suppress(PlaywrightError):
            route.fulfill(status=status, headers=headers, body=body)

    def refuse(socket: WebSocketRoute) -> None:
        socket.close(code=1008, reason="this host is not reached from a browser on another machine")

    context.route(elsewhere, answer)
    context.route_web_socket(lambda url: not is_loopback(urlsplit(url).hostname or ""), refuse)


def _ask(client: httpx.Client, context: BrowserContext, route: Route) -> tuple[int, dict[str, str], bytes]:
    """Send a request of a page's from here and return the answer; raises httpx.HTTPError or ValueError where none comes."""
    request = route.request
    headers = {name: value for name, value in request.headers.items() if name not in _NOT_OURS}
    if cookies := context.cookies(request.url):  # the browser adds them after it was asked
        headers["cookie"] = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in cookies)
    made = client.build_request(request.method, request.url, headers=headers, content=request.post_data_buffer)
    answer = client.send(made, stream=True)
    try:
        if answer.headers.get("content-type", "").startswith("text/event-stream"):
            raise ValueError("a stream of events has no end")
        body = answer.read()
    finally:
        answer.close()
    found: dict[str, str] = {}
    for name, value in answer.headers.multi_items():
        if name not in _NOT_OURS:
            found[name] = f"{found[name]}\n{value}" if name in found else value
    return answer.status_code, found, body


def _context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def _reason(error: str) -> tuple[str, str]:
    """Return why there is no browser, in words, and what to do."""
    theirs, ours = _SERVER_VERSION.search(error), _CLIENT_VERSION.search(error)
    if theirs and ours:
        fact = f"the browser server is of Playwright {theirs[1]}, this is {ours[1]}"
        return fact, f"install Playwright {ours[1]} there, and start the server again"
    if "ECONNREFUSED" in error or "ENOTFOUND" in error or "EHOSTUNREACH" in error or "EAI_AGAIN" in error:
        return "there is no browser server", _START_ONE
    if found := re.search(r"Unexpected server response: (\d+)|WebSocket error: \S+ (\d{3}) ", error):
        return f"this is no browser server, or another path of it: HTTP {found[1] or found[2]}", _START_ONE
    if "Executable doesn't exist" in error:
        return (
            "the browser server has no browser",
            "install one there: python -m playwright install --only-shell chromium",
        )
    said = error.splitlines()[0].removeprefix("BrowserType.connect: ")
    return f"the browser server gives no browser: {said}", _START_ONE
