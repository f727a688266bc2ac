"""What the tests of signatures share: key pairs made once a process, a merchant, and a request as a client would send it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache

from harness.wallet.explain import KnownKey
from harness.wallet.keys import PrivateKey, new_ec_key, new_key
from harness.wallet.profile import SignatureRules
from harness.wallet.signing import sign, signed_text
from harness.wallet.verification import Verdict, check_request
from harness.wallet.world import Merchant

PATH = "/v1/payments/pay"
TIME = "2026-01-01T12:00:00+03:00"
NOW = 1767258000000
CLIENT_ID = "M00010001"
BODY = '{"paymentRequestId":"R1","goods":"تمر a/b <1>","amount":{"currency":"IQD","value":"25000000"}}'.encode()

RULES = SignatureRules(
    encoding="raw", key_version="1", algorithms=("RSA256", "ECC224"), clock_window_seconds=0, refuse_z=False
)
REBELL = replace(RULES, algorithms=("SHA256withRSA",), clock_window_seconds=300)


@cache
def rsa_key(name: str) -> PrivateKey:
    """Return the RSA key pair of this name, the same each time."""
    return new_key()


@cache
def ec_key(name: str) -> PrivateKey:
    """Return the secp224r1 key pair of this name, the same each time."""
    return new_ec_key()


KINDS: dict[str, Callable[[str], PrivateKey]] = {"RSA256": rsa_key, "ECC224": ec_key}


def merchant(key: PrivateKey, *older: PrivateKey) -> Merchant:
    """Return the merchant with this key; with older ones, the keys have the versions 1, 2 and so on."""
    keys = [*older, key]
    versions = {str(n): k.public_key() for n, k in enumerate(keys, start=1)} if older else {}
    return Merchant(CLIENT_ID, "Dar Al-Tamr", "دار التمر", key.public_key(), versions)


@dataclass(frozen=True)
class Sent:
    """A request as it reaches the wallet, checked by default with the rules of Super Qi."""

    header: str | None
    path: str = PATH
    time: str | None = TIME
    body: bytes = BODY
    more: dict[str, str] = field(default_factory=dict)

    def check(
        self,
        known: Merchant | None,
        others: list[KnownKey] | None = None,
        rules: SignatureRules = RULES,
        now: int = NOW,
    ) -> Verdict:
        """Return what the wallet says of it."""
        headers = {"Client-Id": CLIENT_ID, **self.more}
        if self.header is not None:
            headers["Signature"] = self.header
        if self.time is not None:
            headers["Request-Time"] = self.time
        return check_request(rules, known, self.path, headers, self.body, now, iter(others or []))


def right(key: PrivateKey, **options: str) -> Sent:
    """Return a request that is signed as it should be."""
    return Sent(sign(key, signed_text(PATH, CLIENT_ID, TIME, BODY), **options))  # type: ignore[arg-type]


def over(text: bytes | str, key: PrivateKey | None = None) -> Sent:
    """Return a request with a signature over another text."""
    data = text if isinstance(text, bytes) else text.encode()
    return Sent(sign(key or rsa_key("merchant"), data))
