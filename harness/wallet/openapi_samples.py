"""Sample values by the name of a field, in the shapes that the documents and recorded messages have (openapi.md, notify.md)."""

from __future__ import annotations

import json
from collections.abc import Iterable

from harness.wallet.apis import Api, Field, Sort
from harness.wallet.profile import Profile
from harness.wallet.result import result_of

_TIME = "2026-01-01T12:00:00+03:00"
_PAYMENT_ID = "20260101000000000000000000000000001"

_CASHIER = "https://wallet.example/cashier?orderId=q6cMzWnCkXkBJq0iVw3f"

_TEXTS: dict[str, str] = {
    "accessToken": "281010033AB2F588D14B43238637264FCA5AAF35xxxx",
    "accountNumber": "0012345678",
    "appId": "3333010071465913xxx",
    "authClientId": "202016726873874774774xxxx",
    "authCode": "2810111301lGzcM9CjlF91WH00039190xxxx",
    "authUrl": "https://wallet.example/contract?id=q6cMzWnCkX",
    "avatar": "https://wallet.example/avatar.png",
    "birthDate": "1990-05-17",
    "birthday": "1990-05-17",
    "captureId": "20260101000000000000000000000000003",
    "captureRequestId": "CAPTURE-1",
    "confirmId": "20260101000000000000000000000000005",
    "confirmRequestId": "CONFIRM-1",
    "contactNo": "+9647701234567",
    "contactType": "MOBILE_PHONE",
    "customerBelongsTo": "GCASH",
    "customerId": "2000000000000001",
    "firstName": "Noor",
    "fullName": "Noor Ali Al-Basri",
    "gender": "F",
    "grantType": "AUTHORIZATION_CODE",
    "hashLoginId": "8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4",
    "lastName": "Al-Basri",
    "loginId": "+9647701234567",
    "loginIdType": "MOBILE_PHONE",
    "maskLoginId": "+964****567",
    "maskedCardNo": "************1234",
    "merchantId": "M00010001",
    "merchantName": "Dar Al-Tamr",
    "messageId": "20260101000000000000000000000000006",
    "nationality": "IQ",
    "nickName": "Noor",
    "Content": "Your order is on its way.",
    "Title": "Dar Al-Tamr",
    "Url": "mini://platformapi/startapp?_ariver_appid=888888",
    "orderDescription": "Barhi dates, 1 kg",
    "partnerId": "P000010001",
    "paymentFailReason": "USER_BALANCE_NOT_ENOUGH",
    "paymentId": _PAYMENT_ID,
    "paymentNotifyUrl": "http://127.0.0.1:8000/wallet/notify",
    "paymentOrderTitle": "Barhi dates, 1 kg",
    "paymentRedirectUrl": "mini://platformapi/startapp?_ariver_appid=888888",
    "paymentRequestId": "ORDER-1",
    "paymentStatus": "SUCCESS",
    "referenceBuyerId": "2000000000000001",
    "referenceClientId": "M00010001",
    "referenceOrderId": "ORDER-1",
    "refreshToken": "2810100334F62CBC577F468AAC87CFC6C9107811xxxx",
    "refundId": "20260101000000000000000000000000002",
    "refundReason": "The dates were sold out.",
    "refundRequestId": "REFUND-1",
    "refundStatus": "SUCCESS",
    "requestId": "MESSAGE-1",
    "resultCode": "SUCCESS",
    "resultMessage": "Success.",
    "scopes": "AGREEMENT_PAY",
    "secondName": "Ali",
    "userId": "2000000000000001",
    "voidId": "20260101000000000000000000000000004",
    "voidRequestId": "VOID-1",
}


def _product(profile: Profile) -> str | None:
    """Return the productCode of a payment at the cashier."""
    return next((code for code, flow in profile.payment.products.items() if flow == "cashier"), None)


def _extend_info(profile: Profile) -> str:
    """Return a String holding JSON, with the field that some wallets require in it (openapi.md 2.2, 2.4)."""
    required = {name for names in profile.require.values() for name in names}
    belongs = {"customerBelongsTo": profile.id.upper()} if "extendInfo.customerBelongsTo" in required else {}
    return json.dumps({**belongs, "contractDesc": "Dates for 25,000 IQD each month"})


_USUAL: dict[str, tuple[str, ...]] = {
    "applyToken": ("authCode",),
    "pay": ("order", "paymentNotifyUrl"),
    "inquiryPayment": ("paymentId",),
    "cancel": ("paymentId",),
    "void": ("paymentId",),
    "capture": ("paymentId", "captureAmount"),
    "refund": ("paymentId", "refundReason"),
    "inquiryRefund": ("refundId",),
    "merchantAccept": ("paymentId",),
    "confirm": ("paymentId",),
}
"""Optional fields that a usual request has besides the required ones."""

_LEFT_OUT = ("paymentFailReason", "refundFailReason", "authExpiryTime", "userNameInArabic")
"""Fields that a usual answer does not have."""


def sample(field: Field, profile: Profile) -> object:
    """Return a value that a field may have; None where none is known."""
    if field.choices:
        known = _TEXTS.get(field.name)
        return known if known in field.choices else field.choices[0]
    match field.sort:
        case Sort.DATETIME:
            return _TIME
        case Sort.AMOUNT:
            return {"currency": profile.money.currency, "value": str(25_000 * profile.money.units)}
        case Sort.OBJECT:
            if field.name == "paymentMethod":
                return {"paymentMethodType": "BALANCE"}
            return _filled((inner for inner in field.fields if inner.name not in _LEFT_OUT), profile)
        case Sort.LIST:
            return [_filled(field.fields, profile)]
        case Sort.BOOLEAN:
            return True
        case _:
            urls = dict.fromkeys((profile.payment.redirect_field, *profile.payment.redirect_also), _CASHIER)
            own = {"productCode": _product(profile), "extendInfo": _extend_info(profile), **urls}
            return {**_TEXTS, **own}.get(field.name)


def sample_request(api: Api, profile: Profile) -> dict[str, object]:
    """Return a usual request: the fields that this wallet requires, and what belongs to them."""
    wanted = {name.partition(".")[0] for name in (*api.required(profile), *_USUAL.get(api.name, ()))}
    return _filled((field for field in api.request if field.name in wanted), profile)


def sample_answer(api: Api, profile: Profile) -> dict[str, object]:
    """Return a usual answer: of a payment that waits, where the API has such, else of success."""
    waiting = next((cause for cause in api.causes if cause.rule == "waiting"), None)
    without = (*_LEFT_OUT, "paymentTime") if waiting else _LEFT_OUT
    fields = (field for field in api.answer_fields(profile) if field.name not in without)
    return {**_filled(fields, profile), "result": result_of((waiting or api.causes[0]).code_at(profile, api.name))}


def _filled(fields: Iterable[Field], profile: Profile) -> dict[str, object]:
    chosen = {field.name: sample(field, profile) for field in fields}
    return {name: value for name, value in chosen.items() if value not in (None, {})}
