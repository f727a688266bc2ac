"""The control API as an OpenAPI document, made of the endpoints themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable

from harness.wallet.control.endpoint import MOST, Endpoint, Param, Row
from harness.wallet.profile import Profile

_IN_PATH = re.compile(r"{(\w+)}")
_PATH_NOTES = {
    "buyer": "the buyer's name (in any case), customerId or userId",
    "paymentId": "the wallet's id of a payment",
    "clientId": "the merchant's Client-Id",
}


def control_openapi(endpoints: Iterable[Endpoint], url: str, profile: Profile, client_id: Param) -> Row:
    """Return the document for a control API at ``url``; ``client_id`` is the query parameter of every world's endpoints."""
    paths: dict[str, Row] = {}
    for endpoint in endpoints:
        paths.setdefault(f"/{endpoint.path}", {})[endpoint.method.lower()] = _operation(endpoint, client_id)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{profile.name} (simulated): control API",
            "version": "1",
            "description": "What a person or a test tool decides about the wallet. Each merchant has a world of its own: "
            "buyers, payments, controls, faults and a clock. Nothing here is part of a real wallet.",
        },
        "servers": [{"url": url.rstrip("/")}],
        "paths": paths,
        "components": {"schemas": {"Amount": _AMOUNT, "Error": _ERROR}},
    }


def _operation(endpoint: Endpoint, client_id: Param) -> Row:
    query = (*endpoint.query, client_id) if endpoint.of_world else endpoint.query
    names = _IN_PATH.findall(endpoint.path)
    operation: Row = {
        "operationId": endpoint.name,
        "summary": endpoint.does,
        "parameters": [
            *(
                {"name": n, "in": "path", "required": True, "description": _PATH_NOTES[n], "schema": {"type": "string"}}
                for n in names
            ),
            *({"name": p.name, "in": "query", "description": p.note, "schema": _schema(p, taken=True)} for p in query),
        ],
        "responses": {
            str(endpoint.status): _content("what is asked for", _object(endpoint.gives)),
            **{
                status: _content(words, {"$ref": "#/components/schemas/Error"})
                for status, words in (("400", "the request is wrong"), ("404", "there is no such thing"))
            },
            "409": _content("it cannot be done as things stand", {"$ref": "#/components/schemas/Error"}),
        },
    }
    if endpoint.method in ("POST", "PATCH"):
        needed = any(param.required for param in endpoint.takes)
        schema = _object(endpoint.takes, taken=True)
        operation["requestBody"] = {"required": needed, "content": {"application/json": {"schema": schema}}}
    return operation


def _content(words: str, schema: Row) -> Row:
    return {"description": words, "content": {"application/json": {"schema": schema}}}


def _object(params: Iterable[Param], *, taken: bool = False) -> Row:
    params = tuple(params)
    schema: Row = {"type": "object", "properties": {p.name: _schema(p, taken=taken) for p in params}}
    if required := [param.name for param in params if param.required]:
        schema["required"] = required
    return schema | ({"additionalProperties": False} if taken else {})


def _schema(param: Param, *, taken: bool = False) -> Row:
    schema = _plain(param, taken=taken)
    if param.note:
        schema = {**schema, "description": param.note}
    return {"anyOf": [schema, {"type": "null"}]} if param.nullable else schema


def _plain(param: Param, *, taken: bool) -> Row:
    choices: Row = {"enum": list(param.choices)} if param.choices else {}
    if param.sort == "amount":
        amount: Row = {"$ref": "#/components/schemas/Amount"}
        return {"anyOf": [amount, {"type": "string", "examples": ["25,000 IQD"]}]} if taken else amount
    if param.sort == "integer":
        bounds = {"minimum": param.least, "maximum": param.limit or MOST} if taken else {}
        return {"type": "integer", **bounds}
    if param.sort == "texts":
        return {"type": "array", "items": {"type": "string", **choices}}
    if param.sort == "list":
        return {"type": "array", "items": _object(param.fields, taken=taken)}
    if param.sort == "object":
        return _object(param.fields, taken=taken) if param.fields else {"type": "object"}
    if param.sort == "boolean":
        return {"type": "boolean"}
    bounds = {"maxLength": param.limit or 256, **({"minLength": 1} if param.required else {})} if taken else {}
    return {"type": "string", **choices, **bounds}


_AMOUNT: Row = {
    "type": "object",
    "properties": {
        "currency": {"type": "string"},
        "value": {"type": "string", "description": "in the smallest unit, as digits"},
        "words": {"type": "string", "description": "as people say it; only given, not taken"},
    },
    "required": ["currency", "value"],
}
_ERROR: Row = {
    "type": "object",
    "properties": {
        "fact": {"type": "string", "description": "what is so"},
        "field": {"type": "string", "description": 'the field it is about, "" where it is about none'},
        "action": {"type": "string", "description": "what to do next"},
    },
    "required": ["fact", "field", "action"],
}
