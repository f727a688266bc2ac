"""``harness watch`` on a project of one's own, at a terminal, to its end."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import pytest
from projects import CONFIG, FEATURE, shop
from readable import readable

from harness.cli import main

PATIENCE_SECONDS = 120.0
LEAVES = FEATURE.partition("\n  @deliveries\n")[2]
WATCH = (sys.executable, "-P", "-m", "harness", "watch", "-p", "no:randomly")
ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Terminal:
    """``harness watch`` at a terminal of its own: what it prints, and what is pressed."""

    def __init__(self, home: Path, *command: str) -> None:
        self._hand, end = pty.openpty()
        self._before = termios.tcgetattr(self._hand)
        env = {**os.environ, "TERM": "dumb", "COLUMNS": "200"}
        self._process = subprocess.Popen(
            command or WATCH,
            cwd=home,
            stdin=end,
            stdout=end,
            stderr=end,
            env=env,
            start_new_session=True,
            # Whoever started the tests in the background may have told all its children not to hear Ctrl-C.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
        )
        os.close(end)
        self._said = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._hand)

    def until(self, *words: str) -> str:
        """Read on until all of these were said, in this order; return what was said up to there, and forget it."""
        end = time.monotonic() + PATIENCE_SECONDS
        pattern = re.compile(".*?".join(re.escape(word) for word in words), re.DOTALL)
        while not (found := pattern.search(self._said)):
            assert time.monotonic() < end, f"{words} was not said, but: {self._said}"
            if readable(self._hand, 1.0):
                try:
                    data = os.read(self._hand, 65536).decode("utf-8", "replace")
                except OSError:  # the other end is closed
                    data = ""
                assert data, f"it ended before it said {words}: {self._said}"
                self._said += ANSI.sub("", data).replace("\r\n", "\n")
        said, self._said = self._said[: found.end()], self._said[found.end() :]
        return said

    def press(self, key: str) -> None:
        os.write(self._hand, key.encode())

    def interrupt(self) -> None:
        self._process.send_signal(signal.SIGINT)

    def terminate(self) -> None:
        self._process.send_signal(signal.SIGTERM)

    @property
    def as_found(self) -> bool:
        """Whether the terminal reads and echoes whole lines, as before."""
        return termios.tcgetattr(self._hand) == self._before

    def ended(self) -> int:
        """Return the exit code; what is still said is read away meanwhile, as a terminal does."""
        end = time.monotonic() + PATIENCE_SECONDS
        while self._process.poll() is None:
            assert time.monotonic() < end, f"it did not end: {self._said}"
            if readable(self._hand, 0.1):
                try:
                    self._said += os.read(self._hand, 65536).decode("utf-8", "replace")
                except OSError:
                    break
        return self._process.wait(timeout=PATIENCE_SECONDS)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    yield shop(tmp_path)


def test_a_change_is_played_and_nothing_else(home: Path) -> None:
    second = home / "features" / "leaving.feature"
    with Terminal(home) as terminal:
        terminal.until("watching .", "Enter plays all, q ends")
        second.write_text(f"Feature: Leaving\n\n{LEAVES}", encoding="utf-8")
        terminal.until("changed  features/leaving.feature", "plays    what that touches")
        terminal.until("touched  features/leaving.feature: 1 of 3 scenarios use it")
        said = terminal.until("verdict  PASSED", "watching passed after")
        assert said.count("cashier PASSED ") == 1, said
        (home / "harness.toml").write_text(CONFIG.replace("25,000", "25.000.0"), encoding="utf-8")
        terminal.until("changed  harness.toml", "error: harness.toml:10:1: goods[0].price:", "watching")
        (home / "harness.toml").write_text(CONFIG, encoding="utf-8")
        terminal.until("touched  harness.toml: 3 of 3 scenarios use it")
        terminal.interrupt()
        assert terminal.ended() == 130
    assert (home / "reports" / "watch" / "index.html").is_file()
    assert not (home / "reports" / "index.html").exists()


def test_wrong_use_ends_it_at_once(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(home)
    assert main(["watch", "features/date.feature"]) == 2
    assert "there is no such feature\n  next: choose one of: features/dates.feature" in capsys.readouterr().err
    assert main(["watch", "--help"]) == 0
    assert "Enter plays all, q ends" in capsys.readouterr().out


PLAYS = """
import signal, sys, os
try:
    print("RUN", os.getpid(), *sys.argv[1:], flush=True)
    if "goes-on" in sys.argv:
        signal.pause()
except KeyboardInterrupt:
    print("EVIDENCE", flush=True)
"""
"""A run as short as can be: it says what it is to play, and where it goes on it does so until it is told to end."""
WATCHES = f"""
import sys
from pathlib import Path
from harness.watch.command import main
sys.exit(main(sys.argv[1:], Path.cwd(), lambda given: [sys.executable, "-c", {PLAYS!r}, *given]))
"""


def watching(home: Path, *arguments: str) -> Terminal:
    """Watch a folder with runs that play nothing: what is pressed and what is played for it needs no browser."""
    return Terminal(home, sys.executable, "-P", "-c", WATCHES, *arguments)


def test_enter_plays_all_and_a_change_what_it_touches(tmp_path: Path) -> None:
    with watching(tmp_path) as terminal:
        said = terminal.until("watching .   Enter plays all, q ends\n")
        assert "plays   " not in said
        assert not terminal.as_found
        terminal.press("\n")
        said = terminal.until("plays    all scenarios\n", "RUN", "watching passed after", "q ends\n")
        assert re.search(r"RUN \d+ --reports reports/watch\n", said), said
        (tmp_path / "a.feature").write_text("Feature: A\n", encoding="utf-8")
        said = terminal.until("changed  a.feature\n", "plays    what that touches\n", "watching passed after")
        assert f"--touched {tmp_path / 'a.feature'}\n" in said
        terminal.press("x")
        terminal.press("q")
        assert terminal.ended() == 0
        assert terminal.as_found


def test_now_plays_all_at_the_start_and_enter_all_again(tmp_path: Path) -> None:
    with watching(tmp_path, "--now", "goes-on") as terminal:
        said = terminal.until("watching .", "plays    all scenarios\n", "RUN", "goes-on --reports reports/watch\n")
        first = said.rpartition("RUN ")[2].split()[0]
        terminal.press("\n")
        said = terminal.until("EVIDENCE\n", "plays    all scenarios\n", "RUN", "\n")
        assert said.rpartition("RUN ")[2].split()[0] != first
        terminal.interrupt()
        terminal.until("EVIDENCE\n")
        assert terminal.ended() == 130


def test_told_to_end_it_leaves_no_run_and_the_terminal_as_it_was(tmp_path: Path) -> None:
    with watching(tmp_path, "--now", "goes-on") as terminal:
        run = int(terminal.until("RUN ", " goes-on").rpartition("RUN ")[2].split()[0])
        terminal.terminate()
        assert terminal.ended() == 128 + signal.SIGTERM
        assert terminal.as_found
        with pytest.raises(ProcessLookupError):
            os.kill(run, 0)


@pytest.mark.parametrize("end", ["q", "Ctrl-C"])
def test_it_ends_as_it_is_told(tmp_path: Path, end: str) -> None:
    with watching(tmp_path) as terminal:
        terminal.until("watching .")
        if end == "q":
            terminal.press("q")
        else:
            terminal.interrupt()
        assert terminal.ended() == 0
