"""A run makes room for its evidence once, however that is interrupted."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.journal import Actor, JournalWriter, Kind, Message
from harness.suite.reports import Reports
from harness.suite.run import Run


def test_ctrl_c_while_room_is_made_takes_no_reported_run_for_a_killed_one(
    tmp_path: Path, pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = JournalWriter(tmp_path / "journal.ndjson")
    earlier.write(Message(1, "w", 0, Actor.HARNESS, Actor.HARNESS, "scenario", Kind.FACT, {"name": "One"}))
    earlier.close()
    (tmp_path / "index.html").write_text("the earlier run", encoding="utf-8")

    def interrupted(reports: Reports) -> None:
        (reports.folder / "index.html").unlink()
        raise KeyboardInterrupt

    monkeypatch.setattr("harness.suite.run.reports_folder", lambda _config: tmp_path)
    run = Run(pytestconfig)
    with monkeypatch.context() as patch:
        patch.setattr(Reports, "begin", interrupted)
        with pytest.raises(KeyboardInterrupt):
            run.begin()
    assert (tmp_path / "journal.ndjson").read_bytes()
    run.begin()
    assert not (tmp_path / "journal.ndjson").read_bytes().strip()
    assert not (tmp_path / "killed").exists()
