"""A merchant's request once it is known to be the merchant's, and the check of its fields against the API's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.intake import read_json
from harness.journal import Message
from harness.wallet.apis.api import Field, Sort
from harness.wallet.dates import parse
from harness.wallet.money import Amount
from harness.wallet.result import Refusal
from harness.wallet.world import Merchant, WalletWorld

if TYPE_CHECKING:
    from harness.wallet.wallet import Wallet

Body = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Request:
    """A verified, well-formed request. ``time`` is the merchant's own Request-Time in epoch milliseconds."""

    wallet: Wallet
    world: WalletWorld
    merchant: Merchant
    body: Body
    time: int
    message: Message

    @property
    def now(self) -> int:
        """The world's time in epoch milliseconds."""
        return self.world.clock.now()

    def text(self, name: str) -> str:
        """Return a String field, "" where there is none."""
        value = self.body.get(name)
        return value if isinstance(value, str) else ""

    def amount(self, name: str) -> Amount:
        """Return an Amount field of the wallet's currency; raises Refusal CURRENCY_NOT_SUPPORT for another."""
        amount = Amount.from_wire(self.body.get(name))
        if amount.currency != self.wallet.profile.money.currency:
            raise Refusal("CURRENCY_NOT_SUPPORT", f"The currency {amount.currency} is not supported.")
        return amount

    def inner(self, name: str) -> Mapping[str, object]:
        """Return an object field, or a String holding JSON, as an object; empty where there is none."""
        return as_object(self.body.get(name))


def as_object(value: object) -> Mapping[str, object]:
    """Return an object, or a String holding one as JSON, as an object; empty for anything else."""
    if isinstance(value, str):
        try:
            value = read_json(value)
        except ValueError:
            return {}
    return value if isinstance(value, dict) else {}


def check_fields(fields: Iterable[Field], body: Body, extra: Iterable[str] = ()) -> None:
    """Raise Refusal PARAM_ILLEGAL naming every field that is missing, too long or of the wrong type.

    Fields the API does not know are ignored. ``extra`` names more fields that this profile requires, ``a.b`` for b within a.
    """
    wrong = list(_wrong(fields, body, ""))
    known = {field.name for field in fields if field.required} if extra else ()
    wrong += [f"{name} is missing" for name in extra if name not in known and _within(body, name) in (None, "")]
    if wrong:
        raise Refusal("PARAM_ILLEGAL", "; ".join(wrong) + ".")


def _within(body: Body, name: str) -> object:
    value: object = body
    for part in name.split("."):
        value = as_object(value).get(part)
    return value


def _wrong(fields: Iterable[Field], body: Body, prefix: str) -> Iterable[str]:
    for field in fields:
        value = body.get(field.name)
        if value is None or value == "":
            if field.required:
                yield f"{prefix}{field.name} is missing"
        elif (
            field.sort is not Sort.STRING or field.choices or not isinstance(value, str) or len(value) > field.limit > 0
        ):
            yield from _wrong_value(field, f"{prefix}{field.name}", value)


def _wrong_value(field: Field, name: str, value: object) -> Iterable[str]:
    match field.sort:
        case Sort.STRING | Sort.DATETIME:
            if not isinstance(value, str):
                yield f"{name} must be a String"
            elif field.limit and len(value) > field.limit:
                yield f"{name} is longer than {field.limit}"
            elif field.choices and value not in field.choices:
                yield f"{name} must be one of {', '.join(field.choices)}"
            elif field.sort is Sort.DATETIME and (problem := _not_a_date(value)):
                yield f"{name} {problem}"
        case Sort.AMOUNT:
            try:
                Amount.from_wire(value)
            except ValueError as error:
                yield f"{name} {error}"
        case Sort.OBJECT:
            if not isinstance(value, dict):
                yield f"{name} must be an object"
            else:
                yield from _wrong(field.fields, value, f"{name}.")
        case Sort.LIST:
            if not isinstance(value, list):
                yield f"{name} must be a list"
            for index, item in enumerate(value if isinstance(value, list) and field.fields else ()):
                if isinstance(item, dict):
                    yield from _wrong(field.fields, item, f"{name}[{index}].")
                else:
                    yield f"{name}[{index}] must be an object"
        case Sort.BOOLEAN:
            if not isinstance(value, bool):
                yield f"{name} must be true or false"
        case Sort.ANY_JSON:
            if not isinstance(value, str | dict):
                yield f"{name} must be a String holding JSON"
            elif isinstance(value, str) and field.limit and len(value) > field.limit:
                yield f"{name} is longer than {field.limit}"


def _not_a_date(value: str) -> str:
    try:
        parse(value)
    except (ValueError, OverflowError):
        return "must be an ISO 8601 date with offset"
    return ""
