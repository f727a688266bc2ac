"""A dev server as front-end tools have one: it serves a program's files, and tells its page over a websocket."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

_MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


class Files(SimpleHTTPRequestHandler):
    """Files of a folder; on ``/updates`` a websocket that says "fresh"."""

    def do_GET(self) -> None:
        if self.headers.get("Upgrade", "").lower() != "websocket":
            super().do_GET()
            return
        digest = hashlib.sha1((self.headers["Sec-WebSocket-Key"] + _MAGIC).encode(), usedforsecurity=False).digest()
        self.send_response(101)
        self.send_header("Upgrade", "websocket")
        self.send_header("Connection", "Upgrade")
        self.send_header("Sec-WebSocket-Accept", base64.b64encode(digest).decode())
        self.end_headers()
        self.wfile.write(b"\x81\x05fresh")
        self.close_connection = True

    def log_message(self, form: str, *given: object) -> None:
        """Say nothing."""


@contextmanager
def dev_server(folder: Path) -> Iterator[str]:
    """Serve a folder and yield the URL."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Files, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()
        thread.join()
