"""Files: whole or not at all, and one clear error."""

from __future__ import annotations

import json
from pathlib import Path

import journals as j
import pytest

from harness.errors import HarnessError
from harness.evidence.writers import write_reports


def test_six_files_and_nothing_beside_them(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "reports"
    written = write_reports(folder, [*j.run(), *j.good().messages])
    assert sorted(p.name for p in written) == [
        "durations.json",
        "index.html",
        "junit.xml",
        "messages.ndjson",
        "summary.md",
        "verdict.json",
    ]
    assert sorted(folder.iterdir()) == sorted(written)
    assert json.loads((folder / "verdict.json").read_text())["passed"] is True


def test_text_that_cannot_be_encoded_does_no_harm(tmp_path: Path) -> None:
    world = j.World("w")
    j.scenario(world, "half \ud83d of a sign")
    j.ending(world)
    write_reports(tmp_path, world.messages)


def test_a_full_disk_is_one_clear_error_and_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "verdict.json").write_text("old")

    def full(*_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(HarnessError, match=r"verdict\.json: the report cannot be written: No space left on device"):
        write_reports(tmp_path, j.good().messages)
    monkeypatch.undo()
    assert [p.name for p in tmp_path.iterdir()] == ["verdict.json"]
    assert (tmp_path / "verdict.json").read_text() == "old"


def test_a_folder_that_is_a_file_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("in the way")
    with pytest.raises(HarnessError, match="the report cannot be written"):
        write_reports(tmp_path / "reports", j.good().messages)
