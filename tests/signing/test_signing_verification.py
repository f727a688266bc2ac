"""The wallet's check of a request: the code of each refusal, and what the journal is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from signing_kit import NOW, REBELL, RULES, Sent, ec_key, merchant, right, rsa_key

import harness
from harness.wallet.explain import KnownKey
from harness.wallet.profile import load_profile
from harness.wallet.signing import sign, sign_as, signed_text
from harness.wallet.verification import check_request

PROFILES = Path(harness.__file__).parent / "wallet" / "profiles"
KEY, OLD = rsa_key("merchant"), rsa_key("old")


def test_a_right_request_is_accepted_and_the_other_keys_are_not_looked_at() -> None:
    def others() -> Iterator[KnownKey]:
        raise AssertionError("a good signature needs no explanation")
        yield

    sent = right(KEY)
    headers = {"client-id": "M00010001", "REQUEST-TIME": str(sent.time), "signature": str(sent.header)}
    verdict = check_request(RULES, merchant(KEY), sent.path, headers, sent.body, NOW, others())
    assert (verdict.code, verdict.check.verified, verdict.check.reason) == ("", True, "")


def test_the_query_is_not_signed() -> None:
    assert right(KEY).check(merchant(KEY)).code == ""
    assert replace(right(KEY), path="/v1/payments/pay?trace=1").check(merchant(KEY)).code == ""


@pytest.mark.parametrize("name", ["RSA256", "rsa256", "SHA256withRSA"])
@pytest.mark.parametrize("rules", [RULES, REBELL])
def test_every_name_of_the_algorithm_is_accepted(name: str, rules: object) -> None:
    sent = right(KEY, algorithm=name)
    assert sent.check(merchant(KEY), rules=rules).code == ""  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sent", "code", "said"),
    [
        (Sent(None), "INVALID_SIGNATURE", "the Signature header is missing"),
        (Sent(""), "INVALID_SIGNATURE", "the Signature header is missing"),
        (Sent("abc"), "INVALID_SIGNATURE", '"abc" is not name=value'),
        (Sent("algorithm=RSA256,keyVersion=1"), "INVALID_SIGNATURE", "it has no signature="),
        (Sent("signature=AA, signature=BB"), "INVALID_SIGNATURE", "signature= is there twice"),
        (Sent("algorithm=MD5, signature=AA"), "INVALID_SIGNATURE", '"MD5" is none of: RSA256, ECC224'),
        (Sent("algorithm=ECC224, signature=AA"), "INVALID_SIGNATURE", "says ECC224, but the key is one for RSA256"),
    ],
)
def test_a_header_that_cannot_be_read_says_why(sent: Sent, code: str, said: str) -> None:
    verdict = sent.check(merchant(KEY))
    assert verdict.code == code
    assert said in verdict.check.reason
    assert not verdict.check.verified


def test_a_wallet_takes_only_the_algorithms_of_its_profile() -> None:
    verdict = right(ec_key("merchant")).check(merchant(ec_key("merchant")), rules=REBELL)
    assert verdict.code == "INVALID_SIGNATURE"
    assert '"ECC224" is none of: SHA256withRSA' in verdict.check.reason


def test_an_unknown_client_is_named() -> None:
    assert right(KEY).check(None).code == "INVALID_CLIENT"
    assert '"M00010001" is not known' in right(KEY).check(None).check.reason
    verdict = check_request(RULES, None, "/v1", {}, b"", NOW)
    assert (verdict.code, verdict.check.reason) == ("INVALID_CLIENT", "there is no Client-Id header")


@pytest.mark.parametrize(
    ("version", "key", "code"),
    [("1", OLD, ""), ("2", KEY, ""), ("", KEY, ""), ("3", KEY, "KEY_NOT_FOUND"), ("1", KEY, "INVALID_SIGNATURE")],
)
def test_the_key_version_chooses_the_key(version: str, key: object, code: str) -> None:
    verdict = right(key, key_version=version).check(merchant(KEY, OLD))  # type: ignore[arg-type]
    assert verdict.code == code
    if code == "KEY_NOT_FOUND":
        assert verdict.check.reason == 'the merchant has no key of keyVersion "3"; it has: 1, 2'


def test_a_merchant_without_versions_has_one_key_for_all_of_them() -> None:
    """Clients in the wild name 0, 1 and 2 (signing.md 3.1)."""
    for version in ("0", "1", "2"):
        assert right(KEY, key_version=version).check(merchant(KEY)).code == ""


def _at(time: str) -> Sent:
    sent = Sent("", time=time)
    return replace(sent, header=sign(KEY, signed_text(sent.path, "M00010001", time, sent.body)))


@pytest.mark.parametrize(
    "time",
    [
        "2026-01-01T12:00:00+03:00",
        "2026-01-01T09:00:00.123+00:00",
        "2026-01-01T09:00:00Z",
        "2026-01-01T09:00:00.123456+00:00",
        "1767258000000",
    ],
)
def test_every_form_of_time_seen_in_clients_is_accepted(time: str) -> None:
    assert _at(time).check(merchant(KEY)).code == ""
    assert _at(time).check(merchant(KEY), rules=REBELL).code == ""


@pytest.mark.parametrize("time", ["", "yesterday", "2026-01-01T12:00:00", "2026-13-01T12:00:00Z", "9" * 30])
def test_a_time_that_cannot_be_read_is_refused(time: str) -> None:
    assert _at(time).check(merchant(KEY)).code == "INVALID_SIGNATURE"
    verdict = _at(time).check(merchant(KEY), rules=REBELL)
    assert verdict.code == "TIMESTAMP_INVALID"
    assert "Request-Time" in verdict.check.reason
    assert not verdict.check.verified


def test_the_strict_switch_refuses_z() -> None:
    strict = replace(RULES, refuse_z=True)
    verdict = _at("2026-01-01T09:00:00Z").check(merchant(KEY), rules=strict)
    assert verdict.code == "INVALID_SIGNATURE"
    assert 'wants an offset, "2026-01-01T09:00:00+00:00"' in verdict.check.reason
    assert _at("2026-01-01T09:00:00+00:00").check(merchant(KEY), rules=strict).code == ""


@pytest.mark.parametrize(
    ("apart", "code", "said"),
    [
        (300_000, "", ""),
        (-300_000, "", ""),
        (300_001, "TIMESTAMP_INVALID", "300.0 s behind real time"),
        (-301_000, "TIMESTAMP_INVALID", "301.0 s ahead of real time"),
    ],
)
def test_the_clock_window_is_kept_to_the_millisecond(apart: int, code: str, said: str) -> None:
    verdict = right(KEY).check(merchant(KEY), rules=REBELL, now=NOW + apart)
    assert verdict.code == code
    assert said in verdict.check.reason
    assert right(KEY).check(merchant(KEY), now=NOW + apart).code == ""


def test_a_forged_signature_is_not_told_about_the_clock() -> None:
    verdict = right(rsa_key("stranger")).check(merchant(KEY), rules=REBELL, now=0)
    assert verdict.code == "INVALID_SIGNATURE"


def test_what_a_stranger_sends_is_short_in_the_journal() -> None:
    sent = replace(right(KEY, key_version="9" * 5000), more={"Client-Id": "x" * 5000})
    assert len(sent.check(merchant(KEY, OLD)).check.key_version) <= 40
    assert len(check_request(RULES, None, "/", {"Client-Id": "x\n" * 5000}, b"", NOW).check.reason) < 200
    assert len(Sent("=" + "a" * 9000).check(merchant(KEY)).check.reason) < 1000
    assert len(Sent("algorithm=" + "a" * 9000 + ",signature=A").check(merchant(KEY)).check.reason) < 200


@pytest.mark.parametrize("name", sorted(file.stem for file in PROFILES.glob("*.toml")))
def test_every_wallet_accepts_what_its_own_rules_sign(name: str) -> None:
    rules = load_profile(name).signature
    sent = right(KEY)
    written = replace(sent, header=sign_as(rules, KEY, signed_text(sent.path, "M00010001", str(sent.time), sent.body)))
    assert written.check(merchant(KEY), rules=rules).code == ""
    assert ("%" in str(written.header)) is (rules.encoding == "percent")
