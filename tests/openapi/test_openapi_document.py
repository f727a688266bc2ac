"""The document itself is valid OpenAPI 3.1 for every wallet, and what it gives as examples is what it describes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any

import jsonschema_rs
import pytest
import schemathesis

from harness.wallet.apis import APIS
from harness.wallet.openapi import openapi
from harness.wallet.profile import Profile, load_profile

BUILT_IN = sorted(
    file.name.removesuffix(".toml") for file in (resources.files("harness.wallet") / "profiles").iterdir()
)


@pytest.fixture(scope="module", params=BUILT_IN)
def profile(request: pytest.FixtureRequest) -> Profile:
    return load_profile(request.param)


@pytest.fixture(scope="module")
def document(profile: Profile) -> dict[str, Any]:
    return openapi(profile, "http://127.0.0.1:4000")


def _all(value: object, key: str) -> Iterator[Any]:
    """Yield what stands under a key, anywhere."""
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    if isinstance(value, Mapping) and key in value:
        yield value[key]
    for item in inner:
        yield from _all(item, key)


def test_it_is_valid_openapi(document: dict[str, Any]) -> None:
    schemathesis.openapi.from_dict(document).validate()


def test_every_schema_is_valid_and_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    for schema in (*document["components"]["schemas"].values(), *_all(document["paths"], "schema")):
        jsonschema_rs.meta.validate(schema)
    for reference in _all(document, "$ref"):
        found: Any = document
        for name in reference.removeprefix("#/").split("/"):
            found = found[name]


def test_every_api_of_the_wallet_is_there_once(document: dict[str, Any], profile: Profile) -> None:
    operations = [item["post"]["operationId"] for item in document["paths"].values()]
    assert operations == list(profile.paths)
    assert set(operations) <= set(APIS)


def test_examples_are_what_is_described(document: dict[str, Any]) -> None:
    hooks = document["webhooks"].values()
    contents = [c for item in (*document["paths"].values(), *hooks) for c in _all(item, "application/json")]
    assert len(contents) == 2 * (len(document["paths"]) + 1)
    for content in contents:
        schema = {**content["schema"], "components": document["components"]}
        jsonschema_rs.validate(schema, content["examples"]["usual"]["value"], validate_formats=True)


def test_required_fields_and_limits_are_the_ones_that_are_checked(document: dict[str, Any], profile: Profile) -> None:
    for name in profile.paths:
        api = APIS[name]
        schema = document["components"]["schemas"][f"{name[0].upper()}{name[1:]}Request"]
        assert {n.partition(".")[0] for n in api.required(profile)} == set(schema.get("required", ()))
        for field in api.request:
            limits = {field.limit} - {0}
            assert limits == {n for n in _all(schema["properties"][field.name], "maxLength")} or field.fields


def test_the_names_are_the_wallets_own() -> None:
    v1 = openapi(load_profile("generic_v1"))["components"]["schemas"]["PayAnswer"]["properties"]  # type: ignore[index]
    v2 = openapi(load_profile("generic_v2"))["components"]["schemas"]["ApplyTokenAnswer"]["properties"]  # type: ignore[index]
    assert "redirectionUrl" in v1["actionForm"]["properties"]
    assert "INVALID_AUTHCODE" in v2["result"]["properties"]["resultCode"]["enum"]
    assert "INVALID_CODE" not in v2["result"]["properties"]["resultCode"]["enum"]
