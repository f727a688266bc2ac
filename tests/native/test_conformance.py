"""The table of conformance: every trap has a row, every row a test that exists, and none is red."""

from __future__ import annotations

import re
from pathlib import Path

from conformance import FOLDERS, ROOT, RULES, TABLE


def test_every_trap_has_a_row() -> None:
    told = {int(number) for rule, _, _ in RULES for number in re.findall(r"\d+", rule.partition(":")[0])}
    assert told >= set(range(1, 26))


def test_every_row_names_a_test_that_is_there() -> None:
    modules = {path.stem: path.read_text() for folder in FOLDERS for path in Path(ROOT, folder).glob("test_*.py")}
    lost = [
        rule
        for rule, module, name in RULES
        if not re.search(rf"^def test_\w*{name.partition('[')[0]}", modules.get(module, ""), re.MULTILINE)
    ]
    assert lost == []


def test_the_table_has_every_rule_and_no_red_row() -> None:
    rows = re.findall(r"^\| (.+?) \| `.+?`: .+? \| (\w+) \|$", TABLE.read_text(), re.MULTILINE)
    assert [(rule, "holds") for rule, _, _ in RULES] == rows
