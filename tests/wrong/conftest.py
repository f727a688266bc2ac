"""A stage for each module of these tests: every shop with a bug is a program of its own, and a stage keeps a site for each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from harness import Stage
from harness.phone import BrowserHolder


@pytest.fixture(scope="module")
def scratch_stage(tmp_path_factory: pytest.TempPathFactory, browsers: BrowserHolder) -> Iterator[Stage]:
    """The stage of a module; its sites, some nine connections each, end with it."""
    with Stage(tmp_path_factory.mktemp("wrong"), browsers=browsers) as made:
        yield made
