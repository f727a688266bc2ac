"""A page that no longer listens, not even to be closed: its process is ended (a regular expression that backtracks for ever).

Playwright's own limits of time do not hold then, since it waits for the page's word. So another thread watches the clock,
and asks the system instead of the browser which page computes and does nothing else.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LOOKS, LOOK_SECONDS = 20, 0.025
"""How often a page is looked at, and how far apart."""
BUSY = 0.9
"""In which share of the looks a stuck page wants to compute, whether it is given a core or others have them all."""


@contextmanager
def no_longer_than(seconds: float) -> Iterator[None]:
    """End this process's busiest page where the block takes longer than ``seconds``; what waits for that page then fails."""
    ended = threading.Event()

    def watch() -> None:
        if not ended.wait(seconds):
            while not (end_stuck_page(ended) or ended.is_set()):
                pass

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join()


def end_stuck_page(ended: threading.Event) -> bool:
    """End the busiest page of a browser below this process, if it does nothing but compute; return whether there was one.

    It takes half a second, or until ``ended`` is set.
    """
    wanting: Counter[int] = Counter()
    for _ in range(LOOKS):
        wanting.update(_computing())
        if ended.wait(LOOK_SECONDS):
            return False
    for pid, looks in wanting.most_common(1):
        if looks >= BUSY * LOOKS:
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)
            return True
    return False


def _computing() -> list[int]:
    """Return the page processes below this one whose main thread runs or waits for a core; none where there is no /proc."""
    parents: dict[int, int] = {}
    found: list[int] = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError, IndexError):
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            parents[int(folder.name)] = int(parent)
            if state == "R" and b"--type=renderer" in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
    return [pid for pid in found if os.getpid() in _above(pid, parents)]


def _above(pid: int, parents: dict[int, int]) -> set[int]:
    found: set[int] = set()
    while pid in parents and pid not in found:
        found.add(pid)
        pid = parents[pid]
    return found | {pid}
