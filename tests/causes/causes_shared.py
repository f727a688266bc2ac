"""The causes that all APIs share: who calls, how it is signed, whether it is well-formed, and a wallet that is disturbed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from causes_registry import brings_everywhere
from causes_town import Newcomer
from wallet_backend import Answer, rsa_key_of


@brings_everywhere("INVALID_API")
def a_misspelt_path(shop: Newcomer, api: str) -> Answer:
    return shop.sent(f"{shop.paths[api]}s", b"{}")


@brings_everywhere("METHOD_NOT_SUPPORTED")
def another_method(shop: Newcomer, api: str) -> Answer:
    return shop.call(api, shop.usual(api), method="PUT")


@brings_everywhere("INVALID_CLIENT", "INVALID_AUTH_CLIENT", "CLIENT_INVALID")
def a_stranger(shop: Newcomer, api: str) -> Answer:
    return shop.call(api, shop.usual(api), client_id="NOBODY")


@brings_everywhere("INVALID_CLIENT_STATUS", "INVALID_AUTH_CLIENT_STATUS", "PARTNER_STATUS_ABNORMAL")
def a_suspended_merchant(shop: Newcomer, api: str) -> Answer:
    shop.control("PATCH merchants/{clientId}", {"suspended": True})
    return shop.call(api, shop.usual(api))


@brings_everywhere("KEY_NOT_FOUND")
def a_key_that_nobody_gave(shop: Newcomer, api: str) -> Answer:
    return shop.call(api, shop.usual(api), key_version="99")


@brings_everywhere("TIMESTAMP_INVALID")
def a_clock_that_is_slow(shop: Newcomer, api: str) -> Answer:
    return shop.call(api, shop.usual(api), time=(datetime.now(UTC) - timedelta(minutes=10)).isoformat())


@brings_everywhere("INVALID_SIGNATURE")
def the_key_of_another(shop: Newcomer, api: str) -> Answer:
    return shop.call(api, shop.usual(api), key=rsa_key_of("another"))


@brings_everywhere("INVALID_SIGNATURE")
def no_signature(shop: Newcomer, api: str) -> Answer:
    return shop.call(api, shop.usual(api), headers={"Signature": ""})


@brings_everywhere("ACCESS_DENIED")
def no_contract_for_this_api(shop: Newcomer, api: str) -> Answer:
    shop.control("PATCH merchants/{clientId}", {"deniedApis": [api]})
    return shop.call(api, shop.usual(api))


@brings_everywhere("PARAM_ILLEGAL")
def a_field_of_the_wrong_type(shop: Newcomer, api: str) -> Answer:
    return shop.call(api, {**shop.usual(api), "extendInfo": 5})


@brings_everywhere("PARAM_ILLEGAL")
def no_json(shop: Newcomer, api: str) -> Answer:
    return shop.sent(shop.paths[api], b"grantType=AUTHORIZATION_CODE")


@brings_everywhere("INVALID_AGENT_TOKEN")
def an_agent_whom_nobody_knows(shop: Newcomer, api: str) -> Answer:
    return shop.call(api, shop.usual(api), headers={"Agent-Token": "nobody's"})


@brings_everywhere("EXPIRED_AGENT_TOKEN")
def an_agent_of_yesterday(shop: Newcomer, api: str) -> Answer:
    made = shop.control("POST merchants/{clientId}/agent-tokens", {"expiresInSeconds": 60})
    shop.pass_time(minutes=1)
    return shop.call(api, shop.usual(api), headers={"Agent-Token": made["token"]})


def _disturbed(shop: Newcomer, api: str, code: str) -> Answer:
    shop.control("POST next-answers", {"api": api, "code": code})
    return shop.call(api, shop.usual(api))


@brings_everywhere("UNKNOWN_EXCEPTION")
def a_disturbed_wallet(shop: Newcomer, api: str) -> Answer:
    return _disturbed(shop, api, "UNKNOWN_EXCEPTION")


@brings_everywhere("REQUEST_TRAFFIC_EXCEED_LIMIT")
def a_wallet_with_too_many_requests(shop: Newcomer, api: str) -> Answer:
    return _disturbed(shop, api, "REQUEST_TRAFFIC_EXCEED_LIMIT")


@brings_everywhere("PROCESS_FAIL")
def a_wallet_that_cannot_go_on(shop: Newcomer, api: str) -> Answer:
    return _disturbed(shop, api, "PROCESS_FAIL")
