"""Signatures as the wallet family makes them: SHA256withRSA over path, Client-Id, time and body (signing.md)."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, unquote

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey, generate_private_key

from harness.errors import HarnessError
from harness.journal import SignatureCheck

Encoding = Literal["raw", "percent"]
_PADDING = padding.PKCS1v15()
_HASH = hashes.SHA256()


def new_key() -> RSAPrivateKey:
    """Make an RSA-2048 key pair."""
    return generate_private_key(public_exponent=65537, key_size=2048)


def private_pem(key: RSAPrivateKey) -> bytes:
    """Return a private key as PKCS#8 PEM."""
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def public_pem(key: RSAPublicKey) -> bytes:
    """Return a public key as SubjectPublicKeyInfo PEM."""
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def load_private_key(pem: bytes, place: str = "") -> RSAPrivateKey:
    """Read a PEM private key; raises HarnessError when it is not an RSA key."""
    try:
        # The key was made by this run or given by the tester: the consistency check costs 44 ms and proves nothing here.
        key = serialization.load_pem_private_key(pem, password=None, unsafe_skip_rsa_key_validation=True)
    except (ValueError, TypeError) as error:
        raise HarnessError(
            "this is not a PEM private key", place=place, action="give an RSA-2048 key as PEM"
        ) from error
    if not isinstance(key, RSAPrivateKey):
        raise HarnessError("this is not an RSA key", place=place, action="give an RSA-2048 key as PEM")
    return key


def load_public_key(pem: bytes, place: str = "") -> RSAPublicKey:
    """Read a PEM public key; raises HarnessError when it is not an RSA key."""
    try:
        key = serialization.load_pem_public_key(pem)
    except ValueError as error:
        raise HarnessError("this is not a PEM public key", place=place, action="give an RSA-2048 key as PEM") from error
    if not isinstance(key, RSAPublicKey):
        raise HarnessError("this is not an RSA key", place=place, action="give an RSA-2048 key as PEM")
    return key


def signed_text(path: str, client_id: str, time: str, body: bytes) -> bytes:
    """Return the exact bytes that are signed (signing.md 3.1)."""
    return f"POST {path}\n{client_id}.{time}.".encode() + body


def sign(key: RSAPrivateKey, text: bytes, *, encoding: Encoding = "raw", key_version: str = "1") -> str:
    """Return the value of the Signature header for ``text``."""
    signature = base64.b64encode(key.sign(text, _PADDING, _HASH)).decode()
    if encoding == "percent":
        signature = quote(signature, safe="")
    return f"algorithm=RSA256, keyVersion={key_version}, signature={signature}"


@dataclass(frozen=True, slots=True)
class SignatureHeader:
    """The parts of a Signature header."""

    algorithm: str
    key_version: str
    signature: bytes


def parse_header(header: str) -> SignatureHeader:
    """Read a Signature header with optional spaces and parts in any order; raises ValueError with the reason."""
    parts: dict[str, str] = {}
    for part in header.split(","):
        name, equals, value = part.strip().partition("=")
        if not equals:
            raise ValueError(f'"{part.strip()}" is not name=value')
        parts[name.strip().lower()] = value.strip()
    if not parts.get("signature"):
        raise ValueError("the header has no signature=")
    return SignatureHeader(
        algorithm=parts.get("algorithm", "RSA256"),
        key_version=parts.get("keyversion", ""),
        signature=decode_signature(parts["signature"]),
    )


def decode_signature(text: str) -> bytes:
    """Decode a signature's text: percent-encoded or not, either Base64 alphabet, padding or not (signing.md 3.2)."""
    if "%" in text:
        text = unquote(text)
    text = text.replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("the signature is not Base64") from error


def verify(key: RSAPublicKey, text: bytes, header: str | None) -> SignatureCheck:
    """Check a Signature header against the text the receiver built; never raises."""
    if not header:
        return SignatureCheck(False, "the Signature header is missing")
    try:
        parts = parse_header(header)
    except ValueError as error:
        return SignatureCheck(False, f"the Signature header cannot be read: {error}")
    if parts.algorithm.lower() not in ("rsa256", "sha256withrsa"):
        return SignatureCheck(False, f"the algorithm {parts.algorithm} is not supported", parts.algorithm)
    try:
        key.verify(parts.signature, text, _PADDING, _HASH)
    except InvalidSignature:
        return SignatureCheck(False, "the signature does not fit the text and the key", "RSA256", parts.key_version)
    return SignatureCheck(True, "", "RSA256", parts.key_version)
