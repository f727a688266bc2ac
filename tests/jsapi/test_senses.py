"""What a scenario cannot put before a phone is told in one clear error; what a phone keeps has its bounds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from surface_program import surface_program

from harness import HarnessError, Stage, World
from harness.wallet import phone_files
from harness.wallet.phone_files import USER_DATA, PhoneFiles, PhoneFullError


@pytest.fixture
def world(scratch_stage: Stage, tmp_path: Path) -> Iterator[World]:
    world = scratch_stage.world("senses", surface_program("h5", tmp_path / "program"))
    yield world
    world.close()


@pytest.mark.parametrize(
    ("set_", "fact", "action"),
    [
        (lambda w: w.senses.stands_at(91, 0), "91, 0 is no place on the globe", "latitude from -90 to 90"),
        (lambda w: w.senses.network("6G"), 'a phone has no network "6G"', "choose one of: WIFI, 5G"),
        (lambda w: w.senses.battery(101), "a battery cannot hold 101 %", "from 0 to 100"),
        (
            lambda w: w.senses.chooses_file(Path("/nowhere/a.png")),
            "cannot be read: No such file",
            "a file that is there",
        ),
    ],
)
def test_one_clear_error(world: World, set_: Callable[[World], None], fact: str, action: str) -> None:
    with pytest.raises(HarnessError) as raised:
        set_(world)
    assert fact in raised.value.fact
    assert action in str(raised.value.action)


def test_a_phone_is_full_at_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phone_files, "MOST", 1)
    monkeypatch.setattr(phone_files, "LARGEST", 3)
    files = PhoneFiles()
    with pytest.raises(PhoneFullError):
        files.add("base", "a.png", b"four")
    kept = files.add("base", "a.png", b"abc")
    assert (kept.media_type, files.get(kept.path)) == ("image/png", kept)
    with pytest.raises(PhoneFullError):
        files.add("base", "b.png", b"b")
    assert files.remove_saved(kept.path) is False
    assert files.save(kept.path, 7) == files.saved()[0]
    assert files.remove_saved(kept.path) is True
    assert files.get(kept.path) is None


def test_the_folder_of_a_program_is_full_at_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phone_files, "FOLDER", 5)
    files = PhoneFiles()
    files.add("base", "a.png", b"temporary")
    files.put(f"{USER_DATA}/a", b"abc", 1)
    files.put(f"{USER_DATA}/a", b"abcde", 2)  # in its own place
    with pytest.raises(PhoneFullError):
        files.put(f"{USER_DATA}/b", b"f", 3)
