"""Signatures as the wallet family makes them, over path, Client-Id, time and body (signing.md).

Two algorithms are named in the documents. RSA256, which Rebell writes SHA256withRSA, is RSA with PKCS#1 v1.5 padding and
SHA-256. Of ECC224 nothing but the name is documented: here it is ECDSA over secp224r1 with SHA-256, and the signature is
the DER sequence of r and s that every common library makes **[I]**.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, unquote

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from harness.journal import SignatureCheck, Signed
from harness.wallet.keys import PrivateKey, PublicKey
from harness.wallet.profile import SignatureRules

MOST_KEPT = 16 * 1024
"""How many bytes of a signed text the journal keeps."""

Encoding = Literal["raw", "percent"]
_PADDING = PKCS1v15()
_HASH = SHA256()
_ECDSA = ECDSA(_HASH)
_NAMES = {"rsa256": "RSA256", "sha256withrsa": "RSA256", "ecc224": "ECC224"}


def algorithm_called(name: str) -> str:
    """Return RSA256 or ECC224 for any name that the documents give them (in any case), "" for other names."""
    return _NAMES.get(name.lower(), "")


def algorithm_of(key: PrivateKey | PublicKey) -> str:
    """Return the algorithm that a key is for: RSA256 or ECC224."""
    return "RSA256" if isinstance(key, RSAPrivateKey | RSAPublicKey) else "ECC224"


def signed_text(path: str, client_id: str, time: str, body: bytes) -> bytes:
    """Return the exact bytes that are signed (signing.md 3.1): ``path`` without host and query, ``time`` as it is sent."""
    return f"POST {path}\n{client_id}.{time}.".encode("utf-8", "surrogateescape") + body


def sign(
    key: PrivateKey, text: bytes, *, encoding: Encoding = "raw", key_version: str = "1", algorithm: str = ""
) -> str:
    """Return the value of the Signature header for ``text``; ``algorithm`` is the name to write, by default the key's."""
    made = key.sign(text, _PADDING, _HASH) if isinstance(key, RSAPrivateKey) else key.sign(text, _ECDSA)
    signature = base64.b64encode(made).decode()
    if encoding == "percent":
        signature = quote(signature, safe="")
    return f"algorithm={algorithm or algorithm_of(key)}, keyVersion={key_version}, signature={signature}"


def signed_for(text: bytes, header: str, key: str) -> Signed:
    """Return what the journal keeps of a signed text, at most its first 16 KiB; ``key`` says whose key verifies it."""
    return Signed(text[:MOST_KEPT].decode("utf-8", "replace"), header[:MOST_KEPT], key)


def signed_by_wallet(text: bytes, header: str) -> Signed:
    """Return what the journal keeps of what the wallet itself has signed."""
    return signed_for(text, header, "the wallet's public key")


def sign_as(rules: SignatureRules, key: PrivateKey, text: bytes) -> str:
    """Return the value of the Signature header as a wallet with these rules writes it."""
    kind = algorithm_of(key)
    name = next((a for a in rules.algorithms if algorithm_called(a) == kind), kind)
    return sign(key, text, encoding=rules.encoding, key_version=rules.key_version, algorithm=name)


@dataclass(frozen=True, slots=True)
class SignatureHeader:
    """The parts of a Signature header; ``text`` is the signature as it stands there."""

    algorithm: str
    key_version: str
    text: str


def parse_header(header: str) -> SignatureHeader:
    """Read a Signature header with optional spaces and parts in any order; raises ValueError with the reason."""
    parts: dict[str, str] = {}
    for part in header.split(","):
        name, equals, value = part.partition("=")
        name = name.strip().lower()
        if not equals:
            if not name:
                continue
            raise ValueError(f'"{part.strip()[:40]}" is not name=value')
        if name in parts:
            raise ValueError(f"{name}= is there twice")
        parts[name] = value.strip()
    if not parts.get("signature"):
        raise ValueError("it has no signature=")
    return SignatureHeader(parts.get("algorithm") or "RSA256", parts.get("keyversion", ""), parts["signature"])


def decode_signature(text: str) -> bytes:
    """Decode a signature's text: percent-encoded or not, either Base64 alphabet, padding or not (signing.md 3.2).

    Raises ValueError for anything else, also for a text that is not the one way to write these bytes.
    """
    if "%" in text:
        text = unquote(text)
    text = text.replace("-", "+").replace("_", "/").rstrip("=")
    try:
        signature = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("the signature is not Base64") from error
    if base64.b64encode(signature).rstrip(b"=") != text.encode():
        raise ValueError("the signature is not Base64: its last character has bits that mean nothing")
    return signature


def fits(key: PublicKey, signature: bytes, text: bytes) -> bool:
    """Say whether the holder of ``key`` made this signature for this text."""
    try:
        if isinstance(key, RSAPublicKey):
            key.verify(signature, text, _PADDING, _HASH)
        else:
            key.verify(signature, text, _ECDSA)
    except InvalidSignature:
        return False
    return True


def verify(
    key: PublicKey, text: bytes, header: str | None, algorithms: Iterable[str] = ("RSA256", "ECC224")
) -> SignatureCheck:
    """Check a Signature header against the text the receiver built; never raises."""
    if not header:
        return SignatureCheck(False, "the Signature header is missing")
    try:
        return verify_parts(key, text, parse_header(header), algorithms)
    except ValueError as error:
        return SignatureCheck(False, f"the Signature header cannot be read: {error}")


def verify_parts(
    key: PublicKey, text: bytes, parts: SignatureHeader, algorithms: Iterable[str] = ("RSA256", "ECC224")
) -> SignatureCheck:
    """Check a Signature header that was read; never raises."""
    algorithm = algorithm_called(parts.algorithm)
    if algorithm not in map(algorithm_called, algorithms) or not algorithm:
        known = ", ".join(algorithms)
        return SignatureCheck(False, f'the algorithm "{parts.algorithm[:40]}" is none of: {known}', "")
    if algorithm != algorithm_of(key):
        reason = f"the header says {algorithm}, but the key is one for {algorithm_of(key)}"
        return SignatureCheck(False, reason, algorithm, parts.key_version)
    try:
        good = fits(key, decode_signature(parts.text), text)
        reason = "" if good else "the signature does not fit the text and the key"
    except ValueError as error:
        good, reason = False, f"the Signature header cannot be read: {error}"
    return SignatureCheck(good, reason, algorithm, parts.key_version)
