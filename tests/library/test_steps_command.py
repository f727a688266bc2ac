"""harness steps: what a feature can say."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from harness.cli import main
from harness.dialects import keyword_beside
from harness.phone import BrowserHolder


def test_every_step_is_listed_with_what_a_feature_says(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["steps", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    found = {(step["actor"], step["keyword"], step["text"]): step["example"] for step in listed}
    assert found["buyer", "Given", "a buyer with {balance} in the wallet"] == "a buyer with 100,000 IQD in the wallet"
    assert found["journey", "Then", "the payment ends with {code} ({meaning})"].startswith("the payment ends with ")
    assert {actor for actor, *_ in found} >= {"buyer", "merchant", "mini program", "phone", "wallet"}


def test_a_feature_takes_its_steps_out_of_the_unused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["steps", "--unused", "--json"]) == 0
    before = [step["text"] for step in json.loads(capsys.readouterr().out) if step["keyword"] == "Given"]
    text = 'the Mini Program remembers "{key}" as "{value}"'
    assert text in before
    feature = tmp_path / "x.feature"
    feature.write_text('Feature: f\n  Scenario: s\n    Given the Mini Program remembers "a" as "b"\n')
    assert main(["steps", "--unused", "--json", str(feature)]) == 0
    assert text not in [step["text"] for step in json.loads(capsys.readouterr().out)]


def test_a_step_stands_behind_the_keyword_of_its_language(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["steps"]) == 0
    assert "  بفرض  مشتر في محفظته {balance}\n" in capsys.readouterr().out
    assert main(["steps", "--html", str(tmp_path / "steps.html")]) == 0
    page = (tmp_path / "steps.html").read_text(encoding="utf-8")
    assert '<span class="k given">بفرض</span> <bdi class="text">مشتر في محفظته <var>{balance}</var></bdi>' in page
    assert 'data-copy="بفرض مشتر في محفظته 100,000 IQD"' in page
    assert keyword_beside("When", "کڕیار پارەدان پشتڕاست دەکاتەوە") == "کاتێک"
    assert keyword_beside("*", "مشتر") == "*"


OWN = """
from pytest_bdd import given, parsers


@given(parsers.parse("the shop sells {what}"))
def sells(what: str) -> None:
    \"\"\"Put goods on the shelf.

    Whatever they are <called>.
    \"\"\"
"""
FEATURE = """\
Feature: f
  Scenario Outline: s
    Given the shop sells <what>
    Examples:
      | what |
      | tea  |
      | rice |
  Scenario: t
    Given the shop sells tea
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.path", [*sys.path])
    (tmp_path / "features").mkdir()
    (tmp_path / "conftest.py").write_text(OWN, encoding="utf-8")
    (tmp_path / "features" / "x.feature").write_text(FEATURE, encoding="utf-8")
    return tmp_path


def test_a_project_finds_its_own_steps_and_where_they_are_said(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["steps", "--json", "features"]) == 0
    *_, mine = json.loads(capsys.readouterr().out)
    assert mine == {
        "actor": "your own",
        "keyword": "Given",
        "text": "the shop sells {what}",
        "example": "the shop sells tea",
        "does": "Put goods on the shelf.",
        "about": "Put goods on the shelf.\n\nWhatever they are <called>.",
        "place": "conftest.py:5",
        "used": ["features/x.feature:3", "features/x.feature:9"],
    }


def test_a_conftest_that_cannot_be_imported_is_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "conftest.py").write_text("import nothing_of_that_name\n", encoding="utf-8")
    assert main(["steps"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("error: conftest.py:1: conftest.py cannot be imported: ModuleNotFoundError: No module named")


def test_a_page_is_whole_and_searched(
    project: Path, browsers: BrowserHolder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["steps", "--html", "steps.html"]) == 0
    assert capsys.readouterr().out.strip() == "steps.html"
    shown = browsers.get().new_page()
    shown.goto((project / "steps.html").as_uri())
    assert shown.locator("article:visible").count() > 100
    shown.get_by_label("Search the steps").fill("SHOP sells called")
    assert shown.locator("article:visible .text").all_inner_texts() == ["the shop sells {what}"]
    assert "said in 2 places" in shown.locator("article:visible").inner_text()
    assert shown.get_by_role("status").inner_text().startswith("1 of ")
    shown.get_by_label("only what no feature says").check()
    assert shown.get_by_text("No step has these words.").is_visible()
    shown.context.close()


def test_a_page_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["steps", "--html", str(tmp_path / "none" / "x.html")]) == 2
    assert "the page cannot be written" in capsys.readouterr().err
