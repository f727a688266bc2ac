"""Finding the user's file, reading it, and one clear error for everything in it that cannot be used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from harness.config.build import build
from harness.config.checks import Project, check
from harness.config.config import Config
from harness.config.schema import Fault, faults, key_words
from harness.errors import HarnessError, near
from harness.toml import Key, key_places, text_of, toml_of

CONFIG_FILE = "harness.toml"
PYPROJECT = "pyproject.toml"
_TABLE: Key = ("tool", "harness")


def has_config(folder: Path) -> bool:
    """Whether a folder has a config, right or wrong."""
    return (folder / CONFIG_FILE).is_file() or ((folder / PYPROJECT).is_file() and _names_us(folder / PYPROJECT))


def find_config(folder: Path) -> Config | None:
    """Return the config in a folder, None where it has none; raises HarnessError for one that cannot be used."""
    own, shared = folder / CONFIG_FILE, folder / PYPROJECT
    in_shared = shared.is_file() and _names_us(shared)
    if own.is_file():
        if in_shared:
            fact = f"there is a table [tool.harness] in {PYPROJECT} as well"
            raise HarnessError(fact, place=near(own), action="keep one of the two")
        return read_config(own)
    return read_config(shared) if in_shared else None


def read_config(file: Path) -> Config:
    """Read ``harness.toml``, or ``[tool.harness]`` of ``pyproject.toml``.

    Raises HarnessError that names each problem of the file with its place, its key and what to do about it.
    """
    text, place = _text(file), near(file)
    data = toml_of(text, place)
    prefix: Key = ()
    if file.name == PYPROJECT:
        prefix, data = _TABLE, _inner(data)
    found = faults(data)
    if not found:
        found = check(Project(file.parent, data))
    if found:
        raise _error(found, place, text, prefix)
    return build(file, data)


def read_part(folder: Path, name: str) -> object:
    """Return one table or key of a folder's config, None where it has none: what else stands there is not checked.

    In ``pyproject.toml`` the table of lint may stand alone: a project with a conftest.py has no other.
    Raises HarnessError for what is wrong in that part.
    """
    file = next((folder / one for one in (CONFIG_FILE, PYPROJECT) if (folder / one).is_file()), None)
    if file is None:
        return None
    text, place = _text(file), near(file)
    data = toml_of(text, place)
    prefix: Key = () if file.name == CONFIG_FILE else _TABLE
    inner = _inner(data) if prefix else data
    if name not in inner:
        return None
    if found := [fault for fault in faults({name: inner[name]}) if fault.path[:1] == (name,)]:
        raise _error(found, place, text, prefix)
    return inner[name]


def _names_us(file: Path) -> bool:
    text = _text(file)
    return "harness" in text and bool(_inner(toml_of(text, near(file))).keys() - {"lint"})


def _text(file: Path) -> str:
    return text_of(file, "config", near(file), "`harness init` writes one")


def _inner(data: Mapping[str, object]) -> dict[str, object]:
    inner: object = data
    for name in _TABLE:
        inner = inner.get(str(name)) if isinstance(inner, dict) else None
    return inner if isinstance(inner, dict) else {}


def _error(found: Sequence[Fault], place: str, text: str, prefix: Key) -> HarnessError:
    places = key_places(text)

    def at(fault: Fault) -> tuple[int, int]:
        path = (*prefix, *(fault.at or fault.path))
        while path and path not in places:
            path = path[:-1]
        return places.get(path, (1, 1))

    def made(fault: Fault) -> HarnessError:
        line, column = at(fault)
        key = key_words(fault.path)
        fact = f"{key}: {fault.fact}" if key else fault.fact
        return HarnessError(fact, place=f"{place}:{line}:{column}", action=fault.action)

    errors = [made(fault) for fault in sorted(found, key=at)]
    if len(errors) == 1:
        return errors[0]
    return HarnessError("\n".join(map(str, errors)))
