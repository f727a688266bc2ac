"""Runs that are stopped: what happened until then is in the evidence."""

from __future__ import annotations

from pathlib import Path

import pytest
from bad_input_kit import GOOD, Done, Project, new_project

from harness.cli import main

INTERRUPTED = """Feature: Interrupted
  Scenario: Somebody presses Ctrl-C
    Given a buyer with 100,000 IQD in the wallet
    When somebody presses Ctrl-C
    Then the Mini Program shows the order as paid
"""
AGAIN = """

def pytest_keyboard_interrupt() -> None:
    os.kill(os.getpid(), signal.SIGINT)
"""


def _project(root: Path, feature: str, conftest: str = "") -> Project:
    project = new_project(root, conftest)
    project.write("features/good.feature", feature)
    project.write("features/later.feature", GOOD)
    return project


def _scenario(done: Done) -> str:
    return next(failure for failure in done.failures if "the run was stopped before this scenario ended" in failure)


@pytest.mark.parametrize("processes", [(), ("-n", "2")])
def test_after_ctrl_c_there_is_evidence_and_no_traceback(tmp_path: Path, processes: tuple[str, ...]) -> None:
    done = _project(tmp_path, INTERRUPTED, AGAIN).run(*processes)
    assert done.code == 130, done.said
    assert done.verdict["passed"] is False
    assert _scenario(done)
    assert any("the run was stopped before every scenario was played: interrupted" in f for f in done.failures)
    assert "verdict  FAILED" in done.said
    assert "the evidence is being written; Ctrl-C once more stops at once" in done.said


def test_a_job_that_a_ci_ends_leaves_its_evidence(tmp_path: Path) -> None:
    done = _project(tmp_path, INTERRUPTED.replace("somebody presses Ctrl-C", "the CI ends the job")).run("-n", "2")
    assert done.code == 143, done.said
    assert done.verdict["passed"] is False
    assert any("the run was stopped before every scenario was played: interrupted" in f for f in done.failures)
    assert "Traceback" not in done.said


def test_after_a_kill_the_reports_can_be_written_from_the_parts_of_the_journal(tmp_path: Path) -> None:
    feature = INTERRUPTED.replace("somebody presses Ctrl-C", "the machine goes down")
    done = _project(tmp_path, feature).run("-n", "2")
    assert done.code == -9, done.said
    assert not (done.reports / "verdict.json").exists()
    assert main(["report", str(done.reports / "journal.ndjson")]) == 0
    assert done.verdict["passed"] is False
    assert _scenario(done)
