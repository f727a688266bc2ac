"""Commands that the tests need, and a fresh machine lacks."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.setup import apt
from harness.setup.command import Finished


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder of commands; curl is there."""
    (tmp_path / "curl").touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_only_what_is_missing_is_installed(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def install(*packages: str) -> Finished:
        asked.extend(packages)
        for package in packages:
            (here / package).touch(mode=0o755)
        return Finished(0, "")

    monkeypatch.setattr(apt, "may_install", lambda: True)
    monkeypatch.setattr(apt, "install", install)
    assert apt.main(["curl", "openssl"]) == 0
    assert asked == ["openssl"]
    assert apt.main(["curl", "openssl"]) == 0
    assert asked == ["openssl"]


@pytest.mark.usefixtures("here")
def test_what_cannot_be_installed_is_one_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(apt, "may_install", lambda: False)
    assert apt.main(["curl", "openssl"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("error: openssl cannot be found\n  next: type `")
    assert said.count("\n") == 2
