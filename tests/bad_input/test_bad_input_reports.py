"""A reports folder that cannot be written, a disk that fills up, and what an earlier run left."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from bad_input_kit import new_project

from harness.cli import main
from harness.errors import HarnessError
from harness.journal import Actor, JournalWriter, Kind, Message
from harness.suite.reports import Reports

FULL = Path("/dev/full")
NO_SPACE = "No space left on device"
full_device = pytest.mark.skipif(not FULL.is_char_device(), reason="this system has no /dev/full")


def _message(number: int, name: str = "run", **payload: object) -> Message:
    return Message(number, "w", 0, Actor.HARNESS, Actor.HARNESS, name, Kind.FACT, payload)


@full_device
def test_a_full_disk_is_told_before_anything_is_played(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports/journal.ndjson").symlink_to(FULL)
    done = project.run()
    place = tmp_path / "reports/journal.ndjson"
    assert done.code == 2, done.said
    assert done.said.count(f"ERROR: {place}: the evidence cannot be written: {NO_SPACE}\n  next: free some space") == 1
    assert "PASSED" not in done.said


FILLS_UP = f"""

def fill_up(config: pytest.Config) -> None:
    for name in ("journal.ndjson", "parts/journal-gw0.ndjson", "parts/journal-gw1.ndjson"):
        journal = config.rootpath / "reports" / name
        journal.parent.mkdir(exist_ok=True)
        journal.unlink(missing_ok=True)
        journal.symlink_to("{FULL}")


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):
        fill_up(session.config)


@pytest.hookimpl(trylast=True, optionalhook=True)
def pytest_xdist_node_collection_finished(node: object) -> None:
    fill_up(node.config)
"""


@full_device
@pytest.mark.parametrize("processes", [(), ("-n", "2")])
def test_a_disk_that_fills_up_fails_the_run_and_is_told_once(tmp_path: Path, processes: tuple[str, ...]) -> None:
    project = new_project(tmp_path, FILLS_UP)
    done = project.run(*processes)
    assert done.code == 1, done.said
    assert done.said.count("\nerror: ") == 1
    (told,) = [line for line in done.said.splitlines() if line.startswith("error: ")]
    journal = "parts/journal-gw" if processes else "journal.ndjson"
    assert told.startswith(f"error: {done.reports / journal}")
    assert told.endswith(f": the journal stopped at message 1: {NO_SPACE}")
    assert "verdict  FAILED" in done.said
    assert done.verdict["passed"] is False


def test_a_reports_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("mine", encoding="utf-8")
    with pytest.raises(HarnessError) as caught:
        Reports(tmp_path / "reports").begin()
    assert caught.value.place == str(tmp_path / "reports")
    assert caught.value.fact == "the evidence cannot be written: File exists"
    assert "--reports DIR" in caught.value.action
    assert (tmp_path / "reports").read_text(encoding="utf-8") == "mine"


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="this system has no /proc")
def test_a_reports_folder_that_cannot_be_made_is_told() -> None:
    with pytest.raises(HarnessError, match="/proc/reports: the evidence cannot be written"):
        Reports(Path("/proc/reports")).begin()


def _earlier(folder: Path) -> None:
    """Leave what a run leaves, and beside it what a person might."""
    for name in ("screenshots/w-1.jpg", "screenshots/mine.jpg", "index.html", ".verdict.json.12.tmp", "notes.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("", encoding="utf-8")
    for name in ("journal.ndjson", "parts/journal-gw0.ndjson", "journal-of-monday.ndjson"):
        writer = JournalWriter(folder / name)
        writer.write(_message(1, "screenshot", file="screenshots/w-1.jpg"))
        writer.write(_message(2, "screenshot", file="../notes.txt"))
        writer.close()


def test_a_run_removes_what_an_earlier_one_wrote_and_nothing_else(tmp_path: Path) -> None:
    _earlier(tmp_path)
    Reports(tmp_path).begin()
    left = {str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*")}
    assert left == {"journal.ndjson", "journal-of-monday.ndjson", "notes.txt", "screenshots", "screenshots/mine.jpg"}
    assert not (tmp_path / "journal.ndjson").read_text(encoding="utf-8").strip()


def test_a_run_without_a_scenario_leaves_the_evidence_alone(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    _earlier(tmp_path / "reports")
    before = {file: file.stat().st_mtime_ns for file in (tmp_path / "reports").rglob("*")}
    done = project.run("-k", "nothing_of_that_name")
    assert done.code == 2, done.said
    assert (
        "error: there is no scenario to play\n  next: look at the paths, and at --name, --tags, -k and -m" in done.said
    )
    assert {file: file.stat().st_mtime_ns for file in (tmp_path / "reports").rglob("*")} == before


def test_the_workers_journals_become_one_and_a_torn_line_harms_no_other(tmp_path: Path) -> None:
    reports = Reports(tmp_path)
    reports.begin()
    for worker in ("gw0", "gw1"):
        writer = JournalWriter(tmp_path / f"parts/journal-{worker}.ndjson")
        writer.write(_message(1, worker))
        writer.close()
    with (tmp_path / "parts/journal-gw0.ndjson").open("ab") as part:
        part.write(b'{"id":2,"wor')
    reports.join()
    assert [message.name for message in reports.read()] == ["gw0", "gw1"]
    assert not (tmp_path / "parts").exists()
    reports.add([_message(3, "late")])
    assert [message.name for message in reports.read()] == ["gw0", "gw1", "late"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "x.ndjson: the journal cannot be read: No such file or directory"),
        ("", "x.ndjson: the journal is empty"),
        (
            "garbage\nmore\n",
            "x.ndjson:1: this is no journal: 2 lines in it, and none can be read; the first: not a line",
        ),
        (
            '{"id": 1}\n',
            "x.ndjson:1: this is no journal: 1 line in it, and none can be read; the first: a journal line",
        ),
        ("[" * 100_000, "x.ndjson:1: this is no journal: 1 line in it"),
    ],
)
def test_a_journal_of_which_nothing_can_be_read_is_one_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | None, said: str
) -> None:
    file = tmp_path / "x.ndjson"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    assert main(["report", str(file)]) == 2
    out, err = capsys.readouterr()
    assert not out
    assert err.startswith(f"error: {tmp_path}/{said}")
    assert "\n  next: give the journal.ndjson" in err
    assert not (tmp_path / "verdict.json").exists()


def test_a_torn_journal_renders_what_can_be_read_and_counts_the_rest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "journal.ndjson"
    lines = [json.dumps(_message(n, "run", seed=7).to_dict()).encode() for n in (1, 2)]
    file.write_bytes(b"\n".join([lines[0], b"\xff garbage", lines[1], lines[1][:20]]))
    assert main(["report", str(tmp_path), "--to", str(tmp_path / "again")]) == 1
    out, err = capsys.readouterr()
    written = {Path(line).name for line in out.splitlines()}
    assert {"verdict.json", "junit.xml", "messages.ndjson", "summary.md", "index.html"} <= written
    assert err.startswith(f"error: 2 lines of the journal could not be read; the first: {file}:2: not a line of JSON")
    found = json.loads((tmp_path / "again/verdict.json").read_text(encoding="utf-8"))
    assert (found["seed"], found["passed"]) == (7, False)


@full_device
def test_a_device_is_no_journal(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", str(FULL)]) == 2
    assert capsys.readouterr().err.startswith("error: /dev/full: this is a device, not a file\n  next: ")


def test_a_run_whose_output_nobody_reads_ends_without_a_traceback(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "harness", "run", "--dry-run"]
    done = subprocess.run(command, cwd=project.root, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert done.returncode == 141, done.stderr
    assert "Traceback" not in done.stderr
