"""A right config is what it says: as values, and as the Program that is played."""

from __future__ import annotations

from pathlib import Path

import pytest
from config_kit import RIGHT, new_project, write_config

from harness.config import Good, find_config, read_config
from harness.errors import HarnessError
from harness.suite.backend import CommandMerchant
from harness.suite.kinds import offered_kinds
from harness.suite.program import taps_of
from harness.suite.project import program_of, programs_in
from harness.suite.running import RunningMerchant
from harness.toml import key_places
from harness.wallet.keys import new_key, private_pem, public_pem

FULL = """\
program = "native"
name = "Dates"
name_arabic = "تمور"
profile = "generic_v2"
features = "features"
merchant = { url = "http://127.0.0.1:9/", client_id = "M1", public_key = "merchant.pem" }
buyer = { balance = "100,000 PHP", language = "ar" }
wallet = { port = 4100, private_key = "wallet.pem" }

[[goods]]
name = "Barhi dates"
price = "25 PHP"
description = "Order of dates"
buy = [{ text = "Barhi" }, { selector = "#name", type = "Ali" }, { testId = "buy" }]

[[goods]]
name = "Zahdi dates"
price = "40 PHP"

[actions]
"log in" = []
buy = { contains = "Buy" }

[screens]
paid = { console = "order paid" }
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    key = new_key()
    (tmp_path / "wallet.pem").write_bytes(private_pem(key))
    (tmp_path / "merchant.pem").write_bytes(public_pem(key.public_key()))
    new_project(tmp_path)
    return tmp_path


def test_every_key_is_read(home: Path) -> None:
    profile = "super_qi"
    read = read_config(write_config(home, FULL.replace("generic_v2", profile).replace("PHP", "IQD")))
    assert (read.name, read.name_arabic, read.kind, read.profile) == ("Dates", "تمور", "native", profile)
    assert (read.folder, read.features) == (home / "native", home / "features")
    assert (read.balance, read.language, read.wallet_port, read.wallet_key) == (
        "100,000 IQD",
        "ar",
        4100,
        home / "wallet.pem",
    )
    assert (read.merchant.url, read.merchant.client_id) == ("http://127.0.0.1:9", "M1")
    assert read.goods == (
        Good("Barhi dates", "25,000 IQD".replace(",000", ""), "Order of dates"),
        Good("Zahdi dates", "40 IQD"),
    )
    assert read.actions["buy Barhi dates"] == (
        {"text": "Barhi"},
        {"selector": "#name", "type": "Ali"},
        {"testId": "buy"},
    )
    assert read.actions["buy Zahdi dates"] == read.actions["buy"] == ({"contains": "Buy"},)
    assert read.actions["log in"] == ()
    assert read.deliveries == ("success", "split")


def test_a_config_is_a_program_whose_merchant_runs_already(home: Path) -> None:
    program = program_of(read_config(write_config(home, FULL.replace("generic_v2", "super_qi").replace("PHP", "IQD"))))
    assert (program.name, program.kind, program.folder, program.language) == ("Dates", "native", home / "native", "ar")
    assert [taps_of(program.actions[name]) for name in ("log in", "buy")] == [(), ({"contains": "Buy"},)]
    assert program.screens == {"paid": {"console": "order paid"}}
    good = program.good("Barhi dates")
    assert good is not None and good.description == "Order of dates"
    merchant = program.merchant()
    assert isinstance(merchant, RunningMerchant)
    assert (merchant.name, merchant.url, merchant.client_id) == ("Dates", "http://127.0.0.1:9", "M1")


BOTH = """
program = { h5 = "miniprogram", native = "native" }
name = "Dates"
merchant = { command = "python server.py", refund = { url = "/refund/{order_id}", body = '{"amount": {amount}}' } }

[[goods]]
name = "Barhi dates"
price = "25 IQD"
buy = { testId = "buy-barhi" }

[[goods]]
name = "Zahdi dates"
price = "40 IQD"

[actions]
"log in" = { testId = "login" }
buy = { text = "Buy" }

[screens]
paid = { text = "Paid" }
failed = { text = "Failed" }

[native]
actions = { "log in" = [], buy = { contains = "Order" } }
screens = { paid = { contains = "Thank you" } }
"""


def test_a_shop_in_both_kinds_differs_only_where_it_says_so(home: Path) -> None:
    read = read_config(write_config(home, BOTH))
    h5 = program_of(read)
    assert read.partner is not None
    native = program_of(read.partner)
    assert (h5.kind, h5.folder, native.kind, native.folder) == ("h5", home / "miniprogram", "native", home / "native")
    assert taps_of(native.actions["log in"]) == ()
    assert native.actions["buy Zahdi dates"] == ({"contains": "Order"},)
    assert h5.actions["buy Zahdi dates"] == ({"text": "Buy"},)
    assert native.actions["buy Barhi dates"] == h5.actions["buy Barhi dates"] == ({"testId": "buy-barhi"},)
    assert native.screens == {"paid": {"contains": "Thank you"}, "failed": {"text": "Failed"}}
    assert native.merchant().name == h5.merchant().name == "Dates"
    assert h5.refund is not None and h5.refund.partly
    programs = programs_in(read)
    assert list(programs) == ["Dates", "Dates-native"]
    assert offered_kinds(programs, (), None) == ("h5", "native")


def test_a_config_without_a_merchant_has_the_reference_one(home: Path) -> None:
    program = program_of(read_config(write_config(home, 'program = "miniprogram"\nname = "Dates"\n')))
    assert type(program.merchant()).__name__ == "ReferenceMerchant"
    assert program.merchant().name == "Dates"
    assert (program.kind, program.balance, program.goods) == ("h5", "", ())


def test_a_command_is_a_merchant_that_is_started_so(home: Path) -> None:
    text = """
program = "miniprogram"
name = "Dates"
[merchant]
command = ["python", "server.py", "{port}"]
folder = "native"
client_id = "M1"
env = { WALLET = "{gateway_url}" }
env_file = ".env.test"
files = { "keys.json" = ".env.test" }
port = 8000
ready = "/health"
ready_seconds = 5
restart = "scenario"
"""
    merchant = program_of(read_config(write_config(home, text))).merchant()
    template = home / ".env.test"
    assert merchant == CommandMerchant(
        command=("python", "server.py", "{port}"),
        folder=home / "native",
        name="Dates",
        name_arabic="Dates",
        env={"WALLET": "{gateway_url}"},
        env_file=template,
        files={"keys.json": template},
        port=8000,
        ready="/health",
        ready_seconds=5,
        restart="scenario",
        client_id="M1",
    )


def test_a_folder_has_a_config_of_its_own_one_in_pyproject_or_none(home: Path) -> None:
    found = find_config(home)
    assert found is not None and found.file.name == "harness.toml"
    (home / "harness.toml").rename(home / "other.toml")
    assert find_config(home) is None
    inner = "\n".join(
        line.replace("[[", "[[tool.harness.")
        if line.startswith("[[")
        else line.replace("[", "[tool.harness.", 1)
        if line.startswith("[")
        else line
        for line in RIGHT.splitlines()
    )
    (home / "pyproject.toml").write_text(f"[tool.harness]\n{inner}\n", encoding="utf-8")
    shared = find_config(home)
    assert shared is not None
    assert (shared.goods, shared.screens, shared.deliveries) == (found.goods, found.screens, found.deliveries)


def test_a_program_at_a_url_is_h5(home: Path) -> None:
    read = read_config(write_config(home, 'program = "http://localhost:5173/"\n'))
    assert (read.kind, read.url) == ("h5", "http://localhost:5173/")


def test_nothing_that_answers_is_told_where_a_merchant_should_run(home: Path) -> None:
    program = program_of(read_config(write_config(home, FULL.replace("generic_v2", "super_qi").replace("PHP", "IQD"))))
    with pytest.raises(HarnessError, match="nothing answers at http://127.0.0.1:9: Connection refused") as told:
        program.merchant().start(None, None)  # type: ignore[arg-type]  # it looks at neither
    assert told.value.place.endswith("harness.toml: merchant.url")


@pytest.mark.parametrize(
    ("text", "path", "place"),
    [
        ("a = 1\n  b.c = 2", ("b", "c"), (2, 3)),
        ("[x]\n[[g]]\nn = 1\n[[g]]\nn = 2", ("g", 1, "n"), (5, 1)),
        ('a = """\n[x]\nb = 1\n"""\nb = 2', ("b",), (5, 1)),
        ("a = [\n  { t = 1 }, # {\n  { u = '}' },\n]", ("a", 1, "u"), (3, 5)),
        ('"log in" = { a = "\\"", b = 1 }', ("log in", "b"), (1, 24)),
        ('a = 2026-01-01 # b = 1\n[t."u v".w]\nx = 1', ("t", "u v", "w", "x"), (3, 1)),
        ("x = '''''' \ny = 1", ("y",), (2, 1)),
        ('x = """a""""\ny = 1', ("y",), (2, 1)),
    ],
)
def test_every_key_has_its_place(text: str, path: tuple[str | int, ...], place: tuple[int, int]) -> None:
    assert key_places(text)[path] == place
