"""Where the wallet may send a notification: to this machine, and to hosts that were allowed by name.

A merchant chooses the URL: without this it could make the wallet call whatever the wallet's machine can reach.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

import httpx

_PORTS = {"http": 80, "https": 443}


class Destinations:
    """The places notifications may go to.

    ``allowed_hosts`` are names or addresses beside this machine's. ``own_origins`` are where the wallet itself listens
    (``http://127.0.0.1:8080``): it never calls itself there, under whatever name of this machine.
    """

    def __init__(self, allowed_hosts: Iterable[str] = (), own_origins: Iterable[str] = ()) -> None:
        self.own_origins = set(own_origins)
        self._allowed = {httpx.URL(f"http://{host}").raw_host for host in allowed_hosts}

    def find(self, url: str) -> httpx.URL:
        """Return a URL that may be called; raises ValueError with the reason otherwise.

        Decided without asking any name server, and on the very URL object that is called then, so that there are no two
        opinions about what its host is.
        """
        try:
            found = httpx.URL(url)
        except httpx.InvalidURL as error:
            raise ValueError(f"the notify URL cannot be read: {error}") from error
        if found.scheme not in _PORTS or not found.raw_host:
            raise ValueError("the notify URL is not an http or https URL with a host")
        if found.userinfo:
            raise ValueError("the notify URL has a user name in it")
        here = _is_loopback(found.raw_host)
        if not here and found.raw_host not in self._allowed:
            raise ValueError(f"the wallet notifies only this machine and hosts allowed by name, not {found.host[:100]}")
        port = _port(found)
        if not 0 < port < 65536:
            raise ValueError(f"the notify URL has no port {port}")
        own = [httpx.URL(origin) for origin in self.own_origins]
        if any(port == _port(origin) and (here or found.raw_host == origin.raw_host) for origin in own):
            raise ValueError("the notify URL leads back to the wallet itself")
        return found


def _port(url: httpx.URL) -> int:
    return url.port if url.port is not None else _PORTS.get(url.scheme, 0)


def _is_loopback(host: bytes) -> bool:
    if host == b"localhost":
        return True
    try:
        address = ipaddress.ip_address(host.decode("ascii"))
    except ValueError:
        return False
    # Python before 3.13 says of an IPv4 address within an IPv6 one that it is no loopback, later ones that it may be.
    return address.is_loopback and getattr(address, "ipv4_mapped", None) is None
