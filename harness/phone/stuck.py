"""A page that no longer listens, not even to be closed: its process is ended (a regular expression that backtracks for ever).

Playwright's own limits of time do not hold then, since it waits for the page's word. So another thread watches the clock,
and asks the system instead of the browser which page computes and does nothing else.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

LOOKS, LOOK_SECONDS = 20, 0.025
"""How often a page is looked at, and how far apart."""
ROUND_SECONDS = 0.25
"""How often it is looked whether a wait takes too long."""
BUSY = 0.9
"""In which share of the looks a stuck page wants to compute, whether it is given a core or others have them all."""


@dataclass(slots=True, eq=False)
class Watch:
    """One wait for a page. ``ended_page`` says whether a page was ended for it, having kept everybody waiting."""

    deadline: float
    over: threading.Event = field(default_factory=threading.Event)
    ended_page: bool = False


class Watchman:
    """A thread that looks after all waits for pages of this process; it begins with the first one."""

    def __init__(self) -> None:
        self._watches: list[Watch] = []
        self._thread: threading.Thread | None = None

    @contextmanager
    def no_longer_than(self, seconds: float) -> Iterator[Watch]:
        """End this process's busiest page where the block takes longer than ``seconds``; what waits for that page then fails."""
        watch = Watch(time.monotonic() + seconds)
        self._watches.append(watch)
        if self._thread is None:
            self._thread = threading.Thread(target=self._look_after, name="stuck pages", daemon=True)
            self._thread.start()
        try:
            yield watch
        finally:
            watch.over.set()
            self._watches.remove(watch)

    def _look_after(self) -> None:
        never = threading.Event()
        while not never.wait(ROUND_SECONDS):
            for watch in tuple(self._watches):
                if time.monotonic() > watch.deadline and not watch.over.is_set():
                    for pid in stuck_page(watch.over):
                        watch.ended_page = True  # before whoever waits for the page hears of it
                        with suppress(OSError):
                            os.kill(pid, signal.SIGKILL)


no_longer_than = Watchman().no_longer_than


def stuck_page(over: threading.Event) -> list[int]:
    """Return the busiest page of a browser below this process, by its pid, if it does nothing but compute.

    It takes half a second, or until ``over`` is set: nobody waits for a page any more then.
    """
    wanting: Counter[int] = Counter()
    for _ in range(LOOKS):
        wanting.update(_computing())
        if over.wait(LOOK_SECONDS):
            return []
    return [pid for pid, looks in wanting.most_common(1) if looks >= BUSY * LOOKS]


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
