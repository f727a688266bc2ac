"""``harness check`` on the command line: exit codes, the JSON file, one clear error for wrong use."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from harness.cli import main
from harness.runtime.build import build

ROOT = Path(__file__).parents[2]


def test_the_command_tells_what_it_found_and_fails(tmp_path: Path) -> None:
    build()
    program = tmp_path / "program"
    (program / "pages").mkdir(parents=True)
    (program / "app.json").write_text('{"pages": ["pages/a", "pages/b"]}')
    (program / "app.js").write_text("App({});")
    for page, script in {"a": "Page({});", "b": "Page({ onLoad() { null.x; } });"}.items():
        (program / f"pages/{page}.axml").write_text("<view>page</view>")
        (program / f"pages/{page}.js").write_text(script)
    line = [sys.executable, "-m", "harness", "check", str(program), "--json", str(tmp_path / "new/check.json")]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "pages/b.js:1:24: TypeError: Cannot read properties of null" in done.stdout
    assert "2 pages in Super Qi: 1 clean, 1 failed" in done.stdout
    assert done.stderr.splitlines()[0] == f"checking {program} ..."
    assert "\033" not in done.stdout + done.stderr
    found = json.loads((tmp_path / "new/check.json").read_text(encoding="utf-8"))
    assert [(page["page"], page["result"]) for page in found["pages"]] == [("pages/a", "clean"), ("pages/b", "failed")]
    assert found["passed"] is False


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "the following arguments are required: program"),
        (["gone"], "gone: there is no such folder"),
        (["."], "there is no Mini Program here: no app.json and no index.html"),
        ([".", "--colour"], "unrecognized arguments: --colour"),
        ([".", "--profile", "nowallet"], "nowallet"),
        (["check.txt"], "check.txt: this is no folder"),
    ],
)
def test_wrong_use_is_one_clear_error(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "check.txt").touch()
    monkeypatch.chdir(tmp_path)
    assert main(["check", *arguments]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert "\n  next: " in error


def test_help_names_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--help"]) == 0
    told = capsys.readouterr().out
    assert all(
        option in told for option in ("--profile", "--merchant", "--tap", "--screenshots", "--json", "exit codes")
    )
