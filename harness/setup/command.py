"""Other people's programs, run within bounds: never longer than told, stopped with all their children."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

OnLine = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Finished:
    """How a program ended: its exit code, all it printed, and whether we stopped it (time was up, or no hope left)."""

    code: int
    output: str
    stopped: bool = False

    @property
    def succeeded(self) -> bool:
        """Whether it ended by itself with exit code 0."""
        return self.code == 0 and not self.stopped

    @property
    def last_line(self) -> str:
        """The last line it printed that is not blank, or how it ended if it printed nothing."""
        lines = [line.strip() for line in self.output.splitlines() if line.strip()]
        return lines[-1] if lines else f"exit code {self.code}, nothing printed"


def run(
    command: Sequence[str],
    *,
    seconds: float,
    env: Mapping[str, str] | None = None,
    cwd: str | os.PathLike[str] | None = None,
    on_line: OnLine | None = None,
) -> Finished:
    """Run ``command`` for at most ``seconds`` and return how it ended; never raises for what the program does.

    ``env`` is added to this process's own. ``on_line`` sees each line as it comes and returns False to stop the
    program. A command that cannot be started counts as ended with code 127.
    """
    try:
        process = subprocess.Popen(
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            cwd=cwd,
            env={**os.environ, **(env or {})},
            start_new_session=True,
        )
    except OSError as error:
        return Finished(127, f"{command[0]}: {error.strerror}")
    stopped = threading.Event()

    def stop() -> None:
        stopped.set()
        _kill(process)

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    lines: list[str] = []
    try:
        for line in process.stdout or ():
            lines.append(line)
            if on_line is not None and not stopped.is_set() and not on_line(line.rstrip()):
                stop()
        code = process.wait()
    except BaseException:
        _kill(process)
        raise
    finally:
        timer.cancel()
        if process.stdout is not None:
            process.stdout.close()
    return Finished(code, "".join(lines), stopped.is_set())


def _kill(process: subprocess.Popen[str]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
