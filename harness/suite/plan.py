"""Which machine plays which scenarios: a plan, made of the time that each took in an earlier run.

Made of the same scenarios and the same times a plan is the same on every machine, so none needs to be handed around; a
file keeps it where the times differ from machine to machine.
"""

from __future__ import annotations

import hashlib
import heapq
import json
import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from harness.errors import HarnessError, near

FORMAT = 1
DURATIONS = "durations.json"
"""The file of an earlier run's times, in the project's folder where no other is named."""
_UNKNOWN = 1000
"""What a scenario is taken to last where no time is known at all, in ms."""


@dataclass(frozen=True, slots=True)
class Shard:
    """One of ``of`` parts of a run; ``number`` counts from 1."""

    number: int
    of: int

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    @property
    def folder(self) -> str:
        """The name of its reports folder."""
        return f"{self.number}-of-{self.of}"


@dataclass(frozen=True, slots=True)
class Plan:
    """The ids of the scenarios of each shard, and how long each shard is taken to last, in ms; ``known`` times were not guessed."""

    shards: tuple[tuple[str, ...], ...]
    milliseconds: tuple[int, ...]
    known: int = 0

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all scenarios."""
        return frozenset(one for shard in self.shards for one in shard)

    @property
    def name(self) -> str:
        """A few letters that are the same for the same plan only."""
        return hashlib.sha256(json.dumps(self.shards).encode()).hexdigest()[:12]


def read_shard(text: str) -> Shard:
    """Read ``2/3``; raises ValueError saying what is wrong with it."""
    number, _, of = text.partition("/")
    if not (number.isascii() and number.isdecimal() and of.isascii() and of.isdecimal()):
        raise ValueError(f'"{text}" is not NUMBER/COUNT, as 2/3')
    if not 1 <= int(number) <= int(of):
        raise ValueError(
            f'there is no shard "{text}": they are 1/{of} to {of}/{of}' if int(of) else f'"{text}" is none'
        )
    return Shard(int(number), int(of))


def make_plan(ids: Iterable[str], durations: Mapping[str, float], count: int) -> Plan:
    """Deal scenarios out to ``count`` shards, the longest first, each to the shard that has the least to do.

    ``durations`` are in ms, by id; a scenario without one is taken to last as long as the median of the others.
    """
    all_ids = sorted(set(ids))
    known = [durations[one] for one in all_ids if one in durations]
    guess = median(known) if known else _UNKNOWN
    times = {one: max(1.0, durations.get(one, guess)) for one in all_ids}
    shards: list[list[str]] = [[] for _ in range(count)]
    loads: list[tuple[float, int]] = [(0.0, number) for number in range(count)]
    for one in sorted(all_ids, key=lambda one: (-times[one], one)):
        load, number = heapq.heappop(loads)
        shards[number].append(one)
        heapq.heappush(loads, (load + times[one], number))
    milliseconds = {number: round(load) for load, number in loads}
    return Plan(
        tuple(tuple(sorted(shard)) for shard in shards),
        tuple(milliseconds[number] for number in range(count)),
        len(known),
    )


def read_durations(path: Path) -> dict[str, float]:
    """Read the times of an earlier run, in ms by id; raises HarnessError, with the place, where they cannot be read."""
    action = f"give the {DURATIONS} that a run has left in its reports folder"
    data = _json(path, "the durations", action)
    if not isinstance(data, dict) or not all(
        isinstance(ms, int | float) and not isinstance(ms, bool) and 0 <= ms < float("inf") for ms in data.values()
    ):
        raise HarnessError("these are no durations: {id: milliseconds} is wanted", place=near(path), action=action)
    return {str(one): float(ms) for one, ms in data.items()}


def read_plan(path: Path) -> Plan:
    """Read a plan; raises HarnessError, with the place, for a file that holds none."""
    action = "make it again: harness plan --shards COUNT --out FILE"
    data = _json(path, "the plan", action)
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        fact = f"this is no plan of format {FORMAT}"
        if isinstance(data, dict) and "format" in data:
            fact = f"the plan has format {data['format']}, this version reads {FORMAT}"
        raise HarnessError(fact, place=near(path), action=action)
    rows = data.get("shards")
    if not isinstance(rows, list) or not rows:
        raise HarnessError("the plan has no shards", place=near(path), action=action)
    shards, times = [], []
    for number, row in enumerate(rows, start=1):
        ids = row.get("scenarios") if isinstance(row, dict) else None
        if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids):
            raise HarnessError(f"shard {number} of the plan has no list of scenarios", place=near(path), action=action)
        shards.append(tuple(ids))
        took = row.get("milliseconds", 0)
        times.append(took if isinstance(took, int) else 0)
    twice = _twice(shards)
    if twice:
        raise HarnessError(f"the plan has {twice} twice", place=near(path), action=action)
    return Plan(tuple(shards), tuple(times))


def write_plan(path: Path, plan: Plan, *, replace: bool = True) -> None:
    """Write a plan, whole or not at all; without ``replace`` a file that is there by now stays.

    Raises HarnessError where it cannot be written.
    """
    rows = [
        {"milliseconds": ms, "scenarios": list(ids)} for ids, ms in zip(plan.shards, plan.milliseconds, strict=True)
    ]
    text = json.dumps({"format": FORMAT, "shards": rows}, indent=1, ensure_ascii=False) + "\n"
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, encoding="utf-8")
        if replace:
            beside.replace(path)
        else:
            with suppress(FileExistsError):
                os.link(beside, path)
            beside.unlink()
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise HarnessError(
            f"the plan cannot be written: {error.strerror}", place=near(path), action="choose another file"
        ) from error


def hold_against(plan: Plan, ids: Collection[str], shards: int, place: str) -> None:
    """Raise HarnessError where a plan was made for other scenarios, or for another count of shards."""
    again = "make it again: harness plan --shards COUNT --out FILE"
    if len(plan.shards) != shards:
        fact = f"the plan is for {len(plan.shards)} shards, --shard says {shards}"
        raise HarnessError(fact, place=place, action=again)
    new, gone = sorted(set(ids) - plan.ids), sorted(plan.ids - set(ids))
    for found, what in ((new, "does not know"), (gone, "has what is not here:")):
        if found:
            more = f", and {len(found) - 1} more" if len(found) > 1 else ""
            raise HarnessError(f"the plan {what} {found[0]}{more}", place=place, action=again)


def _twice(shards: Sequence[Sequence[str]]) -> str:
    seen: set[str] = set()
    for one in (one for shard in shards for one in shard):
        if one in seen:
            return one
        seen.add(one)
    return ""


def _json(path: Path, what: str, action: str) -> object:
    try:
        found: object = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise HarnessError(f"{what} cannot be read: {error.strerror}", place=near(path), action=action) from error
    except ValueError as error:
        raise HarnessError(f"{what} cannot be read: {error}", place=near(path), action=action) from error
    return found
