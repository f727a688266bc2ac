"""verdict.json as a gate reads it: every part that is not as it should be is an error, never a pass."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from harness.errors import HarnessError
from harness.journey import RESULT_CODES, STEPS

FILE = "verdict.json"


@dataclass(frozen=True, slots=True)
class Proof:
    """What was proven with one kind of program, or with all: each step's word, each code's word under each delivery."""

    steps: Mapping[str, str]
    codes: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class RunVerdict:
    """A run's verdict. ``results`` are the outcomes of its scenarios by id, ``cannot`` what the program cannot do.

    ``lint`` is what of its features does not read as it should (place, rule, fact), None where the run does not tell.
    """

    place: str
    passed: bool
    scenarios: Mapping[str, int]
    whole: Proof
    kinds: Mapping[str, Proof]
    results: Mapping[str, str]
    cannot: tuple[Mapping[str, str], ...]
    lint: tuple[Mapping[str, str], ...] | None = None
    shard: str = ""
    """Which shard of several this is the verdict of, "" for a whole run."""
    commit: str = ""
    """Of which commit it is the evidence, with ``-dirty`` where files differed from it; "" where the run does not tell."""

    def of(self, kind: str) -> Proof:
        """Return what was proven with one kind of program: nothing where it was not played."""
        return self.kinds.get(kind, Proof({}, {}))


def read_verdict(path: Path) -> RunVerdict:
    """Read a verdict from a file, or from a reports folder; raises HarnessError where there is none, or none that is whole."""
    file = path / FILE if path.is_dir() else path
    place = str(file)
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        action = "give the reports folder of a run, or its verdict.json"
        raise HarnessError(f"there is no verdict: {error.strerror}", place=place, action=action) from error
    except ValueError as error:
        raise HarnessError(f"the verdict is torn: {error}", place=place, action="play the features again") from error
    if not isinstance(data, dict):
        _not_whole(place, "it is no JSON object")
    proof = _proof(data, place, "")
    if not isinstance(data.get("passed"), bool):
        _not_whole(place, '"passed" is missing')
    counts = _mapping(data, "scenarios", place)
    kinds = {kind: _proof(one, place, f"kinds.{kind}.") for kind, one in _mapping(data, "kinds", place, {}).items()}
    lint = data.get("lint")
    return RunVerdict(
        place=place,
        shard=str(data.get("shard", "")),
        commit=str(data.get("commit", "")),
        passed=data["passed"],
        scenarios={str(key): _count(value, f"scenarios.{key}", place) for key, value in counts.items()},
        whole=proof,
        kinds=kinds,
        results={str(key): str(value) for key, value in _mapping(data, "results", place).items()},
        cannot=_facts(data.get("cannot", []), "cannot", place),
        lint=_facts(lint, "lint", place) if lint is not None else None,
    )


def _count(value: object, key: str, place: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        _not_whole(place, f'"{key}" is no count')
    return value


def _facts(found: object, key: str, place: str) -> tuple[Mapping[str, str], ...]:
    if not isinstance(found, list) or not all(isinstance(one, Mapping) for one in found):
        _not_whole(place, f'"{key}" is no list of objects')
    return tuple({str(name): str(value) for name, value in one.items()} for one in found)


def _proof(data: object, place: str, where: str) -> Proof:
    if not isinstance(data, Mapping):
        _not_whole(place, f'"{where.rstrip(".")}" is no object')
    steps = {str(key): str(value) for key, value in _mapping(data, "steps", place).items()}
    codes = _mapping(data, "codes", place)
    unknown = [n for n in (str(step.number) for step in STEPS) if n not in steps]
    unknown += [code for code in RESULT_CODES if not isinstance(codes.get(code), Mapping)]
    if unknown:
        _not_whole(place, f"{where}it says nothing of {', '.join(unknown)}")
    cells = {
        str(code): {str(k): str(v) for k, v in row.items()} for code, row in codes.items() if isinstance(row, Mapping)
    }
    return Proof(steps, cells)


def _mapping(
    data: Mapping[str, object], key: str, place: str, default: Mapping[str, object] | None = None
) -> Mapping[str, object]:
    found = data.get(key, default)
    if not isinstance(found, Mapping):
        _not_whole(place, f'"{key}" is missing' if found is None else f'"{key}" is no object')
    return found


def _not_whole(place: str, why: str) -> NoReturn:
    raise HarnessError(f"this is no whole verdict: {why}", place=place, action="play the features again")
