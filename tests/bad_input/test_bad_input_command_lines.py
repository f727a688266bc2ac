"""The command line: help, wrong commands, wrong places."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from bad_input_kit import GOOD, new_project

from harness.cli import main
from harness.errors import HarnessError
from harness.serving import LOOPBACK, bind
from harness.suite.options import OPTIONS

Said = pytest.CaptureFixture[str]


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["run", "--help"], ["run", "x", "-h"], ["report", "--help"]])
def test_help_is_short_our_own_and_on_the_standard_output(arguments: list[str], capsys: Said) -> None:
    assert main(arguments) == 0
    out, err = capsys.readouterr()
    assert out.startswith("usage: harness ")
    assert "exit codes" in out
    assert len(out.splitlines()) < 50
    assert all(len(line) <= 120 for line in out.splitlines())
    assert not err


def test_the_help_of_run_names_every_option_and_every_exit_code(capsys: Said) -> None:
    main(["run", "--help"])
    said = capsys.readouterr().out
    assert all(f"  {option.name} {option.metavar}" in said for option in OPTIONS)
    codes = said.partition("exit codes:\n")[2].splitlines()
    assert [line.split()[0] for line in codes] == ["0", "1", "2", "130", "143"]
    assert "\nexamples:\n  harness run\n" in said


@pytest.mark.parametrize(
    ("arguments", "fact"),
    [
        ([], "no command is given"),
        (["paly"], 'there is no command "paly"'),
        (["report"], "the following arguments are required: journal"),
        (["report", "a", "b"], "unrecognized arguments: b"),
    ],
)
def test_a_wrong_command_is_one_error_and_says_where_help_is(arguments: list[str], fact: str, capsys: Said) -> None:
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert not out
    assert err.startswith(f"error: {fact}\n  next: harness ")
    assert "--help" in err


def test_a_run_outside_any_project_says_what_is_missing(
    tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["run"]) == 2
    assert capsys.readouterr().err.startswith(
        f"error: {tmp_path}: there is no harness.toml and no conftest.py here or above\n  next: "
    )


def test_options_may_stand_before_features_and_features_outside_the_project(tmp_path: Path) -> None:
    project = new_project(tmp_path / "project")
    elsewhere = tmp_path / "elsewhere" / "other.feature"
    elsewhere.parent.mkdir()
    elsewhere.write_text(GOOD.replace("Feature: Good", "Feature: Other"), encoding="utf-8")
    done = project.run("--reports", str(tmp_path), "--seed", "7", str(elsewhere))
    assert done.code == 0, done.said
    text = (tmp_path / "junit.xml").read_text(encoding="utf-8")
    assert 'classname="Other"' in text
    assert 'classname="Good"' not in text


def test_a_port_that_is_taken_is_told() -> None:
    with socket.socket() as taken:
        taken.bind((LOOPBACK, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(HarnessError, match="Address already in use") as caught:
            bind(port)
    assert caught.value.place == f"{LOOPBACK}:{port}"
    assert caught.value.action == "choose another port, or 0 for any free one"


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_port_that_is_none_is_told(port: int) -> None:
    with pytest.raises(HarnessError, match="a port is a number from 0 to 65535"):
        bind(port)
