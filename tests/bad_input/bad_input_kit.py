"""A user's project in a folder of its own, and a run of it as the user would start one."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).parents[2]
SECONDS = 240

# The plugins of other development tools take seconds to load, in every process.
PLUGINS = ("-pno:schemathesis", "-pno:hypothesispytest", "-pno:cacheprovider")

GOOD = """Feature: Good
  Scenario: The buyer logs in
    Given a buyer with 100,000 IQD in the wallet
    When the buyer logs in
    Then the Mini Program shows the catalogue
"""

# What a scenario here can say besides the steps of the repository.
STEPS = '''

import os
import signal
import threading
from pytest_bdd import given, when
from harness import World


@given("a buyer with 100,000 IQD in the wallet, and a Mini Program that throws")
def thrown(world: World) -> None:
    """Open a program that throws, and do not wait for what will never be there."""
    world.enter_buyer(buyer(world.seed), "100,000 IQD")
    world.open_program()
    while world.journal.find(lambda m: m.name == "page error") is None:
        world.phone.text()
    world.phone.patience = 1


@when("somebody presses Ctrl-C")
def presses() -> None:
    """Interrupt the whole process group, as a terminal does, while the browser is waited for."""
    threading.Thread(target=os.killpg, args=(os.getpgrp(), signal.SIGINT)).start()


@when("the CI ends the job")
def ends() -> None:
    """Tell the run's first process alone, as a CI does, and go on as if nobody knew."""
    os.kill(os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid(), signal.SIGTERM)
    threading.Event().wait(2)


@when("the machine goes down")
def goes_down() -> None:
    """Kill every process of the run."""
    os.killpg(os.getpgrp(), signal.SIGKILL)
'''


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a run: its exit code, what the terminal shows, and the folder of its evidence."""

    code: int
    said: str
    reports: Path

    @property
    def verdict(self) -> dict[str, object]:
        found: dict[str, object] = json.loads((self.reports / "verdict.json").read_text(encoding="utf-8"))
        return found

    @property
    def failures(self) -> list[str]:
        """What junit.xml says of each failed test case."""
        tree = ET.parse(self.reports / "junit.xml")
        return [failure.get("message") or "" for failure in tree.iter("failure")]


@dataclass(frozen=True, slots=True)
class Project:
    """A project of its own: the repository's conftest.py and steps, its own features and programs."""

    root: Path

    def write(self, name: str, text: str | bytes) -> Path:
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def run(self, *arguments: str, command: str = "harness run", env: dict[str, str] | None = None) -> Done:
        module, *first = command.split()
        line = [sys.executable, "-m", module, *first, *arguments, *PLUGINS]
        clean = {
            key: value for key, value in os.environ.items() if key == "PYTEST_ADDOPTS" or not key.startswith("PYTEST_")
        }
        # On a CI machine pytest shortens nothing: what is told once there is told once everywhere.
        path = {"PYTHONPATH": str(ROOT), "NO_COLOR": "1", "CI": "true"}
        done = subprocess.run(
            line,
            cwd=self.root,
            env={**clean, **path, **(env or {})},
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
            start_new_session=True,
            # Whoever started the tests in the background may have told all its children not to hear Ctrl-C.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
        )
        said = done.stdout + done.stderr
        assert "Traceback" not in said, said
        return Done(done.returncode, said, self.root / "reports")


def new_project(root: Path, conftest: str = "") -> Project:
    project = Project(root)
    text = (ROOT / "conftest.py").read_text(encoding="utf-8")
    project.write("conftest.py", f"{text}from fixtures.buyers import buyer\n{STEPS}{conftest}")
    project.write("pyproject.toml", '[tool.pytest.ini_options]\nfilterwarnings = ["error"]\naddopts = "--kinds=h5"\n')
    project.write("features/good.feature", GOOD)
    return project
