"""Keys that no wallet of the family takes are refused with the fact, the place and the next action."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from signing_kit import KINDS

from harness import HarnessError
from harness.wallet.keys import load_private_key, load_public_key, private_pem, public_pem


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_keys_survive_writing_and_reading(kind: str) -> None:
    key = KINDS[kind]("merchant")
    assert private_pem(load_private_key(private_pem(key))) == private_pem(key)
    assert load_public_key(public_pem(key.public_key())) == key.public_key()


def _pkcs8(key: object) -> bytes:
    return key.private_bytes(  # type: ignore[attr-defined, no-any-return]
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _small() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 1024)  # noqa: S505 - it is there to be refused


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: b"hello", "this is not a private key"),
        (lambda: b"", "this is not a private key"),
        (lambda: b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "this is not a private key"),
        (lambda: public_pem(KINDS["RSA256"]("merchant").public_key()), "this is not a private key"),
        (lambda: _pkcs8(_small()), "this RSA key has only 1024 bits"),
        (lambda: _pkcs8(ec.generate_private_key(ec.SECP256R1())), "on the curve secp256r1, not secp224r1"),
        (lambda: _pkcs8(ed25519.Ed25519PrivateKey.generate()), "neither an RSA nor an elliptic-curve key"),
    ],
)
def test_other_private_keys_are_refused(make: Callable[[], bytes], said: str) -> None:
    with pytest.raises(HarnessError, match=said) as caught:
        load_private_key(make(), "merchant.pem")
    assert str(caught.value).startswith("merchant.pem: ")
    assert "give an RSA key of 2048 bits or more" in str(caught.value)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: b"hello", "this is not a public key"),
        (lambda: private_pem(KINDS["RSA256"]("merchant")), "this is not a public key"),
        (lambda: public_pem(_small().public_key()), "this RSA key has only 1024 bits"),
        (lambda: public_pem(ec.generate_private_key(ec.SECP384R1()).public_key()), "on the curve secp384r1"),
    ],
)
def test_other_public_keys_are_refused(make: Callable[[], bytes], said: str) -> None:
    with pytest.raises(HarnessError, match=said):
        load_public_key(make(), "merchant.pub.pem")


def test_a_key_with_a_password_is_refused() -> None:
    pem = KINDS["RSA256"]("merchant").private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.BestAvailableEncryption(b"secret")
    )
    with pytest.raises(HarnessError, match="without a password"):
        load_private_key(pem)
