"""A wallet alone in a process of its own, and a merchant who knows nothing but the facts that it prints."""

from __future__ import annotations

import base64
import itertools
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlencode

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from readable import readable

from harness.cli import main

Json = dict[str, Any]
PATIENCE = 20.0
PRODUCT = "51051000101000000011"
_NUMBERS = itertools.count(1)


ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "harness", "wallet"]
ENVIRONMENT = {**os.environ, "PYTHONWARNINGS": "error"}


def fresh(prefix: str) -> str:
    """Return an id that was never used before."""
    return f"{prefix}{os.getpid()}x{next(_NUMBERS)}"


class Lone:
    """One start of ``harness wallet --json -``, by the command ``under`` where one is given. ``facts`` are what it printed."""

    def __init__(self, folder: Path, *options: str, port: int = 0, under: Sequence[str] = ()) -> None:
        self.errors = folder / f"{fresh('stderr')}.txt"
        with self.errors.open("wb") as errors:
            self.process = subprocess.Popen(
                [*under, *COMMAND, "--json", "-", "--port", str(port), *options],
                stdout=subprocess.PIPE,
                stderr=errors,
                cwd=ROOT,
                env=ENVIRONMENT,
            )
        self.facts: Json = self._told()
        self.http = httpx.Client(trust_env=False, timeout=PATIENCE)
        self.merchant = LoneMerchant.of(self, self.http)

    def _told(self) -> Json:
        """Return the facts that it prints; one that does not start is ended, and told with what it said of why."""
        try:
            printed = read_until(self.process, "\n}\n")
            assert printed, f"the wallet did not start: {self.said()}"
            return dict(json.loads(printed))
        except BaseException:
            self.process.kill()
            self.process.communicate()
            raise

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.facts["gatewayUrl"].rpartition(":")[2])

    def customer(self, name: str) -> str:
        """Return the customerId of a named buyer."""
        return next(str(b["customerId"]) for b in self.facts["buyers"] if b["name"] == name)

    def said(self) -> str:
        """Return what it has written to standard error so far."""
        return self.errors.read_text("utf-8")

    def control(self, method: str, path: str, body: object = None, *, expect: int | None = None) -> Json:
        """Call the control API and return the answer; ``expect`` is its status, else any good one."""
        answer = self.http.request(method, f"{self.facts['controlUrl']}{path}", json=body)
        assert answer.is_success if expect is None else answer.status_code == expect, answer.text
        return dict(answer.json())

    def shop(self, **more: object) -> Shop:
        """Let one more merchant in, with a world that nobody else is in."""
        key = _someones_key()
        public = _private(key).public_key()
        pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        made = self.control("POST", "merchants", {"publicKey": pem, **more})
        wallet_key = Path(self.facts["walletPublicKeyFile"]).read_bytes()
        gateway, paths = self.facts["gatewayUrl"], self.facts["paths"]
        return Shop(self, LoneMerchant(self.http, gateway, made["clientId"], key, wallet_key, paths))

    def kill(self) -> None:
        """Kill it as nobody can prevent."""
        if self.process.poll() is None:
            self.process.kill()
        self._ended()

    def stop(self, how: signal.Signals = signal.SIGINT) -> int:
        """End it as its user would, and return its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        return self._ended()

    def _ended(self) -> int:
        code = self.process.wait(PATIENCE)
        self.http.close()
        if self.process.stdout is not None:
            self.process.stdout.close()
        return code


@contextmanager
def lone_wallet(folder: Path, *options: str, port: int = 0) -> Iterator[Lone]:
    """Start a wallet alone, and end it with the block."""
    lone = Lone(folder, *options, port=port)
    try:
        yield lone
    finally:
        lone.kill()


class Shop:
    """One merchant with its own world in a wallet that others share."""

    def __init__(self, lone: Lone, merchant: LoneMerchant) -> None:
        self.lone, self.merchant, self.client_id = lone, merchant, merchant.client_id

    def control(
        self, method: str, path: str, body: object = None, *, expect: int | None = None, **query: object
    ) -> Json:
        """Call the control API about this merchant's world."""
        text = urlencode({**query, "clientId": self.client_id})
        return self.lone.control(method, f"{path}?{text}", body, expect=expect)

    def settle(self) -> None:
        """Wait for the notifications that are on their way."""
        self.control("POST", "clock/advance", {"milliseconds": 1})

    def ali(self) -> str:
        """Return the customerId of Ali."""
        return self.lone.customer("Ali")

    def paid(self, amount: int = 5_000_000, **more: object) -> Json:
        """Make a payment of Ali's and confirm it."""
        payment = self.merchant.pay(self.ali(), amount, **more)
        self.lone.control("POST", "payments/confirm", {"paymentId": payment["paymentId"]})
        return payment


def refused(capsys: pytest.CaptureFixture[str], *options: str) -> str:
    """Return the one error of a start that is refused."""
    code = main(["wallet", *options])
    said = capsys.readouterr()
    assert (code, said.out, said.err.count("error: ")) == (2, "", 1), said
    assert said.err.startswith("error: ")
    return said.err


def read_until(process: subprocess.Popen[bytes], end: str) -> str:
    """Return what a process prints up to and with ``end``; less where it ends before. Fails after a while."""
    found, deadline = b"", time.monotonic() + PATIENCE
    assert process.stdout is not None
    while not found.endswith(end.encode()):
        left = deadline - time.monotonic()
        assert left > 0, f"it printed no {end!r} within {PATIENCE:g} s, but {found!r}"
        if readable(process.stdout, left):
            piece = os.read(process.stdout.fileno(), 1 << 16)
            if not piece:
                break
            found += piece
    return found.decode()


class LoneMerchant:
    """A merchant's backend. Signs as signing.md says, with a key file that was printed, and checks each answer."""

    def __init__(
        self,
        http: httpx.Client,
        gateway: str,
        client_id: str,
        key: bytes,
        wallet_key: bytes,
        paths: Mapping[str, str],
    ) -> None:
        own, theirs = _private(key), load_pem_public_key(wallet_key)
        assert isinstance(theirs, RSAPublicKey)
        self.gateway, self.client_id, self.paths = gateway, client_id, paths
        self._own, self._theirs = own, theirs
        self.http = http

    @classmethod
    def of(cls, lone: Lone, http: httpx.Client) -> LoneMerchant:
        """Return the merchant whose facts were printed."""
        facts = lone.facts
        key = facts["merchantPrivateKeyFile"]
        return cls(
            http,
            facts["gatewayUrl"],
            facts["clientId"],
            Path(key).read_bytes() if key else _someones_key(),
            Path(facts["walletPublicKeyFile"]).read_bytes(),
            facts["paths"],
        )

    def use_key(self, key: bytes) -> None:
        """Sign with another key from now on."""
        self._own = _private(key)

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

    def public_pem(self) -> str:
        """Return the public key that belongs to the one it signs with."""
        return self._own.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    def refused_call(self, api: str, body: Mapping[str, object]) -> Json:
        """Call an API with a signature for another body and return the answer."""
        path, raw = self.paths[api], json.dumps(body).encode()
        headers = self.signed(path, raw + b" ")
        answer: Json = self.http.post(f"{self.gateway}{path}", content=raw, headers=headers).json()
        assert code_of(answer) == "INVALID_SIGNATURE"
        return answer

    def call(self, api: str, body: Mapping[str, object], **headers: str) -> Json:
        """Call an API and return its answer, whose signature must be the wallet's; ``headers`` come besides."""
        path, raw = self.paths[api], json.dumps(body).encode()
        answer = self.http.post(f"{self.gateway}{path}", content=raw, headers=self.signed(path, raw) | headers)
        assert answer.status_code == 200, answer.text
        text = f"POST {path}\n{self.client_id}.{answer.headers['Response-Time']}.".encode() + answer.content
        given = answer.headers["Signature"].rpartition("signature=")[2]
        self._theirs.verify(base64.b64decode(unquote(given)), text, PKCS1v15(), SHA256())
        return dict(answer.json())

    def pay(self, buyer: str, amount: int, **more: object) -> Json:
        """Make a payment of ``amount`` minor units for a customerId."""
        return self.call("pay", self.order(buyer, amount, **more))

    def order(self, buyer: str, amount: int, **more: object) -> Json:
        """Return the body of a payment."""
        body: Json = {
            "productCode": PRODUCT,
            "paymentRequestId": fresh("R"),
            "paymentAmount": {"currency": "IQD", "value": str(amount)},
            "order": {"orderDescription": "Barhi dates, 1 kg", "buyer": {"referenceBuyerId": buyer}},
        }
        return body | more


def refusal(shop: Shop, status: int, method: str, path: str, body: object = None, **query: object) -> tuple[str, str]:
    """Return field and fact of a refused request; each has an action too."""
    answer = shop.control(method, path, body, expect=status, **query)
    assert set(answer) == {"fact", "field", "action"}
    assert answer["fact"]
    assert answer["action"]
    return answer["field"], answer["fact"]


class NotifiedMerchant(ThreadingHTTPServer):
    """Where notifications go. Each comes out of ``next``; ``answers`` are the resultStatus of the next ones, S after them."""

    daemon_threads = True

    def __init__(self, *answers: str, port: int = 0) -> None:
        self.answers = list(answers)
        self._got: queue.Queue[Json] = queue.Queue()
        super().__init__(("127.0.0.1", port), _Notified)
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        """The paymentNotifyUrl."""
        return f"http://127.0.0.1:{self.server_address[1]}/notify"

    def next(self) -> Json:
        """Return the next notification's body, waiting for it if need be."""
        return self._got.get(timeout=PATIENCE)

    def empty(self) -> bool:
        """Say whether every notification was taken."""
        return self._got.empty()

    def take(self, body: Json) -> str:
        """Take a notification and return the resultStatus of its answer."""
        self._got.put(body)
        return self.answers.pop(0) if self.answers else "S"

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class _Notified(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        server = self.server
        assert isinstance(server, NotifiedMerchant)
        status = server.take(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        result = {"resultCode": "SUCCESS", "resultStatus": status, "resultMessage": ""}
        raw = json.dumps({"result": result}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""


def code_of(answer: Mapping[str, Any]) -> str:
    """Return the resultCode of an answer."""
    return str(answer["result"]["resultCode"])


def url_of(payment: Mapping[str, Any]) -> str:
    """Return the redirect URL of a payment."""
    return str(payment["redirectActionForm"]["redirectUrl"])


@cache
def _private(pem: bytes) -> RSAPrivateKey:
    key = load_pem_private_key(pem, None, unsafe_skip_rsa_key_validation=True)
    assert isinstance(key, RSAPrivateKey)
    return key


@cache
def _someones_key() -> bytes:
    key = generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
