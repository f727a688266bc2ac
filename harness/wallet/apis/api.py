"""What an API of the wallet is, as data: its fields, its answers, and the causes of its result codes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from harness.wallet.payments import State

if TYPE_CHECKING:
    from harness.wallet.apis.request import Request
    from harness.wallet.profile import Profile


class Sort(StrEnum):
    """What a field holds. AMOUNT is ``{currency, value}``; ANY_JSON is a String holding JSON, or an object."""

    STRING = "string"
    DATETIME = "datetime"
    AMOUNT = "amount"
    OBJECT = "object"
    LIST = "list"
    BOOLEAN = "boolean"
    ANY_JSON = "any json"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a request or an answer. ``limit`` counts characters (0: none); ``fields`` are an object's own."""

    name: str
    sort: Sort = Sort.STRING
    required: bool = False
    limit: int = 0
    note: str = ""
    choices: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Cause:
    """Why the wallet answers with a result code: a business fact in words.

    ``by`` says what helps a person to bring it about: a named buyer ("buyer Zainab"), an endpoint of the control API
    ("control POST next-answers"), a rule of the profile ("profile payment.max_value"); nothing where the words say it.
    ``rule`` names the rule of a profile's ``payment`` that puts another code in the place of ``code``. ``leaves`` are the
    states in which a payment may stand after this answer; nothing where there is no payment, or the phone has no part in it.
    """

    code: str
    words: str
    by: tuple[str, ...] = ()
    rule: str = ""
    leaves: tuple[State, ...] = ()

    def code_at(self, profile: Profile, api: str) -> str:
        """Return the code as this wallet writes it in the answers of an API."""
        return profile.code(api, str(getattr(profile.payment, self.rule)) if self.rule else self.code)


@dataclass(frozen=True, slots=True)
class Api:
    """One API for merchants.

    ``source`` is where its shape comes from; ``open`` is what the documents leave open. ``response`` is a function of
    the profile where names in it are the profile's. ``unknown_client`` and ``suspended`` are the codes this API uses for
    a Client-Id that is not known and for a suspended merchant.
    """

    name: str
    title: str
    source: str
    request: tuple[Field, ...]
    response: tuple[Field, ...] | Callable[[Profile], tuple[Field, ...]]
    causes: tuple[Cause, ...]
    run: Callable[[Request], dict[str, object]]
    secrets: tuple[str, ...] = ()
    open: str = ""
    unknown_client: str = "INVALID_CLIENT"
    suspended: str = "INVALID_CLIENT_STATUS"

    def own_fields(self, profile: Profile) -> tuple[Field, ...]:
        """Return the fields of an answer before the profile's ``names`` are put in."""
        return self.response(profile) if callable(self.response) else self.response

    def answer_fields(self, profile: Profile) -> tuple[Field, ...]:
        """Return the fields of an answer, named as this wallet names them."""
        return renamed(self.own_fields(profile), profile.names.get(self.name, {}))

    def required(self, profile: Profile) -> tuple[str, ...]:
        """Return the names of the request's fields that this wallet requires; "a.b" is b within a."""
        own = tuple(field.name for field in self.request if field.required)
        return (*own, *(name for name in profile.require.get(self.name, ()) if name not in own))

    def every_cause(self) -> tuple[Cause, ...]:
        """Return this API's own causes and the ones that all APIs share."""
        own = {cause.code for cause in self.causes}
        return (*self.causes, *(c for c in _shared(self) if c.code not in own))


def renamed(fields: Iterable[Field], names: Mapping[str, str]) -> tuple[Field, ...]:
    """Return fields with the names that a profile gives them, without those whose name is ""."""
    return tuple(replace(field, name=name) for field in fields if (name := names.get(field.name, field.name)))


NEXT, MERCHANT, PAY_OUT = (
    ("control POST next-answers",),
    ("control PATCH merchants/{clientId}",),
    ("control POST merchants/{clientId}/pay-out",),
)
TIME, SLOWLY = ("control POST clock/advance",), ("control PATCH controls",)
FROZEN = ("buyer Hassan", "control PATCH buyers/{buyer}")
"""What helps to bring a cause about, where several causes need it."""

ELSEWHERE = ("INVALID_API", "METHOD_NOT_SUPPORTED")
"""Codes that answer what is no call of an API: another path, another method than POST."""


def _shared(api: Api) -> tuple[Cause, ...]:
    return (
        Cause("INVALID_API", "the path is not one of the wallet's: misspelt, of another version, or not offered"),
        Cause("METHOD_NOT_SUPPORTED", "the HTTP method is another one than POST"),
        Cause(api.unknown_client, "the Client-Id is not known to the wallet"),
        Cause(api.suspended, "the merchant is suspended", MERCHANT),
        Cause("KEY_NOT_FOUND", "the keyVersion in the Signature header is not one of the merchant's"),
        Cause(
            "TIMESTAMP_INVALID",
            "the Request-Time is outside the wallet's window (where the profile has one)",
            ("profile signature.clock_window_seconds",),
        ),
        Cause("INVALID_SIGNATURE", "the signature does not fit path, Client-Id, Request-Time, body and key"),
        Cause("ACCESS_DENIED", "the merchant has no contract for this API", MERCHANT),
        Cause("PARAM_ILLEGAL", "a required field is missing, too long or of the wrong type"),
        Cause("INVALID_AGENT_TOKEN", "the Agent-Token is not known"),
        Cause(
            "EXPIRED_AGENT_TOKEN", "the Agent-Token has expired", ("control POST merchants/{clientId}/agent-tokens",)
        ),
        Cause("UNKNOWN_EXCEPTION", "the wallet is disturbed, before or after it did the work", NEXT),
        Cause("REQUEST_TRAFFIC_EXCEED_LIMIT", "the wallet has too many requests", NEXT),
        Cause("PROCESS_FAIL", "the wallet cannot process the request", NEXT),
    )
