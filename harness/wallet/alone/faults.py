"""What is to go wrong in a world that outlives its process."""

from __future__ import annotations

from dataclasses import dataclass

from harness.wallet.keeper import Kept


@dataclass(slots=True)
class PlannedFaults(Kept):
    """The faults that are due, in order: the crossing and the effect of each; each is used up as it strikes."""

    due: tuple[tuple[str, str], ...] = ()

    def add(self, crossing: str, effect: str, times: int) -> None:
        """Plan an effect for the next ``times`` messages at a crossing."""
        self.due += ((crossing, effect),) * times

    def strike(self, crossing: str) -> str:
        """Return the effect due at ``crossing`` now, "" for none, and use it up."""
        for index, (place, effect) in enumerate(self.due):
            if place == crossing:
                self.due = self.due[:index] + self.due[index + 1 :]
                return effect
        return ""
