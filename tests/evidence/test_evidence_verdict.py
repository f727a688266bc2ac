"""verdict.json: its shape, and that it never claims what was not seen."""

from __future__ import annotations

import json
from dataclasses import replace

import journals as j

from harness.evidence.report import collect
from harness.evidence.terminal import codes_line, kinds_line
from harness.evidence.verdict_json import verdict
from harness.journal import Message


def judged(*worlds: j.World) -> dict[str, object]:
    return verdict(collect([*j.run(), *(m for world in worlds for m in world.messages)]))


def test_a_good_run_has_exactly_this_shape() -> None:
    steps = {str(number): "seen" for number in range(1, 21)}
    open_row = {"success": "not run", "split": "not run"}
    codes = {
        "9000": {"success": "passed", "split": "not run"},
        **dict.fromkeys(("8000", "4000", "6001", "6002", "6004"), open_row),
    }
    assert judged(j.good()) == {
        "passed": True,
        "results": {"features/payment.feature:12[success]": "passed"},
        "seed": 42,
        "commit": "",
        "scenarios": {"passed": 1, "failed": 0, "skipped": 0, "cannot": 0, "flaky": 0},
        "steps": steps,
        "codes": codes,
        "cannot": [],
        "lint": None,
        "kinds": {
            "h5": {
                "scenarios": {"passed": 1, "failed": 0, "skipped": 0, "cannot": 0, "flaky": 0},
                "steps": steps,
                "codes": codes,
            },
            "native": {
                "scenarios": {"passed": 0, "failed": 0, "skipped": 0, "cannot": 0, "flaky": 0},
                "steps": dict.fromkeys(steps, "not run"),
                "codes": dict.fromkeys(codes, open_row),
            },
        },
    }


def test_with_both_kinds_played_a_step_or_code_holds_only_where_it_holds_for_both() -> None:
    native = [of_kind(m, "native") for m in j.cancelled("n").messages]
    report = collect([*j.run(), *j.good("h").messages, *native])
    found = verdict(report)
    steps, kinds = found["steps"], found["kinds"]
    assert isinstance(steps, dict)
    assert isinstance(kinds, dict)
    assert steps == kinds["native"]["steps"]
    assert [n for n, word in steps.items() if word == "not run"] == ["15", "16", "17", "19", "20"]
    assert set(kinds["h5"]["steps"].values()) == {"seen"}
    assert found["codes"]["9000"]["success"] == "not run"  # type: ignore[index]
    assert kinds["h5"]["codes"]["9000"]["success"] == "passed"
    assert codes_line(report).splitlines()[0].startswith("codes    h5      9000 ✓·")
    assert codes_line(report).splitlines()[1].startswith("         native  9000 ··")
    assert kinds_line(report) == "kinds    h5 1 passed   native 1 passed"
    assert kinds_line(collect(j.good().messages)) == "kinds    h5 1 passed   native not run"


def of_kind(message: Message, kind: str) -> Message:
    return replace(message, payload={**message.payload, "program": kind}) if message.name == "scenario" else message


def test_it_is_the_same_from_ndjson() -> None:
    messages = [*j.run(), *j.good().messages, *j.wrong_amount().messages]
    again = [Message.from_dict(json.loads(json.dumps(m.to_dict()))) for m in messages]
    assert verdict(collect(again)) == verdict(collect(messages))


def test_an_empty_journal_proves_nothing() -> None:
    empty = verdict(collect([]))
    assert empty["passed"] is False
    assert empty["scenarios"] == {"passed": 0, "failed": 0, "skipped": 0, "cannot": 0, "flaky": 0}
    assert set(dict(empty["steps"]).values()) == {"not run"}  # type: ignore[call-overload]


def test_only_skipped_scenarios_prove_nothing() -> None:
    world = j.World("w")
    j.scenario(world)
    world.fact(j.HARNESS, "scenario end", {"outcome": "skipped", "error": "later", "ms": 0})
    assert judged(world)["passed"] is False


def test_the_gravest_word_on_a_step_wins() -> None:
    found = judged(j.good(), j.wrong_amount(), j.cancelled())
    assert found["steps"] == {str(n): "wrong value" if n == 10 else "seen" for n in range(1, 21)}
    assert found["passed"] is False


def test_steps_that_are_not_expected_count_as_not_run() -> None:
    steps = judged(j.cancelled())["steps"]
    assert isinstance(steps, dict)
    assert [n for n, word in steps.items() if word == "not run"] == ["15", "16", "17", "19", "20"]


def test_a_code_is_proven_only_where_it_was_given_and_expected() -> None:
    unexpected = j.good("a", expects=[])
    not_given = j.good("b", expects=["8000"])
    codes = judged(unexpected, not_given)["codes"]
    assert isinstance(codes, dict)
    assert codes["9000"]["success"] == "not run"
    assert codes["8000"]["success"] == "not run"


def test_a_failed_scenario_fails_its_code_under_its_delivery_only_whatever_the_order() -> None:
    for worlds in ((j.good("a"), j.wrong_amount("b")), (j.wrong_amount("b", line=2), j.good("a", line=90))):
        codes = judged(*worlds, j.good("c", delivery="split"))["codes"]
        assert isinstance(codes, dict)
        assert codes["9000"] == {"success": "failed", "split": "passed"}


def test_a_scenario_without_an_end_is_not_finished_and_counts_as_failed() -> None:
    for cut in range(1, len(j.good().messages)):
        report = collect([*j.run(), *j.good().messages[:cut]])
        assert report.scenarios[0].outcome == "not finished"
        assert verdict(report)["scenarios"] == {"passed": 0, "failed": 1, "skipped": 0, "cannot": 0, "flaky": 0}
        assert not report.passed


def test_a_journal_with_holes_still_gives_a_report() -> None:
    whole = j.good().messages
    for gone in range(len(whole)):
        report = collect([*whole[:gone], *whole[gone + 1 :]])
        assert verdict(report)["seed"] == 0
        assert report.loose == () or gone == 0


def test_facts_of_the_wrong_shape_do_no_harm() -> None:
    world = j.World("w")
    odd: j.Payload = {"steps": ["not a step", {"table": "x"}], "line": "x", "tags": None, "expects": "9000"}
    world.fact(j.HARNESS, "scenario", odd)
    world.fact(j.HARNESS, "gherkin step", {"index": None})
    world.fact(j.HARNESS, "scenario end", {"outcome": None, "ms": "soon"})
    (scenario,) = collect(world.messages).scenarios
    assert (scenario.line, scenario.expects, scenario.outcome, len(scenario.steps)) == (0, (), "not finished", 1)


def test_what_goes_wrong_outside_any_scenario_fails_the_run() -> None:
    loose = j.payment(j.World("loose"), amount={"currency": "IQD", "value": "25000"})
    report = collect([*j.good().messages, *loose.messages])
    assert not report.passed
    assert report.loose_failures == ('loose: step 10: amount is "25000", but the order says "25000000"',)
    fine = j.payment(j.World("loose"))
    assert collect([*j.good().messages, *fine.messages]).passed


def test_scenarios_stand_in_the_order_of_the_feature_files() -> None:
    messages = [*j.wrong_amount("c", line=9).messages, *j.good("a", line=3).messages]
    assert [s.line for s in collect(messages).scenarios] == [3, 9]


def test_the_scenario_is_judged_as_complete_only_where_its_end_says_so() -> None:
    for complete in (True, False):
        world = j.World("w")
        j.scenario(world)
        j.order(world, j.login(world))
        j.ending(world, complete=complete)
        (scenario,) = collect(world.messages).scenarios
        assert bool(scenario.verdict.findings) is complete
