"""A plan: every scenario on one shard, the load even, the same on every machine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.errors import HarnessError
from harness.suite.plan import (
    Shard,
    hold_against,
    make_plan,
    read_durations,
    read_plan,
    read_shard,
    write_plan,
)

IDS = st.lists(st.text(min_size=1, max_size=12), max_size=30)


@given(IDS, st.dictionaries(st.text(max_size=12), st.integers(0, 10**7)), st.integers(1, 8), st.randoms())
def test_every_scenario_is_played_once_and_the_order_they_come_in_does_not_matter(
    ids: list[str], durations: dict[str, int], count: int, random: object
) -> None:
    plan = make_plan(ids, durations, count)
    dealt = [one for shard in plan.shards for one in shard]
    assert sorted(dealt) == sorted(set(ids))
    assert len(plan.shards) == count
    mixed = list(ids)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert make_plan(mixed, durations, count) == plan
    # Dealt out longest first, no shard has more to do than the fair share and one scenario.
    longest = max((max(1, durations.get(one, 0)) for one in dealt), default=0)
    if plan.known == len(set(ids)) and ids:
        assert max(plan.milliseconds) <= sum(plan.milliseconds) / count + longest + count


def test_the_long_ones_are_dealt_out_first() -> None:
    plan = make_plan("abcde", {"a": 9000, "b": 5000, "c": 4000, "d": 1000, "e": 1000}, 2)
    assert plan.shards == (("a", "d"), ("b", "c", "e"))
    assert plan.milliseconds == (10_000, 10_000)


def test_what_has_no_time_is_taken_to_last_as_long_as_the_median() -> None:
    plan = make_plan(["a", "b", "c", "new"], {"a": 100, "b": 300, "c": 9000, "gone": 1}, 4)
    assert dict(zip(plan.shards, plan.milliseconds, strict=True))[("new",)] == 300
    assert plan.known == 3


def test_a_plan_is_read_as_it_was_written(tmp_path: Path) -> None:
    plan = make_plan(["ا", "b", "c"], {}, 2)
    write_plan(file := tmp_path / "to" / "plan.json", plan)
    found = read_plan(file)
    assert (found.shards, found.milliseconds, found.name) == (plan.shards, plan.milliseconds, plan.name)
    write_plan(file, make_plan(["other"], {}, 2), replace=False)
    assert read_plan(file).name == plan.name
    assert [path.name for path in file.parent.iterdir()] == ["plan.json"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the plan cannot be read"),
        ("[]", "this is no plan of format 1"),
        ('{"format": 2, "shards": []}', "the plan has format 2, this version reads 1"),
        ('{"format": 1}', "the plan has no shards"),
        ('{"format": 1, "shards": [{"scenarios": "a"}]}', "shard 1 of the plan has no list"),
        ('{"format": 1, "shards": [{"scenarios": ["a"]}, {"scenarios": ["a"]}]}', "the plan has a twice"),
    ],
)
def test_what_is_no_plan(tmp_path: Path, text: str, said: str) -> None:
    (file := tmp_path / "plan.json").write_text(text, encoding="utf-8")
    with pytest.raises(HarnessError, match=said) as error:
        read_plan(file)
    assert str(file) in error.value.place
    assert "harness plan" in error.value.action


@pytest.mark.parametrize("data", [[], {"a": "1"}, {"a": True}, {"a": -1}])
def test_what_is_no_durations(tmp_path: Path, data: object) -> None:
    (file := tmp_path / "durations.json").write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(HarnessError, match="these are no durations"):
        read_durations(file)


def test_a_plan_for_other_scenarios_is_refused() -> None:
    plan = make_plan(["a", "b"], {}, 2)
    hold_against(plan, ["b", "a"], 2, "plan.json")
    for ids, shards, said in (
        (["a", "b", "c", "d"], 2, "the plan does not know c, and 1 more"),
        (["a"], 2, "the plan has what is not here: b"),
        (["a", "b"], 3, "the plan is for 2 shards, --shard says 3"),
    ):
        with pytest.raises(HarnessError, match=said):
            hold_against(plan, ids, shards, "plan.json")


def test_a_shard_is_named() -> None:
    assert read_shard("2/3") == Shard(2, 3)
    assert (str(Shard(2, 3)), Shard(2, 3).folder) == ("2/3", "2-of-3")


@pytest.mark.parametrize("text", ["", "2", "0/3", "4/3", "1/0", "a/b", "-1/2", "1/2/3", "²/3"])
def test_what_is_no_shard(text: str) -> None:
    with pytest.raises(ValueError, match="shard|NUMBER/COUNT|none"):
        read_shard(text)
