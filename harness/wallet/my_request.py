"""What the wallet app does for my.request (jsapi.md 1.5): a request over HTTP, from outside the page.

A program writes every part of it, and no browser's rules stand between: what it may reach, how long it may take and how
much may come back is decided here.
"""

from __future__ import annotations

import asyncio
import ipaddress
import json
import math
import socket
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urlencode

import httpx

from harness.intake import read_answer, read_json

LARGEST = 10 * 1024 * 1024
"""The most an answer may hold, in bytes."""
LONGEST = 120_000
"""The longest a request may take, in ms."""
_USUAL = 30_000
_PORTS = {"http": 80, "https": 443}
_NOT_THEIRS = frozenset(
    ("host", "content-length", "transfer-encoding", "connection", "keep-alive", "upgrade", "te", "trailer", "expect")
    + ("referer", "proxy-connection", "proxy-authorization")
)
"""Headers that are the client's own business; a program cannot set them, nor Referer (jsapi.md 1.5)."""
_DEPTH = 100
Fetched = tuple[str, dict[str, object]]


async def fetch(
    http: httpx.AsyncClient, params: Mapping[str, object], *, user_agent: str, closed: Iterable[str] = ()
) -> Fetched:
    """Make the request that a program asks for; return the outcome, ``success`` or ``fail``, and the result.

    ``closed`` are origins that no program may reach in this way: the wallet's own. Non-2xx goes to fail with error 19.
    """
    reached = await reach(
        http, lambda: _request(http, params, user_agent), timeout=params.get("timeout"), closed=closed
    )
    if isinstance(reached, dict):
        return "fail", reached
    answer, raw = reached
    text = raw.decode(answer.encoding or "utf-8", "replace")
    result: dict[str, object] = {"status": answer.status_code, "headers": dict(answer.headers), "data": text}
    if not answer.is_success:
        return "fail", {**result, "error": 19, "errorMessage": "http status error"}
    if str(params.get("dataType") or "json").lower() == "json":
        try:
            result["data"] = read_json(text, _DEPTH)
        except ValueError:
            return "fail", {**result, "error": 14, "errorMessage": "JSON parse data error"}
    return "success", result


async def reach(
    http: httpx.AsyncClient, make: Callable[[], httpx.Request], *, timeout: object, closed: Iterable[str]
) -> tuple[httpx.Response, bytes] | dict[str, object]:
    """Make a program's request; return the answer with its body, or the error that the program is told.

    ``timeout`` is in ms, as the program gave it.
    """
    try:
        request = make()
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        return _failed(2, f"invalid parameter! {error}"[:200])
    if reason := _closed(request.url, closed):
        return _failed(11, reason)
    try:
        async with asyncio.timeout(_milliseconds(timeout) / 1000):
            return await _exchange(http, request)
    except TimeoutError:
        return _failed(13, "timeout")
    except (httpx.HTTPError, OSError, ValueError, TypeError) as error:
        return _failed(12, f"network error: {error}"[:200])


def _failed(error: int, message: str) -> dict[str, object]:
    return {"error": error, "errorMessage": message}


def _request(http: httpx.AsyncClient, params: Mapping[str, object], user_agent: str) -> httpx.Request:
    """Build the request; raises InvalidURL, ValueError or TypeError where its parts make none."""
    url, method = str(params.get("url") or ""), str(params.get("method") or "GET").upper()
    headers = params.get("headers") or params.get("header") or {}
    given = {str(k).lower(): str(v) for k, v in headers.items()} if isinstance(headers, Mapping) else {}
    sent = {name: value for name, value in given.items() if name not in _NOT_THEIRS}
    sent.setdefault("content-type", "application/json")
    sent["user-agent"] = user_agent
    data = params.get("data")
    content: bytes | None = None
    if data is not None and method == "GET" and isinstance(data, Mapping):
        url += ("&" if "?" in url else "?") + urlencode({str(k): str(v) for k, v in data.items()})
    elif isinstance(data, Mapping) and "urlencoded" in sent["content-type"]:
        content = urlencode({str(k): str(v) for k, v in data.items()}).encode()
    elif data is not None:
        content = data.encode() if isinstance(data, str) else json.dumps(data).encode()
    if not method.isascii():
        raise ValueError("the method is not ASCII")
    parsed = httpx.URL(url)
    if parsed.scheme not in _PORTS or not parsed.raw_host:
        raise ValueError("the url is not an http or https URL with a host")
    fields = [(name.encode(), value.encode()) for name, value in sent.items()]
    return http.build_request(method, parsed, content=content, headers=fields)


async def _exchange(http: httpx.AsyncClient, request: httpx.Request) -> tuple[httpx.Response, bytes]:
    """Send the request and read its answer as it comes; raises ValueError for one that has no end."""
    answer = await http.send(request, stream=True, follow_redirects=False)
    return answer, await read_answer(answer, LARGEST)


def _milliseconds(given: object) -> float:
    if (
        isinstance(given, bool)
        or not isinstance(given, int | float)
        or (isinstance(given, float) and math.isnan(given))
    ):
        return _USUAL
    return min(max(given, 0), LONGEST)


def _closed(url: httpx.URL, closed: Iterable[str]) -> str:
    """Say why a program may not reach a URL, "" where it may.

    The wallet's own ports are closed under every name that a host can have: which names lead here, no list knows.
    """
    if _port(url) in {_port(httpx.URL(origin)) for origin in closed if origin}:
        return "the url leads to the wallet itself"
    address = _address(url.host)
    if address is not None and address.is_link_local:
        return "the url leads to a link-local address"
    return ""


def _port(url: httpx.URL) -> int:
    return url.port if url.port is not None else _PORTS.get(url.scheme, 0)


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return the address that a host is, also one in the short and whole-number forms that resolvers take."""
    try:
        found = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        try:
            return ipaddress.IPv4Address(socket.inet_aton(host))
        except (OSError, UnicodeError, ValueError):
            return None
    return (found.ipv4_mapped or found) if isinstance(found, ipaddress.IPv6Address) else found
