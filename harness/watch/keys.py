"""The keys of a terminal, one by one, without Enter; a terminal is left as it was found."""

from __future__ import annotations

import os
import select
import sys
import termios
import threading
import tty
from collections.abc import Callable
from types import TracebackType
from typing import Self

_LOOK_SECONDS = 0.2


class Keys:
    """Tells of each key that is pressed, as long as it is open; where there is no terminal it tells of none."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._read, name="keys", daemon=True)
        self._before: list[object] | None = None
        self.there = sys.stdin is not None and sys.stdin.isatty()

    def __enter__(self) -> Self:
        """Begin to read."""
        if self.there:
            self._before = list(termios.tcgetattr(sys.stdin))
            tty.setcbreak(sys.stdin)
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End, and give the terminal back as it was."""
        self._end.set()
        if self._before is not None:
            self._thread.join()
            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, self._before)  # type: ignore[arg-type]  # as it was read

    def _read(self) -> None:
        handle = sys.stdin.fileno()
        while not self._end.is_set():
            if not select.select([handle], [], [], _LOOK_SECONDS)[0]:
                continue
            found = os.read(handle, 1)
            if not found:
                return
            self._tell(found.decode("latin-1"))
