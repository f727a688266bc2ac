"""The thinnest whole thing: a native program logs in, orders and pays, in the real wallet and its cashier."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fixtures.buyers import buyer
from fixtures.merchant import GOODS
from fixtures.programs import reference_merchant
from harness import Program
from harness.journey import Status
from harness.runtime.build import build
from harness.suite.stage import Stage
from harness.suite.world import World

FIRST = Program(
    name="native-first",
    kind="native",
    folder=Path(__file__).parent / "programs" / "first",
    merchant=reference_merchant,
    actions={
        "log in": {"testId": "login"},
        **{f"buy {good.id}": {"testId": f"buy-{good.id}"} for good in GOODS.values()},
    },
    screens={name: {"selector": f"[data-screen={name}]"} for name in ("welcome", "catalogue", "paid")},
)


@pytest.fixture
def world(scratch_stage: Stage) -> Iterator[World]:
    build()
    made = scratch_stage.world("native", FIRST)
    yield made
    made.close()


def test_a_buyer_logs_in_and_pays_in_a_native_program(world: World) -> None:
    world.enter_buyer(buyer(7), "100,000 IQD")
    world.open_program()
    world.expect_screen("welcome")
    world.act("log in")
    world.expect_screen("catalogue")
    world.act(f"buy {next(iter(GOODS.values())).id}")
    world.expect_cashier("IQD")
    world.phone.tap_cashier("confirm")
    world.expect_screen("paid")
    assert "is paid (9000)" in world.phone.text()
    assert len(world.took()) == 1
    assert [message.payload for message in world.journal.all(lambda m: m.name == "page error")] == []
    verdict = world.settle()
    assert [number for number in range(1, 21) if verdict.step(number).status is not Status.SEEN] == []
