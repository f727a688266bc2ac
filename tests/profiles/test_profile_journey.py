"""The whole journey at a wallet that is not Super Qi: the reference shop, with a merchant that speaks generic v1."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from fixtures.buyers import buyer
from fixtures.merchant import Merchant
from fixtures.programs import SHOP, ReferenceMerchant
from harness import Stage, Status
from harness.phone import BrowserHolder

# The reference shop has prices in dinars; all else is the generic wallet's own.
V1_IN_DINARS = """
extends = "generic_v1"
[money]
currency = "IQD"
units = 1000
decimals = 0
label = "IQD"
label_arabic = "د.ع"
"""
SITE = json.dumps({"customerBelongsTo": "V1"})


class V1Merchant(Merchant):
    """The reference merchant with the fields of generic v1 (openapi.md 2.6.2, notify.md 4.1)."""

    async def call(self, name: str, body: Mapping[str, object]) -> dict[str, object]:
        said: dict[str, object] = {**body, "partnerId": self.credentials.client_id, "extendInfo": SITE}
        order = said.pop("order", None)
        if isinstance(order, dict):
            said |= {"paymentOrderTitle": order["orderDescription"], "paymentFactor": {"isCashierPayment": True}}
        answer = await super().call(name, said)
        form = answer.get("actionForm")
        return answer | (
            {"redirectActionForm": {"redirectUrl": form["redirectionUrl"]}} if isinstance(form, dict) else {}
        )

    async def notified(self, request: Request) -> Response:
        body = json.loads(await request.body())
        assert body["partnerId"] == self.credentials.client_id
        self.settle(body["paymentRequestId"], body["paymentStatus"], body)
        return JSONResponse({"result": {"resultCode": "SUCCESS", "resultStatus": "S", "resultMessage": "success"}})


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory, browsers: BrowserHolder) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("v1")
    file = folder / "v1_in_dinars.toml"
    file.write_text(V1_IN_DINARS, encoding="utf-8")
    with Stage(folder / "reports", profile=str(file), browsers=browsers) as made:
        yield made


@pytest.mark.parametrize("paid", [True, False])
def test_the_journey_at_another_wallet(stage: Stage, paid: bool, tmp_path: Path) -> None:
    program = replace(SHOP, name="v1-shop", merchant=lambda: ReferenceMerchant(V1Merchant))
    world = stage.world("generic v1", program)
    try:
        world.enter_buyer(buyer(1), "100,000 IQD")
        world.open_program()
        world.act("log in")
        world.phone.tap({"testId": "consent-allow"})  # USER_ID, silent at Super Qi, needs the buyer's consent here
        world.act("buy Barhi dates, 1 kg")
        world.expect_cashier("25,000 IQD")
        world.phone.tap_cashier("confirm" if paid else "cancel")
        world.expect_screen("paid" if paid else "cancelled")
        verdict = world.settle()
    finally:
        world.close()
    assert verdict.passed, world.explain(verdict)
    if paid:
        assert [number for number in range(1, 21) if verdict.step(number).status is not Status.SEEN] == []
