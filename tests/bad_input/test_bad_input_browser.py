"""No browser: one error, and evidence that nothing was played."""

from __future__ import annotations

from pathlib import Path

import pytest
from bad_input_kit import GOOD, new_project

MISSING = "HARNESS_CHROMIUM names a file that does not exist"
NOT_A_BROWSER = "the browser does not start: it says: I am no browser"


@pytest.mark.parametrize(("fact", "processes"), [(MISSING, ()), (NOT_A_BROWSER, ("-n", "2"))])
def test_without_a_browser_there_is_one_error(tmp_path: Path, fact: str, processes: tuple[str, ...]) -> None:
    project = new_project(tmp_path)
    for number in range(3):
        project.write(f"features/more{number}.feature", GOOD)
    program = tmp_path / "browser"
    if fact == NOT_A_BROWSER:
        program.write_text("#!/bin/sh\necho I am no browser >&2\nexit 3\n", encoding="utf-8")
        program.chmod(0o755)
    # pytest itself gives the same as the command line.
    command = "harness run" if processes else "pytest features"
    done = project.run(*processes, command=command, env={"HARNESS_CHROMIUM": str(program)})
    assert done.code == 1, done.said
    assert done.said.count(f"what happened: {program}: {fact}") == 1
    assert "without a browser no scenario can be played" in done.said
    assert done.verdict["passed"] is False
    assert any(fact in failure for failure in done.failures)
    assert any("the run was stopped before every scenario was played" in failure for failure in done.failures)
