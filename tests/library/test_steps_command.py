"""harness steps: what a feature can say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness.cli import main


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


def test_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "steps.html"
    assert main(["steps", "--html", str(page)]) == 0
    assert capsys.readouterr().out.strip() == str(page)
    assert "the buyer orders &quot;{good}&quot; for {price}" in page.read_text(encoding="utf-8")
    assert main(["steps", "--html", str(tmp_path / "none" / "x.html")]) == 2
    assert "the page cannot be written" in capsys.readouterr().err
