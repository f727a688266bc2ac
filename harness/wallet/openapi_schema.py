"""Fields of requests and answers as JSON Schema 2020-12, the dialect of OpenAPI 3.1."""

from __future__ import annotations

from collections.abc import Iterable

from harness.wallet.apis import ELSEWHERE, Api, Field, Sort
from harness.wallet.openapi_samples import sample
from harness.wallet.profile import Profile
from harness.wallet.result import MESSAGES, STATUS

Schema = dict[str, object]

AMOUNT: Schema = {
    "type": "object",
    "description": "An amount of money, as a String of digits in the currency's smallest unit.",
    "required": ["currency", "value"],
    "properties": {
        "currency": {"type": "string", "minLength": 3, "maxLength": 3},
        "value": {"type": "string", "pattern": "^0*[1-9][0-9]*$", "maxLength": 16},
    },
}


def request_schema(api: Api, profile: Profile) -> Schema:
    """Return the schema of an API's request: what the wallet requires of it, and no more."""
    schema = _object(api.request, profile, given=True)
    for name in api.required(profile):
        _require(schema, *name.split("."))
    return {**schema, "description": f"What {api.name} takes. Fields that it does not know are ignored."}


def answer_schema(api: Api, profile: Profile) -> Schema:
    """Return the schema of an API's answer; everything but the result is there only where it has a value."""
    schema = _object(api.answer_fields(profile), profile, given=False)
    _known(schema)["result"] = result_schema(
        cause.code_at(profile, api.name) for cause in api.every_cause() if cause.code not in ELSEWHERE
    )
    return {**schema, "description": f"What {api.name} answers: the result, and the rest as far as it got."}


def result_schema(codes: Iterable[str]) -> Schema:
    """Return the schema of a result with one of these codes."""
    names = list(dict.fromkeys(codes))
    statuses = [status for status in ("S", "A", "U", "F") if any(STATUS[name] == status for name in names)]
    return {
        "type": "object",
        "description": "How the call went: S it succeeded, A it was accepted and goes on, U it is not known, F it failed.",
        "required": ["resultStatus", "resultCode", "resultMessage"],
        "properties": {
            "resultStatus": {"type": "string", "enum": statuses},
            "resultCode": {"type": "string", "enum": names, "maxLength": 64},
            "resultMessage": {"type": "string", "maxLength": 256, "examples": [MESSAGES[names[0]]]},
        },
    }


def field_schema(field: Field, profile: Profile, *, given: bool) -> Schema:
    """Return the schema of one field; ``given`` says that a merchant gives it, so that "" stands for a missing one."""
    schema: Schema
    match field.sort:
        case Sort.STRING | Sort.DATETIME:
            schema = {"type": "string"}
            if field.sort is Sort.DATETIME:
                schema["format"] = "date-time"
            if field.choices:
                schema["enum"] = list(field.choices)
            elif given and field.required:
                _forbid_empty(schema)
            if field.limit:
                schema["maxLength"] = field.limit
        case Sort.AMOUNT:
            schema = {"$ref": "#/components/schemas/Amount"}
        case Sort.OBJECT:
            schema = _object(field.fields, profile, given=given)
        case Sort.LIST:
            schema = {"type": "array", "items": _object(field.fields, profile, given=given)}
        case Sort.BOOLEAN:
            schema = {"type": "boolean"}
        case Sort.ANY_JSON:
            text: Schema = {"type": "string", "maxLength": field.limit} if field.limit else {"type": "string"}
            schema = {"anyOf": [text, {"type": "object"}]}
    if field.note:
        schema["description"] = field.note
    if field.sort in (Sort.STRING, Sort.ANY_JSON) and not field.choices and (known := sample(field, profile)):
        schema["examples"] = [known]
    return schema


def _object(fields: Iterable[Field], profile: Profile, *, given: bool) -> Schema:
    fields = tuple(fields)
    schema: Schema = {
        "type": "object",
        "properties": {field.name: field_schema(field, profile, given=given) for field in fields},
    }
    if names := [field.name for field in fields if field.required]:
        schema["required"] = names
    return schema


def _require(schema: Schema, name: str, *inner: str) -> None:
    """Make a field required, and the one within it that ``inner`` leads to."""
    required, field = schema.setdefault("required", []), _known(schema).setdefault(name, {})
    if isinstance(required, list) and name not in required:
        required.append(name)
    _forbid_empty(field)
    if inner and isinstance(field, dict):
        # What may be an object or a String holding JSON can be described only where it is an object.
        _require(next((option for option in field.get("anyOf", ()) if option["type"] == "object"), field), *inner)


def _forbid_empty(schema: object) -> None:
    """Let no "" stand for a required text."""
    for option in (schema, *schema.get("anyOf", ())) if isinstance(schema, dict) else ():
        if option.get("type") == "string" and "enum" not in option:
            option["minLength"] = 1


def _known(schema: Schema) -> dict[str, object]:
    properties = schema.setdefault("properties", {})
    assert isinstance(properties, dict)
    return properties
