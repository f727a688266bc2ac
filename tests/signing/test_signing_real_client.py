"""A client that others wrote and published, against this wallet: the Python SDK of the sister API (findings.md 18).

It signs with ``cryptography`` and checks with ``rsa``; what it sends and accepts is its own. Only where its connections lead is
changed, since it calls port 443 alone: to a TLS front before the gateway.
"""

from __future__ import annotations

import asyncio
import base64
import json
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import rsa
from com.alipay.ams.api.default_alipay_client import DefaultAlipayClient
from com.alipay.ams.api.exception.exception import AlipayApiException
from com.alipay.ams.api.model.amount import Amount
from com.alipay.ams.api.model.customer_belongs_to import CustomerBelongsTo
from com.alipay.ams.api.model.grant_type import GrantType
from com.alipay.ams.api.model.order import Order
from com.alipay.ams.api.model.payment_method import PaymentMethod
from com.alipay.ams.api.model.product_code_type import ProductCodeType
from com.alipay.ams.api.request.alipay_request import AlipayRequest
from com.alipay.ams.api.request.auth.alipay_auth_apply_token_request import AlipayAuthApplyTokenRequest
from com.alipay.ams.api.request.notify.alipay_pay_result_notify import AlipayPayResultNotify
from com.alipay.ams.api.request.pay.alipay_pay_query_request import AlipayPayQueryRequest
from com.alipay.ams.api.request.pay.alipay_pay_request import AlipayPayRequest
from com.alipay.ams.api.request.pay.alipay_refund_request import AlipayRefundRequest
from com.alipay.ams.api.tools.webhook_tool import check_signature
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from wallet_client import Shop, fresh, open_stand, rsa_key_of

from harness.serving import Backstage
from harness.wallet.keys import PrivateKey
from harness.wallet.profile import Profile, load_profile

HOST = "wallet.test"
AMS = load_profile("ams")
ACKNOWLEDGED = {"result": {"resultCode": "SUCCESS", "resultStatus": "S", "resultMessage": "success"}}


def _bare(key: PrivateKey) -> str:
    """Return a private key as the SDK wants it: PKCS#1 in Base64, without the lines around it."""
    der = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    return base64.b64encode(der).decode()


def _bare_public(key: PrivateKey) -> str:
    der = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(der).decode()


def _certificate(folder: Path) -> ssl.SSLContext:
    key = rsa_key_of("tls")
    name, now = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)]), datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "tls.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


async def _tls_front(port: int, context: ssl.SSLContext) -> asyncio.Server:
    """Serve TLS on a free port and pass the bytes on to ``port``."""

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        except ConnectionError:
            pass
        finally:
            writer.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(pump(reader, inner_writer), pump(inner_reader, writer))

    return await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)


@dataclass
class Webhook:
    """The merchant's notify URL: keeps what comes and acknowledges it."""

    got: list[tuple[dict[str, str], str]]
    url: str = ""

    def serve(self, backstage: Backstage) -> None:
        async def notified(request: Request) -> Response:
            self.got.append((dict(request.headers), (await request.body()).decode()))
            return JSONResponse(ACKNOWLEDGED)

        origin = backstage.serve(Starlette(routes=[Route("/hooks/wallet", notified, methods=["POST"])]))
        self.url = f"{origin}/hooks/wallet"


@dataclass(frozen=True)
class Sdk:
    """The SDK's client in front of one shop's wallet."""

    shop: Shop
    client: DefaultAlipayClient
    webhook: Webhook

    def send(self, request: AlipayRequest) -> dict[str, Any]:
        """Send a request and return the answer, whose signature the SDK has checked."""
        answer: dict[str, Any] = json.loads(self.client.execute(request))
        return answer

    def pay(self) -> dict[str, Any]:
        request = AlipayPayRequest()
        request.product_code, request.payment_request_id = ProductCodeType.CASHIER_PAYMENT, fresh("R")
        request.payment_amount = Amount("SGD", "2500")
        request.payment_method = PaymentMethod()
        request.payment_method.payment_method_type = "GCASH"
        request.order = Order()
        request.order.reference_order_id, request.order.order_amount = fresh("O"), Amount("SGD", "2500")
        request.order.order_description = "Barhi dates, 1 kg تمر"
        request.payment_redirect_url = "https://shop.example/paid"
        request.payment_notify_url = self.webhook.url
        return self.send(request)

    def query(self, payment_id: str, path: str = "") -> dict[str, Any]:
        request = AlipayPayQueryRequest()
        request.payment_id = payment_id
        request.path = path or request.path
        return self.send(request)


Open = Callable[..., Sdk]


@pytest.fixture
def open_sdk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Serve a wallet by a profile, with a TLS front, and return the SDK's client for it."""
    with ExitStack() as stack:

        def start(profile: Profile, key: PrivateKey | None = None) -> Sdk:
            stand = stack.enter_context(open_stand(profile))
            shop = stack.enter_context(stand.shop())
            port = int(stand.wallet.gateway_origin.rpartition(":")[2])
            server = stand.backstage.run(_tls_front(port, _certificate(tmp_path)))
            stack.callback(lambda: stand.backstage.call(server.close))
            target = server.sockets[0].getsockname()
            connect = socket.create_connection

            def lead(address: tuple[str, int], *more: Any, **named: Any) -> socket.socket:
                return connect(target if address == (HOST, 443) else address, *more, **named)

            monkeypatch.setattr(socket, "create_connection", lead)
            client = DefaultAlipayClient(
                f"https://{HOST}",
                shop.merchant.client_id,
                _bare(key or rsa_key_of("merchant")),
                _bare_public(rsa_key_of("wallet")),
            )
            webhook = Webhook([])
            webhook.serve(stand.backstage)
            return Sdk(shop, client, webhook)

        yield start


def test_the_sdk_logs_in_pays_inquires_and_refunds(open_sdk: Open) -> None:
    sdk = open_sdk(AMS)
    phone = sdk.shop.phone(sdk.shop.customer())
    login = AlipayAuthApplyTokenRequest()
    login.grant_type, login.auth_code = GrantType.AUTHORIZATION_CODE, phone.auth_code("USER_ID")
    login.customer_belongs_to = CustomerBelongsTo.GCASH
    token = sdk.send(login)
    assert token["result"]["resultStatus"] == "S"
    assert token["accessToken"]

    paid = sdk.pay()
    assert paid["result"]["resultCode"] == "PAYMENT_IN_PROCESS"
    assert sdk.query(paid["paymentId"])["paymentStatus"] == "PROCESSING"
    phone.open_cashier(paid["normalUrl"]).confirm()
    answer = sdk.query(paid["paymentId"])
    assert (answer["paymentStatus"], answer["paymentAmount"]["value"]) == ("SUCCESS", "2500")

    refund = AlipayRefundRequest()
    refund.refund_request_id, refund.payment_id = fresh("F"), paid["paymentId"]
    refund.refund_amount = Amount("SGD", "500")
    assert sdk.send(refund)["result"]["resultStatus"] == "S"
    assert all(m.signature is None or m.signature.verified for m in sdk.shop.world.journal.messages)


def test_the_sdk_accepts_our_notifications(open_sdk: Open) -> None:
    sdk = open_sdk(AMS)
    paid = sdk.pay()
    sdk.shop.phone(sdk.shop.customer()).open_cashier(paid["normalUrl"]).confirm()
    sdk.shop.world.journal.wait_for(
        lambda m: m.name == "notifyPayment" and m.get("outcome") == "acknowledged", "the acknowledgement"
    )
    ((headers, body),) = sdk.webhook.got
    who = (sdk.shop.merchant.client_id, headers["request-time"], body, headers["signature"])
    public = _bare_public(rsa_key_of("wallet"))
    assert check_signature("POST", "/hooks/wallet", *who, public) is True
    notify = AlipayPayResultNotify(body)
    assert (notify.notify_type, notify.payment_id) == ("PAYMENT_RESULT", paid["paymentId"])
    assert notify.result.result_code == "SUCCESS"
    with pytest.raises(rsa.VerificationError):
        check_signature("POST", "/hooks/other", *who, public)
    with pytest.raises(rsa.VerificationError):
        check_signature("POST", "/hooks/wallet", *who, _bare_public(rsa_key_of("merchant")))


def test_the_sdk_with_another_key_is_refused_and_the_journal_says_why(open_sdk: Open) -> None:
    sdk = open_sdk(AMS, rsa_key_of("stranger"))
    assert sdk.query("1")["result"]["resultCode"] == "INVALID_SIGNATURE"
    call = sdk.shop.world.journal.find(lambda m: m.name == "inquiryPayment" and m.signature is not None)
    assert call is not None
    assert call.signature is not None
    assert not call.signature.verified
    assert "made with a private key that the wallet does not know" in call.signature.reason


def test_the_sdk_takes_each_plus_of_raw_base64_for_a_space(open_sdk: Open) -> None:
    """Why the encoding is a matter of the profile: Super Qi's raw form and this client do not go together."""
    sdk = open_sdk(load_profile("super_qi"))
    path = sdk.shop.stand.profile.paths["inquiryPayment"]
    seen = set()
    for _ in range(60):
        try:
            sdk.query("1", path)
            seen.add("accepted")
        except AlipayApiException as error:
            assert "verify failed" in str(error)
            seen.add("refused")
            break
    assert "refused" in seen
