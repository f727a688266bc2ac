"""The one line that pytest's summary shows of a failure."""

from __future__ import annotations

import pytest

from harness.suite.told import GENERAL, Account, again, fact, put_in_order


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


def failed(nodeid: str, *, general: str = "", process: str = "") -> pytest.TestReport:
    account = Account(f"{general or 'a fact'}\n  next: mend it")
    properties = [(GENERAL, general)] if general else []
    told = pytest.TestReport(nodeid, ("", 1, ""), {}, "failed", account, "call", user_properties=properties)
    if process:
        told.node = process  # type: ignore[attr-defined]  # as pytest-xdist does
    return told


def test_failures_are_told_in_the_order_of_the_features_however_they_end() -> None:
    order = {"a": 0, "b": 1, "c": 2}
    unread = pytest.CollectReport("x.feature", "failed", "it cannot be read", [])
    ended = [failed("c", general="no merchant", process="gw1"), failed("a"), unread, failed("b", general="no merchant")]
    stats: dict[str, list[object]] = {"failed": list(ended), "passed": [failed("z"), failed("a")]}
    put_in_order(stats, order, {})
    last, first, _, second = ended
    assert stats["failed"] == [unread, first, second, last]
    assert str(second.longrepr) == "no merchant\n  next: mend it"
    assert str(last.longrepr) == "the same again: no merchant"
    assert not hasattr(last, "node")
    assert [getattr(one, "nodeid", "") for one in stats["passed"]] == ["z", "a"]


def test_a_reason_is_told_in_full_once_and_shortly_for_each_other_scenario_that_failed_for_it() -> None:
    account = "x.feature:{0}: A {0}\n  ✓ Given it\n  ✗ Then it\n\n  what happened: it shows paid\n\n  a diagram\n"
    ended = [failed(name) for name in ("c", "b", "a")]
    for line, report in zip((3, 2, 1), ended, strict=True):
        report.longrepr = Account(account.format(line))
    put_in_order({"failed": list(ended)}, {"a": 0, "b": 1, "c": 2}, {"a": "paid", "b": "failed", "c": "paid"})
    third, second, first = (report.longrepr.text for report in ended if isinstance(report.longrepr, Account))
    assert first == account.format(1)
    assert second == account.format(2)
    assert third == again(account.format(3), "x.feature:1: A 1")
    crashes = [report.longrepr.reprcrash.message for report in ended if isinstance(report.longrepr, Account)]
    assert crashes == ["paid", "failed", "paid"]
    assert third.splitlines() == [
        "x.feature:3: A 3",
        "  ✗ Then it",
        "  what happened: it shows paid",
        "  the same reason as x.feature:1: A 1",
    ]
