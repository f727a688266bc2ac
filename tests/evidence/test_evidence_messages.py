"""messages.ndjson: an official Cucumber consumer reads it, and nothing in it says more than the journal."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from pathlib import Path

import journals as j
import jsonschema_rs
import pytest
from node_packages import FOLDER, node_modules

from harness.evidence.messages import messages
from harness.evidence.report import collect
from harness.journal import Message
from harness.runtime.node import find_node

SOURCE = """Feature: Paying for an order
  Rule: A confirmed payment is paid once
    Scenario Outline: A buyer pays for an order
      Given a buyer who is logged in
      When the buyer pays <amount>
      Then the wallet answers 9000 (paid)
      And the Mini Program shows paid

      Examples:
        | amount     |
        | 10,000 IQD |
        | 25,000 IQD |
"""

Row = dict[str, object]


def rows(found: list[Message], folder: Path | None = None) -> list[tuple[str, Row]]:
    """Return each message as (its kind, its content)."""
    lines = messages(collect(found), folder).splitlines()
    return [next(iter(json.loads(line).items())) for line in lines]


def of_kind(found: list[tuple[str, Row]], kind: str) -> list[Row]:
    return [row for name, row in found if name == kind]


def statuses(found: list[tuple[str, Row]]) -> list[str]:
    return [str(row["testStepResult"]["status"]) for row in of_kind(found, "testStepFinished")]  # type: ignore[index]


def source(text: str = SOURCE) -> list[Message]:
    world = j.World("run")
    world.fact(j.HARNESS, "source", {"uri": "features/payment.feature", "text": text})
    return world.messages


def everything(folder: Path) -> list[Message]:
    """Return a run in which scenarios end in many ways, with an attachment in ``folder``."""
    first, again = j.wrong_amount("gw0:w#1"), j.good("gw0:w#2", name="The amount is the order's", line=48)
    begin = again.messages[0]
    payload = {**begin.payload, "attempt": 1, "after": "gw0:w#1"}
    again.messages[0] = replace(begin, payload=payload)
    skipped = j.World("s")
    j.scenario(skipped, "Skipped", line=70)
    j.ending(skipped, "skipped", wrong=0)
    stopped = j.cancelled("k")
    (folder / "attachments").mkdir(exist_ok=True)
    (folder / "attachments/w.json").write_text(json.dumps({"token": j.ACCESS_TOKEN}), encoding="utf-8")
    (folder / "attachments/w.png").write_bytes(b"\x89PNG")
    good = j.good("g")
    for name, media in (("w.json", "application/json"), ("w.png", "image/png")):
        file = {"name": name, "file": f"attachments/{name}", "mediaType": media, "step": 1}
        good.fact(j.HARNESS, "attachment", dict(file))
    outside: j.Payload = {"name": "passwd", "file": "../../etc/passwd", "mediaType": "text/plain"}
    good.fact(j.HARNESS, "attachment", outside)
    worlds = (first, again, skipped, good)
    return [*j.run(), *source(), *(m for w in worlds for m in w.messages), *stopped.messages[:-3]]


def test_every_line_is_valid_by_the_schema_of_the_official_package(tmp_path: Path) -> None:
    schema = json.loads((node_modules() / "@cucumber/messages/messages.schema.json").read_text(encoding="utf-8"))
    check = jsonschema_rs.validator_for(schema)
    lines = messages(collect(everything(tmp_path)), tmp_path).splitlines()
    kinds = {kind for line in lines for kind in json.loads(line)}
    assert {"meta", "source", "gherkinDocument", "pickle", "hook", "testCase", "attachment", "testRunFinished"} <= kinds
    assert [error.message for line in lines for error in check.iter_errors(json.loads(line))] == []


def test_the_html_formatter_of_cucumber_reads_it(tmp_path: Path) -> None:
    node_modules()
    (tmp_path / "messages.ndjson").write_text(messages(collect(everything(tmp_path)), tmp_path), encoding="utf-8")
    given = (str(FOLDER / "html_report.mjs"), str(tmp_path / "messages.ndjson"), str(tmp_path / "report.html"))
    done = find_node().run(*given, cwd=FOLDER)
    assert done.succeeded, done.output
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "The buyer leaves the cashier" in page
    assert page.rstrip().endswith("</html>")


def test_a_row_of_examples_is_the_pickle_that_was_played() -> None:
    found = rows([*j.run(), *source(), *j.good(line=3).messages])
    (pickle,) = of_kind(found, "pickle")
    assert [step["text"] for step in pickle["steps"]][1] == "the buyer pays 25,000 IQD"  # type: ignore[attr-defined]
    (document,) = of_kind(found, "gherkinDocument")
    outline = document["feature"]["children"][0]["rule"]["children"][0]["scenario"]  # type: ignore[index]
    assert pickle["astNodeIds"] == [outline["id"], outline["examples"][0]["tableBody"][1]["id"]]
    assert of_kind(found, "source")[0]["data"] == SOURCE


@pytest.mark.parametrize("text", ["", "Feature: Another\n  Scenario: Not it\n    * a step\n", "not a feature"])
def test_a_feature_whose_text_is_not_there_is_written_again(text: str) -> None:
    world = j.World("w")
    table = [["a | b", "c\\d"], ["", "e\nf"]]
    j.scenario(
        world, "# no\ncomment", rule="", steps=[("Given", "a table\n@x"), ("", ""), ("When", '"""')], table=table
    )
    j.ending(world, wrong=None)
    found = rows([*j.run(), *source(text), *world.messages])
    (pickle,) = of_kind(found, "pickle")
    steps = pickle["steps"]
    assert [step["text"] for step in steps] == ["a table @x", "…", '"""']  # type: ignore[attr-defined]
    cells = [[cell["value"] for cell in row["cells"]] for row in steps[1]["argument"]["dataTable"]["rows"]]  # type: ignore[index]
    assert cells == table


def test_what_did_not_run_is_skipped_and_only_the_wrong_step_failed() -> None:
    found = rows([*j.run(), *j.wrong_amount().messages])
    assert statuses(found) == ["PASSED", "PASSED", "PASSED", "FAILED", "SKIPPED", "SKIPPED"]
    failed = next(r for r in of_kind(found, "testStepFinished") if r["testStepResult"]["status"] == "FAILED")  # type: ignore[index]
    assert failed["testStepResult"]["message"].startswith("step 10: amount is")  # type: ignore[index]
    assert of_kind(found, "testRunFinished")[0]["success"] is False


def test_the_contract_is_a_hook_and_fails_by_itself() -> None:
    world = j.wrong_amount()
    kept = [m for m in world.messages if m.name not in ("gherkin step", "scenario end")]
    ended = j.World("w3", first=900)
    j.ending(ended, "failed", error="the journey is not right")
    found = rows(
        [*j.run(), *kept, *j.without(ended.messages, lambda m: m.name == "gherkin step" and "error" in m.payload)]
    )
    assert statuses(found) == ["PASSED"] * 5 + ["FAILED"]
    (case,) = of_kind(found, "testCase")
    hooks = {hook["id"]: hook["type"] for hook in of_kind(found, "hook")}
    assert hooks[case["testSteps"][-1]["hookId"]] == "AFTER_TEST_CASE"  # type: ignore[index]


def test_attempts_of_one_scenario_are_one_test_case(tmp_path: Path) -> None:
    found = rows(everything(tmp_path), tmp_path)
    starts, ends = of_kind(found, "testCaseStarted"), of_kind(found, "testCaseFinished")
    again = next(start for start in starts if start["attempt"] == 1)
    both = [start for start in starts if start["testCaseId"] == again["testCaseId"]]
    assert [start["attempt"] for start in both] == [0, 1]
    retried = {str(end["testCaseStartedId"]): end["willBeRetried"] for end in ends}
    assert [retried[str(start["id"])] for start in both] == [True, False]
    assert len(of_kind(found, "testCase")) == 4


def test_attachments_stand_at_their_step_without_secrets_and_none_from_elsewhere(tmp_path: Path) -> None:
    found = rows(everything(tmp_path), tmp_path)
    case = next(row for row in of_kind(found, "attachment") if row["fileName"] == "w.json")
    picture = next(row for row in of_kind(found, "attachment") if row["fileName"] == "w.png")
    assert j.ACCESS_TOKEN not in str(case["body"])
    assert base64.b64decode(str(picture["body"])) == b"\x89PNG"
    steps = next(c for c in of_kind(found, "testCase") if any(s["id"] == case["testStepId"] for s in c["testSteps"]))  # type: ignore[attr-defined]
    assert [s["id"] for s in steps["testSteps"]].index(case["testStepId"]) == 2  # type: ignore[attr-defined]
    assert "passwd" not in json.dumps(found)


def test_the_same_run_gives_the_same_messages(tmp_path: Path) -> None:
    found = everything(tmp_path)
    assert messages(collect(found), tmp_path) == messages(collect(found), tmp_path)


def test_no_secret_stands_in_them() -> None:
    told = messages(collect([*j.run(), *j.wrong_amount().messages]))
    assert [secret for secret in j.SECRETS if secret in told] == []
