"""One request to the control API, checked against its endpoint; and how it is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from harness.errors import HarnessError
from harness.wallet.accounts import Account
from harness.wallet.alone.home import Home
from harness.wallet.alone.lone import LoneWallet
from harness.wallet.control.endpoint import MOST, Param
from harness.wallet.money import Amount
from harness.wallet.profile import Profile


class Refused(Exception):
    """The request cannot be served: the fact, the field it is about, and what to do next, with an HTTP status."""

    def __init__(self, status: int, fact: str, field: str = "", action: str = "") -> None:
        super().__init__(fact)
        self.status = status
        self.body = {"fact": fact, "field": field, "action": action}


@dataclass(frozen=True, slots=True)
class Ask:
    """A checked request: the wallet, the merchant's home it is about, what stands in the path, and the values given."""

    lone: LoneWallet
    home: Home
    path: Mapping[str, str]
    given: Mapping[str, object]

    def text(self, name: str, default: str = "") -> str:
        """Return a text that was given."""
        value = self.given.get(name, default)
        return value if isinstance(value, str) else default

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return a boolean that was given."""
        return self.given.get(name, default) is True

    def number(self, name: str, default: int = 0) -> int:
        """Return an integer that was given."""
        value = self.given.get(name, default)
        return value if isinstance(value, int) else default

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts that was given."""
        value = self.given.get(name)
        return tuple(str(item) for item in value) if isinstance(value, list) else ()

    def rows(self, name: str) -> tuple[Mapping[str, str], ...]:
        """Return a list of objects of texts that was given."""
        value = self.given.get(name)
        return tuple(item for item in value if isinstance(item, dict)) if isinstance(value, list) else ()

    def amount(self, name: str) -> int | None:
        """Return an amount that was given, in minor units."""
        value = self.given.get(name)
        return value.value if isinstance(value, Amount) else None

    def buyer(self) -> Account:
        """Return the buyer in the path; raises Refused."""
        return find_buyer(self.home, self.path["buyer"])


def find_buyer(home: Home, name: str, field: str = "buyer") -> Account:
    """Return a buyer by name, customerId or userId; raises Refused 404 naming those there are."""
    found = home.buyer(name)
    if found is None:
        known = ", ".join(account.name or account.customer_id for account in home.world.accounts.values())
        raise Refused(404, f'there is no buyer "{name}"', field, f"choose one of: {known}; or make one: POST buyers")
    return found


def check(params: Iterable[Param], given: Mapping[str, object], profile: Profile) -> dict[str, object]:
    """Return the values by name, amounts read; raises Refused 400 for what is missing, unknown or of another sort."""
    params = tuple(params)
    known = {param.name: param for param in params}
    for name in given:
        if name not in known:
            fields = ", ".join(known)
            raise Refused(
                400, f'there is no field "{name}"', name, f"known fields: {fields}" if fields else "leave it out"
            )
    values: dict[str, object] = {}
    for param in params:
        value = given.get(param.name)
        if value is None and param.name in given and not param.nullable:
            raise Refused(400, f"{param.name} is null", param.name, f"give {_wanted(param, profile)}, or leave it out")
        if value is None:
            if param.required:
                raise Refused(400, f"{param.name} is missing", param.name, f"give {_wanted(param, profile)}")
            if param.name in given:
                values[param.name] = None
            continue
        values[param.name] = _read(param, value, profile)
    return values


def _read(param: Param, value: object, profile: Profile) -> object:
    if param.sort == "amount":
        return _amount(param, value, profile)
    good = {
        "text": isinstance(value, str),
        "integer": isinstance(value, int) and not isinstance(value, bool),
        "boolean": isinstance(value, bool),
        "texts": isinstance(value, list) and all(isinstance(item, str) for item in value),
        "list": isinstance(value, list) and all(isinstance(item, dict) for item in value),
        "object": isinstance(value, dict),
    }[param.sort]
    if not good:
        raise _wrong(param, value, profile)
    if isinstance(value, int) and not isinstance(value, bool) and not param.least <= value <= (param.limit or MOST):
        raise _wrong(param, value, profile)
    if isinstance(value, str) and (len(value) > (param.limit or 256) or (param.required and not value.strip())):
        raise _wrong(param, value, profile)
    for item in value if isinstance(value, list) else [value]:
        if param.choices and item not in param.choices:
            raise _wrong(param, item, profile)
    if param.sort == "list" and isinstance(value, list):
        return [check(param.fields, item, profile) for item in value]
    return value


def _amount(param: Param, value: object, profile: Profile) -> Amount:
    try:
        if isinstance(value, str):
            amount = profile.money.read(value)
        elif isinstance(value, dict) and str(value.get("value")) == "0":
            amount = Amount(0, str(value.get("currency")))
        else:
            amount = Amount.from_wire(value)
    except HarnessError as error:
        raise Refused(400, f"{param.name}: {error.fact}", param.name, error.action) from error
    except ValueError as error:
        raise Refused(400, f"{param.name} {error}", param.name, f"give {_wanted(param, profile)}") from error
    if amount.currency != profile.money.currency:
        fact = f"{param.name} is in {amount.currency}, and this wallet's currency is {profile.money.currency}"
        raise Refused(400, fact, param.name, f"give {_wanted(param, profile)}")
    if not param.least <= amount.value <= MOST:
        action = f"give at most {MOST} minor units" if amount.value > MOST else "give more than nothing"
        raise Refused(400, f"{param.name} is {value!r}", param.name, action)
    return amount


def _wrong(param: Param, value: object, profile: Profile) -> Refused:
    return Refused(400, f"{param.name} is {str(value)[:80]!r}", param.name, f"give {_wanted(param, profile)}")


def _wanted(param: Param, profile: Profile) -> str:
    if param.choices:
        return f"{'some' if param.sort == 'texts' else 'one'} of: {', '.join(param.choices)}"
    money = profile.money
    example = money.words(Amount(25_000 * money.units, money.currency))
    words = {
        "text": f"a text of 1 to {param.limit or 256} characters",
        "integer": f"an integer from {param.least} to {param.limit or MOST}",
        "boolean": "true or false",
        "amount": f'an amount, as "{example}", or {{"currency": "{money.currency}", "value": "<minor units>"}}',
        "texts": "a list of texts",
        "list": "a list of objects",
        "object": "an object",
    }
    return words[param.sort]
