"""Causes in tokens, contracts, what is known of customers and merchants, and messages to customers."""

from __future__ import annotations

from causes_registry import brings
from causes_town import Newcomer
from wallet_backend import Answer, Json

NEEDS = {
    "cancelToken": "USER_ID",
    "inquiryUserInfo": "USER_ID",
    "inquiryUserCardList": "CARD_LIST",
    "sendInbox": "NOTIFICATION_INBOX",
    "sendPush": "NOTIFICATION_PUSH",
}
"""The APIs that take an access token, and the scope that each needs."""
TOKEN_DAYS, REFRESH_DAYS = 3650, 2
"""How long access tokens live, and how much longer refresh tokens do, in days."""


def _with(shop: Newcomer, api: str, token: str) -> Json:
    return {**shop.usual(api), "accessToken": token}


@brings("SUCCESS", *NEEDS)
def a_token_with_the_scope(shop: Newcomer, api: str) -> Answer:
    return shop.call(api, _with(shop, api, shop.token(NEEDS[api])))


@brings("INVALID_ACCESS_TOKEN", *NEEDS)
def a_token_that_nobody_has(shop: Newcomer, api: str) -> Answer:
    return shop.call(api, _with(shop, api, "nobody's"))


@brings("INVALID_ACCESS_TOKEN", *NEEDS)
def the_token_of_another_merchant(shop: Newcomer, api: str) -> Answer:
    return shop.call(api, _with(shop, api, shop.town.newcomer().token(NEEDS[api])))


@brings("INVALID_ACCESS_TOKEN", *NEEDS)
def a_cancelled_token(shop: Newcomer, api: str) -> Answer:
    token = shop.token(NEEDS[api])
    assert shop.call("cancelToken", {"accessToken": token}).code == "SUCCESS"
    return shop.call(api, _with(shop, api, token))


@brings("EXPIRED_ACCESS_TOKEN", *NEEDS)
def an_old_token(shop: Newcomer, api: str) -> Answer:
    token = shop.token(NEEDS[api])
    shop.pass_time(days=TOKEN_DAYS)
    return shop.call(api, _with(shop, api, token))


@brings("ACCESS_DENIED", "inquiryUserCardList", "sendInbox", "sendPush")
def a_token_without_the_scope(shop: Newcomer, api: str) -> Answer:
    return shop.call(api, _with(shop, api, shop.token("USER_ID")))


@brings("USER_STATUS_ERROR", "sendInbox", "sendPush")
def a_frozen_customer(shop: Newcomer, api: str) -> Answer:
    return shop.call(api, _with(shop, api, shop.token(NEEDS[api], buyer="Hassan")))


@brings("USER_STATUS_ERROR", "sendInbox", "sendPush")
def a_customer_who_was_frozen(shop: Newcomer, api: str) -> Answer:
    token = shop.token(NEEDS[api])
    shop.control("PATCH buyers/{buyer}", {"frozen": True}, buyer="Ali")
    return shop.call(api, _with(shop, api, token))


@brings("VERIFY_REQUEST_ID_INVALID", "sendInbox", "sendPush")
def another_message_with_the_same_id(shop: Newcomer, api: str) -> Answer:
    body = _with(shop, api, shop.token(NEEDS[api]))
    assert shop.call(api, body).code == "SUCCESS"
    return shop.call(api, {**body, "templates": [{"templateParameters": {"Title": "Another"}}]})


@brings("SUCCESS", "inquiryMerchantInfo")
def a_merchant_who_asks_about_itself(shop: Newcomer, api: str) -> Answer:
    return shop.call(api)


@brings("SUCCESS", "applyToken")
def a_fresh_code(shop: Newcomer, _api: str) -> Answer:
    return shop.exchanged(shop.auth_code())


@brings("SUCCESS", "applyToken")
def a_fresh_refresh_token(shop: Newcomer, _api: str) -> Answer:
    return _refreshed(shop, shop.exchanged(shop.auth_code()).text("refreshToken"))


@brings("AUTH_CLIENT_UNSUPPORTED_GRANT_TYPE", "applyToken")
def another_grant_type(shop: Newcomer, api: str) -> Answer:
    return shop.call(api, {"grantType": "PASSWORD", "authCode": shop.auth_code()})


@brings("INVALID_CODE", "applyToken")
def a_code_that_nobody_has(shop: Newcomer, _api: str) -> Answer:
    return shop.exchanged("nobody's")


@brings("INVALID_CODE", "applyToken")
def the_code_of_another_merchant(shop: Newcomer, _api: str) -> Answer:
    return shop.exchanged(shop.town.newcomer().auth_code())


@brings("USED_CODE", "applyToken")
def a_code_for_the_second_time(shop: Newcomer, _api: str) -> Answer:
    code = shop.auth_code()
    assert shop.exchanged(code).code == "SUCCESS"
    return shop.exchanged(code)


@brings("EXPIRED_CODE", "applyToken")
def an_old_code(shop: Newcomer, _api: str) -> Answer:
    code = shop.auth_code()
    shop.pass_time(minutes=10)
    return shop.exchanged(code)


def _refreshed(shop: Newcomer, token: str) -> Answer:
    return shop.call("applyToken", {"grantType": "REFRESH_TOKEN", "refreshToken": token})


@brings("INVALID_REFRESH_TOKEN", "applyToken")
def a_refresh_token_that_nobody_has(shop: Newcomer, _api: str) -> Answer:
    return _refreshed(shop, "nobody's")


@brings("INVALID_REFRESH_TOKEN", "applyToken")
def the_refresh_token_of_another_merchant(shop: Newcomer, _api: str) -> Answer:
    other = shop.town.newcomer()
    return _refreshed(shop, other.exchanged(other.auth_code()).text("refreshToken"))


@brings("INVALID_REFRESH_TOKEN", "applyToken")
def the_refresh_token_of_a_cancelled_token(shop: Newcomer, _api: str) -> Answer:
    made = shop.exchanged(shop.auth_code())
    assert shop.call("cancelToken", {"accessToken": made.text("accessToken")}).code == "SUCCESS"
    return _refreshed(shop, made.text("refreshToken"))


@brings("USED_REFRESH_TOKEN", "applyToken")
def a_refresh_token_for_the_second_time(shop: Newcomer, _api: str) -> Answer:
    token = shop.exchanged(shop.auth_code()).text("refreshToken")
    assert _refreshed(shop, token).code == "SUCCESS"
    return _refreshed(shop, token)


@brings("EXPIRED_REFRESH_TOKEN", "applyToken")
def an_old_refresh_token(shop: Newcomer, _api: str) -> Answer:
    token = shop.exchanged(shop.auth_code()).text("refreshToken")
    shop.pass_time(days=TOKEN_DAYS)
    shop.pass_time(days=REFRESH_DAYS)
    return _refreshed(shop, token)


@brings("REFERENCE_CLIENT_ID_NOT_MATCH", "applyToken")
def the_reference_of_another_merchant(shop: Newcomer, api: str) -> Answer:
    other = shop.town.newcomer().client_id
    body = {"grantType": "AUTHORIZATION_CODE", "authCode": shop.auth_code(), "referenceClientId": other}
    return shop.call(api, body)


@brings("SUCCESS", "prepare")
def a_contract(shop: Newcomer, api: str) -> Answer:
    return shop.call(api, shop.usual(api))


@brings("INVALID_SCOPE", "prepare")
def a_scope_that_is_no_contract(shop: Newcomer, api: str) -> Answer:
    return shop.call(api, {**shop.usual(api), "scopes": "USER_ID"})
