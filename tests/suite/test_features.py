"""Scenarios are called as they are written, under their Rule, and are chosen by these names."""

from __future__ import annotations

from pathlib import Path

import pytest
from collecting import collect

from harness.errors import HarnessError
from harness.suite.gherkin import parsed
from harness.suite.names import full_names, plain

TEXT = """\
Feature: Two rules

  Scenario: Before all rules
    Given x

  Rule: Money is taken once

    Scenario: The buyer pays
      Given x

    Scenario Outline: The buyer pays <amount>
      Given <amount>

      Examples:
        | amount     | in      |
        | 25,000 IQD | Baghdad |
        | 50,000 IQD | بغداد   |

      @slow
      Examples: more
        | amount     | in    |
        | 25,000 IQD | Basra |

  Rule: Money is given back

    Scenario: The buyer pays
      Given x

    Scenario:
      Given [x]::y
"""
FIRST, BACK = "x.feature::Money is taken once", "x.feature::Money is given back"
OUTLINE = f"{FIRST}::The buyer pays <amount>"
ALL = [
    "x.feature::Before all rules",
    f"{FIRST}::The buyer pays",
    f"{OUTLINE}[25,000 IQD, Baghdad-h5]",
    f"{OUTLINE}[50,000 IQD, بغداد-h5]",
    f"{OUTLINE}[25,000 IQD, Basra-h5]",
    f"{BACK}::The buyer pays",
    f"{BACK}::Scenario in line 29",
]
ALL = [name if name.endswith("]") else f"{name}[h5]" for name in ALL]


@pytest.fixture
def feature(tmp_path: Path) -> Path:
    file = tmp_path / "x.feature"
    file.write_text(TEXT, encoding="utf-8")
    return file


def test_a_scenario_is_called_as_it_is_written(feature: Path) -> None:
    found = collect(feature.parent)
    assert found.ids == ALL
    assert found.lines == [3, 8, 11, 11, 11, 26, 29]
    assert found.errors == []


@pytest.mark.parametrize(
    ("asked", "chosen"),
    [
        ("::Money is taken once", ALL[1:5]),
        ("::Money is taken once::The buyer pays", ALL[1:2]),
        ("::The buyer pays", [ALL[1], ALL[5]]),
        ("::The buyer pays <amount>[50,000 IQD, بغداد-h5]", [ALL[3]]),
        ("::Before all rules", ALL[:1]),
        (":17", [ALL[3]]),
        (":24", ALL[5:]),
    ],
)
def test_a_name_or_a_line_chooses(feature: Path, asked: str, chosen: list[str]) -> None:
    assert collect(feature.parent, f"{feature}{asked}").ids == chosen


@pytest.mark.parametrize(
    ("options", "chosen"),
    [
        (("-k", "before"), ALL[:1]),
        (("-k", "taken and baghdad"), [ALL[2]]),
        (("-k", "test_the_buyer_pays and given"), [ALL[5]]),
        (("-k", "بغداد"), [ALL[3]]),
        (("--name", "buyer pays 25,000"), [ALL[2], ALL[4]]),
        (("--name", "GIVEN BACK"), ALL[5:]),
        (("--tags=@slow",), [ALL[4]]),
    ],
)
def test_words_choose(feature: Path, options: tuple[str, ...], chosen: list[str]) -> None:
    assert collect(feature.parent, str(feature), *options).ids == chosen


def test_a_name_that_is_not_there_is_told_with_the_nearest(feature: Path) -> None:
    tree = parsed(feature).get("feature")
    with pytest.raises(HarnessError) as caught:
        full_names(tree, "The buyer pay", "x.feature")
    assert str(caught.value).startswith('x.feature: there is no Rule and no scenario "The buyer pay"\n  next: choose ')
    assert "The buyer pays | " in caught.value.action


def test_a_name_with_what_parts_names_in_ids_is_found_as_it_is_written(feature: Path) -> None:
    feature.write_text("Feature: f\n  Rule: a::b\n    Scenario: c [d]:\n      Given x\n", encoding="utf-8")
    assert plain("c [d]:") == "c (d)"
    assert collect(feature.parent).ids == ["x.feature::a:b::c (d)[h5]"]
    assert full_names(parsed(feature).get("feature"), "c [d]:", "") == ["a:b::c (d)"]
    assert full_names(parsed(feature).get("feature"), "a:b::c (d)[h5]", "") == ["a:b::c (d)[h5]"]


def test_two_of_one_name_under_one_rule_are_refused(feature: Path) -> None:
    feature.write_text(TEXT.replace("    Scenario:\n", "    Scenario: The buyer pays\n"), encoding="utf-8")
    [error] = collect(feature.parent).errors
    said = 'already there under the Rule "Money is given back", in line 26'
    assert f'x.feature:29: the scenario "The buyer pays" is {said}' in error
