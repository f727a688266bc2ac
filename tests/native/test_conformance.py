"""One program with a page for every rule and trap of the language, opened once; the table in docs/conformance.md agrees."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from conformance import FOLDERS, HOLDS, PROGRAM, ROOT, RULES, TABLE, play
from conformance_checks import PAGES
from native_phone import OpenProgram

TOLD = [rule for each in PAGES for rule in each.rules] + [rule for rule, _, _ in RULES]


def test_every_page_holds(open_program: OpenProgram, record_property: Callable[[str, object], None]) -> None:
    found = play(open_program(PROGRAM))
    for name, result in found.items():
        record_property(name, result)
    assert {name: result for name, result in found.items() if result != HOLDS} == {}


def test_every_trap_has_a_row() -> None:
    told = {int(number) for rule in TOLD for number in re.findall(r"\d+", rule.partition(":")[0])}
    assert told >= set(range(1, 26))


def test_every_page_of_the_program_is_checked() -> None:
    routes = json.loads((PROGRAM / "app.json").read_text())["pages"]
    assert {route.split("/")[1] for route in routes} == {"index"} | {each.name for each in PAGES}


def test_every_row_names_a_test_that_is_there() -> None:
    modules = {path.stem: path.read_text() for folder in FOLDERS for path in Path(ROOT, folder).glob("test_*.py")}
    lost = [
        rule
        for rule, module, name in RULES
        if not re.search(rf"^def test_\w*{name.partition('[')[0]}", modules.get(module, ""), re.MULTILINE)
    ]
    assert lost == []


def test_the_table_has_every_rule_and_no_red_row() -> None:
    rows = re.findall(r"^\| (.+?) \| `.+?`.*? \| (\w+) \|$", TABLE.read_text(), re.MULTILINE)
    assert [(rule, HOLDS) for rule in TOLD] == rows
