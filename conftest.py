"""What this repository's features are played with: the steps, and the programs under test."""

import pytest

from fixtures.programs import PROGRAMS
from harness import Program

pytest_plugins = [
    "harness.suite.plugin",
    "steps.buyer",
    "steps.certification",
    "steps.journey",
    "steps.merchant",
    "steps.mini_program",
    "steps.phone",
    "steps.program",
    "steps.wallet",
    "steps.words_in_arabic",
]


@pytest.fixture(scope="session")
def programs() -> dict[str, Program]:
    """The programs under test; a scenario chooses another than the first by a tag ``@program-<name>``."""
    return dict(PROGRAMS)
