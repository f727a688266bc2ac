"""Who the customer and the merchant are: inquiryUserInfo, inquiryUserCardList, inquiryMerchantInfo (openapi.md 2.5)."""

from __future__ import annotations

import hashlib
from collections.abc import Container

from harness.wallet.accounts import Account, Person
from harness.wallet.apis.api import TIME, Api, Cause, Field, Sort, renamed
from harness.wallet.apis.fields import ACCESS_TOKEN, EXTEND_INFO, RESULT
from harness.wallet.apis.request import Request
from harness.wallet.authorization import Token
from harness.wallet.profile import Profile, UserRules
from harness.wallet.result import SUCCESS, Refusal


def holder(request: Request, scope: str = "") -> Token:
    """Return the token in the request; raises Refusal, also where it was not granted ``scope``."""
    service = request.wallet.authorization
    token = service.holder(request.text("accessToken"), request.merchant.client_id, request.now)
    if scope and scope not in token.scopes:
        raise Refusal("ACCESS_DENIED", f"The customer did not grant {scope}.")
    return token


def inquiry_user_info(request: Request) -> dict[str, object]:
    """Return what the granted scopes allow to know of a customer; which opens what is the profile's."""
    token = holder(request)
    rules = request.wallet.profile.user
    account, person = token.account, token.account.person
    opened = {field for scope in token.scopes for field in rules.scopes.get(scope, ())}
    known: dict[str, object] = {
        "userId": account.user_id,
        "status": "FROZEN" if account.frozen else "ACTIVE",
        "nickName": person.full_name.partition(" ")[0],
        "userName": _name(person.full_name, rules),
        "userNameInArabic": _name(person.full_name_arabic, rules),
        "avatar": person.avatar,
        "gender": person.gender,
        "birthDate": person.birth_date,
        "nationality": person.nationality,
        "contactInfos": _contacts(person, opened),
        "loginIdInfos": _login_ids(account, rules.login_id_type, opened),
    }
    info = {
        rules.birth_field if name == "birthDate" else name: value
        for name, value in known.items()
        if value and (name in opened or name in ("contactInfos", "loginIdInfos"))
    }
    return {"result": SUCCESS, "userInfo": info}


def _contacts(person: Person, opened: Container[str]) -> list[dict[str, str]]:
    numbers = {"MOBILE_PHONE": person.phone, "EMAIL": person.email}
    return [
        {"contactType": kind, "contactNo": number}
        for kind, number in numbers.items()
        if number and ("contactInfos" in opened or f"contactInfos.{kind}" in opened)
    ]


def _login_ids(account: Account, kind: str, opened: Container[str]) -> list[dict[str, str]]:
    number = account.person.email if kind == "EMAIL" else account.person.phone
    ways = {
        "loginId": number,
        "hashLoginId": hashlib.sha256(number.encode()).hexdigest(),
        "maskLoginId": f"{number[:4]}****{number[-3:]}",
    }
    login = {name: text for name, text in ways.items() if f"loginIdInfos.{name}" in opened}
    return [{"loginIdType": kind, **login}] if login else []


def _name(full: str, rules: UserRules) -> dict[str, str]:
    """Return a name in the parts that this wallet has; the last of the middle ones takes what is left over."""
    words = full.split() or [""]
    names = {"fullName": full, "firstName": words[0], "lastName": words[-1]}
    middle = [part for part in rules.name_parts if part not in names]
    for number, part in enumerate(middle, start=1):
        names[part] = " ".join(words[number:-1] if number == len(middle) else words[number:-1][:1])
    return {part: names[part] for part in rules.name_parts if names[part]}


def inquiry_user_card_list(request: Request) -> dict[str, object]:
    """Return the customer's cards; needs the scope CARD_LIST."""
    token = holder(request, "CARD_LIST")
    rows = [{"maskedCardNo": c.masked_card_no, "accountNumber": c.account_number} for c in token.account.cards]
    return {"result": SUCCESS, "cardList": rows}


def inquiry_merchant_info(request: Request) -> dict[str, object]:
    """Return the merchant as the wallet knows it."""
    merchant = request.merchant
    info = {"merchantId": merchant.client_id, "merchantName": merchant.name, "merchantLogo": merchant.logo}
    return {"result": SUCCESS, "merchantInfo": info}


_TOKEN_CAUSES = (
    Cause("INVALID_ACCESS_TOKEN", "the token is not known, another merchant's, or was cancelled"),
    Cause("EXPIRED_ACCESS_TOKEN", "the token is too old", TIME),
)


def _user_info(profile: Profile) -> tuple[Field, ...]:
    """Return the fields of an answer: those that a scope of this wallet opens, with the profile's names."""
    rules = profile.user
    opened = {field.partition(".")[0] for fields in rules.scopes.values() for field in fields}
    login = ("loginId", "hashLoginId", "maskLoginId")
    names = tuple(Field(part) for part in rules.name_parts)
    info = (
        Field("userId", limit=64),
        Field(
            "loginIdInfos",
            Sort.LIST,
            fields=(Field("loginIdType", required=True), *(Field(name, limit=256) for name in login)),
        ),
        Field("status", choices=("ACTIVE", "FROZEN", "INACTIVE")),
        Field("userName", Sort.OBJECT, fields=names),
        Field("userNameInArabic", Sort.OBJECT, fields=names),
        Field("nickName", limit=256),
        Field("avatar", limit=256),
        Field("gender", limit=32),
        Field("birthDate", limit=32),
        Field("nationality", limit=32),
        Field(
            "contactInfos",
            Sort.LIST,
            fields=(Field("contactType", required=True), Field("contactNo", required=True)),
        ),
    )
    shown = renamed((field for field in info if field.name in opened), {"birthDate": rules.birth_field})
    return RESULT, Field("userInfo", Sort.OBJECT, fields=shown)


INQUIRY_USER_INFO = Api(
    "inquiryUserInfo",
    "say who the customer is, as far as the granted scopes allow",
    "openapi.md 2.5",
    request=(
        ACCESS_TOKEN,
        Field("appId", limit=128),
        Field("authClientId", limit=128),
        Field("customerBelongsTo", note="the wallet that the customer uses, where one API serves several"),
        EXTEND_INFO,
    ),
    response=_user_info,
    causes=(Cause("SUCCESS", "the token is valid; what was not granted is left out"), *_TOKEN_CAUSES),
    run=inquiry_user_info,
    secrets=("accessToken",),
    open="which scope opens which field is read from the scope tables",
)

INQUIRY_USER_CARD_LIST = Api(
    "inquiryUserCardList",
    "list the customer's cards",
    "openapi.md 2.5",
    request=(ACCESS_TOKEN, EXTEND_INFO),
    response=(
        RESULT,
        Field(
            "cardList",
            Sort.LIST,
            fields=(Field("maskedCardNo", required=True), Field("accountNumber", required=True)),
        ),
    ),
    causes=(
        Cause("SUCCESS", "the token is valid and was granted CARD_LIST"),
        Cause("ACCESS_DENIED", "CARD_LIST was not granted, or the merchant has no contract for this API"),
        *_TOKEN_CAUSES,
    ),
    run=inquiry_user_card_list,
    secrets=("accessToken",),
    open="only the shape is known, from client code",
)

INQUIRY_MERCHANT_INFO = Api(
    "inquiryMerchantInfo",
    "say who the merchant is",
    "openapi.md 2.5",
    request=(Field("accessToken", limit=128), EXTEND_INFO),
    response=(
        RESULT,
        Field("merchantInfo", Sort.OBJECT, fields=(Field("merchantId"), Field("merchantName"), Field("merchantLogo"))),
    ),
    causes=(Cause("SUCCESS", "the merchant is known"),),
    run=inquiry_merchant_info,
    secrets=("accessToken",),
    open="only the shape of the answer is known, from client code",
)
