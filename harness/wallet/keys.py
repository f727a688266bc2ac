"""Key pairs of both kinds that the documents name: RSA-2048 and elliptic curves over secp224r1 (signing.md 3.1)."""

from __future__ import annotations

import base64
import binascii

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey, generate_private_key

from harness.errors import HarnessError

PrivateKey = RSAPrivateKey | EllipticCurvePrivateKey
PublicKey = RSAPublicKey | EllipticCurvePublicKey

CURVE = ec.SECP224R1
_SMALLEST = 2048
_WANTED = "give an RSA key of 2048 bits or more, or a secp224r1 key, as PEM"


def new_key() -> RSAPrivateKey:
    """Make an RSA-2048 key pair, for RSA256."""
    return generate_private_key(public_exponent=65537, key_size=2048)


def new_ec_key() -> EllipticCurvePrivateKey:
    """Make a key pair on secp224r1, for ECC224."""
    return ec.generate_private_key(CURVE())


def private_pem(key: PrivateKey) -> bytes:
    """Return a private key as PKCS#8 PEM."""
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def public_pem(key: PublicKey) -> bytes:
    """Return a public key as SubjectPublicKeyInfo PEM."""
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def load_private_key(pem: bytes, place: str = "") -> PrivateKey:
    """Read a private key: PEM, or the bare Base64 that wallet portals hand out.

    Raises HarnessError when it is none, or of a kind that no wallet takes.
    """
    try:
        # The key was made by this run or given by the tester: the consistency check costs 44 ms and proves nothing here.
        if b"-----BEGIN" in pem:
            key = serialization.load_pem_private_key(pem, password=None, unsafe_skip_rsa_key_validation=True)
        else:
            key = serialization.load_der_private_key(_bare(pem), password=None, unsafe_skip_rsa_key_validation=True)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise HarnessError("this is not a private key without a password", place=place, action=_WANTED) from error
    if not isinstance(key, PrivateKey):
        raise HarnessError("this is neither an RSA nor an elliptic-curve key", place=place, action=_WANTED)
    _check_kind(key, place)
    return key


def load_public_key(pem: bytes, place: str = "") -> PublicKey:
    """Read a public key: PEM, or the bare Base64 that wallet portals hand out.

    Raises HarnessError when it is none, or of a kind that no wallet takes.
    """
    try:
        if b"-----BEGIN" in pem:
            key = serialization.load_pem_public_key(pem)
        else:
            key = serialization.load_der_public_key(_bare(pem))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise HarnessError("this is not a public key", place=place, action=_WANTED) from error
    if not isinstance(key, PublicKey):
        raise HarnessError("this is neither an RSA nor an elliptic-curve key", place=place, action=_WANTED)
    _check_kind(key, place)
    return key


def _bare(text: bytes) -> bytes:
    try:
        return base64.b64decode(b"".join(text.split()), validate=True)
    except binascii.Error as error:
        raise ValueError("neither PEM nor Base64") from error


def _check_kind(key: PrivateKey | PublicKey, place: str) -> None:
    if isinstance(key, RSAPrivateKey | RSAPublicKey):
        if key.key_size < _SMALLEST:
            raise HarnessError(f"this RSA key has only {key.key_size} bits", place=place, action=_WANTED)
    elif not isinstance(key.curve, CURVE):
        raise HarnessError(f"this key is on the curve {key.curve.name}, not secp224r1", place=place, action=_WANTED)
