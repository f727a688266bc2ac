"""Who the customer and the merchant are: inquiryUserInfo, inquiryUserCardList, inquiryMerchantInfo (openapi.md 2.5)."""

from __future__ import annotations

import hashlib

from harness.wallet.accounts import Account
from harness.wallet.apis.api import Api, Cause, Field, Sort
from harness.wallet.apis.fields import ACCESS_TOKEN, EXTEND_INFO, RESULT
from harness.wallet.apis.request import Request
from harness.wallet.authorization import Token
from harness.wallet.profile import Profile
from harness.wallet.result import SUCCESS, Refusal


def holder(request: Request, scope: str = "") -> Token:
    """Return the token in the request; raises Refusal, also where it was not granted ``scope``."""
    service = request.wallet.authorization
    token = service.holder(request.text("accessToken"), request.merchant.client_id, request.now)
    if scope and scope not in token.scopes:
        raise Refusal("ACCESS_DENIED", f"The customer did not grant {scope}.")
    return token


def inquiry_user_info(request: Request) -> dict[str, object]:
    """Return what the granted scopes allow to know of a customer."""
    token = holder(request)
    rules = request.wallet.profile.user
    account, person = token.account, token.account.person
    everything = "auth_user" in token.scopes
    parts: dict[str, dict[str, object]] = {
        "USER_ID": {"userId": account.user_id},
        "USER_NAME": {
            "userName": _name(person.full_name),
            "userNameInArabic": _name(person.full_name_arabic),
        },
        "USER_NICKNAME": {"nickName": person.full_name.partition(" ")[0]},
        "USER_AVATAR": {"avatar": person.avatar},
        "USER_GENDER": {"gender": person.gender},
        "USER_BIRTHDAY": {rules.birth_field: person.birth_date},
        "USER_NATIONALITY": {"nationality": person.nationality},
        "USER_CONTACTINFO": {
            "contactInfos": [
                {"contactType": "MOBILE_PHONE", "contactNo": person.phone},
                {"contactType": "EMAIL", "contactNo": person.email},
            ]
        },
    }
    info: dict[str, object] = {}
    for scope, values in parts.items():
        if everything or scope in token.scopes:
            info.update({key: value for key, value in values.items() if value})
    if login := _login_id(account, token, rules.login_id_type):
        info["loginIdInfos"] = [login]
    return {"result": SUCCESS, "userInfo": info}


def _login_id(account: Account, token: Token, kind: str) -> dict[str, str]:
    number = account.person.email if kind == "EMAIL" else account.person.phone
    login: dict[str, str] = {}
    if {"USER_LOGIN_ID", "auth_user"}.intersection(token.scopes):
        login["maskLoginId"] = f"{number[:4]}****{number[-3:]}"
    if "PLAINTEXT_USER_LOGIN_ID" in token.scopes:
        login["loginId"] = number
    if "HASH_LOGIN_ID" in token.scopes:
        login["hashLoginId"] = hashlib.sha256(number.encode()).hexdigest()
    return {"loginIdType": kind, **login} if login else {}


def _name(full: str) -> dict[str, str]:
    parts = full.split()
    names = {"fullName": full, "firstName": parts[0] if parts else "", "lastName": parts[-1] if parts else ""}
    middle = parts[1:-1]
    for key, value in zip(("secondName", "thirdName"), middle, strict=False):
        names[key] = value
    return names


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
    Cause("EXPIRED_ACCESS_TOKEN", "the token is too old"),
)
_NAMES = tuple(Field(n) for n in ("fullName", "firstName", "secondName", "thirdName", "lastName"))


def _user_info(profile: Profile) -> tuple[Field, ...]:
    """Return the fields of an answer; a birth date has the profile's name."""
    login = ("loginId", "hashLoginId", "maskLoginId")
    info = (
        Field("userId", limit=64),
        Field(
            "loginIdInfos",
            Sort.LIST,
            fields=(Field("loginIdType", required=True), *(Field(name, limit=256) for name in login)),
        ),
        Field("userName", Sort.OBJECT, fields=_NAMES),
        Field("userNameInArabic", Sort.OBJECT, fields=_NAMES),
        Field("nickName", limit=256),
        Field("avatar", limit=256),
        Field("gender", limit=32),
        Field(profile.user.birth_field, limit=32),
        Field("nationality", limit=32),
        Field(
            "contactInfos",
            Sort.LIST,
            fields=(Field("contactType", required=True), Field("contactNo", required=True)),
        ),
    )
    return RESULT, Field("userInfo", Sort.OBJECT, fields=info)


INQUIRY_USER_INFO = Api(
    "inquiryUserInfo",
    "say who the customer is, as far as the granted scopes allow",
    "openapi.md 2.5",
    request=(ACCESS_TOKEN, Field("appId", limit=128), Field("authClientId", limit=128), EXTEND_INFO),
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
