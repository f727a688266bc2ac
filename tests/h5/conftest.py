"""The programs of this folder, each in a folder of its own with what it shares with others beside it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from h5_programs import PROGRAMS, built, program

from harness import Program, Stage
from harness.phone import BrowserHolder
from harness.wallet.profile import load_profile


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return the folder of a program, ready to be served; the single-page ones are built when the first is asked for."""
    root = tmp_path_factory.mktemp("h5")

    def folder(name: str) -> Path:
        if name.startswith("spa-"):
            return built(root / "spas") / name
        made = root / name
        if not made.is_dir():
            shutil.copytree(PROGRAMS / name, made)
            shutil.copy(PROGRAMS / "shop.js", made)
        return made

    return folder


@pytest.fixture(scope="session")
def programs_h5(folders: Callable[[str], Path]) -> Mapping[str, Program]:
    """The programs by name."""
    return {
        folder.name: program(folder.name, folders(folder.name))
        for folder in sorted(PROGRAMS.iterdir())
        if folder.is_dir()
    }


@pytest.fixture(scope="session")
def windvane_stage(tmp_path_factory: pytest.TempPathFactory, browsers: BrowserHolder) -> Iterator[Stage]:
    """A stage with a wallet that offers WindVane, as Super Qi does not."""
    folder = tmp_path_factory.mktemp("windvane")
    apis = [*load_profile("super_qi").jsapi.apis, "WindVane"]
    profile = folder / "windvane.toml"
    profile.write_text(f'extends = "super_qi"\n[jsapi]\napis = {apis}\n'.replace("'", '"'), encoding="utf-8")
    with Stage(folder, profile=str(profile), browsers=browsers) as stage:
        yield stage
