"""OpenSSL on the command line, which knows nothing of this harness, agrees with it in both directions."""

from __future__ import annotations

import base64
import shutil
import subprocess
from pathlib import Path

import pytest
from signing_kit import BODY, CLIENT_ID, KINDS, PATH, TIME, Sent, merchant

from harness.wallet.keys import load_private_key, load_public_key, private_pem, public_pem
from harness.wallet.signing import decode_signature, parse_header, sign, signed_text

OPENSSL = shutil.which("openssl")
TEXT = signed_text(PATH, CLIENT_ID, TIME, BODY)

pytestmark = pytest.mark.skipif(OPENSSL is None, reason="there is no openssl command on this machine")


def _openssl(*arguments: str | Path, data: bytes = b"") -> bytes:
    command = [str(OPENSSL), *map(str, arguments)]
    done = subprocess.run(command, input=data, capture_output=True, timeout=30, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_wallet_accepts_what_openssl_signs(kind: str, tmp_path: Path) -> None:
    key, pem = KINDS[kind]("merchant"), tmp_path / "key.pem"
    pem.write_bytes(private_pem(key))
    signature = base64.b64encode(_openssl("dgst", "-sha256", "-sign", pem, data=TEXT)).decode()
    sent = Sent(f"algorithm={kind}, keyVersion=1, signature={signature}")
    assert sent.check(merchant(key)).code == ""


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_openssl_accepts_what_the_wallet_signs(kind: str, tmp_path: Path) -> None:
    key, pem, signature = KINDS[kind]("wallet"), tmp_path / "key.pub.pem", tmp_path / "signature"
    pem.write_bytes(public_pem(key.public_key()))
    signature.write_bytes(decode_signature(parse_header(sign(key, TEXT, encoding="percent")).text))
    assert b"Verified OK" in _openssl("dgst", "-sha256", "-verify", pem, "-signature", signature, data=TEXT)


@pytest.mark.parametrize(
    ("kind", "make"),
    [
        ("RSA256", ["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]),
        ("ECC224", ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:secp224r1"]),
    ],
)
@pytest.mark.parametrize("form", ["PEM", "DER"])
def test_keys_made_by_openssl_are_read(kind: str, make: list[str], form: str, tmp_path: Path) -> None:
    """As PEM, and as the bare Base64 of DER that wallet portals hand out."""
    file = tmp_path / "key.pem"
    file.write_bytes(_openssl(*make))
    private = _openssl("pkcs8", "-topk8", "-nocrypt", "-in", file, "-outform", form)
    public = _openssl("pkey", "-in", file, "-pubout", "-outform", form)
    if form == "DER":
        private, public = base64.encodebytes(private), base64.b64encode(public)
    text = sign(load_private_key(private), TEXT)
    assert Sent(text).check(merchant(load_private_key(private))).code == ""
    assert load_public_key(public) == load_private_key(private).public_key()
    assert parse_header(text).algorithm == kind
