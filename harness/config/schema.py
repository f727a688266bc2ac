"""The schema of the user's file, and what a file has that the schema does not allow.

``schema.json`` is what editors read as well. Of JSON Schema the words that it uses are understood, no others.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from harness.toml import Key as Path
from harness.wallet.profile_build import nearest

_SORTS: dict[str, tuple[type, str, str]] = {
    "string": (str, "a text", '"text"'),
    "integer": (int, "a whole number", "30"),
    "array": (list, "a list", '["one", "two"]'),
    "object": (dict, "a table", '{ key = "value" }'),
}
_NAMES: dict[type, str] = {
    bool: "true or false",
    float: "a number with a point",
    **{kind: name for kind, name, _ in _SORTS.values()},
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at one key: the fact, and what to do about it. ``at`` is the key to point at where that is another."""

    path: Path
    fact: str
    action: str
    at: Path = ()


def schema_text() -> str:
    """Return the JSON schema of ``harness.toml``."""
    return (resources.files("harness.config") / "schema.json").read_text(encoding="utf-8")


@cache
def schema() -> dict[str, object]:
    """Return the schema as it is written."""
    loaded: dict[str, object] = json.loads(schema_text())
    return loaded


def faults(data: Mapping[str, object]) -> list[Fault]:
    """Return what of ``data`` the schema does not allow, in the order of the file."""
    return list(_check(schema(), data, ()))


def key_words(path: Path) -> str:
    """Return a path as people write it: ``goods[0].price``."""
    words = ""
    for part in path:
        words += f"[{part}]" if isinstance(part, int) else f".{_quoted(part)}"
    return words.lstrip(".")


def _quoted(name: str) -> str:
    return name if name.replace("-", "").replace("_", "").isalnum() and name.isascii() else f'"{name}"'


def _check(part: Mapping[str, object], value: object, path: Path) -> Iterator[Fault]:
    part = resolved(part)
    if branches := _schemas(part.get("anyOf")):
        yield from _any(branches, value, path, _list(part.get("examples")))
        return
    sort = str(part.get("type"))
    if type(value) is not _SORTS[sort][0]:
        yield _not(value, path, [sort], _list(part.get("examples")))
        return
    choices = [str(choice) for choice in _list(part.get("enum"))]
    if choices and value not in choices:
        begun = next((choice for choice in choices if str(value).lower().startswith(choice)), "")
        advice = f'did you mean "{begun}"?' if begun else nearest(str(value), choices)
        yield Fault(path, f'"{value}" is none of its values', advice)
    if isinstance(value, list):
        if not value and part.get("minItems"):
            yield Fault(path, "the list is empty", "write at least one, or leave the key out")
        for number, item in enumerate(value):
            yield from _check(_table(part["items"]), item, (*path, number))
    if isinstance(value, dict):
        yield from _object(part, value, path)


def _object(part: Mapping[str, object], value: Mapping[str, object], path: Path) -> Iterator[Fault]:
    known, others = _table(part.get("properties", {})), part.get("additionalProperties")
    missing = [name for name in map(str, _list(part.get("required"))) if name not in value]
    for key, item in value.items():
        if key in known:
            yield from _check(_table(known[key]), item, (*path, key))
        elif isinstance(others, dict):
            yield from _check(others, item, (*path, key))
        else:
            advice = _near(key, known, path, missing)
            # What was misspelt is not missing as well: one mistake, one message.
            missing = [name for name in missing if f'"{name}"' not in advice]
            yield Fault((*path, key), "there is no such key", advice)
    for name in missing:
        examples = _list(_table(known[name]).get("examples"))
        advice = f"add {name} = {toml_value(examples[0])}" if examples else f"add {name}"
        yield Fault(path, f"its {name} is missing" if path else f"{name} is missing", advice)


def _near(key: str, known: Mapping[str, object], path: Path, missing: Sequence[str]) -> str:
    """Return advice about a key: where it has its place, else the nearest right one here, else what is missing here."""
    tables = {str(place[-1]): place[0] for place in _everywhere() if len(place) > 1 and place[:-1] != path}
    if key in tables:
        return f"it belongs to [{tables[key]}]"
    advice = nearest(key.lower(), known)
    if advice.startswith("did you mean"):
        return advice
    if close := difflib.get_close_matches(key.lower(), tables, n=1, cutoff=0.75):
        return f'did you mean "{close[0]}", in [{tables[close[0]]}]?'
    return f'did you mean "{missing[0]}"? It is missing' if len(missing) == 1 else advice


def toml_value(value: object) -> str:
    """Return a value as TOML has it in one line."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_quoted(name)} = {toml_value(item)}" for name, item in value.items()) + " }"
    if isinstance(value, list):
        return f"[{', '.join(map(toml_value, value))}]"
    return json.dumps(value, ensure_ascii=False)


def _everywhere() -> Iterator[Path]:
    tops = _table(schema()["properties"])
    for top, part in tops.items():
        yield (top,)
        for branch in (_table(part), *_schemas(_table(part).get("anyOf"))):
            yield from ((top, key) for key in _table(branch.get("properties", {})))


def _any(
    branches: Sequence[Mapping[str, object]], value: object, path: Path, examples: Sequence[object]
) -> Iterator[Fault]:
    """Hold a value against the branch of its own sort."""
    variants = [resolved(branch) for branch in branches]
    sorts = [str(branch.get("type")) for branch in variants]
    fit = next((b for b, sort in zip(variants, sorts, strict=True) if type(value) is _SORTS[sort][0]), None)
    if fit is None:
        yield _not(value, path, sorts, examples)
    else:
        yield from _check(fit, value, path)


def _not(value: object, path: Path, sorts: Sequence[str], examples: Sequence[object]) -> Fault:
    given = _NAMES.get(type(value), "a date or a time")
    wanted = " or ".join(_SORTS[sort][1] for sort in sorts)
    like = toml_value(examples[0]) if examples else " or ".join(_SORTS[s][2] for s in sorts)
    return Fault(path, f"it is {given}, not {wanted}", f"write it like {like}")


def resolved(part: Mapping[str, object]) -> Mapping[str, object]:
    """Return a part of the schema, the one that it refers to where it does."""
    if isinstance(name := part.get("$ref"), str):
        return _table(_table(schema()["$defs"])[name.rpartition("/")[2]])
    return part


def examples_of(part: Mapping[str, object]) -> list[object]:
    """Return the examples of a part of the schema."""
    return _list(part.get("examples"))


def _schemas(value: object) -> list[Mapping[str, object]]:
    return [_table(item) for item in _list(value)]


def _table(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
