"""A merchant that enters a payment on another order than its own is found: goods that nobody paid for would go out.

The certification pack does not know where an unknown shop lists its orders, so these two are not in its table.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
import wrong_backends as bug
from player import play
from wrong_pages import backend

from fixtures.merchant import Merchant
from fixtures.programs import SHOP, SHOP_NATIVE
from harness import Program, Stage

SCENARIO = ("trust", "The buyer pays for one of two orders")


@pytest.mark.parametrize("build", [bug.PaysForAll, bug.PaysForTheOldest])
def test_a_payment_that_pays_for_another_order_is_found(scratch_stage: Stage, build: Callable[..., Merchant]) -> None:
    said = play(scratch_stage, backend(build), *SCENARIO, patience=2000).said
    assert 'a text with "Zahdi dates, 5 kg 40,000 IQD Payment pending" is not on the screen' in said


@pytest.mark.parametrize("program", [SHOP, SHOP_NATIVE], ids=lambda program: program.name)
def test_a_payment_that_pays_for_its_own_order_is_right(scratch_stage: Stage, program: Program) -> None:
    assert play(scratch_stage, program, *SCENARIO).said == ""
