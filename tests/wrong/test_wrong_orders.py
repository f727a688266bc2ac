"""What only the list of orders shows: a payment entered on another order than its own, or on none while the phone is off.

That the right shops do it right the features show. The certification pack does not know where an unknown shop lists its
orders, so these are not in its table.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
import wrong_backends as bug
from player import play_wrong
from wrong_pages import backend

from fixtures.merchant import Merchant
from harness import Stage

TWO = ("trust", "The buyer pays for one of two orders")
OFF = ("trust", "The wallet settles while the phone is off")
UNPAID = 'a text with "Barhi dates, 1 kg 25,000 IQD Paid" is not on the screen'


@pytest.mark.parametrize("build", [bug.PaysForAll, bug.PaysForTheOldest])
def test_a_payment_that_pays_for_another_order_is_found(scratch_stage: Stage, build: Callable[..., Merchant]) -> None:
    wanted = 'a text with "Zahdi dates, 5 kg 40,000 IQD Payment pending" is not on the screen'
    assert wanted in play_wrong(scratch_stage, backend(build), *TWO, wanted=wanted).said


def test_a_payment_that_pays_for_the_newest_order_is_found(scratch_stage: Stage) -> None:
    assert UNPAID in play_wrong(scratch_stage, backend(bug.PaysForTheNewest), *OFF, wanted=UNPAID).said


def test_a_payment_of_which_only_the_phone_tells_is_found(scratch_stage: Stage) -> None:
    assert UNPAID in play_wrong(scratch_stage, backend(bug.Forgets), *OFF, wanted=UNPAID).said
