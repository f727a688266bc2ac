"""A dry run finds what would keep a scenario from being played, each with its place, and plays nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.library import step_modules

OWN = """
import pytest
from pytest_bdd import given, parsers, when
from fixtures.programs import SHOP, SHOP_NATIVE


@pytest.fixture(scope="session")
def programs():
    return {"shop": SHOP, "shop-native": SHOP_NATIVE}


@when(parsers.parse("the shop closes at {hour:d}"))
def closes(hour):
    pass


@when(parsers.parse("the shop closes at {words}"))
def closes_in_words(words):
    pass


@when("the shop asks for a fixture")
def asks(world, nowhere):
    pass


@when(parsers.parse("the shop opens on {day}"), converters={"day": int})
def opens(day):
    raise AssertionError("a step was played")
"""
GOOD = """\
Feature: Good
  Scenario: One
    Given a buyer with 100,000 IQD in the wallet
    When the buyer orders "Barhi dates, 1 kg" for 25,000 IQD
    And the shop opens on 7
    Then the Mini Program shows the order as paid
"""
BAD = """\
Feature: Bad
  Background:
    Given a buyer with 10 dinars in the wallet

  Scenario: Words
    When the buyer orders "Barhi date, 1 kg" for 25,000 IQD
    Then the Mini Program shows the order as payd

  @program-other
  Scenario: Steps
    When the shop closes at 7
    And the shop asks for a fixture
    And the shop opens on Monday
    And the wallet answers getAuthCode with

  Scenario Outline: Undefined
    When the buyer sings <n> songs
    Examples:
      | n |
      | 1 |
      | 2 |

  Scenario: Nothing
"""
FOUND = """\
bad.feature:3: "10 dinars" is not in this wallet's currency, IQD
bad.feature:6: the program shop has no action "buy Barhi date, 1 kg"
bad.feature:7: the program shop has no screen "payd"
bad.feature:10: the tag @program-other names no program: there is no "other"
bad.feature:11: 2 definitions match "When the shop closes at 7": conftest.py:12 closes and conftest.py:17 closes_in_words
bad.feature:12: the definition of "the shop asks for a fixture" wants "nowhere", which is neither in its text nor a fixture
bad.feature:13: "Monday" is no day: invalid literal for int() with base 10: 'Monday'
bad.feature:14: no step is defined for "And the wallet answers getAuthCode with"
bad.feature:17: no step is defined for "When the buyer sings 1 songs"
bad.feature:23: the scenario has no steps of its own, so it checks nothing
torn.feature:4:5: not valid Gherkin: expected: EOF, TableRow"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "conftest.py").write_text(OWN, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    (tmp_path / "good.feature").write_text(GOOD, encoding="utf-8")
    return tmp_path


def dry_run(root: Path, *arguments: str) -> int:
    plugins = [f"-p{name}" for name in ("harness.suite.plugin", *step_modules())]
    without = [f"-pno:{name}" for name in ("randomly", "cacheprovider", "schemathesis")]
    return int(pytest.main([*plugins, *without, "--rootdir", str(root), str(root), "--dry-run", *arguments]))


def test_what_can_be_played_is_not_played(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert dry_run(project, "-q", "-n", "2") == 0
    said = capsys.readouterr().out
    assert "dry run: no problem in 1 feature, 2 scenarios, 4 steps; nothing was played (" in said
    assert not (project / "reports").exists()


def test_each_problem_is_told_once_with_its_place(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "bad.feature").write_text(BAD, encoding="utf-8")
    (project / "torn.feature").write_text("Feature: T\n  Scenario: S\n    Given x\n    Wenn y\n", encoding="utf-8")
    assert dry_run(project) == 1
    said = capsys.readouterr().out
    told = [line for line in said.splitlines() if ".feature:" in line]
    assert [line[: len(found)] for line, found in zip(told, FOUND.splitlines(), strict=True)] == FOUND.splitlines()
    assert "def the_buyer_sings_songs(world: World, songs: int) -> None:" in said
    assert "dry run: 11 problems in 2 features, " in said
    assert not (project / "reports").exists()
