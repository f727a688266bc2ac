"""The policy of a gate: what must be proven before a release goes out. Strict where nothing is said."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from harness.errors import HarnessError
from harness.journey import RESULT_CODES, STEPS
from harness.toml import key_places, text_of, toml_of

DELIVERIES = ("success", "split")
ALLOW, REFUSE = "allow", "refuse"

EXAMPLE = """\
[gate]
steps = "all"                     # or the numbers that must be seen: [1, 2, 3]
codes = "all"                     # or the resultCodes that must be proven: ["9000", "6001"]
deliveries = ["success", "split"] # under which each code must be proven
kinds = "played"                  # every kind of program that was played, or ["h5", "native"]
scenarios = 1                     # at least so many must have passed
skipped = "refuse"                # scenarios that were skipped: "refuse" or "allow"
flaky = "refuse"                  # scenarios that passed only when tried again
cannot = "refuse"                 # what the program cannot do: "refuse", "allow", or the capabilities that are accepted
lint = "refuse"                   # features that do not read as they should (harness lint): "refuse" or "allow"
newly_failing = "refuse"          # with --against: scenarios that passed in the last release and do not now
newly_uncovered = "refuse"        # with --against: steps and codes that were proven and are not now
"""


@dataclass(frozen=True, slots=True)
class Policy:
    """What must be proven. ``kinds`` is empty for "every kind that was played"; ``cannot`` may name what is accepted."""

    steps: tuple[str, ...] = tuple(str(step.number) for step in STEPS)
    codes: tuple[str, ...] = tuple(RESULT_CODES)
    deliveries: tuple[str, ...] = DELIVERIES
    kinds: tuple[str, ...] = ()
    scenarios: int = 1
    skipped: str = REFUSE
    flaky: str = REFUSE
    cannot: str | tuple[str, ...] = REFUSE
    lint: str = REFUSE
    newly_failing: str = REFUSE
    newly_uncovered: str = REFUSE

    def accepts(self, capability: str) -> bool:
        """Whether it is accepted that the program cannot do this."""
        return self.cannot == ALLOW or (isinstance(self.cannot, tuple) and capability in self.cannot)


def read_policy(path: Path | None) -> Policy:
    """Read a policy file; None is the strict one. Raises HarnessError naming the first key or value that cannot be used."""
    if path is None:
        return Policy()
    text = text_of(path, "policy", str(path), _HELP)
    data = toml_of(text, str(path))
    table = data.get("gate")
    if not isinstance(table, Mapping):
        raise HarnessError("the policy has no table [gate]", place=str(path), action=_HELP)
    known = [field.name for field in fields(Policy)]
    read: dict[str, Any] = {}  # the readers' types are the fields' types, which only they know
    for key, value in table.items():
        if key not in known:
            raise HarnessError(
                f'there is no key "{key}" in a policy', place=_at(path, text, key), action=_nearest(key, known)
            )
        try:
            read[key] = _READERS[key](value)
        except ValueError as error:
            raise HarnessError(f"{key}: {error}", place=_at(path, text, key), action=_HELP) from None
    return Policy(**read)


_HELP = "harness gate --help shows a policy with every key"


def _nearest(word: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(word, known, n=1)
    return f'did you mean "{near[0]}"?' if near else f"choose one of: {', '.join(known)}"


def _at(path: Path, text: str, key: str) -> str:
    line, column = key_places(text)[("gate", key)]
    return f"{path}:{line}:{column}"


def _some_of(known: Sequence[str], everything: str) -> Callable[[object], tuple[str, ...]]:
    def read(value: object) -> tuple[str, ...]:
        if value == everything:
            return () if everything == "played" else tuple(known)
        if not isinstance(value, list) or not value:
            raise ValueError(f'write "{everything}", or a list as {list(known)[:2]}')
        for one in value:
            if str(one) not in known:
                raise ValueError(f'there is no "{one}": {_nearest(str(one), known)}')
        return tuple(str(one) for one in value)

    return read


def _yes_or_no(value: object) -> str:
    if value not in (ALLOW, REFUSE):
        raise ValueError(f'write "{REFUSE}" or "{ALLOW}"')
    return str(value)


def _cannot(value: object) -> str | tuple[str, ...]:
    if isinstance(value, list):
        return tuple(str(one) for one in value)
    return _yes_or_no(value)


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError("write a whole number from 1 on")
    return value


_READERS: dict[str, Callable[[object], object]] = {
    "steps": _some_of(Policy().steps, "all"),
    "codes": _some_of(Policy().codes, "all"),
    "deliveries": _some_of(DELIVERIES, "all"),
    "kinds": _some_of(("h5", "native"), "played"),
    "scenarios": _count,
    "skipped": _yes_or_no,
    "flaky": _yes_or_no,
    "cannot": _cannot,
    "lint": _yes_or_no,
    "newly_failing": _yes_or_no,
    "newly_uncovered": _yes_or_no,
}
