"""One run after another in processes of their own, each ended in order when the next one is wanted."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress


class Playing:
    """The run that is on. Ctrl-C reaches the one who watches alone: the run is told by it, once for each time."""

    def __init__(self, command: Sequence[str], ended: Callable[[Playing, int], None]) -> None:
        self._process = subprocess.Popen(list(command), stdin=subprocess.DEVNULL, process_group=0)
        self._ended = ended
        self._told = False
        threading.Thread(target=self._wait, name="run", daemon=True).start()

    def interrupt(self) -> None:
        """Let the run write its evidence and end; said twice more it ends at once."""
        with suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGINT)

    def make_way(self) -> None:
        """Let the run write its evidence and end, however often this is asked."""
        if not self._told:
            self._told = True
            self.interrupt()

    def wait(self) -> int:
        """Return how it ended, when it has."""
        return self._process.wait()

    def kill(self) -> None:
        """End it and all that it has started, if it is still there."""
        if self._process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def _wait(self) -> None:
        self._ended(self, self._process.wait())
