"""The schema, the check that reads it and docs/config.md say the same."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import jsonschema
import pytest
from config_kit import RIGHT
from config_mistakes import WRONG

from harness.config.page import BEGIN, END, key_paths, keys_page
from harness.config.schema import faults, schema
from harness.config.words import TEMPLATES
from harness.serving import LOOPBACK
from harness.suite.backend.templates import template_values
from harness.suite.program import Credentials
from harness.wallet.keys import new_key, private_pem, public_pem

DOCS = Path(__file__).parents[2] / "docs" / "config.md"
TEXT = DOCS.read_text(encoding="utf-8")
VALIDATOR = jsonschema.Draft202012Validator(schema())


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


def test_every_key_has_what_it_means_and_an_example_that_is_right() -> None:
    paths = list(key_paths())
    assert ("merchant", "command") in paths
    assert ("goods", "price") in paths
    assert len(paths) > 30
    for line in keys_page().splitlines():
        row = re.fullmatch(r"\| `([^`]+)` \| (.+) \| (.+) \|", line)
        if row is None or row[1].startswith("{"):
            continue
        assert row[2].strip(), line
        assert row[3].startswith("see `[") or tomllib.loads(row[3].strip("`")), line
    for name, part in _properties(schema()):
        for example in _examples(part):
            assert not faults({"program": "x", name: example}), (name, example)
            assert VALIDATOR.is_valid({"program": "x", name: example})


def test_the_docs_have_the_list_as_it_is_made() -> None:
    assert TEXT.partition(BEGIN)[2].partition(END)[0].strip() == keys_page().strip()


@pytest.mark.parametrize("block", re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL))
def test_an_example_in_the_docs_is_right(block: str) -> None:
    data = tomllib.loads(block)
    VALIDATOR.validate(data)
    assert faults(data) == []


def test_the_schema_finds_what_the_check_finds() -> None:
    found = 0
    for right, wrong, *_ in WRONG:
        try:
            data = tomllib.loads(RIGHT.replace(right, wrong))
        except tomllib.TOMLDecodeError:
            continue
        assert VALIDATOR.is_valid(data) is (not faults(data)), wrong
        found += bool(faults(data))
    assert found > 15
    assert VALIDATOR.is_valid(tomllib.loads(RIGHT))


def test_the_templates_that_are_known_are_those_that_are_filled_in(tmp_path: Path) -> None:
    key = new_key()
    credentials = Credentials(f"http://{LOOPBACK}:1", "M1", private_pem(key), public_pem(key.public_key()), {})
    assert set(template_values(credentials, tmp_path, 8000)) == set(TEMPLATES)


def _properties(part: object) -> list[tuple[str, dict[str, object]]]:
    found = part.get("properties") if isinstance(part, dict) else None
    return list(found.items()) if isinstance(found, dict) else []


def _examples(part: dict[str, object]) -> list[object]:
    found = part.get("examples")
    return found if isinstance(found, list) else []
