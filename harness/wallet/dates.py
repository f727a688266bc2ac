"""Dates on the wire: ISO 8601 with an offset (openapi.md 2.1). In the house: epoch milliseconds."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

BAGHDAD = timezone(timedelta(hours=3))
LATEST = 253_402_214_400_000
"""The last instant that has a date in every offset: the end of the year 9999, in epoch milliseconds."""


def iso(milliseconds: int) -> str:
    """Return epoch milliseconds as ``2026-01-01T12:00:00+03:00``, to the second, as the recorded Super Qi bodies have it."""
    return datetime.fromtimestamp(milliseconds // 1000, BAGHDAD).isoformat()


def parse(text: str) -> int:
    """Return the epoch milliseconds of an ISO 8601 date with offset (or of epoch milliseconds as digits).

    Raises ValueError when it is neither.
    """
    if text.isascii() and text.isdigit():
        value = int(text) if len(text) < 16 else LATEST
    else:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise ValueError(f"{text} has no offset")
        value = int(moment.timestamp() * 1000)
    if not 0 <= value < LATEST:
        raise ValueError(f"{text} is not a date of our time")
    return value
