"""Paths that no feature of the reference shop takes, played by a merchant that differs in one thing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from fixtures.buyers import buyer
from fixtures.merchant import Merchant
from fixtures.programs import SHOP, ReferenceMerchant
from harness import Stage, Status
from harness.journal import Journal, Message


class WithoutNotifications(Merchant):
    """Asks for no notification."""

    async def call(self, name: str, body: Mapping[str, object]) -> dict[str, object]:
        return await super().call(name, {key: value for key, value in body.items() if key != "paymentNotifyUrl"})


def test_without_a_notify_url_there_is_no_step_19(scratch_stage: Stage) -> None:
    program = replace(SHOP, name="without-notifications", merchant=lambda: ReferenceMerchant(WithoutNotifications))
    world = scratch_stage.world("without notifications", program)
    try:
        world.enter_buyer(buyer(1), "100,000 IQD")
        world.open_program()
        world.act("log in")
        world.act("buy Barhi dates, 1 kg")
        world.phone.tap_cashier("confirm")
        world.expect_screen("paid")
        verdict = world.settle()
    finally:
        world.close()
    assert verdict.passed
    assert verdict.step(19).status is Status.NOT_EXPECTED
    assert [n for n in range(1, 21) if verdict.step(n).status is not Status.SEEN] == [19]


def test_a_phone_switched_off_at_the_cashier_leaves_no_trace_of_an_answer(scratch_stage: Stage) -> None:
    world = scratch_stage.world("switched off", SHOP)
    try:
        world.enter_buyer(buyer(1), "100,000 IQD")
        world.open_program()
        world.act("log in")
        world.act("buy Barhi dates, 1 kg")
        world.expect_cashier("25,000 IQD")
    finally:
        world.close()
    assert world.verdict().step(18).status is Status.NOT_REACHED


def test_nobody_waits_for_what_comes_after_a_lost_notification(
    scratch_stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[Message | None] = []
    real = Journal.wait

    def wait(journal: Journal, probe: Callable[[], Message | None], seconds: float) -> Message | None:
        found.append(real(journal, probe, seconds))
        return found[-1]

    world = scratch_stage.world("lost", SHOP)
    try:
        world.faults.add("wallet backend -> merchant", "notification lost")
        world.enter_buyer(buyer(1), "100,000 IQD")
        world.open_program()
        world.act("log in")
        world.act("buy Barhi dates, 1 kg")
        world.phone.tap_cashier("confirm")
        world.expect_screen("paid")
        world.wait_for(lambda m: m.get("delivered") is False, "the loss")
        monkeypatch.setattr(Journal, "wait", wait)
        verdict = world.settle()
    finally:
        world.close()
    assert verdict.passed
    assert verdict.step(19).status is Status.NOT_REACHED
    assert None not in found, "it waited in vain"
