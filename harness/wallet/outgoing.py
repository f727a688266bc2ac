"""The HTTP client with which the wallet calls merchants."""

from __future__ import annotations

import ssl
from http.cookiejar import DefaultCookiePolicy

import httpx


def outgoing_client(*, certificates: bool = False) -> httpx.AsyncClient:
    """Return a client fit to notify merchants: it remembers no cookies, follows no redirects and heeds no proxy.

    Its connections are not limited in number: a merchant that is slow to answer must not keep notifications from another.
    ``certificates`` loads the authorities that https to other machines needs; that costs 35 ms (floors.md).
    """
    context = ssl.create_default_context() if certificates else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client = httpx.AsyncClient(
        verify=context,
        timeout=30,
        trust_env=False,
        follow_redirects=False,
        limits=httpx.Limits(max_connections=None, max_keepalive_connections=50),
    )
    client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=()))
    return client
