"""What a request changed is written before its answer leaves; what cannot be written is not answered."""

from __future__ import annotations

import json

import httpx
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from harness.errors import HarnessError
from harness.wallet.keeper import Books


def committed(app: ASGIApp, books: Books) -> ASGIApp:
    """Return the app with its books written before each answer; where that fails it answers HTTP 500 and says why."""

    async def run(scope: Scope, receive: Receive, send: Send) -> None:
        failed = False

        async def send_written(message: Message) -> None:
            nonlocal failed
            if failed:
                return
            if message["type"] == "http.response.start":
                try:
                    books.commit()
                except HarnessError as error:
                    failed = True
                    await _refuse(send, error)
                    return
            await send(message)

        await app(scope, receive, send_written)

    return run


async def _refuse(send: Send, error: HarnessError) -> None:
    body = json.dumps({"fact": error.fact, "field": "", "action": error.action}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 500, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def write_before_calls(http: httpx.AsyncClient, books: Books) -> None:
    """Let a client write the books before each request it makes: nobody hears of what could still be forgotten."""

    async def write(_request: httpx.Request) -> None:
        try:
            books.commit()
        except HarnessError as error:
            raise OSError(error.fact) from error

    http.event_hooks = {"request": [write]}
