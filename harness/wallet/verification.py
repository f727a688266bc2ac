"""The check of a merchant's request: who sent it, when, and whether they signed it (signing.md, openapi.md 2.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from harness.journal import SignatureCheck, Signed
from harness.wallet.alternatives import Received
from harness.wallet.dates import parse
from harness.wallet.explain import KnownKey, explain
from harness.wallet.keys import PublicKey
from harness.wallet.profile import SignatureRules
from harness.wallet.shown import shown
from harness.wallet.signing import algorithm_called, algorithm_of, parse_header, signed_for, signed_text, verify_parts
from harness.wallet.world import Merchant


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found, for the journal, and the result code of the refusal: "" when the request is accepted.

    ``signed`` is the text that the wallet built, None where it came to none.
    """

    check: SignatureCheck
    code: str = ""
    signed: Signed | None = None


def check_request(
    rules: SignatureRules,
    merchant: Merchant | None,
    path: str,
    headers: Mapping[str, str],
    body: bytes,
    now: int,
    others: Iterable[KnownKey] = (),
) -> Verdict:
    """Check one request and return the verdict; never raises.

    ``merchant`` is who the Client-Id header names, None for nobody. ``path`` may carry the query, which is not signed.
    ``now`` is real time in epoch milliseconds: a merchant's clock is real, while a scenario's may have jumped. ``others``
    are further keys that a client may have used by mistake; they are looked at only when the signature does not fit.

    The code is INVALID_CLIENT, KEY_NOT_FOUND (an explicit keyVersion that the merchant does not have), INVALID_SIGNATURE, or
    TIMESTAMP_INVALID. The last is documented by Rebell alone, with a clock window: a wallet without one answers
    INVALID_SIGNATURE to a time that cannot be read **[I]**.
    """
    given = {name.lower(): value for name, value in headers.items()}
    if merchant is None:
        client_id = given.get("client-id")
        known = "there is no Client-Id header" if not client_id else f"the Client-Id {_short(client_id)} is not known"
        return _refused("INVALID_CLIENT", known)
    path, _, query = path.partition("?")
    received = Received(
        path=path,
        client_id=merchant.client_id,
        time=given.get("request-time", ""),
        body=body,
        query=query,
        host=given.get("host", ""),
        other_time=given.get("response-time", ""),
    )
    verdict = _check_signature(rules, merchant, received, given.get("signature", ""), others)
    if verdict.code:
        return verdict
    if fault := _time_fault(rules, received.time, now):
        code = "TIMESTAMP_INVALID" if rules.clock_window_seconds else "INVALID_SIGNATURE"
        return Verdict(replace(verdict.check, verified=False, reason=fault), code, verdict.signed)
    return verdict


def check_answer(
    rules: SignatureRules, merchant: Merchant, path: str, headers: Mapping[str, str], body: bytes
) -> SignatureCheck | None:
    """Check a merchant's signature under its answer to a notification; None where it signed nothing, as nobody does.

    ``path`` is that of the notify URL, the time is that of the Response-Time header (signing.md 3.3).
    """
    given = {name.lower(): value for name, value in headers.items()}
    if "signature" not in given:
        return None
    received = Received(path, merchant.client_id, given.get("response-time", ""), body)
    return _check_signature(rules, merchant, received, given["signature"], ()).check


def _check_signature(
    rules: SignatureRules, merchant: Merchant, received: Received, header: str, others: Iterable[KnownKey]
) -> Verdict:
    if not header:
        return _refused(
            "INVALID_SIGNATURE",
            "the Signature header is missing; it reads: algorithm=RSA256, keyVersion=1, signature=<Base64>",
        )
    try:
        parts = parse_header(header)
    except ValueError as error:
        return _refused("INVALID_SIGNATURE", f"the Signature header cannot be read: {error}")
    key = _key(merchant, parts.key_version)
    if key is None:
        had = ", ".join(merchant.keys)
        reason = f"the merchant has no key of keyVersion {_short(parts.key_version)}; it has: {had}"
        return Verdict(SignatureCheck(False, reason, parts.algorithm[:40], parts.key_version[:40]), "KEY_NOT_FOUND")
    text = signed_text(received.path, received.client_id, received.time, received.body)
    check = verify_parts(key, text, parts, rules.algorithms)
    version = f" of keyVersion {parts.key_version[:40]}" if parts.key_version and merchant.keys else ""
    signed = signed_for(text, header, f"the public key{version} that {merchant.name} has registered")
    if check.verified:
        return Verdict(check, signed=signed)
    if algorithm_called(parts.algorithm) == check.algorithm == algorithm_of(key):
        known = chain(_other_versions(merchant, key), others)
        check = replace(check, reason=explain(received, parts.text, key, known))
    return Verdict(replace(check, key_version=check.key_version[:40]), "INVALID_SIGNATURE", signed)


def _key(merchant: Merchant, version: str) -> PublicKey | None:
    """Return the key of a version, the newest where none is named or the merchant's keys have no versions."""
    return merchant.keys.get(version) if version and merchant.keys else merchant.key


def _other_versions(merchant: Merchant, key: PublicKey) -> Iterator[KnownKey]:
    for version, other in merchant.keys.items():
        if other is not key:
            advice = f"write keyVersion={version}, or sign with the key of the keyVersion that is written"
            yield KnownKey(f"the merchant's key of keyVersion {version}", other, advice=advice)


def _time_fault(rules: SignatureRules, time: str, now: int) -> str:
    """Return what is wrong with a Request-Time, "" for nothing."""
    if not time:
        return "there is no Request-Time header"
    try:
        at = parse(time)
    except ValueError:
        return f"the Request-Time {_short(time)} is not an ISO 8601 date with offset"
    if rules.refuse_z and time.endswith("Z"):
        return f'the Request-Time "{time}" ends in Z: this wallet wants an offset, "{time[:-1]}+00:00"'
    window = rules.clock_window_seconds
    if window and abs(at - now) > window * 1000:
        side = "behind" if at < now else "ahead of"
        apart = f"{abs(at - now) / 1000:.1f} s {side} real time"
        return (
            f'the Request-Time "{time}" is {apart}, and this wallet allows {window} s: set the merchant\'s clock right'
        )
    return ""


def _short(text: str) -> str:
    return shown(text[:80].encode("utf-8", "surrogateescape"))


def _refused(code: str, reason: str) -> Verdict:
    return Verdict(SignatureCheck(False, reason), code)
