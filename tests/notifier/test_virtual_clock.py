"""The clock that the notifier lives by: it jumps in order, and in real time waits for nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from harness.serving import Backstage
from harness.wallet.clock import Job, VirtualClock


@pytest.fixture(scope="module")
def backstage() -> Iterator[Backstage]:
    with Backstage() as backstage:
        yield backstage


def _noting(clock: VirtualClock, seen: list[tuple[str, int]], name: str) -> Job:
    async def job() -> None:
        seen.append((name, clock.now()))

    return job


def test_it_runs_what_falls_due_in_order_and_at_its_own_time(backstage: Backstage) -> None:
    async def play() -> list[tuple[str, int]]:
        clock = VirtualClock(0)
        seen: list[tuple[str, int]] = []
        for name, when in (("c", 9_000), ("a", 5_000), ("b", 5_000), ("late", 60_000)):
            clock.at(when, _noting(clock, seen, name))
        await clock.advance(10_000)
        clock.close()
        return seen

    assert backstage.run(play()) == [("a", 5_000), ("b", 5_000), ("c", 9_000)]


def test_a_job_may_ask_for_the_next_one(backstage: Backstage) -> None:
    async def play() -> list[int]:
        clock = VirtualClock(0)
        seen: list[int] = []

        async def again() -> None:
            seen.append(clock.now())
            clock.at(clock.now() + 1_000, again)

        clock.at(1_000, again)
        await clock.advance(4_500)
        clock.close()
        return seen

    assert backstage.run(play()) == [1_000, 2_000, 3_000, 4_000]


def test_what_is_under_way_is_done_before_it_jumps(backstage: Backstage) -> None:
    async def play() -> list[str]:
        clock = VirtualClock(0)
        seen: list[str] = []
        begun, go_on = asyncio.Event(), asyncio.Event()

        async def slow() -> None:
            begun.set()
            await go_on.wait()
            seen.append("slow")

        clock.at(0, slow)
        clock.at(5_000, _appending(seen, "next"))
        await begun.wait()
        jump = asyncio.ensure_future(clock.advance(5_000))
        asyncio.get_running_loop().call_soon(go_on.set)
        await jump
        clock.close()
        return seen

    assert backstage.run(play()) == ["slow", "next"]


def _appending(seen: list[str], name: str) -> Job:
    async def job() -> None:
        seen.append(name)

    return job


def test_one_slow_job_delays_no_other(backstage: Backstage) -> None:
    async def play() -> None:
        clock, other = VirtualClock(0), asyncio.Event()

        async def never() -> None:
            await asyncio.Event().wait()

        async def quick() -> None:
            other.set()

        clock.at(0, never)
        clock.at(1, quick)
        async with asyncio.timeout(30):
            await other.wait()
        clock.close()

    backstage.run(play())


def test_a_job_that_fails_stops_neither_the_clock_nor_the_jump(backstage: Backstage) -> None:
    async def play() -> list[tuple[str, int]]:
        clock = VirtualClock(0)
        seen: list[tuple[str, int]] = []

        async def fails() -> None:
            raise ValueError("no")

        clock.at(1_000, fails)
        clock.at(2_000, _noting(clock, seen, "after"))
        with pytest.raises(ValueError, match="no"):
            await clock.advance(1_500)
        assert clock.now() >= 1_500
        await clock.advance(1_000)
        clock.close()
        return seen

    assert backstage.run(play()) == [("after", 2_000)]


def test_a_closed_clock_runs_nothing(backstage: Backstage) -> None:
    async def play() -> list[tuple[str, int]]:
        clock = VirtualClock(0)
        seen: list[tuple[str, int]] = []
        clock.at(1_000, _noting(clock, seen, "before"))
        clock.close()
        clock.at(1_000, _noting(clock, seen, "after"))
        await clock.advance(5_000)
        return seen

    assert backstage.run(play()) == []
