"""``harness certify`` as its user meets it: a project of one harness.toml, the certificate, and what is wrong use."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fixtures.programs import SEED_PAGE
from harness.certification.command import FEATURES, main
from harness.errors import HarnessError

ROOT = Path(__file__).parents[2]
CONFIG = """program = "web"

[[goods]]
name = "Dates"
price = "25,000 IQD"
buy = { testId = "buy" }

[actions]
"log in" = { testId = "login" }

[screens]
catalogue = { selector = "[data-testid=buy]:not([disabled])" }

[cannot]
paid = "it shows the code as it is"
"""


def test_a_program_that_shows_nothing_is_not_certified(tmp_path: Path) -> None:
    shutil.copytree(SEED_PAGE.folder, tmp_path / "web")
    (tmp_path / "harness.toml").write_text(CONFIG, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-m", "harness", "certify", "go_live", "-k", "cancels"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "! A payment that does not succeed  0 of 1 passed, 1 cannot" in done.stdout
    assert "(declared: it shows the code as it is)" in " ".join(done.stdout.split())
    assert "NOT CERTIFIED: nobody can see when the goods go out" in done.stdout
    assert "1 cannot" in done.stdout.splitlines()[-1]
    verdict = json.loads((tmp_path / "reports" / "verdict.json").read_text(encoding="utf-8"))
    assert verdict["passed"] is False
    assert [(one["capability"], one["scenario"]) for one in verdict["cannot"]] == [("paid screen", "The buyer cancels")]


def never(_arguments: list[str]) -> int:
    raise AssertionError("nothing is to be played")


def test_a_part_that_there_is_not_is_told() -> None:
    with pytest.raises(HarnessError, match='the pack has no part "expire"') as told:
        main(["expire"], never)
    assert "expiry" in told.value.action


def test_chosen_parts_and_options_become_a_run() -> None:
    given: list[str] = []
    assert main(["-n", "2", "expiry", "--kinds=h5", "trust.feature", "-x"], lambda a: given.extend(a) or 7) == 7  # type: ignore[func-returns-value]
    files = [str(FEATURES / f"{name}.feature") for name in ("expiry", "trust")]
    assert given[-2:] == files
    assert given[-6:-2] == ["-n", "2", "--kinds=h5", "-x"]


def test_the_page_in_the_docs_is_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--list"], never) == 0
    page = (ROOT / "docs" / "certification.md").read_text(encoding="utf-8")
    assert page == capsys.readouterr().out, "run: harness certify --list > docs/certification.md"
