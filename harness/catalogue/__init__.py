"""The catalogue of steps: what a feature can say, with examples, on the terminal and as a page."""

from harness.catalogue.page import page
from harness.catalogue.sayings import Saying, sayings
from harness.catalogue.uses import Use, uses

__all__ = ["Saying", "Use", "page", "sayings", "uses"]
