"""The clock that owns every expiry and retry. It runs with real time and jumps when a scenario says so."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import time
from collections.abc import Awaitable, Callable
from typing import Protocol

Job = Callable[[], Awaitable[None]]


class Clock(Protocol):
    """What the wallet needs of a clock. All times are epoch milliseconds."""

    def now(self) -> int:
        """Return the time now."""

    def at(self, when: int, job: Job) -> None:
        """Run ``job`` once at ``when`` (or at once, if that is past)."""


class VirtualClock:
    """A clock that keeps real time and can be moved forward.

    ``advance`` runs every job that falls due on the way, in order, with the clock standing at the job's own time, so
    24 hours with eight retries pass in milliseconds. What falls due in real time starts at once, whatever else is still at
    work: a merchant that is slow to answer delays nobody's expiry. Belongs to one event loop; ``now`` may be read from any
    thread.
    """

    def __init__(self, start: int | None = None) -> None:
        self._shift = (start if start is not None else int(time.time() * 1000)) - _monotonic()
        self._pinned: int | None = None
        self._jobs: list[tuple[int, int, Job]] = []
        self._count = itertools.count()
        self._timer: asyncio.TimerHandle | None = None
        self._turn = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    def now(self) -> int:
        """Return the virtual time in epoch milliseconds."""
        return self._pinned if self._pinned is not None else _monotonic() + self._shift

    def at(self, when: int, job: Job) -> None:
        """Run ``job`` once at ``when``; must be called on the loop. Nothing happens on a closed clock."""
        if self._closed:
            return
        job_entry = (when, next(self._count), job)
        heapq.heappush(self._jobs, job_entry)
        if self._jobs[0] is job_entry:
            self._arm()

    async def advance(self, milliseconds: int) -> None:
        """Move the clock forward, running what falls due on the way; returns when all of it is done."""
        async with self._turn:
            if self._tasks:
                await asyncio.wait(self._tasks)
            target = self.now() + milliseconds
            try:
                await self._run_until(target)
            finally:
                self._shift = target - _monotonic()
                self._pinned = None
        self._arm()

    def close(self) -> None:
        """Forget every job; nothing fires any more."""
        self._closed = True
        self._jobs.clear()
        if self._timer is not None:
            self._timer.cancel()
        for task in self._tasks:
            task.cancel()

    async def _run_until(self, target: int) -> None:
        while self._jobs and self._jobs[0][0] <= target:
            when, _, job = heapq.heappop(self._jobs)
            self._pinned = max(self.now(), when)
            await job()

    def _arm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        # While the clock is moved, whoever moves it runs what falls due, and arms it again at the end.
        if self._jobs and not self._turn.locked():
            delay = max(0, self._jobs[0][0] - self.now()) / 1000
            self._timer = asyncio.get_running_loop().call_later(delay, self._fire)

    def _fire(self) -> None:
        if self._turn.locked():
            return
        now = self.now()
        while self._jobs and self._jobs[0][0] <= now:
            _, _, job = heapq.heappop(self._jobs)
            self._start(job)
        self._arm()

    def _start(self, job: Job) -> None:
        async def work() -> None:
            await job()

        task = asyncio.get_running_loop().create_task(work())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _monotonic() -> int:
    return time.monotonic_ns() // 1_000_000
