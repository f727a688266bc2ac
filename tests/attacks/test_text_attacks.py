"""Hostile text in every field of every API: an answer each time, never a 500, and nothing is lost by it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

import besieged
import pytest
from besieged import AUTHORIZE, ESCROW, Json, Town, fresh
from poison import HALF_PAIR, LONG, MARKUP, NOT_TEXTS, TEXTS, become_markup, put, scripts_in

from harness.wallet.apis import APIS
from harness.wallet.apis.api import Field

siege, town = besieged.siege, besieged.town

AMOUNT = {"currency": "IQD", "value": "1000"}
MESSAGE = {"templateParameters": {"Title": "t", "Content": "c", "Url": "u"}}
Body = Callable[[Town], Json]


def sending(api: str) -> Json:
    code = {"sendInbox": "MINI_APP_COMMON_INBOX", "sendPush": "MINI_APP_COMMON_PUSH"}[api]
    return {
        "accessToken": "x",
        "requestId": fresh("N"),
        "templateCode": code,
        "templates": [MESSAGE],
        "extendInfo": "{}",
    }


BODIES: dict[str, Body] = {
    "applyToken": lambda t: {
        "grantType": "AUTHORIZATION_CODE", "authCode": t.phone(t.zainab).auth_code("USER_ID"), "extendInfo": "{}"
    },
    "cancelToken": lambda t: {"accessToken": t.token(t.zainab), "extendInfo": "{}"},
    "prepare": lambda t: {"scopes": "AGREEMENT_PAY", "extendInfo": json.dumps({"contractDesc": "x"})},
    "inquiryUserInfo": lambda t: {"accessToken": t.token(t.zainab)},
    "inquiryUserCardList": lambda t: {"accessToken": t.token(t.zainab, t.shop, "CARD_LIST")},
    "inquiryMerchantInfo": lambda t: {"extendInfo": "{}"},
    "pay": lambda t: {
        **t.shop.order(t.zainab), "paymentExpiryTime": besieged.stamped(600), "extraParams": {"ORDER": "{}"},
        "paymentNotifyUrl": "http://127.0.0.1:9/n", "paymentFactor": {"isCashierPayment": True},
    },
    "inquiryPayment": lambda t: {"paymentId": t.standing["paid"], "paymentRequestId": "x"},
    "cancel": lambda t: {"paymentId": t.ordered(t.zainab)[0]},
    "void": lambda t: {"paymentId": t.paid(t.zainab, productCode=AUTHORIZE), "voidRequestId": fresh("V")},
    "capture": lambda t: {
        "paymentId": t.paid(t.zainab, productCode=AUTHORIZE), "captureRequestId": fresh("C"), "captureAmount": AMOUNT
    },
    "refund": lambda t: {
        "paymentId": t.standing["paid"], "refundRequestId": fresh("F"), "refundAmount": AMOUNT, "refundReason": "x"
    },
    "inquiryRefund": lambda t: {"refundId": "x", "refundRequestId": "x"},
    "merchantAccept": lambda t: {"paymentId": t.paid(t.zainab, productCode=ESCROW)},
    "confirm": lambda t: {"paymentId": t.paid(t.zainab, productCode=ESCROW), "confirmRequestId": fresh("K")},
    "sendInbox": lambda t: {**sending("sendInbox"), "accessToken": t.token(t.zainab, t.shop, "NOTIFICATION_INBOX")},
    "sendPush": lambda t: {**sending("sendPush"), "accessToken": t.token(t.zainab, t.shop, "NOTIFICATION_PUSH")},
}  # fmt: skip
MORE: dict[str, list[tuple[str, ...]]] = {
    "sendInbox": [("templates", "0", "templateParameters", name) for name in ("Title", "Content", "Url")],
    "pay": [("extraParams", "ORDER"), ("order", "buyer", "buyerName"), ("order", "goods")],
}


def paths(fields: Iterable[Field], above: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Return the path of every field that an API knows."""
    found = []
    for field in fields:
        path = (*above, field.name)
        found.append(path)
        inner = (*path, "0") if field.sort == "list" else path
        found += paths(field.fields, inner)
    return found


def test_every_api_has_a_body_to_poison() -> None:
    assert set(BODIES) == set(APIS)


@pytest.mark.parametrize("api", sorted(APIS))
def test_hostile_text_in_every_field_is_answered(town: Town, api: str) -> None:
    town.may_change(*town.states)  # the shop may do with its own payments what it likes
    body, path = BODIES[api](town), town.shop.profile.paths[api]
    for where in [*paths(APIS[api].request), *MORE.get(api, [])]:
        half = json.dumps(put(body, where, "\u0000half")).replace('"\\u0000half"', HALF_PAIR)
        raws = [json.dumps(put(body, where, text)).encode() for text in (*TEXTS.values(), *NOT_TEXTS)]
        raws += [json.dumps(put(body, where, MARKUP), ensure_ascii=False).encode(), half.encode()]
        for raw in raws:
            answer = town.shop.sent(path, raw, town.shop.headers(path, raw))
            assert answer.status_code == 200, (where, raw[:200])
            assert answer.headers["content-type"].startswith("application/json")
            assert set(answer.json()["result"]) == {"resultStatus", "resultCode", "resultMessage"}
            assert len(answer.json()["result"]["resultMessage"]) <= 256


@pytest.mark.parametrize("api", sorted(APIS))
def test_a_text_without_end_is_refused(town: Town, api: str) -> None:
    body, path = BODIES[api](town), town.shop.profile.paths[api]
    town.may_change(*town.states)
    for field in APIS[api].request:
        raw = json.dumps({**body, field.name: LONG}).encode()
        answer = town.shop.sent(path, raw, town.shop.headers(path, raw))
        assert answer.status_code == 200
        assert field.name in answer.json()["result"]["resultMessage"] or not field.limit
        raw = json.dumps({**body, field.name: "9" * 10**6}).encode()
        assert town.shop.sent(path, raw, town.shop.headers(path, raw)).status_code == 413


@pytest.mark.parametrize("kind", TEXTS)
def test_the_cashier_shows_hostile_text_as_text(town: Town, kind: str) -> None:
    text = TEXTS[kind]
    order = {"orderDescription": text, "buyer": {"referenceBuyerId": town.zainab.customer_id}}
    body = {**town.shop.order(town.zainab, paymentRequestId=(fresh("R") + text)[:64]), "order": order}
    answer = town.shop.call("pay", body)
    form = answer["redirectActionForm"]
    assert isinstance(form, dict)
    cashier = town.phone(town.zainab)
    sheet = cashier.call("tradePay", {"paymentUrl": form["redirectUrl"]})
    page = town.siege.http.get(sheet["sheet"]["url"])
    assert page.status_code == 200
    assert become_markup(page.text) == []
    assert scripts_in(page.text) == 2
    assert not set(page.text) & set("\u0000\u001b\u202e\u2066\u200b\u2028\u0007")
    assert "49" not in page.text.split("<dl>")[0].split("<main>")[1]


@pytest.mark.parametrize("inner", ["\\ud800", "\\udfff\\ud800", "x\\udc00y"])
def test_half_a_pair_within_a_string_of_json_is_no_text(town: Town, inner: str) -> None:
    order = f'{{"orderDescription": "{inner}", "buyer": {{"referenceBuyerId": "{town.zainab.customer_id}"}}}}'
    body = {**town.shop.order(town.zainab), "order": {"x": 1}, "extraParams": json.dumps({"ORDER": order})}
    assert town.shop.ask("pay", body).status_code == 200
    info = f'{{"contractDesc": "{inner}"}}'
    url = town.shop.call("prepare", {"scopes": "AGREEMENT_PAY", "extendInfo": info})["authUrl"]
    sheet = town.phone(town.zainab).call("qicardSignContract", {"authUrl": url})
    assert "\ufffd" in sheet["sheet"]["text"]


def test_what_a_merchant_hides_in_extra_params_is_held_to_the_same_rules(town: Town) -> None:
    for order in (
        {"orderDescription": "x" * 257},
        {"orderDescription": {"a": 1}},
        {"buyer": {"referenceBuyerId": [1]}},
    ):
        body = {**town.shop.order(town.zainab), "order": {}, "extraParams": json.dumps({"ORDER": json.dumps(order)})}
        assert town.shop.code("pay", body) == "PARAM_ILLEGAL"


SPOKEN = {
    "getAuthCode": ["scopes"],
    "tradePay": ["paymentUrl", "tradeNO", "orderStr"],
    "qicardSignContract": ["authUrl", "extParams"],
    "alert": ["title", "content", "buttonText"],
    "confirm": ["title", "content", "confirmButtonText", "cancelButtonText"],
    "prompt": ["title", "message", "placeholder", "align", "okButtonText", "cancelButtonText"],
    "showActionSheet": ["title", "items", "cancelButtonText", "destructiveBtnIndex", "badges"],
    "showToast": ["content", "type", "duration"],
    "showLoading": ["content", "delay"],
    "hideLoading": ["page"],
    "request": ["url", "method", "headers", "header", "data", "dataType", "timeout"],
}


@pytest.mark.parametrize("api", SPOKEN)
def test_hostile_text_in_every_parameter_of_every_jsapi_is_answered(town: Town, api: str) -> None:
    phone = town.phone(town.zainab)
    start = {"url": f"{town.siege.wallet.gateway_origin}/x"} if api == "request" else {}
    for name in SPOKEN[api]:
        given = [json.dumps(value) for value in (*TEXTS.values(), *NOT_TEXTS, LONG, ["a", {"b": 1}], [MARKUP] * 50)]
        for value in [*given, HALF_PAIR, f"[{HALF_PAIR}]", f"{{{HALF_PAIR}: {HALF_PAIR}}}", "null", "1e300", "-0"]:
            phone.with_key(phone.key)
            params = json.dumps({**start, name: "\u0000here"}).replace('"\\u0000here"', value)
            body = f'{{"phone":"{phone.id}","key":"{phone.key}","via":"my","api":"{api}","params":{params}}}'
            answer = town.siege.http.post(phone.origin + "/jsapi", content=body.encode())
            assert answer.status_code == 200, (name, value[:80])
            assert answer.json()["outcome"] in ("success", "fail", "sheet")
            _forget(town, phone.id)


def _forget(town: Town, phone: str) -> None:
    """Close the sheets of this phone, so that there is always room for one more."""
    town.siege.backstage.call(town.siege.wallet.phones[phone].sheets.clear)


@pytest.mark.parametrize("path", ["/jsapi", "/jsapi/sheet", "/jsapi/log", "/jsapi/socket"])
def test_hostile_values_around_a_call_are_answered(town: Town, path: str) -> None:
    phone = town.phone(town.zainab)
    fields = ("api", "params", "via", "page", "call", "ticket", "choice", "outcome", "result", "frames", "more")
    for name in fields:
        for value in [*(json.dumps(v) for v in (*TEXTS.values(), *NOT_TEXTS)), HALF_PAIR]:
            whole = {"api": "alert", "params": {}, **{name: "\u0000here"}, "phone": phone.id, "key": phone.key}
            body = json.dumps(whole).replace('"\\u0000here"', value)
            answer = town.siege.http.post(phone.origin + path, content=body.encode())
            assert answer.status_code in (200, 204, 403), (name, value[:80])
            _forget(town, phone.id)


@pytest.mark.parametrize("name", ["way", "socket", "url", "isBuffer", "data"])
def test_hostile_values_on_a_socket_are_written_down(town: Town, name: str) -> None:
    phone = town.phone(town.zainab)
    for value in [*(json.dumps(v) for v in (*TEXTS.values(), *NOT_TEXTS, "ws://[")), HALF_PAIR]:
        whole = {"frames": [{"way": "in", name: "\u0000here"}, "no frame"], "phone": phone.id, "key": phone.key}
        body = json.dumps(whole).replace('"\\u0000here"', value)
        assert town.siege.http.post(f"{phone.origin}/jsapi/socket", content=body.encode()).status_code == 204


@pytest.mark.parametrize("kind", TEXTS)
def test_a_choice_may_hold_any_text(town: Town, kind: str) -> None:
    phone = town.phone(town.zainab)
    answer = phone.choose(phone.call("prompt", {"message": "?"}), {"ok": True, "inputValue": TEXTS[kind]})
    assert answer["result"]["inputValue"] == TEXTS[kind]


@pytest.mark.parametrize(
    "header", ["Agent-Token", "User-Agent", "Content-Type", "Request-Time", "Signature", "Client-Id"]
)
def test_hostile_text_in_a_header_is_answered(town: Town, header: str) -> None:
    path, raw = town.shop.profile.paths["inquiryMerchantInfo"], b"{}"
    honest = {k.lower().encode(): v.encode() for k, v in town.shop.headers(path, raw).items()}
    for text in ("\u00e9", "<script>", "a" * 20_000, "%00", "a\tb", "\u00ff\u00fe", "'; --", "{{7*7}}", ""):
        sent = {**honest, header.lower().encode(): text.encode("latin-1")}
        answer = town.siege.http.post(town.shop.gateway + path, content=raw, headers=list(sent.items()))
        assert answer.status_code == 200
        assert "resultCode" in answer.json()["result"]
