"""Codes and tokens under attack: each is its merchant's, once, in time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import besieged
import pytest
from besieged import AGREEMENT, Json, Town, fresh

siege, town = besieged.siege, besieged.town

MANY = 50


def exchange(code: object) -> Json:
    return {"grantType": "AUTHORIZATION_CODE", "authCode": code}


def renewal(token: object) -> Json:
    return {"grantType": "REFRESH_TOKEN", "refreshToken": token}


def agreed(town: Town, token: str, **more: object) -> Json:
    return {**town.shop.order(town.zainab), "productCode": AGREEMENT, "paymentAuthCode": token, **more}


def test_a_code_is_good_once(town: Town) -> None:
    code = town.phone(town.zainab).auth_code("USER_ID")
    assert town.shop.code("applyToken", exchange(code)) == "SUCCESS"
    assert town.shop.code("applyToken", exchange(code)) == "USED_CODE"


def test_of_many_at_once_one_gets_the_token(town: Town) -> None:
    code = town.phone(town.zainab).auth_code("USER_ID")
    with ThreadPoolExecutor(MANY) as crowd:
        answers = list(crowd.map(lambda _: town.shop.code("applyToken", exchange(code)), range(MANY)))
    assert sorted(answers) == ["SUCCESS"] + ["USED_CODE"] * (MANY - 1)


def test_another_merchant_neither_uses_a_code_nor_uses_it_up(town: Town) -> None:
    code = town.phone(town.zainab).auth_code("USER_ID")
    assert town.mallory.code("applyToken", exchange(code)) == "INVALID_CODE"
    assert town.shop.code("applyToken", exchange(code)) == "SUCCESS"
    assert town.mallory.code("applyToken", exchange(code)) == "INVALID_CODE", "nor hears that it was used"


def test_a_code_has_an_end(town: Town) -> None:
    town.may_change("open")
    code = town.phone(town.zainab).auth_code("USER_ID")
    town.pass_time(town.siege.wallet.profile.authorization.auth_code_seconds)
    assert town.shop.code("applyToken", exchange(code)) == "EXPIRED_CODE"


@pytest.mark.parametrize("code", ["", "0" * 32, "%", "\u0000", "\u202e", "None", "*", "' OR ''='"])
def test_a_guessed_code_is_none(town: Town, code: str) -> None:
    assert town.shop.code("applyToken", exchange(code)) in ("INVALID_CODE", "PARAM_ILLEGAL")
    assert town.shop.code("applyToken", renewal(code)) in ("INVALID_REFRESH_TOKEN", "PARAM_ILLEGAL")


def test_what_is_one_thing_is_no_other(town: Town) -> None:
    """A code is no token, an access token is no refresh token, and so on round."""
    code = town.phone(town.zainab).auth_code("USER_ID")
    tokens = town.shop.call("applyToken", exchange(town.phone(town.zainab).auth_code("USER_ID")))
    access, refresh = tokens["accessToken"], tokens["refreshToken"]
    assert [town.shop.code("applyToken", exchange(t)) for t in (access, refresh)] == ["INVALID_CODE"] * 2
    assert [town.shop.code("applyToken", renewal(t)) for t in (access, code)] == ["INVALID_REFRESH_TOKEN"] * 2
    for other in (code, refresh):
        assert town.shop.code("inquiryUserInfo", {"accessToken": other}) == "INVALID_ACCESS_TOKEN"
    assert town.shop.code("applyToken", exchange(code)) == "SUCCESS"


def test_a_refresh_token_is_good_once_and_ends_the_old_pair(town: Town) -> None:
    old = town.shop.call("applyToken", exchange(town.phone(town.zainab).auth_code("USER_ID")))
    with ThreadPoolExecutor(MANY) as crowd:
        answers = list(crowd.map(lambda _: town.shop.call("applyToken", renewal(old["refreshToken"])), range(MANY)))
    fresh_ones = [a for a in answers if "accessToken" in a]
    assert len(fresh_ones) == 1
    assert town.shop.code("inquiryUserInfo", {"accessToken": old["accessToken"]}) == "INVALID_ACCESS_TOKEN"
    assert town.shop.code("inquiryUserInfo", {"accessToken": fresh_ones[0]["accessToken"]}) == "SUCCESS"


def test_a_cancelled_token_is_dead_and_so_is_its_refresh_token(town: Town) -> None:
    tokens = town.shop.call("applyToken", exchange(town.phone(town.zainab).auth_code("USER_ID", "AGREEMENT_PAY")))
    access = str(tokens["accessToken"])
    assert town.mallory.code("cancelToken", {"accessToken": access}) == "INVALID_ACCESS_TOKEN"
    assert town.shop.code("cancelToken", {"accessToken": access}) == "SUCCESS"
    before = town.balance(town.zainab)
    assert town.shop.code("cancelToken", {"accessToken": access}) == "INVALID_ACCESS_TOKEN"
    assert town.shop.code("inquiryUserInfo", {"accessToken": access}) == "INVALID_ACCESS_TOKEN"
    assert town.shop.code("applyToken", renewal(tokens["refreshToken"])) == "INVALID_REFRESH_TOKEN"
    assert town.shop.code("pay", agreed(town, access)) == "INVALID_ACCESS_TOKEN"
    assert town.balance(town.zainab) == before


USES = ("inquiryUserInfo", "inquiryUserCardList", "cancelToken", "sendInbox", "sendPush")


def body_with(api: str, token: str) -> Json:
    message = {"templateParameters": {"Title": "t", "Content": "c", "Url": ""}}
    more: Json = {"requestId": fresh("N"), "templates": [message]} if api.startswith("send") else {}
    code = {"sendInbox": "MINI_APP_COMMON_INBOX", "sendPush": "MINI_APP_COMMON_PUSH"}.get(api, "")
    return {"accessToken": token, "templateCode": code, **more}


@pytest.mark.parametrize("api", USES)
def test_the_token_of_one_merchant_is_nothing_to_another(town: Town, api: str) -> None:
    token = town.token(town.zainab, town.shop, "USER_ID", "CARD_LIST", "NOTIFICATION_INBOX", "NOTIFICATION_PUSH")
    told = len(town.recorded("merchant's inbox"))
    assert town.mallory.code(api, body_with(api, token)) == "INVALID_ACCESS_TOKEN"
    assert len(town.recorded("merchant's inbox")) == told
    assert town.shop.code(api, body_with(api, token)) == "SUCCESS"


@pytest.mark.parametrize("api", [api for api in USES if api not in ("cancelToken", "inquiryUserInfo")])
def test_a_token_opens_what_was_granted_and_no_more(town: Town, api: str) -> None:
    token = town.token(town.zainab, town.shop, "USER_ID")
    assert town.shop.code(api, body_with(api, token)) == "ACCESS_DENIED"


def test_user_info_holds_what_was_granted_and_no_more(town: Town) -> None:
    for scopes, known in ((("auth_base",), set()), (("USER_ID",), set()), (("USER_GENDER",), {"gender"})):
        token = town.token(town.zainab, town.shop, *scopes)
        info = town.shop.call("inquiryUserInfo", {"accessToken": token})["userInfo"]
        assert isinstance(info, dict)
        assert set(info) <= {"userId", *known}, "the userId is no secret: applyToken gives it too"


def test_another_merchants_token_pays_nothing(town: Town) -> None:
    token, before = town.token(town.zainab, town.shop, "AGREEMENT_PAY"), town.balance(town.zainab)
    stolen = {**town.mallory.order(town.zainab), "productCode": AGREEMENT, "paymentAuthCode": token}
    assert town.mallory.code("pay", stolen) == "INVALID_ACCESS_TOKEN"
    assert town.balance(town.zainab) == before


def test_a_token_without_a_contract_pays_nothing(town: Town) -> None:
    token, before = town.token(town.zainab, town.shop, "USER_ID"), town.balance(town.zainab)
    assert town.shop.code("pay", agreed(town, token)) == "ACCESS_DENIED"
    assert town.balance(town.zainab) == before


@pytest.mark.parametrize("used", [False, True])
def test_another_merchants_code_tells_nothing(town: Town, used: bool) -> None:
    code = town.phone(town.zainab).auth_code("AGREEMENT_PAY")
    if used:
        assert town.shop.code("applyToken", exchange(code)) == "SUCCESS"
    stolen = {**town.mallory.order(town.zainab), "productCode": AGREEMENT, "paymentAuthCode": code}
    assert town.mallory.code("pay", stolen) == "INVALID_ACCESS_TOKEN", "not that it is a code, nor whether it was used"
    assert town.shop.code("pay", agreed(town, code)) == ("AUTH_CODE_ALREADY_USED" if used else "INVALID_CODE")


def test_an_agreement_takes_from_whoever_signed_it(town: Town) -> None:
    """The order may name anybody; the money is the token's owner's."""
    token = town.token(town.ali, town.shop, "AGREEMENT_PAY")
    zainab, ali = town.balance(town.zainab), town.balance(town.ali)
    assert town.shop.code("pay", agreed(town, token)) == "SUCCESS"
    assert (town.balance(town.zainab), town.balance(town.ali)) == (zainab, ali - besieged.PRICE)


def test_a_token_has_an_end(town: Town) -> None:
    rules = town.siege.wallet.profile.authorization
    tokens = town.shop.call("applyToken", exchange(town.phone(town.zainab).auth_code("USER_ID")))
    town.may_change(*town.states)
    town.pass_time(rules.access_token_seconds)
    assert town.shop.code("inquiryUserInfo", {"accessToken": tokens["accessToken"]}) == "EXPIRED_ACCESS_TOKEN"
    town.pass_time(rules.refresh_token_seconds - rules.access_token_seconds)
    assert town.shop.code("applyToken", renewal(tokens["refreshToken"])) == "EXPIRED_REFRESH_TOKEN"
