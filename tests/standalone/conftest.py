"""One wallet for all tests of a module that do not end it: each lets a merchant of its own in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lone_kit import Lone, Shop, lone_wallet


@pytest.fixture(scope="package")
def lone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lone]:
    """A wallet alone that keeps its books in a folder."""
    folder = tmp_path_factory.mktemp("lone")
    with lone_wallet(folder, "--data", str(folder / "data")) as wallet:
        yield wallet


@pytest.fixture
def shop(lone: Lone) -> Shop:
    """A merchant of this test's own."""
    return lone.shop()
