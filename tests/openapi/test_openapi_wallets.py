"""The document of every wallet is exact, and its notifications are the ones that come."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import resources
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from openapi_probe import Probe, check_call, open_probe
from schemathesis import Case, GenerationMode
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from wallet_client import open_stand

from harness.wallet.profile import load_profile

OTHERS = sorted({f.name[:-5] for f in (resources.files("harness.wallet") / "profiles").iterdir()} - {"super_qi"})


@pytest.fixture(scope="module", params=OTHERS)
def other(request: pytest.FixtureRequest) -> Iterator[Probe]:
    with open_probe(load_profile(request.param)) as probe:
        yield probe


@pytest.mark.parametrize("mode", GenerationMode, ids=lambda mode: mode.value)
def test_another_wallet_answers_as_its_own_document_says(other: Probe, mode: GenerationMode) -> None:
    names = {path: name for name, path in other.shop.stand.profile.paths.items()}

    @settings(
        max_examples=12,
        phases=(Phase.generate,),
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    )
    @given(case=other.schema.as_strategy(generation_mode=mode))
    def play(case: Case[Any]) -> None:
        check_call(other, names[case.formatted_path], case)

    play()


@pytest.mark.parametrize("outcome", ["paid", "failed"])
def test_a_notification_is_what_the_document_says(outcome: str) -> None:
    came: list[bytes] = []

    async def notified(http: Request) -> Response:
        came.append(await http.body())
        return JSONResponse({"result": {"resultStatus": "S", "resultCode": "SUCCESS", "resultMessage": "success"}})

    with open_stand() as stand, stand.shop() as shop:
        origin = stand.backstage.serve(Starlette(routes=[Route("/notify", notified, methods=["POST"])]))
        buyer = shop.customer(10**9 if outcome == "paid" else 0)
        shop.confirmed(buyer, paymentNotifyUrl=f"{origin}/notify")
        answered = shop.world.journal.wait_for(
            lambda m: m.name == "notifyPayment" and m.sender.value == "merchant", "the acknowledgement"
        )
        document = stand.http.get(f"{stand.wallet.gateway_origin}/openapi.json").json()
    assert answered.payload["delivered"] is True
    content = document["webhooks"]["notifyPayment"]["post"]["requestBody"]["content"]["application/json"]
    schema = {**content["schema"], "additionalProperties": False, "components": document["components"]}
    jsonschema_rs.validate(schema, json.loads(came[0]), validate_formats=True)
