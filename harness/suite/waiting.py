"""How a scenario waits: for what the buyer set off, for time to pass, for what nobody announces."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from harness.phone import Phone
from harness.suite.crossings import crossings
from harness.suite.errors import Mismatch
from harness.suite.program import Program
from harness.suite.purse import Purse
from harness.wallet.world import WalletWorld

if TYPE_CHECKING:
    from harness.suite.stage import Stage

PATIENCE_SECONDS = 5.0
_LOOK_SECONDS = 0.02
"""How long is waited between two looks where there is no page to draw."""
LATER_MS = 5_000
"""The moment after which a program is looked at once more, in virtual time."""
WATCH_SECONDS = 2.0
"""How long what nobody announces is watched for, in real time: work that a merchant does after its answer."""


class Waiting(Purse):
    """The part of a world that waits. The phone is there once it is switched on."""

    def __init__(self, stage: Stage, wallet: WalletWorld, program: Program) -> None:
        super().__init__(stage, wallet, program)
        self._phone: Phone | None = None

    @property
    def phone(self) -> Phone:
        """The buyer's phone; it is switched on, with the program open, when it is first needed."""
        if self._phone is None:
            raise Mismatch("no buyer has opened the Mini Program yet", action='begin with "Given a buyer ..."')
        return self._phone

    @property
    def has_phone(self) -> bool:
        """Whether the phone is on."""
        return self._phone is not None

    def soon(self, holds: Callable[[], bool]) -> bool:
        """Wait until something holds, looking again and again while the page goes on; say whether it did before patience ended."""
        return self._look_until(holds, PATIENCE_SECONDS)

    def let_wallet_finish(self) -> None:
        """Wait until the cashier has heard what came of the buyer's decision, or patience ends."""
        self.soon(lambda: self._phone is None or not self._phone.cashier_is_busy())

    def rest(self) -> None:
        """Wait until all that the buyer set off has come to its end, or to the buyer again, and is drawn; or patience ends.

        That is when a whole drawing of the page brings no new call, and none is open but one that waits for the buyer.
        """
        deadline = time.monotonic() + PATIENCE_SECONDS
        quiet = False
        while not quiet and time.monotonic() <= deadline:
            before = crossings(self.journal.messages)
            self.phone.draw()
            now = crossings(self.journal.messages)
            quiet = now == before and not now.of_merchant and (not now.of_wallet or self.phone.waits_for_buyer())

    def pass_time(self, milliseconds: int) -> None:
        """Let time pass for wallet and phone alike, once what the buyer decided has reached the wallet."""
        self.let_wallet_finish()
        self._stage.advance(self._wallet, milliseconds)
        if self._phone is not None:
            self._phone.pass_time(milliseconds)

    def linger(self) -> None:
        """Let a moment pass, for what is done a little later, and wait until it has come to its end."""
        self.pass_time(LATER_MS)
        self.rest()

    def watch(self, happens: Callable[[], bool]) -> bool:
        """Watch a while of real time for what nobody announces, and say whether it happened; no clock hurries it."""
        return self._look_until(happens, WATCH_SECONDS)

    def _look_until(self, holds: Callable[[], bool], seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > deadline:
                return False
            if self._phone is None:
                time.sleep(_LOOK_SECONDS)
            else:
                self._phone.draw()
        return True
