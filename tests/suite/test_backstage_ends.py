"""The servers of a session end with it, whatever their clients are doing."""

from __future__ import annotations

import asyncio
import socket
import threading

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from harness import Backstage


def test_a_request_that_is_never_answered_does_not_keep_the_session_from_ending() -> None:
    asked = threading.Event()

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await Request(scope, receive).body()
        asked.set()
        await asyncio.Event().wait()

    backstage = Backstage()
    backstage.__enter__()
    port = int(backstage.serve(app).rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert asked.wait(10)
        backstage.__exit__(None, None, None)
        assert not backstage._thread.is_alive()
