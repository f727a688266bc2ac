"""``harness lint``: each rule finds its bad example where it is bad, and lets its good one be; allowing; the command."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from gherkin.parser import Parser

from harness.cli import main
from harness.config.schema import schema
from harness.init.answers import REFERENCE, Answers
from harness.init.files import feature_text
from harness.lint import RULES, Finding, Rule, Settings, lint
from harness.lint.page import BEGIN, END, rules_page
from harness.suite.style import findings_of
from harness.suite.tree import Node

ROOT = Path(__file__).parents[2]
DOCS = (ROOT / "docs" / "lint.md").read_text(encoding="utf-8")
Said = pytest.CaptureFixture[str]

WHERE: dict[str, tuple[str, str]] = {
    "third-person": ("5:10", '"I" does not say who acts'),
    "actors": ("5:14", '"user" is not what an actor is called here'),
    "terms": ("5:31", '"checkout" has another name here'),
    "present-tense": ("6:27", '"should" does not say that it is so'),
    "no-widgets": ("5:20", '"clicks" is how the screen is made'),
    "no-waiting": ("6:19", '"waits 5" waits for the clock'),
    "one-thing-a-step": ("5:39", '"and the wallet notifies" is a second deed'),
    "real-data": ("4:34", '"Test product" is nothing that anybody sells or says'),
    "name-tells": ("3:13", 'the name begins with "Verify"'),
    "no-url": ("5:27", '"https://shop.example/cancel"" is an address'),
    "no-selector": ("5:26", '"#cancel" is a selector'),
    "no-json": ("7:16", '"{"status":" is JSON'),
    "no-http": ("6:36", '"status code" is how it is sent'),
    "no-identifiers": ("5:27", '"my.tradePay" is a name out of a program'),
    "code-with-meaning": ("6:32", "6001 stands without its meaning"),
    "amounts": ("4:57", "25000 is hard to read"),
    "one-when-then": ("7:5", 'When stands after Then: "the buyer takes up the payment again"'),
    "when-and-then": ("3:3", '"The buyer leaves the cashier" has no Then: it checks nothing'),
    "background-given": ("4:5", 'When stands in a Background: "the buyer leaves the cashier"'),
    "keywords": ("5:5", "Given stands after Given"),
    "brief": ("3:3", '"The buyer leaves the cashier" has 12 steps, 10 is a lot'),
    "one-capability": ("1:1", "the file has 26 scenarios, 25 is a lot"),
    "named": ("3:3", "the scenario has no name"),
    "no-full-stop": ("6:55", '"." stands at the end'),
    "rule-has-scenario": ("8:3", 'the rule "A payment that was left stays open" has no scenario'),
    "no-copies": ("8:3", '"The buyer goes away" does what line 3 does, step by step'),
    "tags-once": ("4:3", "@6001 already holds for all of this"),
    "outline-rows": ("3:3", "the outline has 1 row"),
    "outline-columns": ("9:29", 'no step has "<kept>"'),
}
"""Where the bad example of each rule is bad, and the fact."""


def found(text: str, settings: Settings | None = None) -> list[Finding]:
    return lint(tree(text), text, "x.feature", settings)


def tree(text: str) -> Node:
    parsed: Node = dict(Parser().parse(text))
    return parsed


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_a_rule_finds_its_bad_example_alone_and_lets_its_good_one_be(rule: Rule) -> None:
    place, fact = WHERE[rule.id]
    first, *others = found(rule.bad)
    assert (first.place, first.rule, first.fact) == (f"x.feature:{place}", rule.id, fact)
    assert first.why == rule.why
    assert first.fix
    assert {other.rule for other in others} <= {rule.id}
    assert found(rule.good) == []
    assert found(rule.bad, Settings(disable=frozenset({rule.id}))) == []


def test_every_rule_has_its_place_in_the_table_and_in_the_schema() -> None:
    assert list(WHERE) == [rule.id for rule in RULES]
    properties = schema()["properties"]
    assert isinstance(properties, dict)
    assert properties["lint"]["properties"]["disable"]["items"]["enum"] == list(WHERE)


FEATURE = """\
Feature: Paying
  The user is free to write here what a developer needs: callback, https://x.example.

  Scenario: The buyer pays
    Given the buyer has ordered "Your user's app, #1" for 9,000 IQD
    When 9000 minutes pass
    Then the payment ends with {}
"""


@pytest.mark.parametrize(
    ("words", "rules"),
    [
        ("9000 (paid)", []),
        ("9000 (failed)", ['9000 does not mean "failed"']),
        ("9000", ["9000 stands without its meaning"]),
        ("6001 (cancelled by the buyer) and never 4000 (failed)", []),
        ("9000 IQD", ["9000 is hard to read"]),
        ("1,500 IQD", []),
        ("IQD 1500", ['"IQD 1500" has the currency in front']),
        ("1500 fils", ['nobody pays "1500 fils"']),
    ],
)
def test_codes_and_amounts_are_told_apart(words: str, rules: list[str]) -> None:
    text = FEATURE.format(words).replace("9000 minutes", "31 minutes")
    assert [one.fact for one in found(text)] == rules


def test_codes_in_tables_stand_beside_their_meaning() -> None:
    rows = "\n      | 9000 | paid |\n      | 8000 | paid |\n      | 4000 (failed) | |\n      | 6001 |  |"
    text = FEATURE.format("these codes:") + rows.strip("\n") + "\n"
    text = text.replace("9000 minutes", "31 minutes").replace("these codes:\n", "these codes\n")
    assert [(one.line, one.fact) for one in found(text)] == [
        (9, "8000 stands without its meaning"),
        (11, "6001 stands without its meaning"),
    ]


def test_in_another_language_what_needs_no_english_still_holds() -> None:
    text = (
        "# language: ar\nخاصية: الدفع\n\n  سيناريو: إلغاء\n    متى يغلق المستخدم الصفحة 6001\n"
        "    اذاً تنتهي 4000 (فشل)\n"
    )
    assert [(one.rule, one.line) for one in found(text)] == [("actors", 5), ("code-with-meaning", 5)]


ALLOWED = """\
{}
Feature: Paying
  {}
  Scenario: The buyer pays
    {}
    Given the user has 1,000 IQD
    When the user pays
    Then the order is paid
"""
REASON = "# lint: allow actors the wallet itself says user"


@pytest.mark.parametrize(
    ("where", "left"),
    [
        ((REASON, "", ""), []),
        (("", REASON, ""), []),
        (("", "", REASON), [7]),
        (("@lint-allow-actors", "", ""), []),
        (("", "@lint-allow-actors", ""), []),
    ],
)
def test_a_comment_or_a_tag_allows_what_stands_below_it(where: tuple[str, str, str], left: list[int]) -> None:
    assert [one.line for one in found(ALLOWED.format(*where))] == left


@pytest.mark.parametrize(
    ("comment", "fact", "fix"),
    [
        ("# lint: allow actors", "it does not say why actors need not hold here", "write the reason behind the rule"),
        ("# lint: allow actor since", 'there is no rule "actor"', 'did you mean "actors"?'),
        ("# lint: ignore", '"# lint: ignore" allows nothing', "write # lint: allow RULE reason"),
        ("# lint: allow terms why", "terms holds here: nothing need be allowed", "remove it"),
        ("@lint-allow-actor", 'there is no rule "actor"', 'did you mean "actors"?'),
    ],
)
def test_allowing_wrongly_is_found_and_allows_nothing(comment: str, fact: str, fix: str) -> None:
    mine, *others = found(ALLOWED.format("", comment, ""))
    assert (mine.place, mine.rule, mine.fact, mine.fix) == ("x.feature:3:3", "allow", fact, fix)
    assert [one.line for one in others] == [6, 7]


def project(home: Path, text: str, name: str = "features/x.feature") -> Path:
    file = home / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


BAD = ALLOWED.format("", "", "")


def test_the_command_says_where_what_why_and_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.chdir(tmp_path)
    project(tmp_path, BAD)
    project(tmp_path, RULES[0].good, "features/y.feature")
    assert main(["lint"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == [
        'features/x.feature:6:15: actors: "user" is not what an actor is called here',
        '  why:  A "user" may be the buyer or the merchant; two names for one are read as two.',
        '  next: say "the buyer"',
    ]
    assert lines[-1] == "lint     2 findings in 1 of 2 features"
    assert main(["lint", "features/y.feature"]) == 0
    assert capsys.readouterr().out == "lint     1 feature, all read well\n"


def test_json_and_annotations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    monkeypatch.chdir(tmp_path)
    project(tmp_path, BAD.replace("user has", "buyer has"))
    assert main(["lint", "--format", "json"]) == 1
    one = json.loads(capsys.readouterr().out)[0]
    assert (one["file"], one["line"], one["column"], one["rule"]) == ("features/x.feature", 7, 14, "actors")
    assert main(["lint", "--format", "github"]) == 1
    first = capsys.readouterr().out.splitlines()[0]
    assert first.startswith("::error file=features/x.feature,line=7,col=14,title=lint%3A actors::")
    assert first.endswith('%0Asay "the buyer"')


@pytest.mark.parametrize(("name", "head"), [("harness.toml", "[lint]"), ("pyproject.toml", "[tool.harness.lint]")])
def test_a_project_decides_for_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said, name: str, head: str
) -> None:
    file = project(tmp_path, BAD)
    config = tmp_path / name
    config.write_text(f'{head}\ndisable = ["actors"]\n', encoding="utf-8")
    monkeypatch.chdir(file.parent)
    assert main(["lint"]) == 0
    config.write_text(f'{head}\ndisable = ["actors"]\nmax_steps = 2\n', encoding="utf-8")
    assert main(["lint"]) == 1
    assert "has 3 steps, 2 is a lot" in capsys.readouterr().out
    config.write_text(f'{head}\ndisable = ["actor"]\n', encoding="utf-8")
    assert main(["lint"]) == 2
    said = capsys.readouterr().err
    assert f'../{name}:2:12: lint.disable[0]: "actor" is none of its values' in said or f"{name}:2:12: lint" in said
    assert 'did you mean "actors"?' in said


def test_what_is_no_feature_is_found_and_hides_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.chdir(tmp_path)
    project(tmp_path, "Feature: x\n  Scenario: y\n    Given z\n    Gven q\n", "features/torn.feature")
    project(tmp_path, BAD)
    assert main(["lint"]) == 1
    out = capsys.readouterr().out
    assert "features/torn.feature:4:5: gherkin: not valid Gherkin" in out
    assert "features/x.feature:6:15: actors" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.feature"], "nowhere.feature: there is no such feature"),
        ([], "features: there is no such feature"),
        (["."], "there is no feature in this folder"),
        (["--explain", "actor"], 'there is no rule "actor"\n  next: did you mean "actors"?'),
        (["--format", "xml"], "invalid choice: 'xml'"),
    ],
)
def test_wrong_use_is_one_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said, arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["lint", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_rules_are_listed_and_explained(capsys: Said) -> None:
    assert main(["lint", "--rules"]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in listed] == list(WHERE)
    assert main(["lint", "--explain", "terms"]) == 0
    explained = capsys.readouterr().out
    assert "When the buyer leaves the checkout" in explained
    assert "When the buyer leaves the cashier" in explained


def test_the_features_of_the_shop_and_of_the_certification_read_as_they_should(capsys: Said) -> None:
    folders = [str(ROOT / "features"), str(ROOT / "harness" / "certification" / "features")]
    assert main(["lint", *folders]) == 0, capsys.readouterr().out


def test_the_first_feature_of_a_project_reads_as_it_should() -> None:
    answers = Answers(
        Path(), ".", "h5", REFERENCE, ".", "super_qi", "Barhi dates, 1 kg", "25,000 IQD", {}, {}, {}, because=""
    )
    text = feature_text(answers)
    assert found(text) == []


def test_a_run_tells_what_of_its_features_does_not_read_as_it_should() -> None:
    told = findings_of({"features/x.feature": BAD, "features/y.feature": "no feature"}, Settings())
    fact = '"user" is not what an actor is called here'
    assert told == [
        {"place": f"features/x.feature:{line}", "rule": "actors", "fact": fact} for line in ("6:15", "7:14")
    ]


def test_the_docs_have_the_table_as_it_is_made() -> None:
    assert DOCS.partition(BEGIN)[2].partition(END)[0].strip() == rules_page().strip()


@pytest.mark.parametrize(
    "words", re.findall(r"`(harness lint[^`]*)`", DOCS) + re.findall(r"    (harness lint.*?) +#", DOCS)
)
def test_commands_of_the_docs_are_read(words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    project(tmp_path, RULES[0].good, "features/expiry.feature")
    assert main(words.split()[1:]) == 0
