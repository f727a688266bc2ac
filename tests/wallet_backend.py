"""A merchant's backend that sends signed requests: whoever has an origin, a Client-Id and the paths can call a wallet."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

import httpx

from harness.wallet.keys import PrivateKey, new_key
from harness.wallet.signing import sign, signed_text

Json = dict[str, object]
CASHIER, AUTHORIZE = "51051000101000000011", "51051000101000000012"
AGREEMENT, ESCROW = "51051000101000100031", "51051000101000100008"
_NUMBERS = itertools.count(1)


@cache
def rsa_key_of(name: str) -> PrivateKey:
    """Return the key pair of this name, made once a process."""
    return new_key()


def fresh(prefix: str) -> str:
    """Return an id that was never used before."""
    return f"{prefix}{next(_NUMBERS):08d}"


@dataclass(frozen=True, repr=False)
class Answer:
    """What came back; ``body`` is empty where the answer is no JSON object."""

    status: int
    headers: httpx.Headers
    body: Json
    raw: bytes
    http: httpx.Response

    def __repr__(self) -> str:
        return f"{self.status} {self.raw[:500]!r}"

    @classmethod
    def of(cls, answer: httpx.Response) -> Answer:
        """Read an answer."""
        try:
            body = answer.json()
        except ValueError:
            body = None
        return cls(answer.status_code, answer.headers, body if isinstance(body, dict) else {}, answer.content, answer)

    @property
    def result(self) -> tuple[str, str]:
        """The resultStatus and the resultCode."""
        result = self.body.get("result")
        assert isinstance(result, dict), f"no result in {self.status} {self.raw[:300]!r}"
        return str(result["resultStatus"]), str(result["resultCode"])

    @property
    def code(self) -> str:
        """The resultCode."""
        return self.result[1]

    def text(self, *names: str) -> str:
        """Return a text of the body, by the names that lead to it."""
        value: object = self.body
        for name in names:
            assert isinstance(value, dict), f"no {name} in {self.body}"
            value = value[name]
        return str(value)


class Backend:
    """A merchant's backend. Its key is ``rsa_key_of("merchant")`` unless a call says otherwise."""

    def __init__(self, http: httpx.Client, origin: str, client_id: str, paths: Mapping[str, str]) -> None:
        self.http = http
        self.origin = origin
        self.client_id = client_id
        self.paths = paths

    def now(self) -> str:
        """Return the time as the merchant writes it: a merchant's clock is real."""
        return datetime.now(UTC).isoformat(timespec="milliseconds")

    def sent(
        self,
        path: str,
        raw: bytes,
        *,
        key: PrivateKey | None = None,
        client_id: str | None = None,
        key_version: str = "1",
        time: str | None = None,
        headers: Mapping[str, str] | None = None,
        method: str = "POST",
    ) -> Answer:
        """Send these bytes, signed; ``headers`` come on top and win."""
        own = self.signed(path, raw, key=key, client_id=client_id, key_version=key_version, time=time)
        answer = self.http.request(method, self.origin + path, content=raw, headers={**own, **(headers or {})})
        return Answer.of(answer)

    def signed(
        self,
        path: str,
        raw: bytes,
        *,
        key: PrivateKey | None = None,
        client_id: str | None = None,
        key_version: str = "1",
        time: str | None = None,
    ) -> dict[str, str]:
        """Return the headers of a signed request."""
        client = self.client_id if client_id is None else client_id
        moment = time or self.now()
        signature = sign(key or rsa_key_of("merchant"), signed_text(path, client, moment, raw), key_version=key_version)
        return {"Client-Id": client, "Request-Time": moment, "Signature": signature, "Content-Type": "application/json"}

    def call(self, api: str, body: Mapping[str, object] | None = None, **how: object) -> Answer:
        """Call an API; ``how`` goes to ``sent``."""
        return self.sent(self.paths[api], json.dumps(body or {}).encode(), **how)  # type: ignore[arg-type]
