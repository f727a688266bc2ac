"""A wallet of the family as one data file: paths, field names, codes, units, scopes, lifetimes (profiles.md).

What is different between two wallets is a value here, never a question in the code. ``docs/profiles.md`` compares the
built-in ones and says how to write one's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from harness.wallet.money import Money

Delivery = Literal["success", "split"]
Flow = Literal["cashier", "agreement", "authorize", "escrow"]
UserField = Literal[
    "userId",
    "status",
    "nickName",
    "userName",
    "userNameInArabic",
    "avatar",
    "gender",
    "birthDate",
    "nationality",
    "contactInfos",
    "contactInfos.MOBILE_PHONE",
    "contactInfos.EMAIL",
    "loginIdInfos.loginId",
    "loginIdInfos.maskLoginId",
    "loginIdInfos.hashLoginId",
]
"""What a scope may open of a customer (openapi.md 2.5)."""


@dataclass(frozen=True, slots=True)
class SignatureRules:
    """How signatures are written and checked (signing.md).

    ``key_version`` is the version of the wallet's own key. The first of ``algorithms`` that fits the key is the name the
    wallet writes; a merchant may use each of them. ``clock_window_seconds`` is how far a Request-Time may be from the
    wallet's time (0: it is not checked); ``refuse_z`` refuses a Request-Time that ends in ``Z``.
    """

    encoding: Literal["raw", "percent"]
    key_version: str
    algorithms: tuple[str, ...]
    clock_window_seconds: int
    refuse_z: bool


@dataclass(frozen=True, slots=True)
class AuthorizationRules:
    """Scopes without and with a consent sheet, and lifetimes in seconds (jsapi.md 1.2, openapi.md 2.2)."""

    silent: tuple[str, ...]
    consent: tuple[str, ...]
    auth_code_seconds: int
    access_token_seconds: int
    refresh_token_seconds: int


@dataclass(frozen=True, slots=True)
class PaymentRules:
    """What payments may be and how their answers look (openapi.md 2.6 to 2.9).

    ``buyer`` says whether a request must name its buyer by the wallet's id ("required"), may name it ("optional"), or means
    an id of the merchant's own ("ignored"). ``waiting`` is the result code of a payment that waits for its buyer;
    ``redirect_form`` then holds ``redirect_field``, the fields ``redirect_also`` with the same URL and the texts of
    ``redirect_extra``; where it is "", they stand beside the result. ``inquiry_closed`` is the paymentStatus of a payment
    that was not paid in time, ``inquiry_cancelled`` of one that the merchant undid; ``closed`` is the code of either when
    it is asked for again. ``max_value`` (minor units) and the windows are 0 where there is no limit. ``products`` gives the
    flow of a productCode or salesCode, ``factors`` that of a paymentFactor which is true; anything else is for the cashier.
    """

    expiry_seconds: int
    buyer: Literal["required", "optional", "ignored"]
    waiting: str
    redirect_form: str
    redirect_field: str
    redirect_also: tuple[str, ...]
    redirect_extra: Mapping[str, str]
    inquiry_closed: Literal["FAIL", "CANCELLED"]
    inquiry_cancelled: Literal["FAIL", "CANCELLED"]
    closed: str
    max_value: int
    refund_days: int
    cancel_hours: int
    auth_days: int
    products: Mapping[str, Flow]
    factors: Mapping[str, Flow]


@dataclass(frozen=True, slots=True)
class NotificationRules:
    """What is notified and when (notify.md).

    ``schedule_seconds`` are the waits before each delivery; ``f_stops`` says that an acknowledgement with F ends them;
    ``notify_type`` and ``partner_id`` are fields that some wallets put into the body ("" and false: they don't).
    """

    result_field: Literal["paymentResult", "paymentStatus", "result"]
    on: tuple[Literal["SUCCESS", "FAIL"], ...]
    schedule_seconds: tuple[int, ...]
    answer_seconds: int
    f_stops: bool
    notify_type: str
    partner_id: bool


@dataclass(frozen=True, slots=True)
class UserRules:
    """How a customer is described (openapi.md 2.5).

    ``birth_field`` is this wallet's name for the birth date. ``name_parts`` are the parts of a name; what stands between
    firstName and lastName is given to the middle ones in their order. ``scopes`` says which fields a granted scope opens.
    """

    birth_field: str
    login_id_type: Literal["MOBILE_PHONE", "EMAIL"]
    name_parts: tuple[Literal["fullName", "firstName", "middleName", "secondName", "thirdName", "lastName"], ...]
    scopes: Mapping[str, tuple[UserField, ...]]


@dataclass(frozen=True, slots=True)
class JsapiRules:
    """What ``my.*`` offers and how results are delivered (jsapi.md 1.2, 1.3).

    ``fail_codes`` are the codes that the delivery "split" hands to ``fail``. ``refused`` is the error number of a refused
    authorization, ``refused_scope`` the value of each refused scope.
    """

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
    """One wallet of the family.

    ``paths`` maps an API's name to its path; an API that is not there does not exist at this wallet. ``require`` names
    fields that an API requires besides, ``extendInfo.customerBelongsTo`` for one within another. ``names`` and ``codes`` are
    this wallet's own names for fields and result codes of an API's answers: ``names["refund"]["refundRequestId"]`` is "" where the answer
    has no such field; the codes under "all" hold for every API.
    """

    id: str
    name: str
    name_arabic: str
    money: Money
    paths: Mapping[str, str]
    require: Mapping[str, tuple[str, ...]]
    names: Mapping[str, Mapping[str, str]]
    codes: Mapping[str, Mapping[str, str]]
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

    def named(self, api: str, body: Mapping[str, object]) -> dict[str, object]:
        """Return a body with this wallet's names for its fields, without the fields that it does not have."""
        names = self.names.get(api)
        if not names:
            return dict(body)
        return {name: value for key, value in body.items() if (name := names.get(key, key))}

    def code(self, api: str, code: str) -> str:
        """Return this wallet's name for a result code; ``api`` is "" where no API was called."""
        return self.codes.get(api, {}).get(code) or self.codes.get("all", {}).get(code, code)


def load_profile(name: str = "super_qi") -> Profile:
    """Load a built-in profile by name, or one of the user's own by path (``*.toml``).

    One of the user's own may begin with ``extends = "super_qi"`` and hold only what differs. Raises HarnessError that
    names every problem of the file, each as ``file: key: what; next``.
    """
    from harness.wallet.profile_file import read_profile  # it knows the APIs, and they know profiles

    return read_profile(name)
