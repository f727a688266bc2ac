"""When a backend is ready: its port is open, a path of it answers, or it has said so."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import httpx

from harness.serving import LOOPBACK

_SECONDS = 2.0
_NOT_FOUND, _SERVER_ERROR = 404, 500


@dataclass(slots=True)
class Ready:
    """What is looked at: ``ready`` is a path, a URL, words in the output, or "" for the port. ``seen`` says what was found."""

    ready: str
    port: int
    lines: Callable[[], Iterable[str]]
    seen: str = field(default="", init=False)

    def __call__(self) -> bool:
        """Look once."""
        if self.ready.startswith(("/", "http://", "https://")):
            return self._answers()
        if self.ready:
            self.seen = f'it has not printed "{self.ready}"'
            return any(self.ready in line for line in self.lines())
        self.seen = f"nothing listens on port {self.port}"
        return listens(self.port)

    def _answers(self) -> bool:
        url = f"http://{LOOPBACK}:{self.port}{self.ready}" if self.ready.startswith("/") else self.ready
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        try:
            with httpx.Client(verify=context, trust_env=False, timeout=_SECONDS) as client:
                status = client.get(url).status_code
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            self.seen = f"{url} does not answer: {str(error) or type(error).__name__}"
            return False
        self.seen = f"{url} answers with HTTP {status}"
        return status < _SERVER_ERROR and status != _NOT_FOUND


def listens(port: int) -> bool:
    """Say whether somebody listens on a port of this machine."""
    try:
        with socket.create_connection((LOOPBACK, port), timeout=_SECONDS):
            return True
    except OSError:
        return False
