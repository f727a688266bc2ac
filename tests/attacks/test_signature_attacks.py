"""Signatures under attack: nobody calls in a merchant's name, and nobody gets the wallet to sign their words."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from urllib.parse import quote

import besieged
import pytest
from besieged import Siege, Town, code_of, fresh, key_of, laid, stamped, with_clock_window
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS, PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from rawsocket import body_of, exchanged, status_of

from harness.wallet.profile import load_profile

siege, town = besieged.siege, besieged.town

PAY = "/v1/payments/pay"
Headers = dict[str, str]


def signature_of(headers: Headers) -> str:
    return headers["Signature"].rpartition("signature=")[2]


def with_signature(headers: Headers, text: str, start: str = "algorithm=RSA256, keyVersion=1, signature=") -> Headers:
    return {**headers, "Signature": start + text}


def signed_by(name: str, text: bytes, padding: object = None, algorithm: object = None) -> str:
    made = key_of(name).sign(text, padding or PKCS1v15(), algorithm or SHA256())  # type: ignore[arg-type]
    return base64.b64encode(made).decode()


def flipped(text: str) -> str:
    raw = bytearray(base64.b64decode(text))
    raw[100] ^= 1
    return base64.b64encode(bytes(raw)).decode()


def text_of(town: Town, headers: Headers, body: bytes, path: str = PAY, method: str = "POST") -> bytes:
    return f"{method} {path}\n{town.shop.client_id}.{headers['Request-Time']}.".encode() + body


FORGERIES: dict[str, Callable[[Town, Headers, bytes], Headers]] = {
    "no Signature header": lambda _t, h, _b: {k: v for k, v in h.items() if k != "Signature"},
    "an empty header": lambda _t, h, _b: {**h, "Signature": ""},
    "an empty signature": lambda _t, h, _b: with_signature(h, ""),
    "no signature=": lambda _t, h, _b: {**h, "Signature": "algorithm=RSA256, keyVersion=1"},
    "cut short": lambda _t, h, _b: with_signature(h, signature_of(h)[:-20]),
    "one character": lambda _t, h, _b: with_signature(h, "A"),
    "made longer": lambda _t, h, _b: with_signature(h, signature_of(h)[:-2] + "AAAA"),
    "one bit turned": lambda _t, h, _b: with_signature(h, flipped(signature_of(h))),
    "zeros": lambda _t, h, _b: with_signature(h, base64.b64encode(bytes(256)).decode()),
    "not Base64": lambda _t, h, _b: with_signature(h, "!" * 344),
    "twice": lambda _t, h, _b: {**h, "Signature": f"{h['Signature']}, signature={signature_of(h)}"},
    "a wrong and a right one": lambda _t, h, _b: {**h, "Signature": f"signature=AAAA, {h['Signature']}"},
    "algorithm none": lambda _t, h, _b: with_signature(h, signature_of(h), "algorithm=none, signature="),
    "algorithm HMAC": lambda _t, h, _b: with_signature(h, signature_of(h), "algorithm=HS256, signature="),
    "algorithm ECC224": lambda _t, h, _b: with_signature(h, signature_of(h), "algorithm=ECC224, signature="),
    "by Mallory": lambda t, h, b: with_signature(h, signed_by("mallory", text_of(t, h, b))),
    "by the wallet": lambda t, h, b: with_signature(h, signed_by("wallet", text_of(t, h, b))),
    "with PSS": lambda t, h, b: with_signature(
        h, signed_by("shop", text_of(t, h, b), PSS(MGF1(SHA256()), PSS.MAX_LENGTH))
    ),
    "with SHA-1": lambda t, h, b: with_signature(h, signed_by("shop", text_of(t, h, b), None, SHA1())),  # noqa: S303
    "for another path": lambda t, h, b: with_signature(h, signed_by("shop", text_of(t, h, b, "/v1/payments/refund"))),
    "for another method": lambda t, h, b: with_signature(h, signed_by("shop", text_of(t, h, b, method="GET"))),
    "for the body alone": lambda _t, h, b: with_signature(h, signed_by("shop", b)),
    "for another body": lambda t, h, _b: with_signature(h, signed_by("shop", text_of(t, h, b"{}"))),
    "for another time": lambda _t, h, _b: {**h, "Request-Time": stamped(1)},
    "no time": lambda _t, h, _b: {k: v for k, v in h.items() if k != "Request-Time"},
    "another merchant's name": lambda t, h, _b: {**h, "Client-Id": t.mallory.client_id},
    "a signature of nothing": lambda _t, h, _b: {
        "Client-Id": h["Client-Id"], "Signature": "algorithm=RSA256, signature=", "Request-Time": h["Request-Time"]
    },
}  # fmt: skip


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_request_does_nothing(town: Town, name: str) -> None:
    body = json.dumps(town.shop.order(town.zainab)).encode()
    headers = FORGERIES[name](town, town.shop.headers(PAY, body), body)
    before = len(town.world.payments.by_id)
    answer = town.shop.sent(PAY, body, headers)
    assert answer.status_code == 200
    assert code_of(answer) in ("INVALID_SIGNATURE", "INVALID_CLIENT", "KEY_NOT_FOUND", "TIMESTAMP_INVALID")
    assert len(town.world.payments.by_id) == before


@pytest.mark.parametrize("api", sorted(load_profile().paths))
def test_no_api_answers_an_unsigned_request(town: Town, api: str) -> None:
    path = town.shop.profile.paths[api]
    for name in ("no Signature header", "cut short", "by Mallory"):
        answer = town.shop.sent(path, b"{}", FORGERIES[name](town, town.shop.headers(path, b"{}"), b"{}"))
        assert code_of(answer) == "INVALID_SIGNATURE"


def test_a_signed_body_that_was_changed_on_its_way_is_refused(town: Town) -> None:
    order = town.shop.order(town.zainab)
    body = json.dumps(order).encode()
    headers = town.shop.headers(PAY, body)
    for changed in (body.replace(b'"25000000"', b'"25"'), body + b" ", body[:-1], b"", body.replace(b": ", b":")):
        assert code_of(town.shop.sent(PAY, changed, headers)) == "INVALID_SIGNATURE"
    assert code_of(town.shop.sent(PAY, body, headers)) == "ACCEPT"


def test_a_signature_for_one_api_is_good_for_no_other(town: Town) -> None:
    path, body = town.shop.profile.paths["inquiryPayment"], json.dumps({"paymentId": town.standing["paid"]}).encode()
    headers = town.shop.headers(path, body)
    for other in town.shop.profile.paths.values():
        if other != path:
            assert code_of(town.shop.sent(other, body, headers)) == "INVALID_SIGNATURE"
    assert code_of(town.shop.sent(path, body, headers)) == "SUCCESS"


@pytest.mark.parametrize("client", ["", "nobody", "M", "*", "' OR 1=1 --", "\u00e9", "a" * 10_000, "null", "None"])
def test_a_stranger_has_no_name(town: Town, client: str) -> None:
    headers = {**town.shop.headers(PAY, b"{}"), "Client-Id": client.encode("latin-1").decode("latin-1")}
    fields = [(k.encode(), v.encode("latin-1")) for k, v in headers.items()]
    answer = town.siege.http.post(town.shop.gateway + PAY, content=b"{}", headers=fields)
    assert code_of(answer) == "INVALID_CLIENT"


@pytest.mark.parametrize(
    "time",
    [
        "",
        "yesterday",
        "2026-01-01T00:00:00",
        "2026-13-01T00:00:00Z",
        "-1",
        "9" * 400,
        "0x10",
        "1e9",
        "\u0661\u0662",
        "NaN",
    ]
    + ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2026-01-01T00:00:00+99:00"],
)
def test_a_time_that_is_none_is_refused(town: Town, time: str) -> None:
    text = f"POST {PAY}\n{town.shop.client_id}.{time}.".encode() + b"{}"
    fields = {
        "Client-Id": town.shop.client_id,
        "Signature": f"signature={signed_by('shop', text)}",
        "Request-Time": time,
    }
    sent = [(k.encode(), v.encode()) for k, v in fields.items()]
    answer = town.siege.http.post(town.shop.gateway + PAY, content=b"{}", headers=sent)
    assert answer.status_code == 200
    assert code_of(answer) in ("INVALID_SIGNATURE", "TIMESTAMP_INVALID")


def test_the_public_key_as_a_shared_secret_opens_nothing(town: Town) -> None:
    """The oldest confusion: what is public is used as if it were the secret of a symmetric algorithm."""
    import hmac

    body = b"{}"
    headers = town.shop.headers(PAY, body)
    public = key_of("shop").public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    mac = base64.b64encode(hmac.digest(public, text_of(town, headers, body), "sha256")).decode()
    for algorithm in ("HS256", "HMAC", "RSA256", "ECC224"):
        forged = with_signature(headers, mac, f"algorithm={algorithm}, keyVersion=1, signature=")
        assert code_of(town.shop.sent(PAY, body, forged)) == "INVALID_SIGNATURE"


def test_a_key_of_ones_own_opens_nothing(town: Town) -> None:
    body = b"{}"
    headers = town.shop.headers(PAY, body)
    made = ec.generate_private_key(ec.SECP224R1()).sign(text_of(town, headers, body), ec.ECDSA(SHA256()))
    forged = with_signature(headers, base64.b64encode(made).decode(), "algorithm=ECC224, signature=")
    assert code_of(town.shop.sent(PAY, body, forged)) == "INVALID_SIGNATURE"


FORGED = '{"paymentId":"1","paymentRequestId":"R1","paymentResult":{"resultStatus":"S","resultCode":"SUCCESS"}}'
NOTIFY = "/wallet/notify"


def test_the_wallet_signs_no_strangers_client_id(town: Town) -> None:
    """``POST path LF client.time.body``: a Client-Id could be another one's id, a time and the beginning of a body."""
    time = "2026-01-01T00:00:00+03:00"
    for path in (NOTIFY, PAY):
        name = f"{town.shop.client_id}.{time}.{FORGED}"
        answer = town.siege.http.post(town.shop.gateway + path, content=b"{}", headers={"Client-Id": name})
        body = f"{FORGED}.{answer.headers['Response-Time']}.{answer.text}".encode()
        assert not town.shop.signer.accepts(path, time, body, answer.headers.get("Signature", ""))


def test_the_wallet_signs_no_strangers_path(town: Town) -> None:
    time = "2026-01-01T00:00:00+03:00"
    inner = f"{town.shop.client_id}.{time}.{FORGED}"
    for target in (f"{NOTIFY}%0A{quote(inner)}", f"{NOTIFY}%0a{quote(inner, safe='')}"):
        request = (
            f"POST {target} HTTP/1.1\r\nHost: x\r\nClient-Id: {town.shop.client_id}\r\nContent-Length: 2\r\n\r\n{{}}"
        )
        answer = exchanged(town.shop.gateway, request.encode())
        assert status_of(answer) in (200, 404)
        head = dict(line.split(": ", 1) for line in answer.partition(b"\r\n\r\n")[0].decode().split("\r\n")[1:])
        tail = f"\n{town.shop.client_id}.{head.get('response-time')}.{body_of(answer).decode()}"
        assert not town.shop.signer.accepts(NOTIFY, time, (FORGED + tail).encode(), head.get("signature", ""))
        assert "signature" not in head


def test_an_answer_is_signed_for_its_merchant_and_its_path(town: Town) -> None:
    answer = town.shop.ask("inquiryMerchantInfo", {})
    path, time = town.shop.profile.paths["inquiryMerchantInfo"], answer.headers["Response-Time"]
    assert town.shop.signer.accepts(path, time, answer.content, answer.headers["Signature"])
    assert not town.mallory.signer.accepts(path, time, answer.content, answer.headers["Signature"])
    assert not town.shop.signer.accepts(PAY, time, answer.content, answer.headers["Signature"])


def test_a_suspended_merchant_may_do_nothing(town: Town) -> None:
    merchant = town.mallory.merchant
    town.siege.backstage.call(lambda: setattr(merchant, "suspended", True))
    assert town.mallory.code("inquiryMerchantInfo", {}) == "INVALID_CLIENT_STATUS"
    assert town.mallory.code("pay", town.mallory.order(town.zainab)) == "PARTNER_STATUS_ABNORMAL"


@pytest.fixture(scope="module")
def strict() -> Iterator[Siege]:
    """A wallet with Rebell's clock window: 300 s (signing.md 3.3)."""
    with laid(with_clock_window(300)) as made:
        yield made


@pytest.mark.parametrize(
    ("seconds", "good"), [(-3600, 0), (-302, 0), (-290, 1), (0, 1), (290, 1), (302, 0), (10**9, 0)]
)
def test_an_old_request_is_refused_where_the_wallet_has_a_window(strict: Siege, seconds: int, good: int) -> None:
    with strict.town() as town:
        body = json.dumps({**town.shop.order(town.zainab), "paymentRequestId": fresh("R")}).encode()
        time = stamped(seconds)
        signature = signed_by("shop", f"POST {PAY}\n{town.shop.client_id}.{time}.".encode() + body)
        headers = with_signature({"Client-Id": town.shop.client_id, "Request-Time": time}, signature)
        answer = town.shop.sent(PAY, body, headers)
        assert code_of(answer) == ("ACCEPT" if good else "TIMESTAMP_INVALID")
