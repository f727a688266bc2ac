"""The list of all keys for docs/config.md, made from the schema: ``python -m harness.config.page`` prints it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from harness.config.schema import examples_of, resolved, schema, toml_value
from harness.config.words import REFUND_TEMPLATES, TEMPLATES

BEGIN, END = "<!-- keys: made by python -m harness.config.page -->", "<!-- end of keys -->"
_PARTS = {"refund": "`[merchant.refund]`", "tap": "A tap", "screen": "A screen"}


def keys_page() -> str:
    """Return every key of a config with what it means and an example, and every template, as Markdown."""
    return "\n".join(_page()).rstrip() + "\n"


def key_paths() -> Iterator[tuple[str, ...]]:
    """Return the path of every key that the schema names, tables inside of lists without a number."""
    for name, key in _properties(schema()):
        yield (name,)
        yield from ((name, inner) for inner, _ in _properties(_table_of(key)))


def _page() -> Iterator[str]:
    yield from ("### At the top", "", "| key | what it says | example |", "| --- | --- | --- |")
    tables = []
    for name, key in _properties(schema()):
        yield _row(name, key)
        if any(True for _ in _properties(_table_of(key))):
            tables.append((name, key))
    yield ""
    for name, key in tables:
        heading = f"[[{name}]]" if key.get("type") == "array" else f"[{name}]"
        yield from _table(f"`{heading}`", _table_of(key))
    parts = schema()["$defs"]
    assert isinstance(parts, dict)
    for name, title in _PARTS.items():
        yield from _table(title, parts[name])
    yield from ("### Templates", "", "| written as | stands for |", "| --- | --- |")
    yield from (f"| `{{{name}}}` | {words} |" for name, words in TEMPLATES.items())
    yield from ("", "In `[merchant.refund]`, besides:", "", "| written as | stands for |", "| --- | --- |")
    yield from (f"| `{{{name}}}` | {words} |" for name, words in REFUND_TEMPLATES.items())


def _table(title: str, table: Mapping[str, object]) -> Iterator[str]:
    yield from (f"### {title}", "", "| key | what it says | example |", "| --- | --- | --- |")
    yield from (_row(name, key) for name, key in _properties(table))
    yield ""


def _row(name: str, key: Mapping[str, object]) -> str:
    examples = examples_of(key)
    shown = f"`{name} = {toml_value(examples[0])}`" if examples else f"see `[{name}]` below"
    return f"| `{name}` | {key.get('description', '')} | {shown} |".replace("\n", " ")


def _table_of(key: Mapping[str, object]) -> Mapping[str, object]:
    """Return the table that a key holds: itself, one of its branches, or what is in its list."""
    branches = key.get("anyOf")
    candidates = [key, key.get("items"), *(branches if isinstance(branches, list) else [])]
    return next((found for found in candidates if isinstance(found, dict) and "properties" in found), {})


def _properties(table: Mapping[str, object]) -> Iterator[tuple[str, Mapping[str, object]]]:
    found = table.get("properties")
    for name, key in found.items() if isinstance(found, dict) else ():
        yield name, {**resolved(key), **key}


if __name__ == "__main__":
    print(keys_page(), end="")
