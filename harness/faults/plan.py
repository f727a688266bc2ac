"""A plan of what goes wrong: at a named crossing, with what effect, how often."""

from __future__ import annotations

from dataclasses import dataclass, field

from harness.errors import HarnessError

CROSSINGS: dict[str, tuple[str, ...]] = {
    "wallet app -> wallet backend": ("request lost", "answer lost"),
    "payment service -> wallet backend": ("result lost",),
    "wallet backend -> merchant": ("notification lost",),
}
FALSE_NOTIFICATION = "false notification"
"""The name under which the journal has what no merchant may believe: it is no step of the payment."""
PAGE_ENDED = "page ended"
"""The name of the fact that the program's page computed without an end, or took all memory, and is no more."""
PROGRAM_TO_MERCHANT = "Mini Program -> merchant"
"""The crossing at which calls are lost while the phone does not reach the merchant."""


@dataclass(slots=True)
class FaultPlan:
    """The faults of one world, each used up as it strikes."""

    _due: dict[str, list[str]] = field(default_factory=dict)

    def add(self, crossing: str, effect: str, *, times: int = 1) -> None:
        """Plan ``effect`` for the next ``times`` messages at ``crossing``; raises HarnessError for an unknown one."""
        if effect not in CROSSINGS.get(crossing, ()):
            known = "; ".join(f"{name}: {', '.join(effects)}" for name, effects in CROSSINGS.items())
            raise HarnessError(f'no fault "{effect}" at "{crossing}"', action=f"choose one of: {known}")
        self._due.setdefault(crossing, []).extend([effect] * times)

    def strike(self, crossing: str) -> str:
        """Return the effect due at ``crossing`` now, "" for none, and use it up."""
        due = self._due.get(crossing)
        return due.pop(0) if due else ""
