"""A line of a feature file stands for a scenario, a row, a Rule or the whole; an expression of tags chooses among all."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.errors import HarnessError
from harness.suite.choosing import Place, joined, parse_tags, places, split_line

TEXT = """\
@money
Feature: Two rules

  Background:
    Given x

  @first
  Rule: One

    @tag
    Scenario: A
      Given a

    Scenario Outline: B
      Given <b>

      Examples:
        | b |
        | 1 |
        | 2 |

  Rule: Two

    Scenario: C
      Given c
"""


@pytest.fixture
def feature(tmp_path: Path) -> Path:
    file = tmp_path / "two.feature"
    file.write_text(TEXT, encoding="utf-8")
    return file


A, B, C = 11, 14, 24


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (1, [Place(A), Place(B), Place(C)]),
        (2, [Place(A), Place(B), Place(C)]),
        (7, [Place(A), Place(B)]),
        (8, [Place(A), Place(B)]),
        (10, [Place(A)]),
        (11, [Place(A)]),
        (12, [Place(A)]),
        (14, [Place(B)]),
        (15, [Place(B)]),
        (18, [Place(B)]),
        (19, [Place(B, 19)]),
        (20, [Place(B, 20)]),
        (22, [Place(C)]),
        (25, [Place(C)]),
    ],
)
def test_a_line_stands_for(feature: Path, line: int, found: list[Place]) -> None:
    assert places(feature, line) == found


def test_a_line_that_is_not_there(feature: Path) -> None:
    with pytest.raises(HarnessError, match="there is no line 26"):
        places(feature, 26)


def test_a_path_with_a_line() -> None:
    assert split_line("features/x.feature:42") == ("features/x.feature", 42)
    assert split_line("features/x.feature") == ("features/x.feature", 0)
    assert split_line("tests/test_x.py:42") == ("tests/test_x.py:42", 0)


@pytest.mark.parametrize("text", ["@a and", "(@a", "@a @b"])
def test_tags_that_cannot_be_read(text: str) -> None:
    with pytest.raises(HarnessError, match="--tags"):
        parse_tags(text)


def test_tags_may_begin_with_their_at() -> None:
    assert joined(["-x", "--tags", "@a and not @b", "y"]) == ["-x", "--tags=@a and not @b", "y"]
    assert parse_tags("@a and not @b").evaluate(["@a"])
