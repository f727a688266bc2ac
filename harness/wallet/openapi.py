"""The wallet's APIs as an OpenAPI 3.1 document, made from what the gateway itself decides by: the APIs and the profile."""

from __future__ import annotations

from collections.abc import Iterable

from harness.wallet.apis import APIS, Api
from harness.wallet.openapi_notification import webhooks
from harness.wallet.openapi_samples import sample_answer, sample_request
from harness.wallet.openapi_schema import AMOUNT, Schema, answer_schema, request_schema
from harness.wallet.profile import Profile
from harness.wallet.result import STATUS

VERSION = "1.0.0"

_INTRODUCTION = """\
The API for merchants of a simulated wallet. Point a merchant's backend at it and test payments without the real one.

Every request is a POST of a JSON object and is signed. Business failures come with HTTP 200: read `result`, never the
HTTP status alone.

The text to be signed is `POST <path>\\n<Client-Id>.<Request-Time>.<body>`, where `<body>` is the very bytes that are
sent. The Signature header is `{header}<SHA256withRSA (PKCS#1 v1.5) as {encoding}>`.
An answer to a known client is signed in the same way over the request's path and its own Client-Id, Response-Time
and body.

A POST to another path is answered with {no_api}, another method with HTTP 405 and METHOD_NOT_SUPPORTED (HTTP 404
where there is no API either). Bodies of more than 256 KiB are answered with HTTP 413, and bodies that do not arrive
in 10 s with HTTP 408, both without a body.
"""


def openapi(profile: Profile, origin: str = "") -> Schema:
    """Return the document of a wallet that is served at ``origin`` ("": where the document itself comes from)."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{profile.name}, simulated",
            "version": VERSION,
            "summary": "The API for merchants",
            "description": _introduction(profile),
        },
        "servers": [{"url": origin or "/"}],
        "paths": {path: {"post": _operation(APIS[name], path, profile)} for name, path in profile.paths.items()},
        "webhooks": webhooks(profile),
        "components": {
            "schemas": {
                "Amount": {**AMOUNT, "examples": [{"currency": profile.money.currency, "value": "1000"}]},
                **dict(pair for name in profile.paths for pair in _schemas(APIS[name], profile)),
            },
            "parameters": _parameters(profile),
            "headers": _headers(profile),
            "responses": {
                "TooSlow": {"description": "The body did not arrive within 10 seconds."},
                "TooLarge": {"description": "The body is larger than 256 KiB."},
            },
        },
    }


def _schemas(api: Api, profile: Profile) -> Iterable[tuple[str, Schema]]:
    yield f"{_title(api)}Request", request_schema(api, profile)
    yield f"{_title(api)}Answer", answer_schema(api, profile)


def _operation(api: Api, path: str, profile: Profile) -> Schema:
    return {
        "operationId": api.name,
        "summary": _sentence(api.title),
        "description": _description(api, profile),
        "tags": [_tag(path)],
        "parameters": [{"$ref": f"#/components/parameters/{name}"} for name in (*_REQUEST_HEADERS, "Agent-Token")],
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {"$ref": f"#/components/schemas/{_title(api)}Request"},
                    "examples": {"usual": {"value": sample_request(api, profile)}},
                }
            },
        },
        "responses": {
            "200": {
                "description": "The wallet's answer, also where it refuses.",
                "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in _ANSWER_HEADERS},
                "content": {
                    "application/json": {
                        "schema": {"$ref": f"#/components/schemas/{_title(api)}Answer"},
                        "examples": {"usual": {"value": sample_answer(api, profile)}},
                    }
                },
            },
            "408": {"$ref": "#/components/responses/TooSlow"},
            "413": {"$ref": "#/components/responses/TooLarge"},
        },
    }


def _description(api: Api, profile: Profile) -> str:
    lines = [f"Shape after {api.source}." + (f" Open: {api.open}." if api.open else ""), ""]
    lines += ["| result | code | cause |", "|---|---|---|"]
    for cause in api.every_cause():
        code = cause.code_at(profile, api.name)
        lines.append(f"| {STATUS[code]} | {code} | {_sentence(cause.words)} |")
    return "\n".join(lines)


def _title(api: Api) -> str:
    return api.name[0].upper() + api.name[1:]


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def _tag(path: str) -> str:
    """Return the noun of a path: the name before its last."""
    return path.split("/")[-2]


def _header(description: str, example: str) -> Schema:
    return {
        "description": description,
        "required": True,
        "schema": {"type": "string", "minLength": 1},
        "example": example,
    }


_TIME = "2026-01-01T12:00:00+03:00"
_REQUEST_HEADERS = ("Client-Id", "Request-Time", "Signature")
_ANSWER_HEADERS = ("Client-Id", "Response-Time", "Signature")


def _signature(profile: Profile) -> str:
    return f"algorithm={profile.signature.algorithms[0]}, keyVersion={profile.signature.key_version}, signature="


def _introduction(profile: Profile) -> str:
    encoding = "Base64, percent-encoded" if profile.signature.encoding == "percent" else "Base64"
    no_api = profile.code("", "INVALID_API")
    return _INTRODUCTION.format(header=_signature(profile), encoding=encoding, no_api=no_api)


def _parameters(profile: Profile) -> Schema:
    rules = profile.signature
    when = "When: ISO 8601 with an offset, or epoch milliseconds. The very text is signed."
    when += f" At most {rules.clock_window_seconds} s from real time." if rules.clock_window_seconds else ""
    when += " Not with a Z at its end." if rules.refuse_z else ""
    what = "The signature over path, Client-Id, Request-Time and body, with its algorithm and key."
    headers = {
        "Client-Id": _header("Who calls: the merchant's id.", "M00010001"),
        "Request-Time": _header(when, _TIME),
        "Signature": _header(what, f"{_signature(profile)}Q2kq2p0k..."),
        "Agent-Token": {**_header("For agents that call for a merchant.", "agent-1"), "required": False},
    }
    return {name: {"name": name, "in": "header", **header} for name, header in headers.items()}


def _headers(profile: Profile) -> Schema:
    what = "The wallet's signature over path, Client-Id, Response-Time and body."
    return {
        "Client-Id": _header("The Client-Id of the request.", "M00010001"),
        "Response-Time": _header("When the wallet answered: ISO 8601 with an offset.", _TIME),
        "Signature": {**_header(what, f"{_signature(profile)}Q2kq2p0k..."), "required": False},
    }
