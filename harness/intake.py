"""What comes in from others over HTTP: bounded in size, in time and in depth, and fit to be written down again.

A program, a merchant and whoever else reaches a port may send anything; what leaves here can be kept in the journal, shown
on a page and sent on without a second look.
"""

from __future__ import annotations

import asyncio
import json
import math
import re
from collections.abc import Coroutine
from typing import NoReturn

import httpx
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message

SECONDS = 10.0
"""How long a whole body may take."""
PHONE = re.compile(r"Phone/([0-9a-f]+)")
"""The id of the phone that sends a request, as its user agent has it."""
DEPTH = 32
"""How deep objects and lists may stand in each other."""


class Unwelcome(Exception):
    """A body is too large, too slow, or its sender is gone; ``status`` is the HTTP status of the answer."""

    def __init__(self, status: int) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status


async def read_bytes(http: Request, most: int) -> bytes:
    """Read a request's body of at most ``most`` bytes; raises Unwelcome."""
    length = http.headers.get("content-length", "")
    if length.isdecimal() and int(length[:20]) > most:
        raise Unwelcome(413)
    message = _at_hand(http)
    if message is not None and message["type"] == "http.request" and not message.get("more_body", False):
        whole = bytes(message.get("body", b""))  # all of it is here, as mostly: nobody need watch the time
        if len(whole) > most:
            raise Unwelcome(413)
        return whole
    raw = bytearray()
    try:
        async with asyncio.timeout(SECONDS):
            more = True
            while more:
                message = message or await http.receive()
                if message["type"] == "http.disconnect":
                    raise Unwelcome(400)
                raw += message.get("body", b"")
                more, message = message.get("more_body", False), None
                if len(raw) > most:
                    raise Unwelcome(413)
    except TimeoutError:
        raise Unwelcome(408) from None
    return bytes(raw)


def _at_hand(http: Request) -> Message | None:
    """Return the request's next part where the server has it already, None where it is yet to come."""
    part = http.receive()
    if not isinstance(part, Coroutine):
        return None
    try:
        part.send(None)
    except StopIteration as done:
        here: Message = done.value
        return here
    part.close()  # it has begun to wait, and has taken nothing
    return None


async def read_answer(answer: httpx.Response, most: int) -> bytes:
    """Read a streamed answer's body and close it; raises ValueError where there are more than ``most`` bytes."""
    raw = bytearray()
    try:
        async for chunk in answer.aiter_bytes():
            raw += chunk
            if len(raw) > most:
                raise ValueError(f"the answer is larger than {most} bytes")
    finally:
        await answer.aclose()
    return bytes(raw)


async def turn_away(_http: Request, error: Exception) -> Response:
    """Answer an unwelcome body; what is still on its way is not waited for. An exception handler for Starlette."""
    status = error.status if isinstance(error, Unwelcome) else 400
    return Response(status_code=status, headers={"Connection": "close"})


def read_json(text: str | bytes, depth: int = DEPTH, *, exact: bool = False) -> object:
    """Read JSON; raises ValueError saying what is wrong with it, also for numbers that JSON does not know.

    Half a surrogate pair, which no file and no answer can hold, becomes U+FFFD, or is refused where it must be ``exact``.
    """
    if isinstance(text, bytes):
        text = text.decode("utf-8")
    try:
        value: object = _DECODER.decode(text)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if text.count("{") + text.count("[") > depth and _depth(value) > depth:
        raise ValueError("it is nested too deeply")
    if "\\u" in text and not _writable(written := json.dumps(value, ensure_ascii=False)):
        if exact:
            raise ValueError("half a surrogate pair is no text")
        value = json.loads(written.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    return value


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text[:40]} is too large a number")
    return value


_DECODER = json.JSONDecoder(parse_constant=_no_number, parse_float=_finite)


def _writable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _depth(value: object) -> int:
    level: list[object] = [value]
    depth = 0
    while level:
        depth += 1
        level = [
            inner
            for item in level
            if isinstance(item, dict | list)
            for inner in (item.values() if isinstance(item, dict) else item)
        ]
    return depth
