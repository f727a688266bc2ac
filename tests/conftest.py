"""What is common to all tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

_NOT_NEEDED = ("schemathesis", "hypothesispytest")
"""Plugins of these tests' own tools: importing them takes a second, and no run of the harness uses them."""

_FIRST = (
    "tests/bad_input/",
    "tests/evidence/test_evidence_page.py",
    "tests/guide/",
    "tests/native/test_galleries.py",
    "tests/watch/",
)
"""The longest: none of them begins last, when every other process has nothing left to do."""


@pytest.hookimpl(trylast=True)  # the others stay as pytest-randomly has mixed them
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the longest tests begin first."""
    items.sort(key=lambda item: not item.nodeid.startswith(_FIRST))


@pytest.fixture(scope="session", autouse=True)
def runs_are_light() -> Iterator[None]:
    """Keep the runs that tests start, each a process of its own, from importing what only the tests use."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTEST_ADDOPTS", " ".join(f"-p no:{name}" for name in _NOT_NEEDED))
        yield
