"""Which scenarios a change touches, and which changes count."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from harness.suite.imports import importers, loaded_modules
from harness.suite.touch import Project, Uses, touched
from harness.watch.files import counts, not_ignored

ROOT = Path("/shop")
BUYER, WALLET, HELPER, TALLY = (ROOT / f"steps/{name}.py" for name in ("buyer", "wallet", "helper", "tally"))
CONFTEST, NEAR = ROOT / "conftest.py", ROOT / "features/refunds/conftest.py"
H5, NATIVE, BACKEND = ROOT / "web", ROOT / "mini", ROOT / "backend"
PROGRAMS = ROOT / "fixtures/programs.py"
CART, REFUND, ORDER = ROOT / "features/cart.feature", ROOT / "features/refunds/refund.feature", ROOT / "order.feature"

USES = [
    Uses("cart", CART, frozenset({BUYER, WALLET, CONFTEST, PROGRAMS}), frozenset({H5, BACKEND})),
    Uses("cart native", CART, frozenset({BUYER, WALLET, CONFTEST, PROGRAMS}), frozenset({NATIVE, BACKEND})),
    Uses("refund", REFUND, frozenset({BUYER, NEAR, CONFTEST, PROGRAMS}), frozenset({H5, BACKEND})),
    Uses("order", ORDER, frozenset({CONFTEST}), frozenset({H5})),
]
ALL = {one.nodeid for one in USES}
PROJECT = Project(
    ROOT,
    frozenset({ROOT / "harness.toml", ROOT / "keys/merchant.pem", ROOT / "harness"}),
    {
        WALLET: frozenset(),
        BUYER: frozenset(),
        HELPER: frozenset({WALLET, TALLY}),
        TALLY: frozenset({HELPER}),
        PROGRAMS: frozenset(),
        ROOT / "bench/load.py": frozenset(),
    },
)

CHANGES: list[tuple[str, set[str]]] = [
    ("features/cart.feature", {"cart", "cart native"}),
    ("features/refunds/refund.feature", {"refund"}),
    ("features/gone.feature", set()),
    ("steps/wallet.py", {"cart", "cart native"}),
    ("steps/buyer.py", {"cart", "cart native", "refund"}),
    ("steps/helper.py", {"cart", "cart native"}),
    ("steps/tally.py", {"cart", "cart native"}),
    ("conftest.py", ALL),
    ("features/refunds/conftest.py", {"refund"}),
    ("web/pay.js", {"cart", "refund", "order"}),
    ("web/deep/down/pay.css", {"cart", "refund", "order"}),
    ("mini/app.json", {"cart native"}),
    ("backend/server.py", {"cart", "cart native", "refund"}),
    ("backend/README.md", set()),
    ("fixtures/programs.py", {"cart", "cart native", "refund"}),
    ("fixtures/pictures/receipt.png", {"cart", "cart native", "refund"}),
    ("steps/words.json", {"cart", "cart native", "refund"}),
    ("steps/notes.md", set()),
    ("harness.toml", ALL),
    ("keys/merchant.pem", ALL),
    ("harness/wallet/money.py", ALL),
    ("bench/load.py", set()),
    ("tools/unknown.py", set()),
    ("notes.json", set()),
]


@pytest.mark.parametrize(("changed", "wanted"), CHANGES)
def test_a_change_touches_what_uses_it(changed: str, wanted: set[str]) -> None:
    touch = touched(ROOT / changed, USES, PROJECT)
    assert touch.nodeids == wanted
    assert (touch.role == "no scenario uses it") is (
        changed in ("tools/unknown.py", "notes.json", "backend/README.md", "steps/notes.md")
    )


def test_in_a_folder_that_is_all_a_modules_own_scenarios_come_first() -> None:
    """Where the backend lies in the project's own folder every file is one of its: a module with steps is still known."""
    uses = [Uses(one.nodeid, one.feature, one.modules, one.folders | {ROOT}) for one in USES]
    assert touched(WALLET, uses, PROJECT).nodeids == {"cart", "cart native"}
    assert touched(ROOT / "server.js", uses, PROJECT).nodeids == ALL
    assert touched(ROOT / "README.md", uses, PROJECT).nodeids == frozenset()


def test_who_imports_whom_in_every_way_there_is(tmp_path: Path) -> None:
    sources = {
        "shop/__init__.py": "",
        "shop/a.py": "import shop.b\n",
        "shop/b.py": "from . import c\n",
        "shop/c.py": "def late():\n    from .deep.d import thing\n",
        "shop/deep/__init__.py": "",
        "shop/deep/d.py": "from ..e import thing\n",
        "shop/e.py": "thing = 1\n",
        "torn.py": "import (\n",
    }
    names = {}
    for name, text in sources.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        names[name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")] = file
    found = importers(names)
    wanted = {"shop.b": {"shop.a"}, "shop.c": {"shop.b"}, "shop.deep.d": {"shop.c"}, "shop.e": {"shop.deep.d"}}
    for module, mine in wanted.items():
        assert found[names[module]] == {names[one] for one in mine}, module
    assert found[names["torn"]] == frozenset()


def test_installed_libraries_are_no_modules_of_the_project() -> None:
    here = Path(__file__).parents[2]
    names = loaded_modules(here)
    assert names["harness.suite.imports"] == here / "harness/suite/imports.py"
    assert not [file for file in names.values() if "site-packages" in file.parts]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("features/cart.feature", True),
        ("web/pay.js", True),
        (".env", True),
        (".env.test", True),
        ("harness.toml", True),
        ("reports/index.html", False),
        ("out/verdict.json", False),
        ("node_modules/x/index.js", False),
        ("web/node_modules/x/index.js", False),
        ("steps/__pycache__/buyer.cpython-311.pyc", False),
        (".git/index", False),
        (".venv/lib/x.py", False),
        ("features/.cart.feature.swp", False),
        ("features/cart.feature~", False),
        ("features/4913", False),
        ("pytest-cache-files-x1/README.md", False),
        ("pytest-cache-files-x1", False),
        ("backend/shop.sqlite3-wal", False),
        ("backend/server.log", False),
        ("../elsewhere/cart.feature", False),
    ],
)
def test_what_nobody_edits_does_not_count(name: str, wanted: bool) -> None:
    path = ROOT.parent / "elsewhere/cart.feature" if name.startswith("..") else ROOT / name
    assert counts(path, ROOT, ROOT / "out") is wanted


def test_what_git_ignores_does_not_count(tmp_path: Path) -> None:
    kept, built = tmp_path / "web/pay.js", tmp_path / "built/pay.js"
    assert not_ignored(frozenset({kept, built}), tmp_path) == {kept, built}
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / ".gitignore").write_text("built/\n", encoding="utf-8")
    assert not_ignored(frozenset({kept, built}), tmp_path) == {kept}
