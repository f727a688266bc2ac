"""What a scenario finds wrong."""

from harness.errors import HarnessError


class Mismatch(HarnessError, AssertionError):
    """Something is not as the scenario says: a failed expectation, in words, with what was expected and got."""
