"""A page a rule of the language: what its check is, and how a module lists the checks it has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from native_phone import NativePhone

Check = Callable[[NativePhone], None]


@dataclass(frozen=True, slots=True)
class RulePage:
    """A page of the program, the rules that it holds, and what is done on it; ``check`` raises where a rule is broken."""

    name: str
    rules: tuple[str, ...]
    check: Check
    moves_time: bool = False


class Rules:
    """The checks of one module, in the order in which they stand there; a check is named as its page's folder."""

    def __init__(self) -> None:
        self.pages: list[RulePage] = []

    def page(self, *rules: str, moves_time: bool = False) -> Callable[[Check], Check]:
        """Register a check for the page that has its name."""

        def register(check: Check) -> Check:
            self.pages.append(RulePage(check.__name__, rules, check, moves_time))
            return check

        return register
