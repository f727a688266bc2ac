"""Reading profiles: the built-in ones by name, one of the user's own by path, on top of another or by itself."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

from harness.errors import HarnessError
from harness.toml import text_of, toml_of
from harness.wallet.profile import Profile
from harness.wallet.profile_build import Problem, build, nearest
from harness.wallet.profile_checks import check

_FOLDER = resources.files("harness.wallet") / "profiles"


def builtin_profiles() -> tuple[str, ...]:
    """Return the names of the profiles that come with the harness, Super Qi first."""
    names = sorted(file.name.removesuffix(".toml") for file in _FOLDER.iterdir() if file.name.endswith(".toml"))
    return tuple(sorted(names, key=lambda name: name != "super_qi"))


def builtin_text(name: str) -> str:
    """Return the file of a built-in profile as it is written."""
    return (_FOLDER / f"{name}.toml").read_text(encoding="utf-8")


def read_profile(name: str) -> Profile:
    """Read a built-in profile by name, or a file by its path (``*.toml``).

    Raises HarnessError for a profile that is not there, for a file that is no TOML, and for one that holds no profile: then
    it names every problem of the file.
    """
    if not name.endswith(".toml"):
        _known(name)
        return _made(tomllib.loads(builtin_text(name)), f"{name}.toml")
    file = Path(name)
    action = "name a file, or one of the built-in profiles: " + ", ".join(builtin_profiles())
    data = toml_of(text_of(file, "profile", name, action), name)
    if "extends" in data:
        data = _extended(data, name, file.stem)
    return _made(data, name)


def _extended(data: Mapping[str, object], place: str, stem: str) -> dict[str, object]:
    """Return a file's tables on top of the built-in profile that it extends; its id is the file's name unless it has one."""
    base = data["extends"]
    if not isinstance(base, str):
        raise HarnessError("it is not a text", place=f"{place}: extends", action='write extends = "super_qi"')
    _known(base, f"{place}: extends")
    own = {key: value for key, value in data.items() if key != "extends"}
    return {**_merged(tomllib.loads(builtin_text(base)), own), "id": own.get("id", stem)}


def _known(name: str, place: str = "") -> None:
    if name not in (known := builtin_profiles()):
        raise HarnessError(f'there is no profile "{name}"', place=place, action=nearest(name, known))


def _merged(base: Mapping[str, object], own: Mapping[str, object]) -> dict[str, object]:
    merged = dict(base)
    for key, value in own.items():
        below = merged.get(key)
        merged[key] = _merged(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return merged


def _made(data: Mapping[str, object], place: str) -> Profile:
    problems: list[Problem] = []
    profile = build(Profile, _without_absent(data), problems)
    problems += check(data, profile)
    if profile is None or problems:
        raise HarnessError("\n".join(problem.at(place) for problem in problems))
    return profile


def _without_absent(data: Mapping[str, object]) -> dict[str, object]:
    """Return the tables without the paths, products and factors that are "": what extends a profile can so take them away."""
    payment = data.get("payment")
    cut: dict[str, object] = {"paths": _filled(data.get("paths"))}
    if isinstance(payment, dict):
        cut["payment"] = {
            **payment,
            **{key: _filled(payment.get(key)) for key in ("products", "factors") if key in payment},
        }
    return {**data, **{key: value for key, value in cut.items() if key in data}}


def _filled(table: object) -> object:
    return {key: value for key, value in table.items() if value != ""} if isinstance(table, dict) else table
