"""A page that no longer listens, not even to be closed: its process is ended (a regular expression that backtracks for ever).

Playwright's own limits of time do not hold then, since it waits for the page's word. So another thread watches the clock,
and asks the system instead of the browser which page computes and does nothing else.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LOOK_SECONDS = 0.5
BUSY = 0.4
"""The share of a core that a stuck page takes at the least, also on a machine where others want it."""


@contextmanager
def no_longer_than(seconds: float) -> Iterator[None]:
    """End this process's busiest page where the block takes longer than ``seconds``; what waits for that page then fails."""
    timer = threading.Timer(seconds, end_stuck_page)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()


def end_stuck_page() -> bool:
    """End the busiest page of a browser below this process, if it does nothing but compute; return whether there was one."""
    before, began = _times(), time.monotonic()
    time.sleep(LOOK_SECONDS)  # what is measured is how much of this time it takes
    passed = time.monotonic() - began
    spent = {pid: (seconds - before.get(pid, seconds)) / passed for pid, seconds in _times().items()}
    busiest = max(spent, key=spent.__getitem__, default=0)
    if not busiest or spent[busiest] < BUSY:
        return False
    with suppress(OSError):
        os.kill(busiest, signal.SIGKILL)
    return True


def _times() -> dict[int, float]:
    """Return the CPU seconds that each page process below this one has taken; empty where there is no /proc."""
    parents: dict[int, int] = {}
    times: dict[int, float] = {}
    tick = os.sysconf("SC_CLK_TCK")
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError, IndexError):
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            pid, parents[int(folder.name)] = int(folder.name), int(fields[1])
            if b"--type=renderer" in (folder / "cmdline").read_bytes():
                times[pid] = (int(fields[11]) + int(fields[12])) / tick
    return {pid: seconds for pid, seconds in times.items() if os.getpid() in _above(pid, parents)}


def _above(pid: int, parents: dict[int, int]) -> set[int]:
    found: set[int] = set()
    while pid in parents and pid not in found:
        found.add(pid)
        pid = parents[pid]
    return found | {pid}
