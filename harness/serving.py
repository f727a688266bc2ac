"""Serving on loopback: one thread with one event loop carries every server of a session."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

import uvicorn

from harness.errors import HarnessError
from harness.http_door import HttpDoor

T = TypeVar("T")
ASGIApp = Callable[..., Awaitable[None]]
LOOPBACK = "127.0.0.1"
GRACE_SECONDS = 1
"""How long a server that is to stop waits for requests that it is still answering."""


def bind(port: int = 0) -> socket.socket:
    """Return a socket bound to 127.0.0.1 (port 0: any free one); raises HarnessError when the port is taken.

    The protocol is named because uvicorn sets TCP_NODELAY only on sockets whose ``proto`` is TCP; without it each
    request waits 40 ms (floors.md).
    """
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((LOOPBACK, port))
    except (OSError, OverflowError) as error:
        sock.close()
        reason = error.strerror if isinstance(error, OSError) else "a port is a number from 0 to 65535"
        raise HarnessError(
            f"port {port} cannot be used: {reason}",
            place=f"{LOOPBACK}:{port}",
            action="choose another port, or 0 for any free one",
        ) from error
    return sock


class Backstage:
    """A thread with an event loop in which servers run and state that they share is touched by nobody else.

    Use as a context manager; leaving it stops every server.
    """

    def __init__(self) -> None:
        self._loop = _new_loop()
        self._thread = threading.Thread(target=self._run, name="backstage", daemon=True)
        self._servers: list[tuple[uvicorn.Server, Future[None]]] = []
        self._last: list[Callable[[], Awaitable[None]]] = []

    def __enter__(self) -> Backstage:
        self._thread.start()
        return self

    def _run(self) -> None:
        """Be the thread: run the loop until it is stopped, then close it here, where nobody waits for it.

        uvloop's close() waits for every connection, also for one whose other end never answers the goodbye.
        """
        try:
            self._loop.run_forever()
        finally:
            self._loop.close()

    def at_exit(self, close: Callable[[], Awaitable[None]]) -> None:
        """Run ``close`` backstage before the servers stop (clients first, so that no connection is left open)."""
        self._last.append(close)

    def __exit__(self, *_: object) -> None:
        self.run(self._close_clients())
        for server, _done in self._servers:
            server.should_exit = True
        for _server, done in self._servers:
            with contextlib.suppress(Exception):
                done.result(timeout=5)
        self.run(_cancel_others())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=5)

    async def _close_clients(self) -> None:
        for close in self._last:
            await close()

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """The event loop of this thread."""
        return self._loop

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine backstage and return its result; its exception is raised here."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def call(self, function: Callable[[], T]) -> T:
        """Run a plain function backstage and return its result."""

        async def work() -> T:
            return function()

        return self.run(work())

    def serve(self, app: ASGIApp, sock: socket.socket | None = None) -> str:
        """Serve an ASGI app and return its origin (``http://127.0.0.1:PORT``)."""
        sock = sock or bind()
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            lifespan="off",
            http=HttpDoor,
            ws="none",
            timeout_keep_alive=300,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        server = uvicorn.Server(config)
        done = asyncio.run_coroutine_threadsafe(server.serve(sockets=[sock]), self._loop)
        self._servers.append((server, done))
        # The socket accepts connections from bind+listen on; listen here so that callers need not wait for uvicorn.
        sock.listen(256)
        return f"http://{LOOPBACK}:{sock.getsockname()[1]}"


def _new_loop() -> asyncio.AbstractEventLoop:
    try:
        import uvloop
    except ImportError:
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()


async def _cancel_others() -> None:
    me = asyncio.current_task()
    others = [task for task in asyncio.all_tasks() if task is not me]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
