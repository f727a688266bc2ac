"""The log of notifications: each attempt, when and where it went, and what the merchant answered (notify.md 4.2, 4.3)."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from harness.wallet.keeper import NOBODY, Keeper

Outcome = Literal["acknowledged", "failed", "not acknowledged", "no answer", "refused"]
"""What came of a delivery.

``acknowledged``: the merchant answered S. ``failed``: it answered F. ``not acknowledged``: it answered U or something else.
``no answer``: nothing came, or the delivery was lost. ``refused``: the wallet does not send to such a URL.
"""

MOST = 5000


@dataclass(frozen=True, slots=True)
class Delivery:
    """One attempt to notify a merchant.

    ``number`` counts the attempts for one payment from 1; ``at`` is the world's time in epoch milliseconds; ``status`` is
    the HTTP status, 0 where nothing came; ``answer`` is the beginning of what came, or why nothing did.
    """

    payment_id: str
    number: int
    at: int
    url: str
    status: int
    answer: str
    outcome: Outcome
    resend: bool = False


class Deliveries:
    """The deliveries of one world, oldest first; of more than ``most`` the oldest are forgotten."""

    def __init__(self, most: int = MOST, keeper: Keeper = NOBODY) -> None:
        self._most = most
        self._keeper = keeper
        self._all: deque[Delivery] = deque()
        self._of: dict[str, deque[Delivery]] = {}
        self._begun: dict[str, int] = {}

    def begin(self, payment_id: str) -> int:
        """Return the number of the delivery that begins now."""
        self._begun[payment_id] = self._begun.get(payment_id, 0) + 1
        return self._begun[payment_id]

    def add(self, delivery: Delivery) -> None:
        """Enter a delivery that has ended."""
        self._keeper.keep(delivery)
        self.enter(delivery)

    def enter(self, delivery: Delivery) -> None:
        """Enter a delivery that was kept."""
        self._begun[delivery.payment_id] = max(delivery.number, self._begun.get(delivery.payment_id, 0))
        self._all.append(delivery)
        self._of.setdefault(delivery.payment_id, deque()).append(delivery)
        while len(self._all) > self._most:
            oldest = self._all.popleft()
            self._keeper.forget(oldest)
            others = self._of[oldest.payment_id]
            others.popleft()
            if not others:
                del self._of[oldest.payment_id]
                del self._begun[oldest.payment_id]

    def all(self) -> tuple[Delivery, ...]:
        """Return every delivery that is remembered, in the order in which they ended."""
        return tuple(self._all)

    def of(self, payment_id: str) -> tuple[Delivery, ...]:
        """Return the deliveries for one payment."""
        return tuple(self._of.get(payment_id, ()))

    def ended(self, payment_id: str, outcomes: Collection[Outcome]) -> bool:
        """Say whether a delivery for this payment came to one of these outcomes."""
        return any(delivery.outcome in outcomes for delivery in self._of.get(payment_id, ()))
