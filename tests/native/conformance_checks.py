"""What each page of tests/native/conformance must do, opened on one phone one after another."""

from __future__ import annotations

import conformance_language
import conformance_program
import conformance_touch
from conformance_rules import RulePage

PAGES: tuple[RulePage, ...] = (
    *conformance_language.rules.pages,
    *conformance_program.rules.pages,
    *conformance_touch.rules.pages,  # the last of these move the page's clock
)
