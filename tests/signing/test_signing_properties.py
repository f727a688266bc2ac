"""Whatever is signed is accepted, in every encoding and with both algorithms; whatever is changed is refused."""

from __future__ import annotations

import base64
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from signing_kit import KINDS, REBELL, RULES

from harness.wallet.signing import (
    decode_signature,
    fits,
    parse_header,
    sign,
    sign_as,
    signed_text,
    verify,
)

KIND = st.sampled_from(sorted(KINDS))
BODIES = st.binary(max_size=400)
HEAD_TEXT = st.text(st.characters(codec="utf-8"), max_size=40)
POSITIONS = st.integers(0, 100_000)
"""Of a bit to change, before it is taken modulo the length: ECDSA signatures differ in length from time to time."""
SPACES = st.sampled_from(["", " ", "  ", "\t"])


@given(
    kind=KIND,
    body=BODIES,
    path=HEAD_TEXT,
    client=HEAD_TEXT,
    time=HEAD_TEXT,
    encoding=st.sampled_from(["raw", "percent"]),
)
@settings(max_examples=60, deadline=None)
def test_what_is_signed_is_accepted(kind: str, body: bytes, path: str, client: str, time: str, encoding: str) -> None:
    key, text = KINDS[kind]("merchant"), signed_text(path, client, time, body)
    check = verify(key.public_key(), text, sign(key, text, encoding=encoding, key_version="7"))  # type: ignore[arg-type]
    assert (check.verified, check.reason, check.algorithm, check.key_version) == (True, "", kind, "7")


@given(
    kind=KIND,
    order=st.permutations(["algorithm", "keyVersion", "signature"]),
    spaces=st.lists(SPACES, min_size=12, max_size=12),
    upper=st.booleans(),
    url_alphabet=st.booleans(),
    padded=st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_the_header_is_read_in_any_order_case_and_spacing(
    kind: str, order: list[str], spaces: list[str], upper: bool, url_alphabet: bool, padded: bool
) -> None:
    key, text = KINDS[kind]("merchant"), b"text"
    written = parse_header(sign(key, text))
    signature = written.text if padded else written.text.rstrip("=")
    if url_alphabet:
        signature = signature.replace("+", "-").replace("/", "_")
    values = {"algorithm": kind.upper() if upper else kind.lower(), "keyVersion": "1", "signature": signature}
    gap = iter(spaces)
    header = ",".join(
        f"{next(gap)}{name.upper() if upper else name}{next(gap)}={next(gap)}{values[name]}{next(gap)}"
        for name in order
    )
    assert verify(key.public_key(), text, header).verified


@given(kind=KIND, body=st.binary(min_size=1, max_size=60), data=st.data())
@settings(max_examples=150, deadline=None)
def test_a_single_changed_bit_is_refused(kind: str, body: bytes, data: st.DataObject) -> None:
    key, text = KINDS[kind]("merchant"), signed_text("/v1/payments/pay", "M1", "2026-01-01T12:00:00+03:00", body)
    signature = decode_signature(parse_header(sign(key, text)).text)
    assert fits(key.public_key(), signature, text)
    bit = data.draw(POSITIONS) % (8 * (len(text) + len(signature)))
    changed = bytearray(text + signature)
    changed[bit // 8] ^= 1 << bit % 8
    assert not fits(key.public_key(), bytes(changed[len(text) :]), bytes(changed[: len(text)]))


@given(kind=KIND, encoding=st.sampled_from(["raw", "percent"]), data=st.data())
@settings(max_examples=150, deadline=None)
def test_a_single_changed_bit_in_the_header_never_passes_as_another_signature(
    kind: str, encoding: str, data: st.DataObject
) -> None:
    """A header may be read leniently (case, percent-encoding), but never as another signature than the one made."""
    key, text = KINDS[kind]("merchant"), b"text"
    header = sign(key, text, encoding=encoding).encode()  # type: ignore[arg-type]
    bit = data.draw(POSITIONS) % (8 * len(header))
    changed = bytearray(header)
    changed[bit // 8] ^= 1 << bit % 8
    damaged = changed.decode("latin-1")
    if verify(key.public_key(), text, damaged).verified:
        same = decode_signature(parse_header(header.decode()).text)
        assert decode_signature(parse_header(damaged).text) == same


@given(st.binary(max_size=300))
def test_there_is_one_base64_for_the_same_bytes(data: bytes) -> None:
    """The last character of Base64 may hold bits that mean nothing: they must be zero."""
    text = base64.b64encode(data).decode()
    assert decode_signature(text) == data
    if text.endswith("="):
        alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        stem = text.rstrip("=")
        other = stem[:-1] + alphabet[alphabet.index(stem[-1]) | 1]
        with pytest.raises(ValueError, match="not Base64"):
            decode_signature(other)


@given(header=st.text(max_size=80), kind=KIND)
def test_no_header_breaks_the_check(header: str, kind: str) -> None:
    check = verify(KINDS[kind]("merchant").public_key(), b"text", header)
    assert not check.verified
    assert check.reason


@pytest.mark.parametrize(("kind", "rules"), [*itertools.product(sorted(KINDS), [RULES, REBELL])])
def test_a_wallet_signs_by_its_rules(kind: str, rules: object) -> None:
    key = KINDS[kind]("wallet")
    header = sign_as(rules, key, b"text")  # type: ignore[arg-type]
    assert verify(key.public_key(), b"text", header).verified
    written = "SHA256withRSA" if rules is REBELL and kind == "RSA256" else kind
    assert parse_header(header).algorithm == written
