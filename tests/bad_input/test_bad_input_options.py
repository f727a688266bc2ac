"""Options whose values cannot be used."""

from __future__ import annotations

import sys
from argparse import ArgumentTypeError
from pathlib import Path

import pytest
from bad_input_kit import new_project

from fixtures.programs import SHOP
from harness.errors import HarnessError
from harness.suite.options import OPTIONS, check_once, named_program, pick_program
from harness.wallet.profile import load_profile


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--profile", "x", "-n", "2"), 'ERROR: there is no profile "x"\n  next: choose one of: '),
        (("--seed", "abc"), 'error: argument --seed: "abc" is not a whole number\n  next: harness run --help'),
    ],
)
def test_a_wrong_option_ends_the_run_before_it_begins(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = new_project(tmp_path).run(*arguments)
    assert done.code == 2, done.said
    assert done.said.startswith(said)
    assert len(done.said.strip().splitlines()) == 2
    assert not done.reports.exists()


@pytest.mark.parametrize(("given", "fact"), [("-1", "is below 0"), ("two", "is not a whole number"), ("1.5", "is not")])
def test_how_often_is_played_again_is_a_number(given: str, fact: str) -> None:
    (retries,) = (option for option in OPTIONS if option.name == "--retries")
    with pytest.raises(ArgumentTypeError, match=f'"{given}" {fact}'):
        retries.kind(given)
    assert retries.kind("2") == 2


def test_an_option_that_is_given_twice_is_told() -> None:
    check_once(["--profile", "x", "--seed=1", "features", "--reports", "r"])
    with pytest.raises(HarnessError, match="--profile is given 2 times") as caught:
        check_once(["--profile", "x", "-q", "--profile=y"])
    assert caught.value.action == "give it once"


PROGRAM_HELP = "give it as package.module:NAME"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, ": the profile cannot be read: No such file or directory\n  next: name a file, or one of"),
        (b"id = \n", ":1:6: this is not TOML: Invalid value\n  next: correct this line"),
        (b"id = 'caf\xe9'\n", ": the profile is not UTF-8\n  next: save it as UTF-8"),
        (b'extends = "super_qi"\nfrobnicate = 1\n', ": frobnicate: there is no such key; choose one of: id"),
        (b'extends = "super_qi"\n[money]\nunits = "many"\n', ": money.units: "),
    ],
)
def test_a_bad_profile_is_told_with_its_place(tmp_path: Path, text: bytes | None, said: str) -> None:
    file = tmp_path / "mine.toml"
    if text is not None:
        file.write_bytes(text)
    with pytest.raises(HarnessError) as caught:
        load_profile(str(file))
    assert str(caught.value).startswith(f"{file}{said}")


@pytest.mark.parametrize(
    ("given", "fact", "action"),
    [
        ("shop", '--program: "shop" is not MODULE:NAME', PROGRAM_HELP),
        ("shop:", '--program: "shop:" is not MODULE:NAME', PROGRAM_HELP),
        ("no.such.module:SHOP", 'there is no module "no"', PROGRAM_HELP),
        ("fixtures.nothing:SHOP", 'there is no module "fixtures.nothing"', PROGRAM_HELP),
        ("fixtures.programs:SHPO", 'there is no "SHPO"', "choose one of: fixtures.programs:SHOP, "),
        ("fixtures.programs:GOODS", "GOODS is a dict, not a Program", "choose one of: fixtures.programs:SHOP, "),
    ],
)
def test_a_bad_program_is_told(given: str, fact: str, action: str) -> None:
    with pytest.raises(HarnessError) as caught:
        named_program(given)
    assert caught.value.fact.endswith(fact)
    assert caught.value.action.startswith(action)


@pytest.mark.parametrize(
    ("name", "text", "place", "fact"),
    [
        ("bad_program_syntax", "\ndef (:\n", ":2:5", "not valid Python: invalid syntax"),
        ("bad_program_raises", "\n\nint('x')\n", ":3", "the module cannot be imported: ValueError: invalid literal"),
        (
            "bad_program_imports",
            "import there_is_no_such\n",
            ":1",
            "cannot be imported: ModuleNotFoundError: No module",
        ),
    ],
)
def test_a_program_in_a_broken_module_is_told_with_the_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str, place: str, fact: str
) -> None:
    (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    with pytest.raises(HarnessError) as caught:
        named_program(f"{name}:SHOP")
    assert caught.value.place == f"{tmp_path / name}.py{place}"
    assert fact in caught.value.fact


def test_a_tag_that_names_no_program_is_told() -> None:
    with pytest.raises(HarnessError, match='the tag @program-shpo names no program: there is no "shpo"') as caught:
        pick_program({"shop": SHOP}, ["9000", "program-shpo"], None)
    assert caught.value.action == "choose one of: @program-shop"
    with pytest.raises(HarnessError, match="no program is named"):
        pick_program({}, [], None)
