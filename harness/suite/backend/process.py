"""One run of a backend: its process behind a guardian, and what it prints."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

GUARDIAN = Path(__file__).with_name("guardian.py")
KEPT = 200
"""How many of the last lines are kept for whoever asks why."""
LONGEST = 2000
"""How much of one line is kept, in bytes."""
STOP_SECONDS = 10.0
_LOOK_SECONDS = 0.05


class Process:
    """A backend that runs.

    ``on_line`` sees each line that it prints, ``on_end`` the exit code where it was not told to end, both on a thread of
    this object's own. What it prints of ``folder`` is told as of ``told_as``, its makers' own.
    """

    def __init__(
        self,
        command: Sequence[str],
        folder: Path,
        told_as: Path,
        env: Mapping[str, str],
        scratch: Path,
        on_line: Callable[[str], None],
        on_end: Callable[[int], None],
    ) -> None:
        self.lines: deque[str] = deque(maxlen=KEPT)
        self.code: int | None = None
        self._on_line, self._on_end = on_line, on_end
        self._folder, self._told_as = str(folder), str(told_as)
        self._told_to_end = False
        self._changed = threading.Condition()
        self._guardian = subprocess.Popen(
            [sys.executable, "-I", "-S", str(GUARDIAN), str(scratch), *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env=dict(env),
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, name="merchant log", daemon=True)
        self._reader.start()

    @property
    def ended(self) -> bool:
        """Whether it runs no more."""
        return self.code is not None

    def printed(self) -> tuple[str, ...]:
        """Return the last lines that it printed."""
        with self._changed:
            return tuple(self.lines)

    def wait(self, probe: Callable[[], bool], seconds: float) -> bool:
        """Wait until ``probe`` holds and return True; False when the process has ended, or the time is up."""
        deadline = time.monotonic() + seconds
        while not self.ended:
            if probe():
                return True
            with self._changed:
                if time.monotonic() > deadline:
                    return False
                # A line or an end wakes us; that a port has opened is told by nobody, so we look again soon.
                self._changed.wait(_LOOK_SECONDS)
        return False

    def stop(self) -> None:
        """End it with all that it has started; returns when it has ended and its last line is read."""
        self._told_to_end = True
        with suppress(OSError):
            if self._guardian.stdin is not None:
                self._guardian.stdin.close()
        self._reader.join(STOP_SECONDS)
        if self._reader.is_alive():  # the guardian itself hangs; the backend dies with it
            self._guardian.kill()
            self._reader.join(STOP_SECONDS)

    def _read(self) -> None:
        output = self._guardian.stdout
        assert output is not None
        with output:
            while raw := output.readline(LONGEST):
                line = raw.decode(errors="replace").rstrip().replace(self._folder, self._told_as)
                with self._changed:
                    self.lines.append(line)
                    self._changed.notify_all()
                self._on_line(line)
        code = self._guardian.wait()
        with self._changed:
            self.code = code
            self._changed.notify_all()
        if not self._told_to_end:
            self._on_end(code)


def ending(code: int) -> str:
    """Return an exit code in words; above 128 a signal ended the process."""
    return f"signal {code - 128}" if code > 128 else f"exit code {code}"
