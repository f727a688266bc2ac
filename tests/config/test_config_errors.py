"""Wrong configs: each is told in one message with its place, its key and what is right."""

from __future__ import annotations

from pathlib import Path

import pytest
from config_kit import RIGHT, new_project, write_config
from config_mistakes import WRONG

from harness.config import find_config, read_config
from harness.errors import HarnessError
from harness.wallet.keys import new_ec_key, private_pem


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project, and a machine on which there is one command: node."""
    new_project(tmp_path)
    node = tmp_path / "bin" / "node"
    node.parent.mkdir()
    node.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(node.parent))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_right_config_is_right(home: Path) -> None:
    assert read_config(home / "harness.toml").profile == "super_qi"


def test_node_need_not_be_installed(home: Path) -> None:
    (home / "bin" / "node").unlink()
    assert read_config(home / "harness.toml").profile == "super_qi"


@pytest.mark.parametrize(("right", "wrong", "at", "fact", "action"), WRONG)
def test_a_wrong_config_is_one_clear_message(
    right: str, wrong: str, at: str, fact: str, action: str, home: Path
) -> None:
    assert RIGHT.count(right) == 1
    file = write_config(home, RIGHT.replace(right, wrong))
    with pytest.raises(HarnessError) as told:
        read_config(file)
    assert str(told.value) == f"harness.toml:{at}: {fact}\n  next: {action}"


def test_several_problems_are_told_in_the_order_of_the_file(home: Path) -> None:
    text = RIGHT.replace('"super_qi"', '"superqi"').replace('"25,000 IQD"', '"25,000 QID"').replace("paid", "success")
    file = write_config(home, 'address = "shop"\n' + text)
    with pytest.raises(HarnessError) as told:
        read_config(file)
    keys = [line.split(": ")[1] for line in str(told.value).splitlines() if line.startswith("harness.toml")]
    assert keys == ["address", "profile", "goods[0].price", "screens.success"]


def test_an_amount_is_held_against_every_wallet_where_none_is_meant(home: Path) -> None:
    text = RIGHT.replace('"super_qi"', '"zzz"').replace("100,000 IQD", "1,000 PHP").replace("25,000 IQD", "5 shells")
    with pytest.raises(HarnessError) as told:
        read_config(write_config(home, text))
    lines = str(told.value).splitlines()
    assert len([line for line in lines if line.startswith("harness.toml")]) == 2
    assert "buyer.balance" not in str(told.value)
    assert lines[2].startswith('harness.toml:11:1: goods[0].price: "5 shells" ')


def test_in_pyproject_the_same_is_told_at_its_place(home: Path) -> None:
    (home / "harness.toml").unlink()
    text = '[project]\nname = "shop"\n\n[tool.harness]\nprogram = "miniprogam"\n'
    (home / "pyproject.toml").write_text(text, encoding="utf-8")
    with pytest.raises(HarnessError) as told:
        find_config(home)
    fact = 'pyproject.toml:5:1: program: there is no folder "miniprogam"'
    assert str(told.value) == f'{fact}\n  next: did you mean "miniprogram"?'


def test_two_configs_are_one_too_many(home: Path) -> None:
    (home / "pyproject.toml").write_text('[tool.harness]\nprogram = "miniprogram"\n', encoding="utf-8")
    with pytest.raises(HarnessError) as told:
        find_config(home)
    fact = "harness.toml: there is a table [tool.harness] in pyproject.toml as well"
    assert str(told.value) == f"{fact}\n  next: keep one of the two"


def test_a_wallet_key_of_the_wrong_kind_is_told(home: Path) -> None:
    (home / "w.pem").write_bytes(private_pem(new_ec_key()))
    with pytest.raises(HarnessError, match=r"harness\.toml:1:12: wallet\.private_key: .*RSA256, this is no RSA key"):
        read_config(write_config(home, 'wallet = { private_key = "w.pem" }\n' + RIGHT))


@pytest.mark.parametrize(
    ("content", "fact"),
    [(b"\xff", "harness.toml: the config is not UTF-8"), (b"", "harness.toml:1:1: program is missing")],
)
def test_a_file_without_a_config_is_told(content: bytes, fact: str, home: Path) -> None:
    (home / "harness.toml").write_bytes(content)
    with pytest.raises(HarnessError) as told:
        read_config(home / "harness.toml")
    assert str(told.value).startswith(f"{fact}\n  next: ")
