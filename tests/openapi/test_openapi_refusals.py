"""Whatever else comes to the gateway is answered as documented: unsigned, garbage, too large, another method or path."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openapi_probe import Probe, check_result, open_probe
from wallet_client import Answer, fresh, rsa_key_of

from harness.wallet.apis import APIS

FEW = settings(max_examples=40, derandomize=True, database=None, deadline=None)
NAMES = st.sampled_from(sorted(APIS))
HEADER = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), max_size=80)
WRONG_SHAPES = (
    "",
    "[]",
    "null",
    "1",
    '"text"',
    "{",
    '{"a": NaN}',
    '{"a": 1e999}',
    "[" * 5000,
    '{"a":' * 5000,
    '{"a": "\\ud800"}',
)


@pytest.fixture(scope="module")
def probe() -> Iterator[Probe]:
    with open_probe() as probe:
        yield probe


def _as_documented(probe: Probe, api: str, answer: Answer) -> None:
    probe.operation(api).validate_response(answer.http)
    check_result(answer.body["result"])  # type: ignore[arg-type]


@FEW
@given(api=NAMES, raw=st.binary(max_size=2000))
@example(api="pay", raw=b"\xff\xfe")
@example(api="pay", raw=b"{}\x00")
def test_garbage_is_refused_as_a_wrong_parameter(probe: Probe, api: str, raw: bytes) -> None:
    answer = probe.shop.sent(probe.shop.stand.profile.paths[api], raw)
    assert answer.code == "PARAM_ILLEGAL"
    _as_documented(probe, api, answer)


@pytest.mark.parametrize("text", WRONG_SHAPES, ids=range(len(WRONG_SHAPES)))
def test_json_that_is_no_object_is_refused_as_a_wrong_parameter(probe: Probe, text: str) -> None:
    answer = probe.shop.sent(probe.shop.stand.profile.paths["pay"], text.encode())
    assert answer.code == "PARAM_ILLEGAL"
    _as_documented(probe, "pay", answer)


@FEW
@given(api=NAMES, client=HEADER, time=HEADER, signature=HEADER)
@example(api="pay", client="", time="", signature="")
def test_headers_of_any_content_are_refused(probe: Probe, api: str, client: str, time: str, signature: str) -> None:
    answer = probe.shop.call(api, headers={"Client-Id": client, "Request-Time": time, "Signature": signature})
    assert answer.code == APIS[api].unknown_client
    _as_documented(probe, api, answer)
    own = probe.shop.merchant.client_id
    answer = probe.shop.call(api, headers={"Client-Id": own, "Request-Time": time, "Signature": signature})
    assert answer.code == "INVALID_SIGNATURE"
    _as_documented(probe, api, answer)


@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize("missing", ["Client-Id", "Request-Time", "Signature"])
def test_a_required_header_that_is_missing_is_refused(probe: Probe, api: str, missing: str) -> None:
    shop, raw = probe.shop, b"{}"
    path = shop.stand.profile.paths[api]
    request = shop.signed(path, raw)
    del request[missing]
    http = shop.stand.http.post(shop.stand.wallet.gateway_origin + path, content=raw, headers=request)
    answer = Answer.of(http)
    assert answer.result == ("F", APIS[api].unknown_client if missing == "Client-Id" else "INVALID_SIGNATURE")
    _as_documented(probe, api, answer)


@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"])
def test_another_method_is_refused_and_told_which_one_is_right(probe: Probe, api: str, method: str) -> None:
    answer = probe.shop.call(api, method=method)
    assert answer.status == 405
    assert answer.headers["Allow"] == "POST"
    if method != "HEAD":
        assert answer.result == ("F", "METHOD_NOT_SUPPORTED")


@FEW
@given(path=st.text(st.sampled_from("abcv12/-_~"), max_size=40), method=st.sampled_from(["POST", "GET", "DELETE"]))
@example(path="v1/payments/pay/", method="POST")
@example(path="v2/payments/pay", method="POST")
@example(path="openapi.json", method="POST")
@example(path="", method="POST")
@example(path="openapi.json/", method="GET")
@example(path="openapi.json", method="DELETE")
def test_another_path_is_no_api(probe: Probe, path: str, method: str) -> None:
    answer = probe.shop.sent(f"/{path}", b"{}", method=method)
    if method == "POST":
        assert (answer.status, *answer.result) == (200, "F", "INVALID_API")
    else:
        assert answer.status == (200 if (path, method) == ("", "GET") else 404)


def test_a_body_that_is_too_large_is_refused_without_being_read(probe: Probe) -> None:
    path = probe.shop.stand.profile.paths["pay"]
    answer = probe.shop.sent(path, json.dumps({"extendInfo": "x" * 300_000}).encode())
    assert (answer.status, answer.raw) == (413, b"")
    probe.operation("pay").validate_response(answer.http)
    assert "408" in probe.document["paths"][path]["post"]["responses"]


def test_the_signature_of_another_merchant_is_refused(probe: Probe) -> None:
    answer = probe.shop.call("inquiryPayment", {"paymentId": fresh("P")}, key=rsa_key_of("stranger"))
    assert answer.code == "INVALID_SIGNATURE"
    _as_documented(probe, "inquiryPayment", answer)
