"""Waiting for something to read, in a process that has more than the 1024 files open that select() can count."""

from __future__ import annotations

import select
from typing import Protocol


class _Handle(Protocol):
    def fileno(self) -> int: ...


def readable(handle: _Handle | int, seconds: float) -> bool:
    """Whether there is something to read, or the end, within so many seconds of real time."""
    waiting = select.poll()
    waiting.register(handle, select.POLLIN | select.POLLHUP)
    return bool(waiting.poll(seconds * 1000))
