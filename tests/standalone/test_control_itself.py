"""The control API itself: its index, its document, and who may not use it."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from typing import Any

import httpx
from lone_kit import PATIENCE, Json, Lone, Shop

from harness.wallet.control.app import ENDPOINTS
from harness.wallet.control.endpoint import Param

FIVE = {"currency": "IQD", "value": "5000000", "words": "5,000 IQD"}


def test_the_index_names_every_endpoint_with_an_example(lone: Lone) -> None:
    index = lone.control("GET", "")
    assert {(e["method"], e["path"]) for e in index["endpoints"]} == {(e.method, e.path) for e in ENDPOINTS}
    assert all(e["example"].startswith("curl -s ") for e in index["endpoints"])
    assert index["wallet"]["clientId"] == lone.facts["clientId"]
    page = lone.http.get(lone.facts["controlUrl"], headers={"Accept": "text/html"})
    assert page.headers["content-type"].startswith("text/html")
    assert "buyers/{buyer}/top-up" in page.text


def test_every_example_works(lone: Lone) -> None:
    shop = lone.shop()
    payment = shop.paid(paymentNotifyUrl="http://127.0.0.1:1/n")
    prepared = shop.merchant.call("prepare", {"scopes": "AGREEMENT_PAY", "extendInfo": "{}"})
    values = {"PAYMENT_ID": payment["paymentId"], "AUTH_URL": prepared["authUrl"]}
    pem = shop.merchant.public_pem().replace("\n", "\\n")
    for row in lone.control("GET", "")["endpoints"]:
        words = shlex.split(row["example"].replace("PEM", pem))
        words = [values.get(word, word) for word in words]
        for name, value in values.items():
            words = [word.replace(name, value) for word in words]
        method = words[words.index("-X") + 1] if "-X" in words else "POST" if "-d" in words else "GET"
        url = next(word for word in words if word.startswith("http"))
        url = url.replace(lone.facts["clientId"], shop.client_id)
        params = {} if row["path"].startswith("merchants") else {"clientId": shop.client_id}
        body = words[words.index("-d") + 1].encode() if "-d" in words else None
        answer = lone.http.request(method, url, params=params, content=body)
        assert answer.is_success, (row["example"], answer.text)


def test_answers_are_what_the_document_says(lone: Lone, shop: Shop) -> None:
    shop.paid(paymentNotifyUrl="http://127.0.0.1:1/n")
    document = lone.control("GET", "openapi.json")
    assert set(document["paths"]) == {f"/{e.path}" for e in ENDPOINTS}
    for endpoint in ENDPOINTS:
        operation = document["paths"][f"/{endpoint.path}"][endpoint.method.lower()]
        assert str(endpoint.status) in operation["responses"]
        if endpoint.method == "GET" and "{" not in endpoint.path:
            answer = shop.control("GET", endpoint.path) if endpoint.of_world else lone.control("GET", endpoint.path)
            assert not list(misfits(endpoint.gives, answer, endpoint.path))


def test_no_web_page_can_use_it(lone: Lone) -> None:
    headers = {"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"}
    for method in ("GET", "OPTIONS"):
        answer = lone.http.request(method, f"{lone.facts['controlUrl']}clock", headers=headers)
        assert not [name for name in answer.headers if name.startswith("access-control")]


def test_the_prefix_cannot_be_guessed(lone: Lone) -> None:
    origin = lone.facts["gatewayUrl"]
    secret = lone.facts["controlUrl"].removeprefix(f"{origin}/control/").rstrip("/")
    assert len(secret) >= 22
    for path in ("/control/", "/control/x/", f"/control/{secret[:-1]}/buyers", f"/CONTROL/{secret}/"):
        assert lone.http.get(f"{origin}{path}").status_code == 404


def test_what_is_not_there_and_what_is_not_json(lone: Lone) -> None:
    assert lone.control("GET", "nothing", expect=404)["action"]
    assert "GET" in lone.control("DELETE", "clock", expect=405)["action"]
    url = f"{lone.facts['controlUrl']}buyers"
    for raw, word in ((b"{", "not JSON"), (b"[]", "not a JSON object"), (b"\xff", "not JSON")):
        answer = lone.http.post(url, content=raw)
        assert answer.status_code == 400
        assert word in answer.json()["fact"]
    assert lone.http.post(url, content=b"x" * 300_000).status_code == 413


def test_a_form_content_type_is_json_all_the_same(lone: Lone) -> None:
    answer = httpx.post(
        f"{lone.facts['controlUrl']}buyers/Ali/auth-code",
        content=b'{"scopes": ["USER_ID"]}',
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        trust_env=False,
        timeout=PATIENCE,
    )
    assert answer.json()["authSuccessScopes"] == ["USER_ID"]


def misfits(params: Iterable[Param], row: Json, place: str) -> Iterable[str]:
    """Yield what in an answer is not as its endpoint says."""
    known = {param.name: param for param in params}
    yield from (f"{place}.{name} is not documented" for name in row if name not in known)
    yield from (f"{place}.{p.name} is missing" for p in known.values() if p.required and p.name not in row)
    for name, value in row.items():
        param = known.get(name)
        if param is None or (value is None and param.nullable):
            continue
        kinds: dict[str, Any] = {"text": str, "integer": int, "boolean": bool, "texts": list, "list": list}
        if not isinstance(value, kinds.get(param.sort, dict)):
            yield f"{place}.{name} is no {param.sort}: {value!r}"
        for item in value if param.sort == "list" else []:
            yield from misfits(param.fields, item, f"{place}.{name}")
