"""Another repository: our wheel is installed, and it has steps/, fixtures/ and a conftest.py of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

CONFTEST = """
import pytest
from fixtures import NAME
from harness_fixtures.programs import SHOP

pytest_plugins = ["steps.shop"]


@pytest.fixture(scope="session")
def programs():
    return {NAME: SHOP}
"""

STEPS = """
from pathlib import Path
from pytest_bdd import given, parsers


@given(parsers.parse("a buyer with {balance} in the wallet"))
def own_buyer(world, balance):
    world.enter_buyer(world.person(), balance)
    world.open_program()
    Path("own-buyer").touch()


@given("our shop has opened")
def opened():
    Path("opened").touch()
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_takes_no_name_that_a_project_may_have(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.partition("/")[0] for name in names if ".dist-info/" not in name}
    assert tops == {"harness", "harness_steps", "harness_fixtures"}
    assert not [name for name in names if "node_modules" in name or name.startswith("harness/runtime/page/")]


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment in which pip has installed the wheel; what it depends on comes from ours."""
    venv = tmp_path_factory.mktemp("installed") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    python = str(venv / "bin" / "python")
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", "--no-compile", "-q"]
    subprocess.run([*pip, "--disable-pip-version-check", str(wheel)], check=True, env=clean_environment())
    # A path line brings in the packages we need, but not the path file among them that leads to this checkout.
    site = next(venv.glob("lib/python*/site-packages"))
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    return venv


def clean_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "PYTHONPATH"))}


@pytest.mark.parametrize("command", ["init", "run", "certify", "steps"])
def test_the_installed_command_explains_itself(installed: Path, tmp_path: Path, command: str) -> None:
    said = subprocess.run(
        [str(installed / "bin" / "harness"), command, "--help"],
        cwd=tmp_path,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.startswith(f"usage: harness {command}")
    assert "example" in said.stdout


def test_another_repository_plays_our_steps_beside_its_own(installed: Path, tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    whole = (ROOT / "features" / "journey.feature").read_text(encoding="utf-8")
    first = whole.partition("\n  @9000\n")[0].replace("@deliveries", "")
    feature = first.replace("Given a buyer with", "Given our shop has opened\n    And a buyer with", 1)
    for name, text in {
        "conftest.py": CONFTEST,
        "steps/__init__.py": "",
        "steps/shop.py": STEPS,
        "fixtures/__init__.py": 'NAME = "ours"\n',
        "features/journey.feature": feature,
        "pytest.ini": "[pytest]\nfilterwarnings = error\naddopts = -p no:schemathesis\n",
    }.items():
        (shop / name).parent.mkdir(parents=True, exist_ok=True)
        (shop / name).write_text(text, encoding="utf-8")
    # The installed package, not this checkout, is what the project's pytest imports.
    where = "import harness, sys; sys.exit(not harness.__file__.startswith(sys.prefix))"
    python = [str(installed / "bin" / "python"), "-P"]
    subprocess.run([*python, "-c", where], cwd=shop, env=clean_environment(), check=True)
    command = [*python, "-m", "pytest", "-q", "features"]
    played = subprocess.run(command, cwd=shop, capture_output=True, text=True, env=clean_environment(), check=False)
    assert played.returncode == 0, played.stdout + played.stderr
    verdict = json.loads((shop / "reports" / "verdict.json").read_text(encoding="utf-8"))
    assert verdict["steps"] == {str(n): "seen" for n in range(1, 21)}
    assert (shop / "opened").is_file(), "the project's own step was not played"
    assert (shop / "own-buyer").is_file(), "our step was played where the project has one of the same words"
