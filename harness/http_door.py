"""uvicorn's HTTP with the bounds that it lacks: how much may come before and between a request's body, and how slowly.

Without them one client could fill the memory with a header that does not end, and keep connections open for nothing.
"""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_SECONDS = 20.0
"""How long a connection may take to send the head of its first request, and of each one it has begun."""
HEAD_BYTES = 64 * 1024
"""How large a request's line and headers may be together."""
AROUND_BYTES = 1024 * 1024
"""How much a request may hold besides its body: what frames its chunks, and what trails them."""


class HttpDoor(HttpToolsProtocol):
    """One connection. Whoever overdoes it hears 431 or 400 and is shown out; nobody else notices."""

    _in_head = True
    _besides = 0
    _patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first head."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._wait_no_more()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came, and look whether it is too much."""
        self._besides += len(data)
        super().data_received(data)
        if self._besides > (HEAD_BYTES if self._in_head else AROUND_BYTES):
            self._show_out(b"431 Request Header Fields Too Large" if self._in_head else b"400 Bad Request")

    def on_message_begin(self) -> None:
        """Begin a request."""
        self._in_head = True
        if self._patience is None:
            self._wait()
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header; what trails a body is no header of the request."""
        if self._in_head:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The head is there; the body has time limits of its own."""
        self._in_head = False
        self._wait_no_more()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take a part of the body, which the app bounds."""
        self._besides -= len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The next request may come on this connection."""
        self._in_head = True
        self._besides = 0
        super().on_message_complete()

    def _wait(self) -> None:
        self._patience = self.loop.call_later(HEAD_SECONDS, self._show_out, b"408 Request Timeout")

    def _wait_no_more(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _show_out(self, status: bytes) -> None:
        if self.transport.is_closing():
            return
        if self._besides and (self.cycle is None or self.cycle.response_complete):
            self.transport.write(b"HTTP/1.1 " + status + b"\r\nconnection: close\r\ncontent-length: 0\r\n\r\n")
        self.transport.close()
