"""Plays several runs of the command line in forks of one process that has imported everything: each costs half as much.

Run as a script, in a process of its own without threads, with the runs as JSON: what each says goes into a file.
"""

from __future__ import annotations

import importlib
import json
import os
import runpy
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

AT_ONCE = 2
_NEEDED = ("playwright.sync_api", "pytest_bdd", "xdist", "harness")
"""What a run imports, but for the modules that pytest itself wants to load."""


def play(home: Path, runs: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Play runs of ``harness`` in a project's folder, each given by name and arguments, and return what each has said.

    They are played two at a time, in the order given. Raises AssertionError where one has not come to a verdict.
    """
    done = subprocess.run(
        [sys.executable, "-P", __file__, json.dumps(runs)], cwd=home, capture_output=True, text=True, check=False
    )
    said = {
        name: (home / f"{name}.txt").read_text(encoding="utf-8") for name in runs if (home / f"{name}.txt").exists()
    }
    for name in runs:
        assert "verdict  " in said.get(name, ""), f"{name}: {said.get(name)}\n{done.stdout}{done.stderr}"
    return said


def _main(runs: Mapping[str, Sequence[str]]) -> None:
    for name in _NEEDED:
        importlib.import_module(name)
    playing = 0
    for name, arguments in runs.items():
        if playing == AT_ONCE:
            os.wait()
            playing -= 1
        if os.fork() == 0:
            _play(Path(f"{name}.txt"), arguments)
        playing += 1
    for _ in range(playing):
        os.wait()


def _play(said: Path, arguments: Sequence[str]) -> NoReturn:
    with said.open("wb") as file:
        for stream in (1, 2):
            os.dup2(file.fileno(), stream)
    # ``harness run`` ends in a program that takes its place: it is run here instead.
    os.execv = _go_on  # type: ignore[assignment]  # returns as little as the other does
    from harness.cli import main

    sys.exit(main(arguments))


def _go_on(_program: str, command: Sequence[str]) -> NoReturn:
    script = next(word for word in command if word.endswith("play.py"))
    sys.argv = list(command[command.index(script) :])
    runpy.run_path(script, run_name="__main__")
    sys.exit()


if __name__ == "__main__":
    _main(json.loads(sys.argv[1]))
