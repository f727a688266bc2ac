"""Plays a scenario again: what failed, as often as --retries says, and once more for its trace where --traces asks for it.

Every attempt has a world of its own, and every one is kept. A scenario that fails and then passes is "flaky", which is
neither passed nor failed. The play for the trace changes nothing about the outcome.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

RETRIED = "retried"


@dataclass(frozen=True, slots=True)
class Attempt:
    """Which play of a scenario this is. ``after`` is the world of the play before it; ``replay`` counts for nothing."""

    number: int = 0
    after: str = ""
    replay: bool = False
    traced: bool = False


ATTEMPT = pytest.StashKey[Attempt]()
WORLD_NAME = pytest.StashKey[str]()
SETTLED = pytest.StashKey[bool]()
"""Whether playing it again can change nothing: what is needed is not there."""


def wanted(config: pytest.Config) -> bool:
    """Whether anything may be played more than once."""
    return bool(config.getoption("--retries")) or config.getoption("--traces") == "failed"


def play(item: pytest.Item, nextitem: pytest.Item | None, forget: Callable[[], None]) -> None:
    """Play an item until it passes or there are no attempts left, and report each; ``forget`` clears what one attempt has stashed."""
    retries, traces = int(item.config.getoption("--retries") or 0), str(item.config.getoption("--traces"))
    attempt, hook = Attempt(traced=traces == "all"), item.ihook
    hook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    while True:
        forget()
        more = attempt.number < retries and not attempt.replay
        failed = _once(item, nextitem, attempt, more=more, trace=traces == "failed")
        if not failed:
            break
        replay = not more
        traced = traces != "off"
        attempt = Attempt(attempt.number + (not replay), item.stash.get(WORLD_NAME, ""), replay, traced)
    hook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)


def _once(item: pytest.Item, nextitem: pytest.Item | None, attempt: Attempt, *, more: bool, trace: bool) -> bool:
    """Play an item once; return whether it failed and is played again."""
    item.stash[ATTEMPT] = attempt
    item.stash[SETTLED] = False
    item.stash[WORLD_NAME] = ""
    if not getattr(item, "_request", True):  # pytest forgets the fixtures of an item that was played
        item._initrequest()  # type: ignore[attr-defined]  # noqa: SLF001 - as pytest's own protocol does
    reports = [_phase(item, "setup")]
    if reports[0].passed:
        reports.append(_phase(item, "call"))
    last = reports[-1]
    possible = last.failed and not (item.stash[SETTLED] or item.session.shouldfail or item.session.shouldstop)
    again = (
        possible and bool(item.stash[WORLD_NAME]) and not attempt.replay and (more or (trace and not attempt.traced))
    )
    reports.append(_phase(item, "teardown", item.parent if again else nextitem))
    if again and more:
        last.outcome = RETRIED  # type: ignore[assignment]  # shown as such, counted as nothing
    for report in reports if not attempt.replay else reports[2:]:
        if not attempt.replay or report.failed:
            item.ihook.pytest_runtest_logreport(report=report)
    if hasattr(item, "_request"):
        item._request = False
        item.funcargs = None  # type: ignore[attr-defined]
    return again


def _phase(item: pytest.Item, when: str, nextitem: object = None) -> pytest.TestReport:
    """Run setup, call or teardown of an item and return its report.

    ``nextitem`` is what stays set up; the item's parent stands for the same item, to be set up again.
    """
    run = getattr(item.ihook, f"pytest_runtest_{when}")
    given = {"item": item, "nextitem": nextitem} if when == "teardown" else {"item": item}
    reraise: tuple[type[BaseException], ...] = (pytest.exit.Exception,)
    if not item.config.getoption("usepdb", False):
        reraise += (KeyboardInterrupt,)
    call = pytest.CallInfo.from_call(lambda: run(**given), when=when, reraise=reraise)  # type: ignore[arg-type]
    report: pytest.TestReport = item.ihook.pytest_runtest_makereport(item=item, call=call)
    if report.failed and call.excinfo is not None:
        item.ihook.pytest_exception_interact(node=item, call=call, report=report)
    return report
