"""Each wrong program is found by the scenario its row names, and the report says what the row says.

That the right programs are never found the features show, each with both kinds.
"""

from __future__ import annotations

import pytest
from player import play_wrong
from wrong_bug import Bug
from wrong_pack import all_cases
from wrong_table import BUGS, PACK, PAGE, page

from harness import Stage


@pytest.mark.parametrize("bug", [pytest.param(bug, id=f"{bug.kind}-{bug.what}") for bug in BUGS])
def test_a_wrong_program_is_found_and_named(scratch_stage: Stage, bug: Bug) -> None:
    played = play_wrong(scratch_stage, bug.program(), bug.feature, bug.scenario, bug.delivery, wanted=bug.said)
    assert bug.said in played.said


def test_the_pack_finds_each_bug_by_a_case_that_it_has() -> None:
    cases = {f"{name}<br>`{file}`" for file, name in all_cases()}
    assert {f"{bug.kind}: {bug.what}" for bug in BUGS} == PACK.keys(), "run: python tests/wrong/wrong_pack.py"
    assert set(PACK.values()) <= cases


def test_the_page_in_the_docs_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python tests/wrong/wrong_table.py"
