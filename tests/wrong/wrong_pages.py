"""Programs with one bug each: the reference shop, H5 or native, with one place of its source changed."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

from fixtures.merchant import Merchant
from fixtures.programs import SHOP, SHOP_NATIVE, ReferenceMerchant
from harness import Program

Change = tuple[str, str, str]
"""A file of the program, what it says once, and what it says instead."""


def backend(build: Callable[..., Merchant]) -> Program:
    """Return the H5 shop with this backend."""
    return replace(SHOP, name=f"wrong {build.__name__}", merchant=lambda: ReferenceMerchant(build))


def h5(name: str, *changes: tuple[str, str]) -> Program:
    """Return the H5 shop with places of its script changed, each given as what it says once and what it says instead."""
    return _changed(SHOP, f"wrong h5 {name}", tuple(("shop.js", right, wrong) for right, wrong in changes))


def native(name: str, *changes: Change) -> Program:
    """Return the native shop with places of its source changed."""
    return _changed(SHOP_NATIVE, f"wrong native {name}", changes)


def _changed(shop: Program, name: str, changes: tuple[Change, ...]) -> Program:
    return replace(shop, name=name, folder=_copy(shop.folder, name, changes))


@cache
def _copy(source: Path, name: str, changes: tuple[Change, ...]) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="wrong-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    shutil.copytree(source, folder, dirs_exist_ok=True)
    for file, right, wrong in changes:
        script = folder / file
        text = script.read_text(encoding="utf-8")
        if text.count(right) != 1:
            raise ValueError(f"{name}: {file} no longer says {right!r} once")
        script.write_text(text.replace(right, wrong), encoding="utf-8")
    return folder
