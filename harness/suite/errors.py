"""What a scenario finds wrong, and what keeps scenarios from being played."""

from harness.errors import HarnessError


class Mismatch(HarnessError, AssertionError):
    """Something is not as the scenario says: a failed expectation, in words, with what was expected and got."""


class NotPlayable(HarnessError):
    """What a scenario needs is not there, for it and for every other that needs it; the terminal says it once."""


class NoBrowser(NotPlayable):
    """There is no browser that starts: no scenario can be played, so the run ends with the first."""
