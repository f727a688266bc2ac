"""Which kinds of program a scenario is played with."""

from __future__ import annotations

import pytest

from fixtures.programs import PROGRAMS, SEED_NATIVE, SHOP, SHOP_NATIVE
from harness.suite.errors import NotPlayable
from harness.suite.kinds import offered_kinds, program_of_kind


def test_a_program_is_offered_in_the_kinds_it_is_there_in() -> None:
    assert offered_kinds(PROGRAMS, ["9000"], None) == ("h5", "native")
    assert offered_kinds({"shop": SHOP}, [], None) == ("h5",)
    assert offered_kinds(PROGRAMS, [], SHOP_NATIVE) == ("native",)


def test_the_native_partner_of_a_program_is_played() -> None:
    assert program_of_kind(PROGRAMS, [], None, "native") is SHOP_NATIVE
    assert program_of_kind(PROGRAMS, ["program-seed"], None, "native") is SEED_NATIVE
    assert program_of_kind(PROGRAMS, [], None, None) is SHOP


def test_a_kind_that_a_program_is_not_there_in_is_told() -> None:
    with pytest.raises(NotPlayable, match='the program "shop" is h5, and there is none like it that is native') as told:
        program_of_kind({"shop": SHOP}, [], None, "native")
    assert told.value.action == 'name one "shop-native" in the fixture "programs", or leave out --kinds'
