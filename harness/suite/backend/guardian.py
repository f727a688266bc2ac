"""The process between a run and a backend that it started: ends the backend when the run ends, however that ends.

Started as a script of its own, and standing alone: ``guardian.py FOLDER COMMAND...``. Its standard input is a pipe whose
other end the run holds. A run that is killed with SIGKILL cannot tidy up, but its pipe closes. The backend is in a process
group of its own; what leaves that group becomes this process's child when its parent ends (Linux), and is ended as well.
The exit code is the backend's (128 + N where signal N ended it); 127: the command cannot be started. FOLDER is removed.
"""

from __future__ import annotations

import ctypes
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

GRACE_SECONDS = 3.0
"""How long the backend may take to end after SIGTERM, before SIGKILL."""
_SET_DEATH_SIGNAL, _SET_SUBREAPER = 1, 36


def main(folder: str, command: list[str]) -> int:
    """Start the command, wait until it ends or the run does, leave nothing behind, and return the exit code."""
    _control(_SET_SUBREAPER, 1)
    woken, wake = os.pipe()
    os.set_blocking(wake, False)  # noqa: FBT003 - the C name of the call
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: None)
    try:
        backend = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=_die_with_parent
        )
    except OSError as error:
        print(f"{command[0]}: {error.strerror}", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        return 127
    while backend.poll() is None and not _told_to_end(woken):
        pass
    _end(backend, woken)
    shutil.rmtree(folder, ignore_errors=True)
    return backend.returncode if backend.returncode >= 0 else 128 - backend.returncode


def _told_to_end(woken: int) -> bool:
    """Wait for something to happen; say whether it was the end of the run, or a signal to stop."""
    ready, _, _ = select.select([0, woken], [], [])
    signals = os.read(woken, 4096) if woken in ready else b""
    return 0 in ready or any(number != signal.SIGCHLD for number in signals)


def _end(backend: subprocess.Popen[bytes], woken: int) -> None:
    """End the backend and all that it has started: politely, then not."""
    deadline = time.monotonic() + GRACE_SECONDS
    _signal_group(backend.pid, signal.SIGTERM)
    while backend.poll() is None and (left := deadline - time.monotonic()) > 0:
        if select.select([woken], [], [], left)[0]:
            os.read(woken, 4096)
    _signal_group(backend.pid, signal.SIGKILL)
    backend.wait()
    while children := _children():
        for child in children:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(-1, 0)


def _children() -> list[int]:
    try:
        text = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii")
    except OSError:  # not Linux: the process group has to do
        return []
    return [int(number) for number in text.split()]


def _signal_group(group: int, number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)


def _die_with_parent() -> None:
    """Ask Linux to kill the backend when this process is killed."""
    _control(_SET_DEATH_SIGNAL, signal.SIGKILL)


def _control(option: int, value: int) -> None:
    with suppress(AttributeError, OSError):  # only Linux has prctl
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
