"""Merchants that do everything right in their own way are not accused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from correct_merchants import CORRECT
from player import play, scenarios

from harness import Program, Stage
from harness.wallet.profile import Delivery

DELIVERIES: tuple[Delivery, ...] = ("success", "split")
NEEDS_NOTIFICATIONS, NEEDS_COUNT = "trust", "The wallet notifies the merchant twice of one payment"


def _cases() -> Iterator[tuple[Program, str, str, Delivery]]:
    """Every ending of a payment with every other merchant, the two deliveries taking turns, and who is believed."""
    for number, program in enumerate(CORRECT):
        for turn, name in enumerate(scenarios("result_codes")):
            if (turn + number) % 2:
                yield program, "result_codes", name, DELIVERIES[(turn // 2 + number) % 2]
        for name in scenarios(NEEDS_NOTIFICATIONS):
            told = program.name != "only inquires" and (program.name != "node" or name != NEEDS_COUNT)
            if told or name == "An impatient buyer taps twice":
                yield program, "trust", name, "success"


CASES = [pytest.param(*case, id=f"{case[0].name}-{case[2]}-{case[3]}") for case in _cases()]


@pytest.mark.parametrize(("program", "feature", "scenario", "delivery"), CASES)
def test_a_correct_merchant_is_not_accused(
    scratch_stage: Stage, program: Program, feature: str, scenario: str, delivery: Delivery
) -> None:
    assert play(scratch_stage, program, feature, scenario, delivery).said == ""
