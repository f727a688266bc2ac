"""Where each request of a phone leads: to the merchant under test, to a folder, to the program's own server, or nowhere.

A program asks for hosts that were written into it: an address in somebody's home network, a script from a CDN. Nothing
here asks a name server or leaves this machine, but where a route says so.
"""

from __future__ import annotations

import fnmatch
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from harness.runtime.bundle import BRIDGE_URLS

Kind = Literal["merchant", "program", "files", "bridge", "elsewhere", "refused"]
MERCHANT, REFUSE = "merchant", "refuse"
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Way:
    """Where a request goes. ``base`` is the URL before its path, "" for a ``file`` (with ``rest`` below it) and for none."""

    kind: Kind
    base: str = ""
    file: Path = Path()
    rest: str = ""


@dataclass(frozen=True, slots=True)
class _Route:
    origin: str
    prefix: str
    target: str


class Routes:
    """The ways of one program.

    ``table`` leads an origin, a URL or a path of the program to "merchant", "refuse", a file or folder, or another origin;
    the longest that fits counts. ``program`` is where the program is served, ``address`` the origin under which the phone
    opens it, "" for the same. ``foreign`` says that others serve it. ``unknown`` is where the rest goes: to the merchant for
    native programs that say nothing of their backend, else it is refused. This machine's own servers are always reached.
    """

    def __init__(
        self,
        table: Mapping[str, str],
        *,
        merchant: str,
        program: str,
        address: str = "",
        foreign: bool = False,
        unknown: Literal["merchant", "refuse"] = "refuse",
    ) -> None:
        self.merchant, self.program = merchant, program.rstrip("/")
        self.foreign = foreign
        self._served = origin_of(program)
        self._home = origin_of(address) or self._served
        self._merchant_origin = origin_of(merchant)
        self._unknown = unknown
        rows = [_route(key, target, self._home) for key, target in table.items()]
        self._routes = sorted(rows, key=lambda row: len(row.prefix), reverse=True)

    @property
    def home(self) -> str:
        """The origin under which the program is opened."""
        return self._home

    @property
    def at_home(self) -> bool:
        """Whether a route takes paths of the program's own."""
        return any(row.origin == self._home for row in self._routes)

    def find(self, origin: str, path: str) -> Way:
        """Return the way of a request; ``origin`` as ``origin_of`` gives it."""
        for row in self._routes:
            if row.origin == origin and _below(path, row.prefix):
                return self._led(row, path)
        if origin == self._merchant_origin and origin != self._served:
            return Way("merchant", self.merchant)
        if origin in (self._home, self._served):
            return Way("program", _bare(self.program))
        if any(fnmatch.fnmatchcase(f"{origin}{path}", pattern) for pattern in BRIDGE_URLS):
            return Way("bridge")
        if is_loopback(urlsplit(origin).hostname or ""):
            return Way("elsewhere", origin)
        return Way("merchant", self.merchant) if self._unknown == MERCHANT else Way("refused")

    def knows(self, origin: str) -> bool:
        """Say whether there is anything to say about an origin."""
        bridges = (origin_of(pattern) for pattern in BRIDGE_URLS)
        known = {row.origin for row in self._routes} | {self._home, self._served, self._merchant_origin, *bridges}
        return origin in known

    def _led(self, row: _Route, path: str) -> Way:
        if row.target == MERCHANT:
            return Way("merchant", self.merchant)
        if row.target == REFUSE:
            return Way("refused")
        if origin_of(row.target):
            return Way("elsewhere", row.target.rstrip("/"))
        return Way("files", file=Path(row.target), rest=path[len(row.prefix) :].strip("/"))


def origin_of(url: str) -> str:
    """Return ``scheme://host[:port]``, comparable: lower case, no default port, 127.0.0.1 for localhost; "" for no http URL."""
    try:
        parts = urlsplit(url)
        port, host = parts.port, (parts.hostname or "").lower()
    except ValueError:
        return ""
    if parts.scheme not in _PORTS or not host:
        return ""
    host = "127.0.0.1" if host in ("localhost", "::1") else f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{host}" + ("" if port in (None, _PORTS[parts.scheme]) else f":{port}")


def is_loopback(host: str) -> bool:
    """Say whether a host is this machine, without asking a name server."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _route(key: str, target: str, home: str) -> _Route:
    if key.startswith("/"):
        return _Route(home, key.rstrip("/"), target)
    return _Route(origin_of(key), urlsplit(key).path.rstrip("/"), target)


def _below(path: str, prefix: str) -> bool:
    return not prefix or path == prefix or path.startswith(f"{prefix}/")


def _bare(url: str) -> str:
    """Return the origin as it is written: a server that listens on ::1 only is reached as localhost, not as 127.0.0.1."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
