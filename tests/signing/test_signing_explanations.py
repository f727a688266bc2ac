"""A refused signature is explained: for each mistake a client can make, what to change."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, utils
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from signing_kit import BODY, CLIENT_ID, KINDS, PATH, TIME, Sent, ec_key, merchant, over, right, rsa_key

from harness.wallet.alternatives import Received, alternatives
from harness.wallet.explain import KnownKey, explain
from harness.wallet.signing import parse_header, sign, signed_text

KEY = rsa_key("merchant")
TEXT = signed_text(PATH, CLIENT_ID, TIME, BODY)
VALUE = json.loads(BODY)


def _other(path: str = PATH, client: str = CLIENT_ID, time: str = TIME, body: bytes = BODY) -> bytes:
    return signed_text(path, client, time, body)


def _made(signature: bytes) -> Sent:
    return Sent(f"algorithm=RSA256, signature={base64.b64encode(signature).decode()}")


def _rsa() -> RSAPrivateKey:
    assert isinstance(KEY, RSAPrivateKey)
    return KEY


def _dumps(**options: object) -> bytes:
    return json.dumps(VALUE, **options).encode()  # type: ignore[arg-type]


HOST = {"Host": "127.0.0.1:4000"}
TEXTS: dict[str, tuple[Sent, str]] = {
    "full URL": (
        replace(over(_other(path=f"http://127.0.0.1:4000{PATH}")), more=HOST),
        "the whole URL was signed: sign the path alone",
    ),
    "full URL, https": (
        replace(over(_other(path=f"https://127.0.0.1:4000{PATH}")), more=HOST),
        "the whole URL was signed",
    ),
    "host and path": (replace(over(_other(path=f"127.0.0.1:4000{PATH}")), more=HOST), "the host was signed"),
    "query": (replace(over(_other(path=f"{PATH}?a=1")), path=f"{PATH}?a=1"), "the query was signed with the path"),
    "without the version": (
        over(_other(path="/payments/pay")),
        f'"/payments/pay" was signed: sign the path with its prefix, {PATH}',
    ),
    "trailing slash": (over(_other(path=f"{PATH}/")), "with a slash at its end"),
    "no slash": (over(_other(path=PATH[1:])), "without its first slash"),
    "no path": (over(_other(path="")), "the path is missing"),
    "Z for +00:00": (
        replace(over(_other(time="2026-01-01T09:00:00Z")), time="2026-01-01T09:00:00+00:00"),
        'the time was signed as "2026-01-01T09:00:00Z": sign the very text that is sent',
    ),
    "+00:00 for Z": (
        replace(over(_other(time="2026-01-01T09:00:00+00:00")), time="2026-01-01T09:00:00Z"),
        'the time was signed as "2026-01-01T09:00:00+00:00"',
    ),
    "UTC for local": (over(_other(time="2026-01-01T09:00:00Z")), 'the time was signed as "2026-01-01T09:00:00Z"'),
    "milliseconds for seconds": (over(_other(time="1767258000000")), 'the time was signed as "1767258000000"'),
    "seconds for milliseconds": (
        replace(over(_other(time="1767258000")), time="1767258000000"),
        'the time was signed as "1767258000"',
    ),
    "three decimals": (over(_other(time="2026-01-01T12:00:00.000+03:00")), "12:00:00.000+03:00"),
    "a + lost in the time": (over(_other(time="2026-01-01T12:00:00 03:00")), "2026-01-01T12:00:00 03:00"),
    "Response-Time": (
        replace(over(_other(time="2026-01-01T12:00:07+03:00")), more={"Response-Time": "2026-01-01T12:00:07+03:00"}),
        "the time of the Response-Time header was signed",
    ),
    "no time": (over(_other(time="")), "the time is missing"),
    "default separators": (
        over(_other(body=_dumps(ensure_ascii=False))),
        "written anew for the signature (JSON with a space",
    ),
    "ASCII only": (over(_other(body=_dumps(separators=(",", ":")))), r"other letters as \u escapes"),
    "sorted": (
        over(_other(body=_dumps(separators=(",", ":"), sort_keys=True, ensure_ascii=False))),
        "(compact JSON, its keys sorted)",
    ),
    "indented": (over(_other(body=_dumps(indent=2, ensure_ascii=False))), "(JSON indented by 2)"),
    "compact": (
        replace(over(_other(body=BODY)), body=_dumps(ensure_ascii=False)),
        "the body was written anew for the signature (compact JSON)",
    ),
    "PHP": (
        over(_other(body=_dumps(separators=(",", ":")).replace(b"/", rb"\/"))),
        "each / escaped as PHP does",
    ),
    "Go": (
        over(_other(body=BODY.replace(b"<", rb"\u003c").replace(b">", rb"\u003e"))),
        r"with \u003c for < as Go does",
    ),
    "newline at the end": (over(_other(body=BODY + b"\n")), "with a newline at its end"),
    "newline sent": (replace(over(_other()), body=BODY + b"\n"), "without the white space around it"),
    "CR LF": (replace(over(_other(body=b"{\n}")), body=b"{\r\n}"), "with LF, but sent with CR LF"),
    "no body": (over(_other(body=b"")), "the signed text ends before the body"),
    "GET": (over(TEXT.replace(b"POST", b"GET", 1)), "the method is GET"),
    "post": (over(TEXT.replace(b"POST", b"post", 1)), "the method is in lower case"),
    "no method": (over(TEXT.removeprefix(b"POST ")), "the method and its space are missing"),
    "no newline": (over(TEXT.replace(b"\n", b"", 1)), "the newline after the path is missing"),
    "letters for newline": (over(TEXT.replace(b"\n", rb"\n", 1)), "a backslash and an n stand where the newline"),
    "CR LF after the path": (over(TEXT.replace(b"\n", b"\r\n", 1)), "the line ends in CR LF"),
    "no dots": (over(f"POST {PATH}\n{CLIENT_ID}{TIME}".encode() + BODY), "the dots around the time are missing"),
    "lower-case Client-Id": (over(_other(client=CLIENT_ID.lower())), 'signed as "m00010001"'),
    "no Client-Id": (over(_other(client="")), "the Client-Id is missing"),
    "two mistakes": (
        over(_other(path=f"{PATH}/", body=BODY + b"\n")),
        "with a newline at its end, but sent without: sign the very bytes that are sent; and the path was signed with",
    ),
    "digest": (over(hashlib.sha256(TEXT).digest()), "the SHA-256 digest was signed in place of the text"),
    "digest in hexadecimal": (
        over(hashlib.sha256(TEXT).hexdigest()),
        "the SHA-256 digest was signed in place of the text",
    ),
    "anything else": (over(b"something else"), "its key is right, but it is not over this text: compare byte by byte"),
}


@pytest.mark.parametrize("mistake", TEXTS)
def test_a_mistake_in_the_signed_text_is_named(mistake: str) -> None:
    sent, said = TEXTS[mistake]
    verdict = sent.check(merchant(KEY))
    assert verdict.code == "INVALID_SIGNATURE"
    assert said in verdict.check.reason


@pytest.mark.parametrize("mistake", ["query", "+00:00 for Z", "sorted", "no newline", "GET", "no Client-Id"])
def test_single_mistakes_are_named_for_elliptic_curves_too(mistake: str) -> None:
    sent, said = TEXTS[mistake]
    wrong = {
        "query": _other(path=f"{PATH}?a=1"),
        "+00:00 for Z": _other(time="2026-01-01T09:00:00+00:00"),
        "sorted": _other(body=_dumps(separators=(",", ":"), sort_keys=True, ensure_ascii=False)),
        "no newline": TEXT.replace(b"\n", b"", 1),
        "GET": TEXT.replace(b"POST", b"GET", 1),
        "no Client-Id": _other(client=""),
    }[mistake]
    sent = replace(sent, header=sign(ec_key("merchant"), wrong))
    assert said in sent.check(merchant(ec_key("merchant"))).check.reason


STRANGE = "private key that the wallet does not know"
FROM_THE_KEY: dict[str, tuple[Callable[[], Sent], str]] = {
    "a stranger": (lambda: right(rsa_key("stranger")), STRANGE),
    "PSS": (
        lambda: _made(_rsa().sign(TEXT, padding.PSS(padding.MGF1(hashes.SHA256()), 32), hashes.SHA256())),
        "its padding is PSS: use PKCS#1 v1.5",
    ),
    "SHA-1": (lambda: _made(_rsa().sign(TEXT, padding.PKCS1v15(), hashes.SHA1())), "its hash is SHA-1: use SHA-256"),  # noqa: S303
    "SHA-512": (
        lambda: _made(_rsa().sign(TEXT, padding.PKCS1v15(), hashes.SHA512())),
        "its hash is SHA-512: use SHA-256",
    ),
    "truncated": (
        lambda: _made(_rsa().sign(TEXT, padding.PKCS1v15(), hashes.SHA256())[:-1]),
        "it has 255 bytes and an RSA signature of this key has 256",
    ),
    "hexadecimal": (
        lambda: Sent(f"signature={_rsa().sign(TEXT, padding.PKCS1v15(), hashes.SHA256()).hex()}"),
        "it is written in hexadecimal: write it in Base64",
    ),
    "Base64 twice": (
        lambda: _made(base64.b64encode(_rsa().sign(TEXT, padding.PKCS1v15(), hashes.SHA256()))),
        "it is Base64 of Base64",
    ),
    "percent-encoded twice": (
        lambda: _rewritten(lambda text: quote(quote(text, safe=""))),
        "percent-encoded twice: encode it once",
    ),
    "+ became space": (
        lambda: _rewritten(lambda text: text.replace("+", " ")),
        "each + of the signature became a space",
    ),
    "+ became space, wrong text": (
        lambda: replace(_rewritten(lambda text: text.replace("+", " ")), body=b"{}"),
        "became a space: do not decode the header as a form, but even so it does not fit",
    ),
    "quotation marks": (lambda: _rewritten(lambda text: f'"{text}"'), "stands in quotation marks"),
    "not Base64": (lambda: Sent("signature=?!"), "the signature is not Base64; send standard Base64"),
    "another merchant": (
        lambda: right(rsa_key("other merchant")),
        "made with the key of the merchant Al-Noor: sign with the private key that belongs to the key registered for this",
    ),
    "another merchant and its Client-Id": (
        lambda: over(_other(client="M00020002"), rsa_key("other merchant")),
        'registered for this merchant; and the Client-Id "M00020002" was signed: sign the one that is sent',
    ),
    "another merchant, another text": (
        lambda: over(b"something else", rsa_key("other merchant")),
        "neither is it over this text",
    ),
    "the wallet's key": (lambda: right(rsa_key("wallet")), "made with the wallet's own key"),
    "another key version": (
        lambda: right(rsa_key("old"), key_version="2"),
        "made with the merchant's key of keyVersion 1: write keyVersion=1",
    ),
    "another Client-Id": (
        lambda: over(_other(client="M00020002")),
        'the Client-Id "M00020002" was signed: sign the one that is sent, "M00010001"',
    ),
}


def _rewritten(change: Callable[[str], str]) -> Sent:
    """Return a right request but for the writing of its signature, which has a + in it before ``change``."""
    bodies = (f'{{"paymentRequestId":"R{n}"}}'.encode() for n in itertools.count())
    texts = ((body, parse_header(sign(KEY, _other(body=body))).text) for body in bodies)
    body, signature = next(found for found in texts if "+" in found[1])
    return Sent(f"algorithm=RSA256, signature={change(signature)}", body=body)


@pytest.mark.parametrize("mistake", FROM_THE_KEY)
def test_a_wrong_key_or_form_is_named(mistake: str) -> None:
    sent, said = FROM_THE_KEY[mistake]
    others = [
        KnownKey("the wallet's own key", rsa_key("wallet").public_key()),
        KnownKey("the key of the merchant of curves", ec_key("another").public_key(), "M00030003"),
        KnownKey("the key of the merchant Al-Noor", rsa_key("other merchant").public_key(), "M00020002"),
    ]
    verdict = sent().check(merchant(KEY, rsa_key("old")), others)
    assert verdict.code == "INVALID_SIGNATURE"
    assert said in verdict.check.reason


def test_a_digest_without_the_name_of_its_hash_is_named() -> None:
    """As made by ``openssl rsautl -sign`` and by Cipher("RSA") in Java."""
    numbers = _rsa().private_numbers()
    n, size = numbers.public_numbers.n, 256
    digest = hashlib.sha256(TEXT).digest()
    padded = b"\x00\x01" + b"\xff" * (size - 3 - len(digest)) + b"\x00" + digest
    signature = pow(int.from_bytes(padded, "big"), numbers.d, n).to_bytes(size, "big")
    assert "lacks the name of its hash (DigestInfo)" in _made(signature).check(merchant(KEY)).check.reason


EC: dict[str, tuple[Callable[[], Sent], str]] = {
    "r and s": (lambda: _ec_made(_side_by_side()), "it is r and s side by side: send the DER sequence"),
    "not DER": (lambda: _ec_made(b"something"), "not the DER sequence of r and s"),
    "another merchant": (lambda: right(ec_key("another")), "it was made with the key of Al-Noor"),
    "digest": (lambda: over(hashlib.sha256(TEXT).digest(), ec_key("merchant")), "the SHA-256 digest was signed"),
    "a stranger": (lambda: right(ec_key("stranger")), "another key made it, or it is not over this text"),
    "hexadecimal": (
        lambda: Sent(f"algorithm=ECC224,signature={_curve().sign(TEXT, _ecdsa()).hex()}"),
        "it is written in hexadecimal",
    ),
}


def _ecdsa() -> ECDSA:
    return ECDSA(hashes.SHA256())


def _curve() -> EllipticCurvePrivateKey:
    key = ec_key("merchant")
    assert isinstance(key, EllipticCurvePrivateKey)
    return key


def _ec_made(signature: bytes) -> Sent:
    return Sent(f"algorithm=ECC224, signature={base64.b64encode(signature).decode()}")


def _side_by_side() -> bytes:
    r, s = utils.decode_dss_signature(_curve().sign(TEXT, _ecdsa()))
    return r.to_bytes(28, "big") + s.to_bytes(28, "big")


@pytest.mark.parametrize("mistake", EC)
def test_a_wrong_ecdsa_signature_is_named(mistake: str) -> None:
    sent, said = EC[mistake]
    others = [
        KnownKey("the wallet's own key", rsa_key("wallet").public_key()),
        KnownKey("the key of Al-Noor", ec_key("another").public_key()),
    ]
    verdict = sent().check(merchant(ec_key("merchant")), others)
    assert verdict.code == "INVALID_SIGNATURE"
    assert said in verdict.check.reason


def test_the_text_that_the_wallet_built_is_shown_exactly() -> None:
    reason = over(b"x").check(merchant(KEY)).check.reason
    assert reason.endswith(
        f'the text that the wallet built ({len(TEXT)} bytes): "POST {PATH}\\n{CLIENT_ID}.{TIME}.{BODY.decode()}"'
    )


def test_a_flood_cannot_make_the_wallet_work_long() -> None:
    """Bounds, not times: at most 16 other keys are opened, and 2 MB are hashed, whatever is sent."""
    body = json.dumps({str(n): "x" for n in range(1300)}).encode()
    received = Received(PATH, CLIENT_ID, TIME, body)
    opened: list[int] = []

    def keys() -> object:
        for number in range(1000):
            opened.append(number)
            yield KnownKey(f"number {number}", rsa_key("stranger").public_key(), f"M{number}")

    reason = explain(received, parse_header(sign(KEY, b"x")).text, KEY.public_key(), keys())  # type: ignore[arg-type]
    assert "its key is right" in reason
    assert len(opened) == 16
    assert len(body) < 16 * 1024 < len(body) * 300
    large = Received(PATH, CLIENT_ID, TIME, b"[" + b"1, " * 20_000 + b"1]")
    assert not any("anew" in a.advice for a in alternatives(large, pairs=False))


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe", b"[" * 10_000, b'{"a": "\\ud800"}', b"1" * 6000, b'{"a": NaN, "b": 1e999}']
)
def test_no_body_breaks_the_explanation(kind: str, body: bytes) -> None:
    key = KINDS[kind]("merchant")
    assert replace(over(b"x", key), body=body).check(merchant(key)).code == "INVALID_SIGNATURE"
