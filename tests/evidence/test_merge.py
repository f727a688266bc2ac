"""Shards are put together into the evidence of one run, and what is lost on the way turns it red."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import journals
import pytest

from harness.cli import main
from harness.evidence import write_reports
from harness.journal import Actor, Kind, Message, line_of
from harness.library import version
from harness.suite.plan import Shard, make_plan
from harness.suite.reports import with_failures
from harness.suite.sharding import shard_facts

IDS = tuple(f"features/payment.feature::test_{name}" for name in ("pays", "leaves", "again"))
PLAN = make_plan(IDS, {}, 3)
PLAYS: dict[str, Callable[..., journals.World]] = {
    IDS[0]: journals.good,
    IDS[1]: journals.cancelled,
    IDS[2]: journals.good,
}
FILES = ("index.html", "verdict.json", "junit.xml", "messages.ndjson", "durations.json", "summary.md", "journal.ndjson")


def header(number: int, plan: object = PLAN, session: str = "aaaa", seed: int = 42) -> list[Message]:
    """Return what begins the journal of every shard."""
    begun = journals.run(seed)
    world, me = journals.World("run", 2), Actor.HARNESS
    facts = {**shard_facts(Shard(number, 3), PLAN, f"{session}{number}"), **(plan if isinstance(plan, dict) else {})}
    world.add(me, me, "shard", facts, Kind.FACT)
    shards = facts["shards"]
    assert isinstance(shards, list)
    world.add(me, me, "planned", {"nodeids": shards[number - 1]}, Kind.FACT)
    return [*begun, *world.messages]


def played(nodeid: str, session: str, number: int, how: Callable[..., journals.World] | None = None) -> list[Message]:
    """Return the messages of one scenario as a shard plays it, with a picture of its end."""
    world = (how or PLAYS[nodeid])(f"shard{number}-{session}{number}-main:{nodeid[-5:]}#1", line=12 + IDS.index(nodeid))
    world.fact(Actor.HARNESS, "screenshot", {"title": "at the end", "file": f"screenshots/{session}{number}.jpg"})
    return [replace(m, payload={**m.payload, "nodeid": nodeid}) if m.name == "scenario" else m for m in world.messages]


def shard(
    home: Path,
    number: int,
    session: str = "aaaa",
    *,
    messages: Sequence[Message] | None = None,
    how: Callable[..., journals.World] | None = None,
    reported: bool = False,
) -> Path:
    """Write the folder of a shard and return it; ``reported`` with its reports, which a merge does not look at."""
    folder = home / "shards" / f"{number}-{session}"
    (folder / "screenshots").mkdir(parents=True)
    (folder / "screenshots" / f"{session}{number}.jpg").write_bytes(b"\xff\xd8\xff" + session.encode())
    mine = [m for one in PLAN.shards[number - 1] for m in played(one, session, number, how)]
    content = [*header(number, session=session), *mine] if messages is None else messages
    (folder / "journal.ndjson").write_bytes(b"".join(map(line_of, content)))
    if reported:
        write_reports(folder, content)
    return folder


def merged(out: Path, *folders: Path) -> int:
    return main(["merge", *map(str, folders), "--out", str(out)])


def evidence(out: Path) -> dict[str, bytes]:
    return {str(file.relative_to(out)): file.read_bytes() for file in sorted(out.rglob("*")) if file.is_file()}


@pytest.fixture
def shards(tmp_path: Path) -> list[Path]:
    return [shard(tmp_path, number) for number in (1, 2, 3)]


def test_three_shards_are_one_run(tmp_path: Path, shards: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert merged(tmp_path / "out", *shards) == 0
    verdict = json.loads((tmp_path / "out" / "verdict.json").read_text())
    assert verdict["results"] == dict.fromkeys(sorted(IDS), "passed")
    assert verdict["scenarios"]["passed"] == 3
    assert "shard" not in verdict
    assert {*FILES, *(f"screenshots/aaaa{n}.jpg" for n in (1, 2, 3))} == set(evidence(tmp_path / "out"))
    assert json.loads((tmp_path / "out" / "durations.json").read_text()) == dict.fromkeys(sorted(IDS), 412)
    assert "verdict  PASSED" in capsys.readouterr().out


def test_shards_of_different_commits_are_red(
    tmp_path: Path, shards: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    for folder, commit in zip(shards, ("aaaa111", "aaaa111", "bbbb222"), strict=True):
        journal = folder / "journal.ndjson"
        journal.write_text(journal.read_text().replace('"seed":42', f'"seed":42,"commit":"{commit}"'))
    assert merged(tmp_path / "two", *shards[:2], shards[2]) == 1
    assert "the shards have played different commits: aaaa111, bbbb222" in capsys.readouterr().out
    assert json.loads((tmp_path / "two" / "verdict.json").read_text())["commit"] == "aaaa111, bbbb222"


def test_neither_order_nor_repetition_nor_an_earlier_merge_changes_a_byte(tmp_path: Path, shards: list[Path]) -> None:
    merged(tmp_path / "out", *shards)
    first = evidence(tmp_path / "out")
    orders = (shards[::-1], [shards[1], *shards], [tmp_path / "out"], [shards[2], tmp_path / "out", *shards])
    for number, order in enumerate(orders):
        merged(tmp_path / str(number), *order)
        assert evidence(tmp_path / str(number)) == first
    merged(tmp_path / "out", tmp_path / "out")
    assert evidence(tmp_path / "out") == first


def test_a_missing_shard_is_red_by_name_and_may_come_later(
    tmp_path: Path, shards: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert merged(tmp_path / "out", shards[0], shards[2]) == 1
    said = capsys.readouterr().out
    lost = PLAN.shards[1][0]
    assert f"no result  {lost}" in said
    assert "shard 2/3 is missing; it was to play 1 scenario" in said
    verdict = json.loads((tmp_path / "out" / "verdict.json").read_text())
    assert (verdict["passed"], verdict["results"][lost]) == (False, "not run")
    assert merged(tmp_path / "out", tmp_path / "out", shards[1]) == 0
    merged(tmp_path / "whole", *shards)
    assert evidence(tmp_path / "out") == evidence(tmp_path / "whole")


def test_a_planned_scenario_without_a_result_is_red_by_name(
    tmp_path: Path, shards: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    stopped = shard(tmp_path, 2, "stop", messages=header(2, session="stop"))
    assert merged(tmp_path / "out", shards[0], stopped, shards[2]) == 1
    assert f"no result  {PLAN.shards[1][0]}" in capsys.readouterr().out


def test_a_shard_that_was_played_twice_with_one_result_counts_once(tmp_path: Path, shards: list[Path]) -> None:
    again = shard(tmp_path, 2, "bbbb")
    assert merged(tmp_path / "out", *shards, again) == 0
    assert json.loads((tmp_path / "out" / "verdict.json").read_text())["scenarios"]["passed"] == 3
    merged(tmp_path / "other", again, *shards[::-1])
    assert evidence(tmp_path / "other") == evidence(tmp_path / "out")


def test_two_results_of_one_scenario_are_red_by_name(
    tmp_path: Path, shards: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    other = shard(tmp_path, 2, "bbbb", how=journals.wrong_amount)
    assert merged(tmp_path / "out", *shards, other) == 1
    said = capsys.readouterr().out
    assert (
        f"{PLAN.shards[1][0]} has different results: passed in shard2-aaaa2-main, failed in shard2-bbbb2-main" in said
    )
    first = evidence(tmp_path / "out")
    merged(tmp_path / "out", tmp_path / "out", other, shards[1])
    assert evidence(tmp_path / "out") == first


def test_attempts_of_one_run_are_no_contradiction(tmp_path: Path, shards: list[Path]) -> None:
    (one,) = PLAN.shards[1]
    first, second = played(one, "cccc", 2, journals.wrong_amount), played(one, "cccc", 2)
    name = "shard2-cccc2-main:again#2"
    second = [
        replace(m, world=name, payload={**m.payload, "attempt": 1, "after": first[0].world})
        if m.name == "scenario"
        else replace(m, world=name)
        for m in second
    ]
    retried = shard(tmp_path, 2, "cccc", messages=[*header(2, session="cccc"), *first, *second])
    assert merged(tmp_path / "out", shards[0], retried, shards[2]) == 0
    assert json.loads((tmp_path / "out" / "verdict.json").read_text())["results"][one] == "flaky"


def test_a_run_that_was_killed_in_the_midst_of_a_line(
    tmp_path: Path, shards: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    killed = tmp_path / "killed"
    (killed / "parts").mkdir(parents=True)
    whole = (shards[1] / "journal.ndjson").read_bytes()
    (killed / "parts" / "journal-gw0.ndjson").write_bytes(whole[: len(whole) - 300])
    assert merged(tmp_path / "out", shards[0], killed, shards[2]) == 1
    said = capsys.readouterr().out
    assert "1 line of the journal of shard 2/3 cannot be read, as after a run that was killed" in said
    assert json.loads((tmp_path / "out" / "verdict.json").read_text())["results"][PLAN.shards[1][0]] == "not finished"
    first = evidence(tmp_path / "out")
    assert merged(tmp_path / "again", tmp_path / "out", killed) == 1
    assert evidence(tmp_path / "again") == first


def test_a_run_that_was_killed_before_it_played_anything_is_a_missing_shard(
    tmp_path: Path, shards: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    (empty := tmp_path / "empty").mkdir()
    (empty / "journal.ndjson").write_bytes(b"\n")
    assert merged(tmp_path / "out", shards[0], shards[1], empty) == 1
    said = capsys.readouterr().out
    assert "the run was stopped before it played anything" in said
    assert "shard 3/3 is missing" in said


def test_shards_of_two_plans_are_red(tmp_path: Path, shards: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    rows = [list(ids) for ids in (*PLAN.shards[:2], (*PLAN.shards[2], "features/new.feature::test_new"))]
    other = header(3, {"plan": "other", "shards": rows}, "oooo")
    third = [m for one in PLAN.shards[2] for m in played(one, "oooo", 3)]
    assert merged(tmp_path / "out", *shards[:2], shard(tmp_path, 3, "oooo", messages=[*other, *third])) == 1
    said = capsys.readouterr().out
    assert re.search(r"not planned alike: 1/3, 2/3 by plan \w+; 3/3 by plan other", said)
    assert "no result  features/new.feature::test_new" in said


def test_shards_of_two_commits_are_red(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def folders(session: str, texts: Sequence[str]) -> list[Path]:
        made = []
        for number, text in enumerate(texts, start=1):
            source = journals.World("source", 9)
            source.add(Actor.HARNESS, Actor.HARNESS, "source", {"uri": "features/x.feature", "text": text}, Kind.FACT)
            mine = [m for one in PLAN.shards[number - 1] for m in played(one, session, number)]
            messages = [*header(number, session=session), *source.messages, *mine]
            made.append(shard(tmp_path, number, session, messages=messages))
        return made

    assert merged(tmp_path / "same", *folders("same", ["Feature: x"] * 3)) == 0
    assert merged(tmp_path / "out", *folders("othr", ["Feature: x", "Feature: x", "Feature: y"])) == 1
    assert "features/x.feature is not the same in all shards" in capsys.readouterr().out


def test_a_feature_that_no_shard_can_read_is_told_once(
    tmp_path: Path, shards: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    broken = []
    for number in (1, 2, 3):
        mine = [m for one in PLAN.shards[number - 1] for m in played(one, "dddd", number)]
        messages = with_failures(
            [*header(number, session="dddd"), *mine], [("features/x.feature", "not valid Gherkin")]
        )
        broken.append(shard(tmp_path, number, "dddd", messages=messages))
    assert merged(tmp_path / "out", *broken) == 1
    assert capsys.readouterr().out.count("not valid Gherkin") == 1


@pytest.mark.parametrize(
    ("journal", "said"),
    [
        (None, "this is no shard: there is no journal.ndjson in it"),
        (b"{}\nhello\n", "this is no shard: a journal line"),
        (b"".join(map(line_of, [*journals.run(), *journals.good().messages])), "it is the evidence of a whole run"),
        (
            b"".join(map(line_of, header(1, {"harness": "0.0.9"}))),
            f"shard 1/3 was played by version 0.0.9 of the harness, this is {version()}",
        ),
    ],
)
def test_what_is_no_shard_ends_with_2(
    tmp_path: Path, journal: bytes | None, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder := tmp_path / "other").mkdir()
    if journal is not None:
        (folder / "journal.ndjson").write_bytes(journal)
    assert merged(tmp_path / "out", folder) == 2
    told = capsys.readouterr().err
    assert said in told
    assert "next: " in told
    assert not (tmp_path / "out").exists()


def test_no_such_folder_and_no_folder_at_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert merged(tmp_path / "out", tmp_path / "nowhere") == 2
    assert "nowhere: there is no such folder" in capsys.readouterr().err
    assert merged(tmp_path / "out") == 2
    assert "there is no shard to merge" in capsys.readouterr().err


def test_what_an_earlier_run_has_left_goes(tmp_path: Path, shards: list[Path]) -> None:
    old = shard(tmp_path, 1, "older", reported=True)
    shutil.copytree(old, tmp_path / "out")
    assert merged(tmp_path / "out", *shards) == 0
    merged(tmp_path / "new", *shards)
    assert evidence(tmp_path / "out") == evidence(tmp_path / "new")


def test_the_gate_takes_no_shard_for_the_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gate", str(shard(tmp_path, 2, reported=True))]) == 1
    assert "this is the verdict of shard 2/3 only: harness merge puts the shards together" in capsys.readouterr().out
