"""A merchant's answer to a notification, and what it means (notify.md 4.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from harness.intake import read_json
from harness.journal import SignatureCheck
from harness.wallet.deliveries import Outcome

LARGEST = 64 * 1024
_SHOWN = 1000
_OUTCOMES: dict[object, Outcome] = {"S": "acknowledged", "F": "failed"}


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What came of one delivery. ``text`` is the beginning of the answer, or why there is none.

    ``signature`` is what the check of the answer's signature found, None where it has none: nobody signs it in practice.
    """

    outcome: Outcome
    status: int
    text: str
    result: Mapping[str, object] | None = None
    signature: SignatureCheck | None = None

    def to_dict(self) -> dict[str, object]:
        """Return what the journal keeps."""
        if not self.status:
            return {"delivered": False, "outcome": self.outcome, "reason": self.text}
        answer = {"result": self.result} if self.result is not None else {"body": self.text}
        return {"delivered": True, "outcome": self.outcome, "status": self.status, **answer}


def nothing(outcome: Outcome, reason: str) -> Acknowledgement:
    """Return what stands for no answer at all."""
    return Acknowledgement(outcome, 0, reason[:_SHOWN])


def read_answer(status: int, body: bytes, signature: SignatureCheck | None) -> Acknowledgement:
    """Return what a merchant's answer means: only a ``result`` in JSON under an HTTP status of 200 to 299 counts."""
    text = body[:_SHOWN].decode("utf-8", "replace")
    result = _result(body) if 200 <= status < 300 and len(body) <= LARGEST else None
    outcome = _OUTCOMES.get(result.get("resultStatus"), "not acknowledged") if result else "not acknowledged"
    return Acknowledgement(outcome, status, text, result, signature)


def _result(body: bytes) -> Mapping[str, object] | None:
    """Return the texts of the ``result`` object, each of documented length; None where there is no such object."""
    try:
        data = read_json(body)
    except ValueError:
        return None
    found = data.get("result") if isinstance(data, dict) else None
    if not isinstance(found, dict):
        return None
    return {name: found[name][:256] for name in _FIELDS if isinstance(found.get(name), str)}


_FIELDS = ("resultStatus", "resultCode", "resultMessage")
