"""How far the clock of a world that outlives its process has been moved."""

from __future__ import annotations

import time
from dataclasses import dataclass

from harness.wallet.keeper import Kept


@dataclass(slots=True)
class ClockShift(Kept):
    """A world's time less real time, in milliseconds."""

    milliseconds: int = 0

    def now(self) -> int:
        """Return the world's time that follows from it, in epoch milliseconds."""
        return time.time_ns() // 1_000_000 + self.milliseconds
