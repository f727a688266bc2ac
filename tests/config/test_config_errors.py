"""Wrong configs: each is told in one message with its place, its key and what is right."""

from __future__ import annotations

from pathlib import Path

import pytest
from config_kit import RIGHT, new_project, write_config

from harness.config import find_config, read_config
from harness.errors import HarnessError
from harness.wallet.keys import new_ec_key, private_pem

WRONG = [
    # what stands in a right config, what is written instead, line:column, the fact, what to do
    (
        'program = "miniprogram"',
        'progam = "miniprogram"',
        "1:1",
        "progam: there is no such key",
        'did you mean "program"?',
    ),
    (
        'program = "miniprogram"',
        'program = "miniprogam"',
        "1:1",
        'program: there is no folder "miniprogam"',
        'did you mean "miniprogram"?',
    ),
    (
        'program = "miniprogram"',
        'program = "features"',
        "1:1",
        'program: there is neither an app.json nor an index.html in "features"',
        "choose one of: miniprogram, native",
    ),
    (
        'program = "miniprogram"',
        'program = "http://"',
        "1:1",
        'program: "http://" is not a URL',
        'write it like "http://localhost:5173/"',
    ),
    (
        'program = "miniprogram"',
        'program = "native"\nkind = "h5"',
        "2:1",
        'kind: "native" has an app.json: it is native, not h5',
        'write kind = "native", or leave it out',
    ),
    (
        'program = "miniprogram"',
        'program = "http://localhost:5173"\nkind = "native"',
        "2:1",
        "kind: a native program is a folder, not a URL",
        "name the folder that has its app.json",
    ),
    (
        'program = "miniprogram"',
        "program = 5",
        "1:1",
        "program: it is a whole number, not a text or a table",
        'write it like "miniprogram"',
    ),
    (
        'program = "miniprogram"',
        "program = miniprogram",
        "1:11",
        "this is not TOML: Invalid value",
        "correct this line",
    ),
    ('"super_qi"', '"superqi"', "2:1", 'profile: there is no profile "superqi"', 'did you mean "super_qi"?'),
    (
        '"super_qi"',
        '"mine.toml"',
        "2:1",
        "profile: the profile cannot be read: No such file or directory",
        "name a file, or one of the built-in profiles: super_qi, ams, gcash, generic_v1, generic_v2, rebell, vodapay",
    ),
    ('["split"]', '["splits"]', "3:15", 'deliveries[0]: "splits" is none of its values', 'did you mean "split"?'),
    ('["split"]', '"split"', "3:1", "deliveries: it is a text, not a list", 'write it like ["success", "split"]'),
    ('["split"]', "[]", "3:1", "deliveries: the list is empty", "write at least one, or leave the key out"),
    ('"reference"', '"refrence"', "4:1", 'merchant: "refrence" is none of its values', 'did you mean "reference"?'),
    (
        '"reference"',
        '{ comand = "node server.js" }',
        "4:14",
        "merchant.comand: there is no such key",
        'did you mean "command"?',
    ),
    (
        '"reference"',
        '{ command = "node server.js", url = "http://127.0.0.1:8000" }',
        "4:42",
        "merchant.url: it has both a command and a url",
        "keep command to have it started, or url where it runs already",
    ),
    (
        '"reference"',
        '{ command = "nodee server.js" }',
        "4:14",
        'merchant.command: there is no program "nodee"',
        'did you mean "node"?',
    ),
    (
        '"reference"',
        '{ command = "node server.js --port {prt}" }',
        "4:14",
        "merchant.command: there is no template {prt}",
        'did you mean "port"?',
    ),
    (
        '"reference"',
        '{ command = "node server.js", env = { URL = "{gatway_url}" } }',
        "4:50",
        "merchant.env.URL: there is no template {gatway_url}",
        'did you mean "gateway_url"?',
    ),
    (
        '"reference"',
        '{ command = "node server.js", env_file = ".env.tset" }',
        "4:42",
        'merchant.env_file: the template ".env.tset" cannot be read: No such file or directory',
        'did you mean ".env.test"?',
    ),
    (
        '"reference"',
        '{ command = "node server.js", port = 70000 }',
        "4:42",
        "merchant.port: 70000 is not a port",
        "write a number from 1 to 65535",
    ),
    (
        '"reference"',
        '{ command = "node server.js", ready_seconds = "30" }',
        "4:42",
        "merchant.ready_seconds: it is a text, not a whole number",
        "write it like 60",
    ),
    (
        '"reference"',
        '{ command = "node server.js", folder = "featurs" }',
        "4:42",
        'merchant.folder: there is no folder "featurs"',
        'did you mean "features"?',
    ),
    (
        '"reference"',
        "{ command = 'node \"server.js' }",
        "4:14",
        "merchant.command: the command cannot be read: no closing quotation",
        'write it as a list: ["node", "server.js"]',
    ),
    (
        '"reference"',
        '{ env = { A = "1" } }',
        "4:1",
        "merchant: neither command nor url is there, so nothing says which backend it is",
        'add command = "node server.js" or url = "http://127.0.0.1:8000"',
    ),
    (
        '"reference"',
        '{ url = "127.0.0.1:8000" }',
        "4:14",
        'merchant.url: "127.0.0.1:8000" is not a URL',
        'write it like "http://127.0.0.1:8000"',
    ),
    (
        '"reference"',
        '"reference"\nballance = "5 IQD"',
        "5:1",
        "ballance: there is no such key",
        'did you mean "balance", in [buyer]?',
    ),
    (
        '"reference"',
        '"reference"\nclient_id = "M1"',
        "5:1",
        "client_id: there is no such key",
        "it belongs to [merchant]",
    ),
    (
        'balance = "100,000 IQD"',
        "balance = 100000",
        "7:1",
        "buyer.balance: it is a whole number, not a text",
        'write it like "100,000 IQD"',
    ),
    (
        'balance = "100,000 IQD"',
        'balance = "100,000 USD"',
        "7:1",
        'buyer.balance: "100,000 USD" is not in this wallet\'s currency, IQD',
        'write it as "25,000 IQD"',
    ),
    (
        'balance = "100,000 IQD"',
        'balance = "100,000 IQD"\nlanguage = "arabic"',
        "8:1",
        'buyer.language: "arabic" is none of its values',
        'did you mean "ar"?',
    ),
    ('price = "25,000 IQD"\n', "", "9:1", "goods[0]: its price is missing", 'add price = "25,000 IQD"'),
    (
        'price = "25,000 IQD"',
        'price = "25,000 PHP"',
        "11:1",
        'goods[0].price: "25,000 PHP" is not in this wallet\'s currency, IQD',
        'write it as "25,000 IQD"',
    ),
    (
        'price = "25,000 IQD"',
        'cost = "25,000 IQD"',
        "11:1",
        "goods[0].cost: there is no such key",
        'did you mean "price"? It is missing',
    ),
    (
        'buy = { testId = "buy-barhi" }\n',
        "",
        "10:1",
        'goods[0].buy: nothing says how the buyer orders "Barhi dates"',
        'add buy = { text = "Buy" }, with what the buyer taps',
    ),
    (
        '{ testId = "login" }',
        '{ testid = "login" }',
        "15:14",
        'actions."log in".testid: there is no such key',
        'did you mean "testId"?',
    ),
    (
        '{ testId = "login" }',
        '{ testId = "login", text = "Log in" }',
        "15:1",
        'actions."log in": it says it in 2 ways: testId and text',
        "keep one of them: testId",
    ),
    (
        '{ testId = "login" }',
        "{}",
        "15:1",
        'actions."log in": it does not say what is meant',
        'write it like { text = "Buy" }; known: text, contains, testId, selector',
    ),
    (
        '{ testId = "login" }',
        '"login"',
        "15:1",
        'actions."log in": it is a text, not a table or a list',
        'write it like { text = "Log in" }',
    ),
    ('"log in"', "login", "15:1", "actions.login: the ready-made steps know no such name", 'did you mean "log in"?'),
    (
        "paid = {",
        "success = {",
        "18:1",
        "screens.success: the ready-made steps know no such name",
        'did you mean "paid"?',
    ),
    (
        "paid = {",
        "canceled = {",
        "18:1",
        "screens.canceled: the ready-made steps know no such name",
        'did you mean "cancelled"?',
    ),
    ("[screens]", "[screen]", "17:1", "screen: there is no such key", 'did you mean "screens"?'),
    (
        "[screens]",
        "[screens",
        "17:9",
        "this is not TOML: Expected ']' at the end of a table declaration",
        "correct this line",
    ),
    (
        "[buyer]",
        '[routes]\n"172.20.10.2:1999" = "merchant"\n\n[buyer]',
        "7:1",
        'routes."172.20.10.2:1999": "172.20.10.2:1999" is neither an origin nor a path',
        'write "http://172.20.10.2:1999" or "/172.20.10.2:1999"',
    ),
    (
        "[buyer]",
        '[routes]\n"http://172.20.10.2:1999" = "merchnt"\n\n[buyer]',
        "7:1",
        'routes."http://172.20.10.2:1999": "merchnt" is no file or folder here',
        'did you mean "merchant"?',
    ),
    (
        'program = "miniprogram"',
        'features = "feature"\nprogram = "miniprogram"',
        "1:1",
        'features: there is no folder "feature"',
        'did you mean "features"?',
    ),
    (
        'program = "miniprogram"',
        'address = "shop.example.iq"\nprogram = "miniprogram"',
        "1:1",
        'address: "shop.example.iq" is not an origin',
        'write it like "https://shop.example.iq"',
    ),
    (
        "[buyer]",
        '[wallet]\nport = 4100\nprivate_key = "w.pem"\n\n[buyer]',
        "8:1",
        'wallet.private_key: the key "w.pem" cannot be read: No such file or directory',
        "name a file beside the config",
    ),
    (
        'program = "miniprogram"',
        'program = { h5 = "native", native = "native" }',
        "1:13",
        'program.h5: "native" has an app.json: it is native, not h5',
        "name the folder of the h5 program",
    ),
    (
        'program = "miniprogram"',
        'program = { h5 = "miniprogram", native = "natve" }',
        "1:33",
        'program.native: there is no folder "natve"',
        'did you mean "native"?',
    ),
    (
        'program = "miniprogram"',
        'program = { h5 = "miniprogram" }',
        "1:1",
        "program: its native is missing",
        'add native = "miniprogram"',
    ),
    (
        "[buyer]",
        '[native.screens]\npaid = { text = "Thanks" }\n\n[buyer]',
        "6:1",
        "native: only a shop in both kinds has this table",
        'write program = { h5 = "dist", native = "miniprogram" }, or leave it out',
    ),
    (
        'program = "miniprogram"',
        'program = { h5 = "miniprogram", native = "native" }\nnative = { screens = { success = { text = "Paid" } } }',
        "2:24",
        "native.screens.success: the ready-made steps know no such name",
        'did you mean "paid"?',
    ),
    (
        '"reference"',
        '{ command = "node server.js", refund = { url = "refund" } }',
        "4:53",
        'merchant.refund.url: "refund" is neither a path nor a URL',
        'write it like "/refund"',
    ),
    (
        '"reference"',
        '{ command = "node server.js", refund = { url = "/refund/{order}" } }',
        "4:53",
        "merchant.refund.url: there is no template {order}",
        'did you mean "order_id"?',
    ),
    (
        '"reference"',
        '{ command = "node server.js", refund = { body = "{amount}" } }',
        "4:42",
        "merchant.refund: it has neither a url nor a command",
        'write url = "/admin/refund", or command = "node refund.js {payment_request_id} {amount}"',
    ),
    (
        "[buyer]\nbalance",
        '[buyer]\nbalance = "1 IQD"\nbalance',
        "8:24",
        "this is not TOML: Cannot overwrite a value",
        "correct this line",
    ),
]


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
