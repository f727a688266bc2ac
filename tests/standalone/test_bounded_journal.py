"""The journal of a wallet that answers all day: bounded in memory and on disk, and gone on with after a restart."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.errors import HarnessError
from harness.journal import Actor, Journal, JournalWriter, read_journal


def test_only_the_newest_messages_stay_in_memory() -> None:
    world = Journal(keep=10).world("w", lambda: 0)
    for number in range(1, 1001):
        message = world.fact(Actor.HARNESS, "tick", {"number": number})
        world.causes.carries(message, f"id-{number}")
    assert 10 <= len(world.messages) < 20
    assert [m.id for m in world.messages] == list(range(world.messages[0].id, 1001))
    assert world.causes.behind("id-1") is None
    assert world.causes.behind("id-1000") is world.messages[-1]


def test_waiting_finds_each_message_once_while_older_ones_are_dropped() -> None:
    world = Journal(keep=5).world("w", lambda: 0)
    after = 0
    for number in range(1, 101):
        world.fact(Actor.HARNESS, "tick", {"number": number})
        found = world.wait_for(lambda m: m.name == "tick", "a tick", after=after)
        assert found.get("number") == number
        after = found.id


def test_a_journal_without_a_bound_keeps_all() -> None:
    world = Journal().world("w", lambda: 0)
    for number in range(100):
        world.fact(Actor.HARNESS, "tick", {"number": number})
    assert len(world.messages) == 100


def test_a_resumed_file_goes_on_after_its_last_whole_line(tmp_path: Path) -> None:
    path = tmp_path / "journal.ndjson"
    writer = JournalWriter(path, resume=True)
    world = Journal(writer).world("w", lambda: 0)
    for number in range(3):
        world.fact(Actor.HARNESS, "tick", {"number": number})
    writer.close()
    with path.open("ab") as file:
        file.write(b'{"id":4,"world":"w","payl')  # the process was killed here
    again = JournalWriter(path, resume=True)
    assert again.last == 3
    Journal(again, first=again.last + 1).world("w", lambda: 0).fact(Actor.HARNESS, "tick", {"number": 3})
    again.close()
    assert [(m.id, m.get("number")) for m in read_journal(path)] == [(1, 0), (2, 1), (3, 2), (4, 3)]


@pytest.mark.parametrize("size", [0, 1, 5, 6, 40])
def test_a_file_with_nothing_but_a_torn_line_begins_anew(tmp_path: Path, size: int) -> None:
    path = tmp_path / "journal.ndjson"
    path.write_bytes(b'{"id":1,"world":"w","at":0,"from":"harness","to"'[:size])
    writer = JournalWriter(path, resume=True)
    writer.close()
    assert (writer.last, path.read_bytes()) == (0, b"")


@pytest.mark.parametrize("content", [b"hello", b'{"other": 1}', b"a\nb\n", b'{"id":"x"}\n', b'[{"id":1}]\n'])
def test_a_foreign_file_is_refused_and_stays_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "journal.ndjson"
    path.write_bytes(content)
    with pytest.raises(HarnessError, match="not a journal"):
        JournalWriter(path, resume=True)
    assert path.read_bytes() == content


def test_a_long_last_line_is_found(tmp_path: Path) -> None:
    path = tmp_path / "journal.ndjson"
    writer = JournalWriter(path, resume=True)
    world = Journal(writer).world("w", lambda: 0)
    for _ in range(2):
        world.fact(Actor.HARNESS, "tick", {"text": "x" * 300_000})
    writer.close()
    again = JournalWriter(path, resume=True)
    again.close()
    assert again.last == 2


def test_the_file_is_bounded(tmp_path: Path) -> None:
    path = tmp_path / "journal.ndjson"
    writer = JournalWriter(path, resume=True, most=10_000)
    world = Journal(writer).world("w", lambda: 0)
    for number in range(1000):
        world.fact(Actor.HARNESS, "tick", {"number": number})
    writer.close()
    previous = path.with_name("journal.ndjson.previous")
    assert path.stat().st_size <= 10_000
    assert previous.stat().st_size <= 10_000
    ids = [m.id for file in (previous, path) for m in read_journal(file)]
    assert ids == list(range(ids[0], 1001))
