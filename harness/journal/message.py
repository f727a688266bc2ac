"""One crossing between two actors, as the receiver's door saw it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from harness.errors import HarnessError

Payload = Mapping[str, object]


class Actor(StrEnum):
    """The five actors of a payment, and the harness itself for facts about the run (journey.md)."""

    BUYER = "buyer"
    MINI_PROGRAM = "mini_program"
    WALLET_APP = "wallet_app"
    WALLET_BACKEND = "wallet_backend"
    MERCHANT = "merchant"
    HARNESS = "harness"


class Kind(StrEnum):
    """What a message is.

    ``call`` expects an answer, ``answer`` gives it (its ``cause`` is the call), ``event`` is one-way,
    ``fact`` is not a crossing: it is what an actor wrote into its own books, or what the harness did.
    """

    CALL = "call"
    ANSWER = "answer"
    EVENT = "event"
    FACT = "fact"


@dataclass(frozen=True, slots=True)
class SignatureCheck:
    """What the receiver found when it verified the sender's signature (signing.md)."""

    verified: bool
    reason: str = ""
    algorithm: str = "RSA256"
    key_version: str = ""


@dataclass(frozen=True, slots=True)
class Signed:
    """What a signature stands under, for the reader who looks for what is wrong with one (signing.md 3.1).

    ``text`` is the exact text that its receiver verifies, ``header`` the Signature header as it was sent ("" where there
    was none), ``key`` says whose key verifies it.
    """

    text: str
    header: str
    key: str


@dataclass(frozen=True, slots=True)
class Message:
    """One line of the journal.

    ``id`` counts from 1 within a journal; ``at`` is the world's virtual time in epoch milliseconds;
    ``cause`` is the id of the message that brought this one about; ``secrets`` are dotted paths into
    ``payload`` whose values a report must mask (they are kept, not dropped). ``signature`` is what the wallet found
    when it checked one, ``signed`` what was signed, by either side.
    """

    id: int
    world: str
    at: int
    sender: Actor
    receiver: Actor
    name: str
    kind: Kind
    payload: Payload = field(default_factory=dict)
    cause: int | None = None
    secrets: tuple[str, ...] = ()
    signature: SignatureCheck | None = None
    signed: Signed | None = None

    def get(self, path: str) -> object:
        """Return the payload value at a dotted ``path`` (``"paymentAmount.value"``), or None."""
        value: object = self.payload
        for key in path.split("."):
            if not isinstance(value, Mapping):
                return None
            value = value.get(key)
        return value

    def text(self, path: str) -> str | None:
        """Return the value at ``path`` as text, or None where there is none."""
        value = self.get(path)
        return None if value is None else str(value)

    def to_dict(self) -> dict[str, object]:
        """Return plain JSON data; ``from_dict`` is its inverse."""
        row: dict[str, object] = {
            "id": self.id,
            "world": self.world,
            "at": self.at,
            "from": self.sender,
            "to": self.receiver,
            "name": self.name,
            "kind": self.kind,
            "payload": self.payload,
        }
        if self.cause is not None:
            row["cause"] = self.cause
        if self.secrets:
            row["secrets"] = list(self.secrets)
        if (check := self.signature) is not None:
            row["signature"] = {
                "verified": check.verified,
                "reason": check.reason,
                "algorithm": check.algorithm,
                "keyVersion": check.key_version,
            }
        if (signed := self.signed) is not None:
            row["signed"] = {"text": signed.text, "header": signed.header, "key": signed.key}
        return row

    @classmethod
    def from_dict(cls, row: Mapping[str, object]) -> Message:
        """Build a message from ``to_dict``'s data; raises HarnessError naming the key that is wrong."""
        try:
            check, signed = row.get("signature"), row.get("signed")
            payload = row["payload"]
            secrets = row.get("secrets", ())
            cause = row.get("cause")
            if not isinstance(payload, Mapping) or not isinstance(secrets, list | tuple):
                raise HarnessError("a journal line has a payload or secrets of the wrong shape")
            return cls(
                id=int(str(row["id"])),
                world=str(row["world"]),
                at=int(str(row["at"])),
                sender=Actor(str(row["from"])),
                receiver=Actor(str(row["to"])),
                name=str(row["name"]),
                kind=Kind(str(row["kind"])),
                payload=payload,
                cause=None if cause is None else int(str(cause)),
                secrets=tuple(str(s) for s in secrets),
                signature=_check_from(check) if isinstance(check, Mapping) else None,
                signed=_signed_from(signed) if isinstance(signed, Mapping) else None,
            )
        except (KeyError, ValueError) as error:
            raise HarnessError(f"a journal line is not a message: {error}") from error


def _check_from(row: Mapping[str, object]) -> SignatureCheck:
    return SignatureCheck(
        verified=row.get("verified") is True,
        reason=str(row.get("reason", "")),
        algorithm=str(row.get("algorithm", "RSA256")),
        key_version=str(row.get("keyVersion", "")),
    )


def _signed_from(row: Mapping[str, object]) -> Signed:
    return Signed(*(str(row.get(name, "")) for name in ("text", "header", "key")))
