"""Of which commit a run is the evidence."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from harness.suite.commit import commit_of


def git(folder: Path, *arguments: str) -> str:
    known = ("-c", "user.name=A", "-c", "user.email=a@example.com")
    return subprocess.run(
        ["git", "-C", str(folder), *known, *arguments], capture_output=True, text=True, check=True
    ).stdout.strip()


def test_it_is_the_commit_that_is_checked_out_and_says_where_files_differ(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / "shop.js").write_text("right")
    git(tmp_path, "add", "shop.js")
    git(tmp_path, "commit", "-qm", "A shop")
    git(tmp_path, "tag", "v1")
    sha = git(tmp_path, "rev-parse", "HEAD")
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "index.html").write_text("not in git")
    assert commit_of(tmp_path / "reports") == sha
    (tmp_path / "shop.js").write_text("wrong")
    assert commit_of(tmp_path) == f"{sha}-dirty"


def test_where_git_does_not_tell_the_ci_machine_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in ("GITHUB_SHA", "CI_COMMIT_SHA"):
        monkeypatch.delenv(name, raising=False)
    assert commit_of(tmp_path) == ""
    monkeypatch.setenv("CI_COMMIT_SHA", "abc1234")
    assert commit_of(tmp_path) == "abc1234"
