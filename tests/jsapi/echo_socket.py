"""A merchant's websocket: says back what it is told, and ends when it is told "bye"."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

_MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TEXT, CLOSE = 1, 8


class Echo(BaseHTTPRequestHandler):
    """Frames of fewer than 126 bytes, which is what tests say."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        digest = hashlib.sha1((self.headers["Sec-WebSocket-Key"] + _MAGIC).encode(), usedforsecurity=False).digest()
        self.send_response(101)
        self.send_header("Upgrade", "websocket")
        self.send_header("Connection", "Upgrade")
        self.send_header("Sec-WebSocket-Accept", base64.b64encode(digest).decode())
        self.end_headers()
        self.close_connection = True
        while True:
            head = self.rfile.read(2)
            if len(head) < 2:
                return
            mask, body = self.rfile.read(4), self.rfile.read(head[1] & 127)
            said = bytes(byte ^ mask[at % 4] for at, byte in enumerate(body))
            ends = head[0] & 15 == CLOSE or said == b"bye"
            answer = bytes([128 | CLOSE, 2]) + (1000).to_bytes(2, "big") if ends else bytes([head[0], len(said)]) + said
            self.wfile.write(answer)
            if ends:
                return

    def log_message(self, form: str, *given: object) -> None:
        """Say nothing."""


@contextmanager
def echo_socket() -> Iterator[str]:
    """Serve it and yield where, as ``127.0.0.1:port``."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
