"""A run in which scenarios end in every way: each writer tells them apart, with one worker or two, killed or not."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

from bad_input_kit import Done, new_project
from bad_input_outcomes import FEATURE, STEPS

from harness.cli import main

ID = "features/every.feature::"
RESULTS = {
    "It passes": "passed",
    "It passes for Zainab": "passed",
    "It passes for Ali": "passed",
    "A step fails": "failed",
    "A step is not known": "undefined",
    "Soft checks fail in their step": "failed",
    "It is skipped on the way": "skipped",
    "It passes when it is tried again": "flaky",
    "It is never begun": "skipped",
}
TOKEN = "tok-5f1e9c2d"


def test_every_writer_tells_the_outcomes_apart(tmp_path: Path) -> None:
    page = tmp_path / "job.md"
    page.write_text("before\n", encoding="utf-8")
    project = new_project(tmp_path, STEPS)
    (tmp_path / "features/good.feature").unlink()
    project.write("features/every.feature", FEATURE)
    done = project.run("--retries", "1", "--allure", "allure", "-n", "2", env={"GITHUB_STEP_SUMMARY": str(page)})
    assert done.code == 1, done.said
    results = dict(done.verdict["results"])  # type: ignore[call-overload]
    assert sorted(results.values()) == sorted(RESULTS.values())
    assert done.verdict["scenarios"] == {"passed": 3, "failed": 3, "skipped": 1, "cannot": 0, "flaky": 1}
    _soft(done)
    _attached(done)
    _junit(done)
    _messages(done)
    _allure(tmp_path / "allure")
    summary = (done.reports / "summary.md").read_text(encoding="utf-8")
    assert page.read_text(encoding="utf-8") == f"before\n{summary}"
    assert "**3** passed, **2** failed, **1** undefined, **2** skipped, **1** flaky" in summary
    assert "- It passes when it is tried again (features/every.feature:40), attempt 1: not yet" in summary
    assert "flaky    features/every.feature:40: It passes when it is tried again" in done.said


def _soft(done: Done) -> None:
    failed = re.search(r"✗ When two soft checks do not hold\n +✓ Then it holds\n +✗ And a soft check", done.said)
    assert failed, done.said
    assert "the total: 25 is not 26\n    the receipt is not there (conftest.py:" in done.said


def _attached(done: Done) -> None:
    files = {file.suffix: file for file in (done.reports / "attachments").iterdir()}
    assert set(files) == {".json", ".txt", ".png"}
    assert '"amount": 25000' in files[".json"].read_text(encoding="utf-8")
    assert files[".txt"].read_text(encoding="utf-8").startswith("line 1\nline 2 with ••••")
    others = [f for f in done.reports.rglob("*") if f.is_file() and f.name != "journal.ndjson"]
    assert [f.name for f in others if TOKEN.encode() in f.read_bytes()] == []


def _junit(done: Done) -> None:
    tree = ET.parse(done.reports / "junit.xml")
    types = sorted(failure.get("type") or "" for failure in tree.iter("failure"))
    assert types == ["failed", "failed", "undefined"]
    assert [flaky.get("message") for flaky in tree.iter("flakyFailure")] == ["not yet"]
    assert len(list(tree.iter("rerunFailure"))) == 3
    said = "".join(out.text or "" for out in tree.iter("system-out"))
    assert "not run  And it holds" in said
    assert said.count("[[ATTACHMENT|attachments/") == 3


def _messages(done: Done) -> None:
    lines = [json.loads(line) for line in (done.reports / "messages.ndjson").read_text(encoding="utf-8").splitlines()]
    definitions = [line["stepDefinition"]["pattern"] for line in lines if "stepDefinition" in line]
    assert {"source": 'it holds for "(?P<who>[^"]+)"', "type": "REGULAR_EXPRESSION"} in [
        {**d, "source": d["source"].removeprefix("r")} for d in definitions
    ]
    groups = [
        argument["group"]["value"]
        for line in lines
        for step in line.get("testCase", {}).get("testSteps", [])
        for found in step.get("stepMatchArgumentsLists", [])
        for argument in found["stepMatchArguments"]
    ]
    assert {"Zainab", "Ali", "before each"} == set(groups)
    found = [line["testStepFinished"]["testStepResult"]["status"] for line in lines if "testStepFinished" in line]
    assert {"PASSED", "FAILED", "SKIPPED", "UNDEFINED"} == set(found)
    assert [line["testCaseFinished"]["willBeRetried"] for line in lines if "testCaseFinished" in line].count(True) == 4


def _allure(folder: Path) -> None:
    results = [json.loads(file.read_text(encoding="utf-8")) for file in folder.glob("*-result.json")]
    again = [r for r in results if r["name"].startswith("It passes when it is tried again")]
    assert sorted(r["status"] for r in again) == ["failed", "passed"]
    assert len({r["historyId"] for r in again}) == 1
    assert len({r["uuid"] for r in results}) == len(results) == 12
    attached = [a for r in results for step in r["steps"] for a in step["attachments"]]
    assert len(attached) == 3
    assert all((folder / a["source"]).is_file() for a in attached)


KILLED = """Feature: The machine goes down
  Scenario: First
    Given a note "before each"
  Scenario: Second
    Given a note "before each"
    When the machine goes down
    Then it holds
  Scenario: Third
    Given a note "before each"
"""


def test_a_killed_run_leaves_a_readable_report_of_all_before(tmp_path: Path) -> None:
    project = new_project(tmp_path, STEPS)
    (tmp_path / "features/good.feature").unlink()
    project.write("features/killed.feature", KILLED)
    assert project.run("-p", "no:randomly").code == -9
    reports = tmp_path / "reports"
    assert not (reports / "verdict.json").exists()
    assert main(["report", str(reports), "--to", str(tmp_path / "read")]) == 0
    verdict = json.loads((tmp_path / "read/verdict.json").read_text(encoding="utf-8"))
    assert list(verdict["results"].values()) == ["passed", "not finished", "not run"]
    assert verdict["passed"] is False
    project.write("features/killed.feature", KILLED.replace("    When the machine goes down\n", ""))
    done = project.run("-p", "no:randomly")
    kept = reports / "killed"
    assert (
        f"an earlier run was stopped before it could report; its evidence is now in {kept / 'index.html'}" in done.said
    )
    assert json.loads((kept / "verdict.json").read_text(encoding="utf-8"))["results"] == verdict["results"]
    assert set(done.verdict["results"].values()) == {"passed"}  # type: ignore[attr-defined]


def test_a_run_that_cannot_begin_leaves_no_verdict_of_an_earlier_one(tmp_path: Path) -> None:
    project = new_project(tmp_path, STEPS)
    verdict = project.write("reports/verdict.json", '{"passed": true}')
    assert project.run("features/nobody.feature", "--dry-run").code == 2
    assert verdict.exists()
    assert project.run("features/nobody.feature").code == 2
    assert not verdict.exists()
