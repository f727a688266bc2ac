"""Feature files that cannot be played, or not in full."""

from __future__ import annotations

from pathlib import Path

import pytest
from bad_input_kit import new_project

from harness.cli import main
from harness.errors import HarnessError
from harness.suite.gherkin import read_feature

SYNTAX = """Feature: Wrong
  Scenario: One
    Given a buyer with 100,000 IQD in the wallet
    Wenn the buyer confirms
"""
UNDEFINED = """Feature: Undefined
  Scenario: One
    Given a buyer with 100,000 IQD in the wallet
    And the buyer logged in
"""
NO_STEPS = """Feature: Unfinished
  Background:
    Given a buyer with 100,000 IQD in the wallet
  Scenario: Nothing is said of it yet
"""
AMBIGUOUS = """Feature: Ambiguous
  Scenario: One
    Given a buyer with 100,000 IQD in the wallet
    When the wallet answers 6001 slowly
"""
TWO_DEFINITIONS = """
from pytest_bdd import parsers


@when(parsers.parse("the wallet answers {code}"))
def answers(code: str) -> None:
    pass


@when(parsers.parse("the wallet answers {code:d} slowly"))
def answers_slowly(code: int) -> None:
    pass
"""
SCENARIO = "  Scenario: One\n    Given x\n"


def test_what_cannot_be_played_is_told_once_and_the_rest_is_played(tmp_path: Path) -> None:
    project = new_project(tmp_path, TWO_DEFINITIONS)
    project.write("features/syntax.feature", SYNTAX)
    project.write("features/ambiguous.feature", AMBIGUOUS)
    project.write("features/empty.feature", "")
    project.write("features/latin.feature", b"Feature: x\n  Scenario: Caf\xe9\n    Given x\n")
    project.write("features/undefined.feature", UNDEFINED)
    project.write("features/no_steps.feature", NO_STEPS)
    done = project.run("-n", "2")
    assert done.code == 1, done.said
    for name, error in {
        "syntax": "features/syntax.feature:4:5: not valid Gherkin: expected: EOF, TableRow",
        "empty": "features/empty.feature: the feature file is empty\n  next: begin it with",
        "latin": "features/latin.feature:2: the feature is not UTF-8: byte 0xe9 cannot be read",
    }.items():
        assert error in done.said
        assert done.said.count(f"ERROR collecting features/{name}.feature") == 1
        assert any(error.partition("\n")[0] in failure for failure in done.failures)
    assert 'features/undefined.feature:4: no step is defined for "And the buyer logged in"' in done.said
    assert "next: write one of: Given the buyer has logged in | When the buyer logs in" in done.said
    assert "features/no_steps.feature:4: the scenario has no steps of its own, so it checks nothing" in done.said
    assert 'features/ambiguous.feature:4: 2 definitions match "When the wallet answers 6001 slowly": ' in done.said
    assert " answers and " in done.said
    assert done.verdict["passed"] is False
    assert done.verdict["scenarios"] == {"passed": 1, "failed": 3, "skipped": 0, "cannot": 0, "flaky": 0}
    assert "verdict  FAILED" in done.said


def test_where_nothing_can_be_collected_there_is_evidence_of_that(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    project.write("features/good.feature", "")
    done = project.run("--seed", "7")
    assert (done.code, done.verdict["passed"], done.verdict["seed"]) == (1, False, 7), done.said
    assert "the feature file is empty" in done.failures[0]


@pytest.mark.parametrize(
    ("text", "place", "fact"),
    [
        ("# only a comment\n", "", "the feature file is empty"),
        ("Feature: A title\n", "", "the feature has no scenario"),
        ("Feature: A\n  Rule: B\n", "", "the feature has no scenario"),
        ("just words\nmore words\n", ":1:1", "not valid Gherkin: expected: EOF, Language, TagLine"),
        ("# language: xx\nFeature: A\n", ":1:1", "Language not supported: xx"),
        (f"Feature: A\n{SCENARIO}      | a | b |\n      | c |\n", ":5:7", "inconsistent cell count within the table"),
        (f'Feature: A\n{SCENARIO}      """\n', ":5", "unexpected end of file"),
        (f"Feature: A\n{SCENARIO}{SCENARIO}", ":4", 'the scenario "One" is already there, in line 2'),
        (f"Feature: A\n  Rule: B\n{SCENARIO}{SCENARIO}", ":5", 'already there under the Rule "B", in line 3'),
        (
            "Feature: A\n  Scenario Outline: B\n    Given <x>\n    Examples:\n      | x |\n",
            ":2",
            "Examples without a row",
        ),
        ("Feature: A\n  Scenario: B\n    And x\n", ":3", "First step in a scenario"),
        ("Feature: A\n  @a b\n  Scenario: B\n    Given x\n", ":2:3", "A tag may not contain whitespace"),
    ],
)
def test_each_mistake_has_its_place(tmp_path: Path, text: str, place: str, fact: str) -> None:
    file = tmp_path / "x.feature"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(HarnessError) as caught:
        read_feature(file)
    assert caught.value.place == f"{file}{place}"
    assert fact in caught.value.fact
    assert caught.value.action


def test_the_mark_that_some_editors_put_in_front_is_no_mistake(tmp_path: Path) -> None:
    file = tmp_path / "x.feature"
    file.write_text(f"Feature: A\n{SCENARIO}", encoding="utf-8-sig")
    read_feature(file)


def test_a_feature_that_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    new_project(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert main(["run", "--reports", "elsewhere", "features/god.feature"]) == 2
    said = capsys.readouterr().err
    assert (
        said == "error: features/god.feature: there is no such feature\n  next: choose one of: features/good.feature\n"
    )


def test_a_step_in_arabic_that_is_not_defined_is_shown_those_that_go_on_as_it_begins(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    project.write("features/undefined.feature", "# language: ar\nخاصية: خ\n  سيناريو: س\n    بفرض مشتر في محفظته\n")
    done = project.run("--dry-run")
    assert "next: write one of: بفرض مشتر في محفظته {balance}" in done.said
