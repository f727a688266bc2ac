"""What the tests of the OpenAPI document share: the served document, schemathesis's view of it, and requests that can succeed."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import jsonschema_rs
import requests
import schemathesis
from requests.auth import AuthBase
from schemathesis import Case, Response
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from wallet_client import AUTHORIZE, ESCROW, Json, Shop, fresh, open_stand, rsa_key_of

from harness.wallet.profile import Profile
from harness.wallet.result import STATUS
from harness.wallet.signing import sign, signed_text, verify

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
BY_MEANING = (
    "One of ",
    "extendInfo.",
    "paymentExpiryTime ",
    "authCode is missing",
    "refreshToken is missing",
    "order.buyer.",
)
"""How the refusals begin of bodies that no schema can tell from good ones."""


def body_of(request: requests.PreparedRequest) -> bytes:
    """Return the bytes of a request."""
    body = request.body or b""
    raw = body.encode() if isinstance(body, str) else body
    assert isinstance(raw, bytes)
    return raw


class Signer(AuthBase):
    """Signs a request as the shop, over the very bytes that schemathesis sends."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        raw = body_of(request)
        client, time, path = self.shop.merchant.client_id, self.shop.now(), urlsplit(str(request.url)).path
        signature = sign(rsa_key_of("merchant"), signed_text(path, client, time, raw))
        request.headers.update({"Client-Id": client, "Request-Time": time, "Signature": signature})
        return request


class Probe:
    """A shop, the document its wallet serves, and schemathesis's view of it."""

    def __init__(self, shop: Shop, document: dict[str, Any]) -> None:
        self.shop = shop
        self.document = document
        self.schema = schemathesis.openapi.from_dict(closed(document))
        self.session = requests.Session()
        self._validators: dict[str, jsonschema_rs.Validator] = {}
        self.session.trust_env = False
        self.session.auth = Signer(self.shop)

    def send(self, case: Case[Any]) -> Response:
        """Send a case, signed."""
        return case.call(base_url=self.shop.stand.wallet.gateway_origin, session=self.session)

    def operation(self, api: str) -> APIOperation[Any, Any, Any, Any]:
        """Return an API as schemathesis knows it."""
        return self.schema[self.shop.stand.profile.paths[api]]["POST"]

    def fits(self, api: str, raw: bytes) -> bool:
        """Say whether the document allows a request of this body, as the wallet reads it."""
        try:
            body = _as_read(json.loads(raw, parse_constant=_no_json))
        except (ValueError, RecursionError):
            return False
        if api not in self._validators:
            name = f"{api[0].upper()}{api[1:]}Request"
            schema = {"$ref": f"#/components/schemas/{name}", "components": self.document["components"]}
            self._validators[api] = jsonschema_rs.validator_for(schema, validate_formats=True)
        return self._validators[api].is_valid(body)

    def check_signature(self, path: str, headers: Mapping[str, str], raw: bytes) -> None:
        """Fail unless the wallet signed this answer."""
        text = signed_text(path, headers["Client-Id"], headers["Response-Time"], raw)
        check = verify(rsa_key_of("wallet").public_key(), text, headers["Signature"])
        assert check.verified, check.reason


@contextmanager
def open_probe(profile: Profile | None = None) -> Iterator[Probe]:
    """Serve a wallet and load its document."""
    with open_stand(profile) as stand, stand.shop() as shop:
        answer = stand.http.get(f"{stand.wallet.gateway_origin}/openapi.json")
        probe = Probe(shop, answer.json())
        yield probe
        probe.session.close()


def check_result(result: Mapping[str, str]) -> None:
    """Fail unless code and status belong together."""
    assert STATUS[result["resultCode"]] == result["resultStatus"]


def check_call(probe: Probe, api: str, case: Case[Any]) -> str:
    """Send a case, check the answer against the document, and return its code."""
    raw = probe.send(case)
    case.validate_response(raw, checks=CHECKS)
    assert raw.status_code == 200
    headers = {name.title(): value[0] for name, value in raw.headers.items()}
    probe.check_signature(case.formatted_path, headers, raw.content)
    result = raw.json()["result"]
    check_result(result)
    code, message = result["resultCode"], result["resultMessage"]
    body = body_of(raw.request)
    allowed = probe.fits(api, body)
    if code == "PARAM_ILLEGAL" and not message.startswith(BY_MEANING):
        assert not allowed, f"{message} for {body!r}"
    elif code not in ("INVALID_AGENT_TOKEN", "PARAM_ILLEGAL"):
        assert allowed, f"{code} for {body!r}"
    return str(code)


def closed(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document with answers that may have no other fields: in the tests a field too many is a mistake."""
    own = copy.deepcopy(dict(document))
    for name, schema in own["components"]["schemas"].items():
        if name.endswith("Answer"):
            _close(schema)
    return own


def _close(schema: dict[str, Any]) -> None:
    if "properties" in schema:
        schema["additionalProperties"] = False
    for inner in schema.get("properties", {}).values():
        _close(inner)
    if "items" in schema:
        _close(schema["items"])


def _no_json(name: str) -> object:
    raise ValueError(name)


def _as_read(body: object) -> object:
    """Return a body as the wallet reads it: what is null or "" is not there, and an amount's value may be a number."""
    if isinstance(body, list):
        return [_as_read(item) for item in body]
    if not isinstance(body, Mapping):
        return body
    kept = {name: _as_read(value) for name, value in body.items() if value is not None and value != ""}
    value = kept.get("value")
    if "currency" in kept and isinstance(value, int) and not isinstance(value, bool):
        kept["value"] = str(value)
    return kept


def realistic(shop: Shop) -> dict[str, Callable[[], Any]]:
    """Return, for each API, what makes a request succeed: ids and tokens that exist, made anew each time."""
    scopes = ("USER_ID", "CARD_LIST", "NOTIFICATION_INBOX", "NOTIFICATION_PUSH")
    buyer = shop.customer(10**15)
    token = shop.token(buyer, *scopes)

    def with_token() -> Json:
        return {"accessToken": token}

    def paid(product: str = "") -> Json:
        return {"paymentId": shop.confirmed(buyer, **({"productCode": product} if product else {}))}

    def accepted() -> Json:
        payment = paid(ESCROW)
        assert shop.call("merchantAccept", payment).code == "SUCCESS"
        return {**payment, "confirmRequestId": fresh("C")}

    def code() -> Json:
        return {
            "grantType": "AUTHORIZATION_CODE",
            "authCode": shop.phone(buyer).auth_code("USER_ID"),
            "referenceClientId": shop.merchant.client_id,
        }

    def refund() -> Json:
        return {**paid(), "refundRequestId": fresh("F"), "refundAmount": shop.amount(1), "captureId": ""}

    def refunded() -> Json:
        return {"refundId": shop.call("refund", refund()).text("refundId")}

    def message() -> Json:
        return {**with_token(), "requestId": fresh("N")}

    def order() -> Json:
        return {
            **shop.order(buyer),
            "partnerId": shop.merchant.partner_id,
            "paymentFactor": {},
            "paymentExpiryTime": "",
        }

    return {
        "applyToken": code,
        "cancelToken": lambda: {"accessToken": shop.token(buyer)},
        "prepare": lambda: {"scopes": "AGREEMENT_PAY"},
        "inquiryUserInfo": with_token,
        "inquiryUserCardList": with_token,
        "inquiryMerchantInfo": dict,
        "pay": order,
        "inquiryPayment": paid,
        "cancel": paid,
        "void": lambda: {**paid(AUTHORIZE), "voidRequestId": fresh("V")},
        "capture": lambda: {**paid(AUTHORIZE), "captureRequestId": fresh("K"), "captureAmount": shop.amount(1)},
        "refund": refund,
        "inquiryRefund": refunded,
        "merchantAccept": lambda: paid(ESCROW),
        "confirm": accepted,
        "sendInbox": message,
        "sendPush": message,
    }
