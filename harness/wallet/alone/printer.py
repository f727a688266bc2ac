"""Lines for a person, written by a thread of its own: a terminal that stands still must not make the wallet stand still."""

from __future__ import annotations

import logging
import queue
import sys
import threading

MOST_WAITING = 2000


class Printer:
    """Writes lines to standard error; of more than ``MOST_WAITING`` that nobody takes, the newest are counted, not shown."""

    def __init__(self) -> None:
        self._lines: queue.Queue[str | None] = queue.Queue(MOST_WAITING)
        self._lost = 0
        self._thread = threading.Thread(target=self._run, name="printer", daemon=True)
        self._thread.start()

    def say(self, line: str) -> None:
        """Have a line written soon; never waits."""
        try:
            if self._lost:
                self._lines.put_nowait(f"({self._lost} lines not shown)")
                self._lost = 0
            self._lines.put_nowait(line)
        except queue.Full:
            self._lost += 1

    def close(self) -> None:
        """Write what is left, for a second at most."""
        try:
            self._lines.put(None, timeout=1)
        except queue.Full:
            return
        self._thread.join(timeout=1)

    def log_to(self, level: int) -> logging.Handler:
        """Return a handler that says what libraries log from this level on."""
        return _Logged(self, level)

    def _run(self) -> None:
        while (line := self._lines.get()) is not None:
            try:
                print(line, file=sys.stderr, flush=True)
            except (OSError, ValueError):
                return  # nobody reads any more


class _Logged(logging.Handler):
    def __init__(self, printer: Printer, level: int) -> None:
        super().__init__(level)
        self._printer = printer
        self.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self._printer.say(self.format(record))
