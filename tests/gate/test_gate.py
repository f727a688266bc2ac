"""The gate: every hole in a verdict closes it, and says so; a whole one opens it."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from harness import RESULT_CODES, STEPS
from harness.cli import main

Verdict = dict[str, object]


def _proof() -> Verdict:
    return {
        "steps": {str(step.number): "seen" for step in STEPS},
        "codes": {code: {"success": "passed", "split": "passed"} for code in RESULT_CODES},
    }


def whole() -> Verdict:
    return {
        "passed": True,
        "seed": 1,
        "scenarios": {"passed": 2, "failed": 0, "skipped": 0},
        **_proof(),
        "kinds": {"h5": _proof(), "native": _proof()},
        "lint": [],
        "results": {"features/a.feature::one": "passed", "features/a.feature::two": "passed"},
    }


def gate(folder: Path, verdict: object, *arguments: str) -> int:
    text = verdict if isinstance(verdict, str) else json.dumps(verdict)
    (folder / "verdict.json").write_text(text, encoding="utf-8")
    return main(["gate", str(folder), *arguments])


def policy(folder: Path, text: str) -> tuple[str, str]:
    file = folder / "gate.toml"
    file.write_text(text, encoding="utf-8")
    return "--policy", str(file)


def test_a_whole_verdict_opens_the_gate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert gate(tmp_path, whole()) == 0
    assert "OPEN" in capsys.readouterr().out


SHA = "7deb98f2e551628395ba30ea96b73c61f998ceb3"


@pytest.mark.parametrize(
    ("played", "asked", "closed"),
    [
        (SHA, SHA, ""),
        (SHA, SHA[:7], ""),
        (SHA, "0" * 40, f"this is the evidence of {SHA}; {'0' * 40} is to go out"),
        (f"{SHA}-dirty", SHA, "of files that differed from what is to go out"),
        (f"{'0' * 40}, {SHA}", SHA, "this is the evidence of 0000"),
        ("", SHA, "the verdict does not say of which commit it is"),
    ],
)
def test_evidence_of_another_commit_closes_the_gate(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], played: str, asked: str, closed: str
) -> None:
    assert gate(tmp_path, {**whole(), "commit": played}, "--commit", asked) == (1 if closed else 0)
    assert closed in capsys.readouterr().out


def test_what_is_no_commit_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        gate(tmp_path, whole(), "--commit", "main")
    assert ended.value.code == 2
    assert '"main" is no commit: give 7 to 40 digits of it' in capsys.readouterr().err


def _set(*path: str, value: object) -> Callable[[Verdict], None]:
    def change(verdict: Verdict) -> None:
        place: object = verdict
        for key in path[:-1]:
            assert isinstance(place, dict)
            place = place[key]
        assert isinstance(place, dict)
        place[path[-1]] = value

    return change


HOLES = [
    (_set("passed", value=False), "the run's own verdict is FAILED"),
    (_set("scenarios", "failed", value=1), "1 scenario failed"),
    (_set("scenarios", "skipped", value=2), "2 scenarios were skipped"),
    (_set("scenarios", "passed", value=0), "0 scenarios passed, at least 1 must"),
    *[(_set("steps", str(n), value="not run"), f"step {n} (") for n in range(1, 21)],
    (_set("steps", "10", value="wrong value"), "is not proven: wrong value"),
    *[
        (_set("codes", code, delivery, value=word), f"{code} ({RESULT_CODES[code]}) is not proven under {delivery}")
        for code in RESULT_CODES
        for delivery, word in (("success", "not run"), ("split", "failed"))
    ],
    (_set("results", "features/a.feature::one", value="flaky"), "one passed only when it was tried again"),
    *[
        (_set("results", "features/a.feature::one", value=word), f"one: {word}")
        for word in ("failed", "undefined", "not finished", "not run")
    ],
    (_set("scenarios", "failed", value="1"), '"scenarios.failed" is no count'),
    (_set("scenarios", "passed", value=True), '"scenarios.passed" is no count'),
    (_set("cannot", value=[{"capability": "pending", "risk": "the buyer may pay twice"}]), "the buyer may pay twice"),
    (
        _set("lint", value=[{"place": "features/a.feature:3:5", "rule": "actors", "fact": '"user" is no actor'}]),
        'features/a.feature:3:5: actors: "user" is no actor',
    ),
    (_set("lint", value=None), "the run does not say whether its features read as they should"),
    (_set("lint", value="none"), '"lint" is no list of objects'),
    (_set("cannot", value=["pending"]), '"cannot" is no list of objects'),
]


@pytest.mark.parametrize(("change", "said"), HOLES)
def test_each_hole_closes_it_and_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: Callable[[Verdict], None], said: str
) -> None:
    verdict = whole()
    change(verdict)
    assert gate(tmp_path, verdict) == 1
    out = capsys.readouterr().out
    assert "CLOSED" in out
    assert said in out


@pytest.mark.parametrize(
    "torn", ["", "{", "[]", "null", '{"passed": true}', '{"passed": true, "steps": {}, "codes": {}, "scenarios": {}}']
)
def test_a_torn_verdict_never_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str], torn: str) -> None:
    assert gate(tmp_path, torn) == 1
    assert "verdict" in capsys.readouterr().out


@pytest.mark.parametrize("key", ["passed", "scenarios", "steps", "codes", "results"])
def test_a_verdict_that_lacks_a_part_never_passes(tmp_path: Path, key: str) -> None:
    verdict = whole()
    del verdict[key]
    assert gate(tmp_path, verdict) == 1


def test_without_a_verdict_it_stays_closed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gate", str(tmp_path / "nowhere")]) == 1
    assert "there is no verdict" in capsys.readouterr().out


def test_a_policy_asks_for_less(tmp_path: Path) -> None:
    verdict = whole()
    for change, _said in (HOLES[2], *(hole for hole in HOLES if "again" in hole[1] or "twice" in hole[1])):
        change(verdict)
    _set("steps", "19", value="not run")(verdict)
    _set("codes", "6004", "split", value="not run")(verdict)
    text = (
        '[gate]\nsteps = [1, 10, 18]\ncodes = ["9000", "6004"]\ndeliveries = ["success"]\nskipped = "allow"\n'
        'flaky = "allow"\ncannot = ["pending"]\n'
    )
    assert gate(tmp_path, verdict, *policy(tmp_path, text)) == 0


def test_a_policy_may_allow_what_lint_finds(tmp_path: Path) -> None:
    verdict = whole()
    _set("lint", value=[{"place": "x:1:1", "rule": "actors", "fact": "x"}])(verdict)
    assert gate(tmp_path, verdict, *policy(tmp_path, '[gate]\nlint = "allow"\n')) == 0
    del verdict["lint"]
    assert gate(tmp_path, verdict, *policy(tmp_path, '[gate]\nlint = "allow"\n')) == 0


def test_a_policy_asks_for_a_kind_that_was_not_played(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    verdict = whole()
    verdict["kinds"] = {"h5": _proof()}
    assert gate(tmp_path, verdict, *policy(tmp_path, '[gate]\nkinds = ["h5", "native"]\n')) == 1
    assert "with the native program: not run" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[gate]\nstep = "all"\n', 'gate.toml:2:1: there is no key "step" in a policy\n  next: did you mean "steps"?'),
        ("[gate]\nsteps = [21]\n", 'there is no "21"'),
        ('[gate]\ncodes = ["900"]\n', 'did you mean "9000"?'),
        ('[gate]\nskipped = "maybe"\n', 'write "refuse" or "allow"'),
        ("[gate]\nscenarios = 0\n", "write a whole number from 1 on"),
        ("[gates]\n", "the policy has no table [gate]"),
        ("[gate\n", "gate.toml:1:6: this is not TOML"),
    ],
)
def test_a_wrong_policy_is_one_clear_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    assert gate(tmp_path, whole(), *policy(tmp_path, text)) == 2
    assert said in capsys.readouterr().err


def test_what_was_proven_in_the_last_release_must_still_be(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    last = tmp_path / "last.json"
    last.write_text(json.dumps(whole()), encoding="utf-8")
    now = copy.deepcopy(whole())
    _set("kinds", "native", "steps", "19", value="not run")(now)
    _set("kinds", "h5", "codes", "6001", "split", value="not run")(now)
    _set("results", value={"features/a.feature::one": "failed"})(now)
    assert gate(tmp_path, now, "--against", str(last), "--markdown", str(tmp_path / "gate.md")) == 1
    out = capsys.readouterr().out
    assert "one passed in the last release, now: failed" in out
    assert "two passed in the last release, now: not played any more" in out
    assert "step 19 was proven in the last release with the native program, now: not run" in out
    assert "6001 was proven under split delivery in the last release with the h5 program, now: not run" in out
    assert "### Since the last release" in (tmp_path / "gate.md").read_text(encoding="utf-8")


def test_the_example_in_the_help_is_the_strict_policy(tmp_path: Path) -> None:
    from harness.gate.policy import EXAMPLE, Policy, read_policy

    file = tmp_path / "gate.toml"
    file.write_text(EXAMPLE, encoding="utf-8")
    assert read_policy(file) == Policy()
