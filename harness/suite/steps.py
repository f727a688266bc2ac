"""The ready-made steps: the modules they are in, by name, for runs in which no conftest names them."""

from __future__ import annotations

import importlib.util
from pathlib import Path

STEPS = "steps"


def step_modules() -> list[str]:
    """Return the names of the modules with the ready-made steps."""
    spec = importlib.util.find_spec(STEPS)
    folders = spec.submodule_search_locations or [] if spec is not None else []
    return sorted(f"{STEPS}.{file.stem}" for place in folders for file in Path(place).glob("[!_]*.py"))
