"""The one line that pytest's summary shows of a failure."""

from __future__ import annotations

import pytest

from harness.suite.told import fact


@pytest.mark.parametrize(
    ("account", "line"),
    [
        ("f.feature:1: A\n  ✗ Then it\n\n  what happened: it shows paid\n  also: more", "it shows paid"),
        (
            "  what happened: the journey is not right:\n    step 8 wrong value: a token\n",
            "the journey is not right: step 8 wrong value: a token",
        ),
        ("a plain error\n  next: mend it", "a plain error"),
        ("", ""),
    ],
)
def test_it_is_the_fact_itself_not_its_heading(account: str, line: str) -> None:
    assert fact(account) == line
