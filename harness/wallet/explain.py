"""Why a signature does not fit, as exactly as can be found out, and what to change in the client that made it.

An RSA signature gives its hash away to whoever has the public key. So the key that made it is found with one operation a
key, and what was signed by comparing hashes, hundreds of texts in the time of a few verifications. A stranger's signature,
which no known key opens, costs no more than those few operations. ECDSA signatures tell nothing: there each guess is a
verification, and only the texts with one mistake are tried.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from urllib.parse import unquote

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS, PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from harness.wallet.alternatives import Received, alternatives
from harness.wallet.keys import PublicKey
from harness.wallet.shown import shown
from harness.wallet.signing import decode_signature, fits

MOST_KEYS = 16
MOST_BYTES = 2 * 1024 * 1024
MOST_VERIFICATIONS = 64
"""The bounds of one explanation: the other keys tried, the bytes hashed (RSA), the texts verified (ECDSA)."""

_PSS = PSS(MGF1(SHA256()), PSS.AUTO)
_HEXADECIMAL = re.compile(r"([0-9a-fA-F]{2}){1,512}")
_SHA256 = bytes.fromhex("3031300d060960864801650304020105000420")
_OTHER_HASHES = {
    bytes.fromhex("3021300906052b0e03021a05000414"): "SHA-1",
    bytes.fromhex("3020300c06082a864886f70d020505000410"): "MD5",
    bytes.fromhex("302d300d06096086480165030402040500041c"): "SHA-224",
    bytes.fromhex("3041300d060960864801650304020205000430"): "SHA-384",
    bytes.fromhex("3051300d060960864801650304020305000440"): "SHA-512",
}
_DIGEST_SIGNED = (
    "the SHA-256 digest was signed in place of the text: give the signing function the text, it makes the digest itself"
)


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A key that a client may have used by mistake.

    ``owner`` says which it is (``the wallet's own key``), ``client_id`` is its merchant's, ``advice`` says what to do.
    """

    owner: str
    key: PublicKey
    client_id: str = ""
    advice: str = "sign with the private key that belongs to the key registered for this merchant"

    @property
    def mistake(self) -> str:
        """What to say of a signature that this key made."""
        return f"it was made with {self.owner}: {self.advice}"


def explain(received: Received, signature: str, key: PublicKey, others: Iterable[KnownKey] = ()) -> str:
    """Return why ``signature`` (the text in the header) does not fit what was received, and the text it should cover.

    ``others`` are the keys that may have been used in place of ``key``; the first 16 are tried. Never raises.
    """
    known = list(islice(others, MOST_KEYS))
    why = _why(received, signature, key, known)
    text = received.text
    return f"the signature does not fit: {why}; the text that the wallet built ({len(text)} bytes): {shown(text)}"


def _why(received: Received, text: str, key: PublicKey, known: list[KnownKey]) -> str:
    def good(signature: bytes) -> bool:
        return fits(key, signature, received.text)

    if _HEXADECIMAL.fullmatch(text) and good(bytes.fromhex(text)):
        return "it is written in hexadecimal: write it in Base64"
    try:
        signature = decode_signature(text)
    except ValueError as error:
        return _damage(text, good) or f"{error}; send standard Base64"
    if isinstance(key, RSAPublicKey):
        if 8 * len(signature) != key.key_size:
            return _encoded_twice(signature, good) or (
                f"it has {len(signature)} bytes and an RSA signature of this key has {key.key_size // 8}: it was cut off, "
                "or some of its characters were lost on the way"
            )
        return _rsa(received, signature, key, known)
    return _encoded_twice(signature, good) or _ec(received, signature, key, known)


def _damage(text: str, good: Callable[[bytes], bool]) -> str:
    """Return what happened to a text that is no Base64, "" when that cannot be told."""
    repairs = (
        (text.replace(" ", "+"), "each + of the signature became a space: do not decode the header as a form"),
        (unquote(text), "the signature is percent-encoded twice: encode it once"),
        (text.strip("\"'"), "the signature stands in quotation marks: send it without"),
    )
    for repaired, advice in repairs:
        if repaired == text:
            continue
        try:
            signature = decode_signature(repaired)
        except ValueError:
            continue
        return advice if good(signature) else f"{advice}, but even so it does not fit"
    return ""


def _encoded_twice(signature: bytes, good: Callable[[bytes], bool]) -> str:
    try:
        return "it is Base64 of Base64: encode it once" if good(decode_signature(signature.decode("ascii"))) else ""
    except ValueError:
        return ""


def _rsa(received: Received, signature: bytes, key: RSAPublicKey, known: list[KnownKey]) -> str:
    advice, signed = [], _opened(key, signature)
    for other in known if signed is None else ():
        signed = _opened(other.key, signature)
        if signed is not None:
            advice.append(other.mistake)
            break
    if signed is None:
        if _is_pss(key, signature, received.text):
            return "its padding is PSS: use PKCS#1 v1.5 (SHA256withRSA)"
        return (
            "it was made with a private key that the wallet does not know: register its public key for "
            f"{shown(received.client_id.encode())}, or sign with the private key that belongs to the registered one"
        )
    for prefix, name in _OTHER_HASHES.items():
        if signed.startswith(prefix):
            return "; and ".join([*advice, f"its hash is {name}: use SHA-256 (SHA256withRSA)"])
    if len(signed) == 32:
        advice.append("it lacks the name of its hash (DigestInfo): use SHA256withRSA, not RSA over a digest")
    mistake = _mistake(received, signed.removeprefix(_SHA256), known)
    if mistake is None:
        mistake = (
            f"{'neither is it' if advice else 'its key is right, but it is not'} over this text: compare byte by byte"
        )
    return "; and ".join([*advice, mistake] if mistake else advice)


def _opened(key: PublicKey, signature: bytes) -> bytes | None:
    """Return what an RSA signature holds (a DigestInfo, as a rule), None when another key made it."""
    if not isinstance(key, RSAPublicKey):
        return None
    try:
        return key.recover_data_from_signature(signature, PKCS1v15(), None)
    except InvalidSignature:
        return None


def _is_pss(key: RSAPublicKey, signature: bytes, text: bytes) -> bool:
    try:
        key.verify(signature, text, _PSS, SHA256())
    except InvalidSignature:
        return False
    return True


def _mistake(received: Received, digest: bytes, known: list[KnownKey]) -> str | None:
    """Return the mistake in the signed text, "" when there is none, None when it is not a known one."""
    right = sha256(received.text)
    if right.digest() == digest:
        return ""
    for form in (right.digest(), right.hexdigest().encode(), b64encode(right.digest())):
        if sha256(form).digest() == digest:
            return _DIGEST_SIGNED
    hashed = 0
    for alternative in alternatives(received, [k.client_id for k in known if k.client_id]):
        if sha256(alternative.text).digest() == digest:
            return alternative.advice
        hashed += len(alternative.text)
        if hashed > MOST_BYTES:
            return None
    return None


def _ec(received: Received, signature: bytes, key: EllipticCurvePublicKey, known: list[KnownKey]) -> str:
    try:
        decode_dss_signature(signature)
    except ValueError:
        half = len(signature) // 2
        if len(signature) == 2 * ((key.key_size + 7) // 8):
            r, s = (int.from_bytes(part, "big") for part in (signature[:half], signature[half:]))
            if fits(key, encode_dss_signature(r, s), received.text):
                return "it is r and s side by side: send the DER sequence of both"
        return "it is not the DER sequence of r and s that an ECDSA signature is"
    for other in known:
        if isinstance(other.key, EllipticCurvePublicKey) and fits(other.key, signature, received.text):
            return other.mistake
    digest = sha256(received.text)
    if any(fits(key, signature, form) for form in (digest.digest(), digest.hexdigest().encode())):
        return _DIGEST_SIGNED
    for alternative in islice(alternatives(received, pairs=False), MOST_VERIFICATIONS):
        if fits(key, signature, alternative.text):
            return alternative.advice
    return "another key made it, or it is not over this text: check both"
