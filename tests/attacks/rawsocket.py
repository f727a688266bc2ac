"""HTTP by hand: bytes out, bytes in, with deadlines. For what no honest client would send."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

SECONDS = 10.0


@contextmanager
def connected(origin: str, seconds: float = SECONDS) -> Iterator[socket.socket]:
    """Open a connection to an origin."""
    parts = urlsplit(origin)
    with socket.create_connection((parts.hostname, parts.port or 80), timeout=seconds) as sock:
        yield sock


def exchanged(origin: str, *parts: bytes) -> bytes:
    """Send these bytes and return all that comes back until the other side is done or closes."""
    with connected(origin) as sock:
        try:
            for part in parts:
                sock.sendall(part)
            return answer_on(sock)
        except OSError:
            return b""


def answer_on(sock: socket.socket) -> bytes:
    """Read one answer: its head, and the body that its Content-Length promises (or all until the end)."""
    got = b""
    while b"\r\n\r\n" not in got:
        if not (chunk := received(sock)):
            return got
        got += chunk
    head, _, body = got.partition(b"\r\n\r\n")
    fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:] if b": " in line)
    length = int(fields.get(b"content-length", b"0"))
    while len(body) < length and (chunk := received(sock)):
        body += chunk
    return head + b"\r\n\r\n" + body


def received(sock: socket.socket) -> bytes:
    """Return what has come, nothing where the other side has closed or reset the connection."""
    try:
        return sock.recv(65536)
    except ConnectionError:
        return b""


def status_of(answer: bytes) -> int:
    """Return the HTTP status of an answer, 0 where there is none."""
    words = answer.split(b" ", 2)
    return int(words[1]) if len(words) > 1 and words[1].isdigit() else 0


def body_of(answer: bytes) -> bytes:
    """Return the body of an answer."""
    return answer.partition(b"\r\n\r\n")[2]


def closed_by_other_side(sock: socket.socket) -> bool:
    """Say whether the other side closes the connection before the socket's deadline."""
    try:
        while sock.recv(65536):
            pass
    except ConnectionError:
        return True
    except TimeoutError:
        return False
    return True
