"""What lies beside the harness: ready-made steps and the reference shop, under names that are nobody else's."""

from __future__ import annotations

import tomllib
from importlib import metadata
from pathlib import Path
from typing import Literal

_HERE = Path(__file__).parent
_INSTALLED = "harness_"
INSTALLED_STEPS = f"{_INSTALLED}steps"
"""The package of the ready-made steps where the harness is installed as a library."""
_NAME = "miniprogram-payment-harness"


def version() -> str:
    """Return the version of the harness: the checkout's own, else the installed one's."""
    own = _HERE.parent / "pyproject.toml"
    if package("steps") == "steps" and own.is_file():
        project = tomllib.loads(own.read_text(encoding="utf-8")).get("project", {})
        if project.get("name") == _NAME:
            return str(project.get("version", ""))
    return metadata.version(_NAME)


def package(name: Literal["steps", "fixtures"]) -> str:
    """Return the import name: ``steps`` in the checkout, ``harness_steps`` where the wheel is installed.

    A project that uses the harness as a library has ``steps`` and ``fixtures`` of its own.
    """
    return f"{_INSTALLED}{name}" if (_HERE.parent / f"{_INSTALLED}{name}").is_dir() else name


def step_modules() -> list[str]:
    """Return the import names of the modules with the ready-made steps, one an actor."""
    name = package("steps")
    return sorted(f"{name}.{file.stem}" for file in (_HERE.parent / name).glob("[!_]*.py"))


def example_features() -> Path:
    """Return the folder of the features that the reference shop is played with."""
    name = package("steps")
    return _HERE.parent / "features" if name == "steps" else _HERE.parent / name / "features"
