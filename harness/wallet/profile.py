"""A wallet of the family as one data file: paths, field names, units, scopes, lifetimes (profiles.md)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Literal, TypeVar, cast, get_args, get_origin, get_type_hints

from harness.errors import HarnessError
from harness.wallet.money import Amount

T = TypeVar("T")
Delivery = Literal["success", "split"]


@dataclass(frozen=True, slots=True)
class Money:
    """The wallet's currency: ``units`` smallest units make one of what people say."""

    currency: str
    units: int
    label: str
    label_arabic: str

    def words(self, amount: Amount, language: str = "en") -> str:
        """Return an amount as people say it: ``25,000 IQD``, in Arabic ``25,000 د.ع``."""
        number = Decimal(amount.value) / self.units
        text = f"{number.normalize():,f}"
        label = self.label_arabic if language == "ar" else self.label
        return f"{text} {label if amount.currency == self.currency else amount.currency}"

    def read(self, words: str) -> Amount:
        """Read an amount as people say it; raises HarnessError when it is none."""
        number, _, label = words.strip().partition(" ")
        try:
            value = Decimal(number.replace(",", "")) * self.units
        except ArithmeticError as error:
            raise HarnessError(f'"{words}" is not an amount', action=f'write it as "25,000 {self.label}"') from error
        if label not in (self.label, self.currency) or value != int(value):
            raise HarnessError(
                f'"{words}" is not an amount of this wallet', action=f'write it as "25,000 {self.label}"'
            )
        return Amount(int(value), self.currency)


@dataclass(frozen=True, slots=True)
class SignatureRules:
    """How signatures are written and checked (signing.md).

    ``clock_window_seconds`` is how far a Request-Time may be from the wallet's time (0: it is not checked); ``refuse_z``
    refuses a Request-Time that ends in ``Z``.
    """

    encoding: Literal["raw", "percent"]
    key_version: str
    algorithms: tuple[str, ...]
    clock_window_seconds: int
    refuse_z: bool


@dataclass(frozen=True, slots=True)
class AuthorizationRules:
    """Scopes and lifetimes in seconds (jsapi.md 1.2, openapi.md 2.2)."""

    silent: tuple[str, ...]
    consent: tuple[str, ...]
    auth_code_seconds: int
    access_token_seconds: int
    refresh_token_seconds: int


@dataclass(frozen=True, slots=True)
class PaymentRules:
    """What payments may be and how their answers look (openapi.md 2.6 to 2.9).

    ``redirect_form`` holds ``redirect_field`` and the texts of ``redirect_extra``; where it is "", the redirect URL stands
    beside the result. ``waiting`` is the result code of a payment that waits for its buyer. ``inquiry_closed`` is the
    paymentStatus of a closed payment, ``closed`` the code of one that is asked for again. ``max_value`` (minor units) and
    the windows are 0 where there is no limit. ``products`` gives the flow of a productCode.
    """

    expiry_seconds: int
    waiting: str
    redirect_form: str
    redirect_field: str
    redirect_extra: Mapping[str, str]
    inquiry_closed: str
    closed: str
    max_value: int
    refund_days: int
    cancel_hours: int
    auth_days: int
    products: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NotificationRules:
    """What is notified and when (notify.md).

    ``schedule_seconds`` are the waits before each delivery; ``f_stops`` says that an acknowledgement with F ends them;
    ``notify_type`` and ``partner_id`` are fields that some wallets put into the body ("" and false: they don't).
    """

    result_field: Literal["paymentResult", "paymentStatus", "result"]
    on: tuple[str, ...]
    schedule_seconds: tuple[int, ...]
    answer_seconds: int
    f_stops: bool
    notify_type: str
    partner_id: bool


@dataclass(frozen=True, slots=True)
class UserRules:
    """How a customer is described (openapi.md 2.5)."""

    birth_field: str
    login_id_type: str


@dataclass(frozen=True, slots=True)
class JsapiRules:
    """What ``my.*`` offers and how results are delivered (jsapi.md 1.2, 1.3)."""

    delivery: Delivery
    fail_codes: tuple[str, ...]
    refused: int
    refused_scope: str
    apis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AppRules:
    """How the wallet app introduces itself to a program (jsapi.md 1.5b)."""

    user_agent: str
    version: str


@dataclass(frozen=True, slots=True)
class Profile:
    """One wallet of the family. ``paths`` maps an API's name to its path; ``require`` names fields that it requires besides."""

    id: str
    name: str
    name_arabic: str
    money: Money
    paths: Mapping[str, str]
    require: Mapping[str, tuple[str, ...]]
    signature: SignatureRules
    authorization: AuthorizationRules
    user: UserRules
    payment: PaymentRules
    notification: NotificationRules
    jsapi: JsapiRules
    app: AppRules

    def wallet_name(self, language: str) -> str:
        """Return the wallet's name in the buyer's language."""
        return self.name_arabic if language == "ar" else self.name


def load_profile(name: str = "super_qi") -> Profile:
    """Load a built-in profile by name, or one of the user's own by path (``*.toml``).

    Raises HarnessError naming the file and the key that is missing, unknown or of the wrong type.
    """
    if name.endswith(".toml"):
        place = name
        try:
            text = Path(name).read_text(encoding="utf-8")
        except OSError as error:
            raise HarnessError(f"the profile cannot be read: {error.strerror}", place=name) from error
    else:
        file = resources.files("harness.wallet") / "profiles" / f"{name}.toml"
        place = f"profile {name}"
        if not file.is_file():
            known = sorted(f.name[:-5] for f in file.parent.iterdir() if f.name.endswith(".toml"))  # type: ignore[attr-defined]
            raise HarnessError(f'there is no profile "{name}"', action=f"choose one of: {', '.join(known)}")
        text = file.read_text(encoding="utf-8")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise HarnessError(f"not valid TOML: {error}", place=place) from error
    return _build(Profile, data, place, "")


def _build(kind: type[T], data: Mapping[str, object], place: str, prefix: str) -> T:
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    for key in data:
        if key not in names:
            raise HarnessError(f'unknown key "{prefix}{key}"', place=place, action=f"known keys: {', '.join(names)}")
    values = {}
    for name in names:
        if name not in data:
            raise HarnessError(f'the key "{prefix}{name}" is missing', place=place)
        values[name] = _value(hints[name], data[name], place, f"{prefix}{name}")
    return kind(**values)


def _value(hint: object, value: object, place: str, key: str) -> object:
    origin = get_origin(hint)
    if isinstance(hint, type) and hasattr(hint, "__dataclass_fields__"):
        if isinstance(value, dict):
            return _build(hint, value, place, f"{key}.")
        raise HarnessError(f'"{key}" must be a table', place=place)
    if origin is Literal:
        if value in get_args(hint):
            return value
        raise HarnessError(f'"{key}" is {value!r}', place=place, action=f"choose one of: {', '.join(get_args(hint))}")
    if origin is tuple:
        item = get_args(hint)[0]
        if isinstance(value, list) and all(isinstance(v, item) for v in value):
            return tuple(value)
        raise HarnessError(f'"{key}" must be a list of {item.__name__}', place=place)
    if origin is not None and get_args(hint)[1] is not str:
        if isinstance(value, dict):
            return {name: _value(get_args(hint)[1], item, place, f"{key}.{name}") for name, item in value.items()}
        raise HarnessError(f'"{key}" must be a table', place=place)
    if origin is not None:
        if isinstance(value, dict) and all(isinstance(v, str) for v in value.values()):
            return value
        raise HarnessError(f'"{key}" must be a table of texts', place=place)
    if isinstance(value, cast("type", hint)) and isinstance(value, bool) is (hint is bool):
        return value
    raise HarnessError(
        f'"{key}" must be of type {cast("type", hint).__name__}, not {type(value).__name__}', place=place
    )
