"""A wallet alone in a process of its own, and a merchant who knows nothing but the facts that it prints."""

from __future__ import annotations

import base64
import itertools
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

Json = dict[str, Any]
PATIENCE = 20.0
PRODUCT = "51051000101000000011"
_NUMBERS = itertools.count(1)


def fresh(prefix: str) -> str:
    """Return an id that was never used before."""
    return f"{prefix}{os.getpid()}x{next(_NUMBERS)}"


def wait_for(what: str, found: Any, seconds: float = PATIENCE) -> Any:
    """Return what ``found()`` finds, as soon as that is true."""
    deadline = time.monotonic() + seconds
    while not (value := found()):
        assert time.monotonic() < deadline, f"{what} did not come within {seconds:g} s"
        time.sleep(0.01)
    return value


class Lone:
    """One start of ``harness wallet``. ``facts`` are those of its ``--json`` file."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.json = folder / f"{fresh('facts')}.json"
        self.errors = folder / f"{fresh('stderr')}.txt"
        command = [sys.executable, "-c", "import sys; from harness.cli import main; sys.exit(main(sys.argv[1:]))"]
        with self.errors.open("wb") as errors:
            self.process = subprocess.Popen(  # noqa: S603
                [*command, "wallet", "--json", str(self.json), *options],
                stdout=subprocess.DEVNULL,
                stderr=errors,
                cwd=Path(__file__).parents[2],
                env={**os.environ, "PYTHONWARNINGS": "error"},
            )
        wait_for("the facts", lambda: self.json.exists() or self.process.poll() is not None)
        assert self.json.exists(), self.said()
        self.facts: Json = json.loads(self.json.read_text("utf-8"))
        self.http = httpx.Client(trust_env=False, timeout=PATIENCE)
        self.merchant = LoneMerchant.of(self)

    def said(self) -> str:
        """Return what it has written to standard error so far."""
        return self.errors.read_text("utf-8")

    def control(self, method: str, path: str, body: object = None, *, expect: int | None = None) -> Json:
        """Call the control API and return the answer; ``expect`` is its status, else any good one."""
        answer = self.http.request(method, f"{self.facts['controlUrl']}{path}", json=body)
        assert answer.is_success if expect is None else answer.status_code == expect, answer.text
        return dict(answer.json())

    def kill(self) -> None:
        """Kill it as nobody can prevent."""
        self.process.kill()
        self.process.wait(PATIENCE)
        self.http.close()

    def stop(self, how: signal.Signals = signal.SIGINT) -> int:
        """End it as its user would, and return its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        code = self.process.wait(PATIENCE)
        self.http.close()
        return code


@contextmanager
def lone_wallet(folder: Path, *options: str) -> Iterator[Lone]:
    """Start a wallet alone, and end it with the block."""
    lone = Lone(folder, *options)
    try:
        yield lone
    finally:
        if lone.process.poll() is None:
            lone.kill()
        else:
            lone.http.close()


class LoneMerchant:
    """A merchant's backend. Signs as signing.md says, with a key file that was printed, and checks each answer."""

    def __init__(self, gateway: str, client_id: str, key: bytes, wallet_key: bytes, paths: Mapping[str, str]) -> None:
        own, theirs = load_pem_private_key(key, None), load_pem_public_key(wallet_key)
        assert isinstance(own, RSAPrivateKey)
        assert isinstance(theirs, RSAPublicKey)
        self.gateway, self.client_id, self.paths = gateway, client_id, paths
        self._own, self._theirs = own, theirs
        self.http: httpx.Client = httpx.Client(trust_env=False, timeout=PATIENCE)

    @classmethod
    def of(cls, lone: Lone) -> LoneMerchant:
        """Return the merchant whose facts were printed."""
        facts = lone.facts
        key = facts["merchantPrivateKeyFile"]
        merchant = cls(
            facts["gatewayUrl"],
            facts["clientId"],
            Path(key).read_bytes() if key else _someones_key(),
            Path(facts["walletPublicKeyFile"]).read_bytes(),
            facts["paths"],
        )
        merchant.http = lone.http
        return merchant

    def signed(self, path: str, raw: bytes) -> dict[str, str]:
        """Return the headers of a signed request."""
        moment = datetime.now(UTC).isoformat(timespec="seconds")
        text = f"POST {path}\n{self.client_id}.{moment}.".encode() + raw
        signature = base64.b64encode(self._own.sign(text, PKCS1v15(), SHA256())).decode()
        return {
            "Content-Type": "application/json; charset=UTF-8",
            "Client-Id": self.client_id,
            "Request-Time": moment,
            "Signature": f"algorithm=RSA256, keyVersion=1, signature={signature}",
        }

    def call(self, api: str, body: Mapping[str, object]) -> Json:
        """Call an API and return its answer, whose signature must be the wallet's."""
        path, raw = self.paths[api], json.dumps(body).encode()
        answer = self.http.post(f"{self.gateway}{path}", content=raw, headers=self.signed(path, raw))
        assert answer.status_code == 200, answer.text
        text = f"POST {path}\n{self.client_id}.{answer.headers['Response-Time']}.".encode() + answer.content
        given = answer.headers["Signature"].rpartition("signature=")[2]
        self._theirs.verify(base64.b64decode(given), text, PKCS1v15(), SHA256())
        return dict(answer.json())

    def pay(self, buyer: str, amount: int, **more: object) -> Json:
        """Make a payment of ``amount`` minor units for a customerId."""
        body: Json = {
            "productCode": PRODUCT,
            "paymentRequestId": fresh("R"),
            "paymentAmount": {"currency": "IQD", "value": str(amount)},
            "order": {"orderDescription": "Barhi dates, 1 kg", "buyer": {"referenceBuyerId": buyer}},
        }
        return self.call("pay", body | more)


def code_of(answer: Mapping[str, Any]) -> str:
    """Return the resultCode of an answer."""
    return str(answer["result"]["resultCode"])


def url_of(payment: Mapping[str, Any]) -> str:
    """Return the redirect URL of a payment."""
    return str(payment["redirectActionForm"]["redirectUrl"])


def _someones_key() -> bytes:
    from harness.wallet.keys import new_key, private_pem

    return private_pem(new_key())
