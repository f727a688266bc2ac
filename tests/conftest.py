"""What is common to all tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

_NOT_NEEDED = ("schemathesis", "hypothesispytest")
"""Plugins of these tests' own tools: importing them takes a second, and no run of the harness uses them."""


@pytest.fixture(scope="session", autouse=True)
def runs_are_light() -> Iterator[None]:
    """Keep the runs that tests start, each a process of its own, from importing what only the tests use."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTEST_ADDOPTS", " ".join(f"-p no:{name}" for name in _NOT_NEEDED))
        yield
