"""From the tables of a TOML file to dataclasses, with every problem on the way named by its key."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Literal, TypeVar, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one key of a file, and what to do about it."""

    key: str
    what: str
    next: str

    def at(self, place: str) -> str:
        """Return the problem as one line."""
        return f"{place}: {self.key}: {self.what}; {self.next}"


class _Bad:
    """Stands for a value that could not be made."""


_BAD = _Bad()
_SORTS: dict[type, str] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number with a point",
    str: "a text",
    list: "a list",
    dict: "a table",
}
_EXAMPLES: dict[type, str] = {bool: "true", int: "30", str: '"text"'}


def build(kind: type[T], data: Mapping[str, object], problems: list[Problem]) -> T | None:
    """Return a dataclass made of the tables in ``data``; None where that cannot be. What is wrong goes to ``problems``."""
    made = _table(kind, data, "", problems)
    return None if isinstance(made, _Bad) else cast("T", made)


def nearest(name: str, known: Iterable[str]) -> str:
    """Return advice about a name that is not known: the nearest right one, or all there are."""
    names = list(known)
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    return f'did you mean "{near[0]}"?' if near else f"choose one of: {', '.join(names) or '(there are none)'}"


def _table(kind: type, data: Mapping[str, object], prefix: str, problems: list[Problem]) -> object:
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)]
    for key in data:
        if key == "extends" and prefix:
            advice = 'write "extends" at the top of the file, before the first [table]'
            problems.append(Problem(f"{prefix}{key}", "it stands inside a table", advice))
        elif key not in names:
            problems.append(Problem(f"{prefix}{key}", "there is no such key", nearest(key, names)))
    values: dict[str, object] = {}
    for name in names:
        if name in data:
            values[name] = _value(hints[name], data[name], f"{prefix}{name}", problems)
        else:
            values[name] = _BAD
            problems.append(Problem(f"{prefix}{name}", "it is missing", f"add {_example(name, hints[name], prefix)}"))
    return _BAD if _BAD in values.values() else kind(**values)


def _value(hint: object, value: object, key: str, problems: list[Problem]) -> object:
    if isinstance(hint, type) and hasattr(hint, "__dataclass_fields__"):
        if isinstance(value, dict):
            return _table(hint, value, f"{key}.", problems)
        return _wrong(problems, key, value, "a table", f"write it as [{key}] with keys below")
    origin = get_origin(hint)
    if origin is Literal:
        if value in get_args(hint):
            return value
        return _wrong_choice(problems, key, value, get_args(hint))
    if origin is tuple:
        if not isinstance(value, list):
            return _wrong(problems, key, value, "a list", 'write it as ["one", "two"]')
        items = [_value(get_args(hint)[0], v, f"{key}[{n}]", problems) for n, v in enumerate(value)]
        return _BAD if _BAD in items else tuple(items)
    if origin is not None:
        if not isinstance(value, dict):
            return _wrong(problems, key, value, "a table", f"write it as [{key}] with keys below")
        table = {name: _value(get_args(hint)[1], v, f"{key}.{name}", problems) for name, v in value.items()}
        return _BAD if _BAD in table.values() else table
    return _plain(cast("type", hint), value, key, problems)


def _plain(sort: type, value: object, key: str, problems: list[Problem]) -> object:
    if type(value) is not sort:
        return _wrong(problems, key, value, _SORTS[sort], f"write it like {_EXAMPLES[sort]}")
    if isinstance(value, int) and value < 0:
        problems.append(Problem(key, f"{value} is negative", "write 0 or more"))
        return _BAD
    return value


def _wrong(problems: list[Problem], key: str, value: object, wanted: str, advice: str) -> _Bad:
    given = _SORTS.get(type(value), "a date or a time")
    problems.append(Problem(key, f"it is {given}, not {wanted}", advice))
    return _BAD


def _wrong_choice(problems: list[Problem], key: str, value: object, choices: tuple[str, ...]) -> _Bad:
    if isinstance(value, str):
        problems.append(Problem(key, f'"{value}" is none of its values', nearest(value, choices)))
        return _BAD
    return _wrong(problems, key, value, "a text", f"choose one of: {', '.join(choices)}")


def _example(name: str, hint: object, prefix: str) -> str:
    if isinstance(hint, type) and hasattr(hint, "__dataclass_fields__"):
        return f"a table [{prefix}{name}]"
    origin = get_origin(hint)
    if origin is Literal:
        return f'{name} = "{get_args(hint)[0]}" or another of: {", ".join(get_args(hint))}'
    if origin is tuple:
        return f"{name} = [...]"
    return f"a table [{prefix}{name}]" if origin is not None else f"{name} = {_EXAMPLES[cast('type', hint)]}"
