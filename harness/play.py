"""Runs pytest for ``harness run``: its exit codes become ours, its complaints about the command line one clear error.

Run as a script, in a process of its own (see ``harness.cli``): pytest rewrites assertions only in modules that nobody
has imported before it, so nothing of the harness is imported here.
"""

from __future__ import annotations

import signal

signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # until main() handles it: importing pytest takes a while

import os  # noqa: E402
import re  # noqa: E402
import sys  # noqa: E402
from collections.abc import Generator  # noqa: E402
from types import FrameType  # noqa: E402

import pytest  # noqa: E402

PASSED, FAILED, WRONG_USE, INTERRUPTED, UNREAD, TERMINATED = 0, 1, 2, 130, 141, 143
EXIT_CODES: dict[int, int] = {
    pytest.ExitCode.OK: PASSED,
    pytest.ExitCode.TESTS_FAILED: FAILED,
    pytest.ExitCode.INTERRUPTED: INTERRUPTED,
    pytest.ExitCode.INTERNAL_ERROR: FAILED,
    pytest.ExitCode.USAGE_ERROR: WRONG_USE,
    pytest.ExitCode.NO_TESTS_COLLECTED: WRONG_USE,
}
_COMPLAINT = re.compile(r"^.*?: error: (.*)$", re.MULTILINE)


class CommandLine:
    """A pytest plugin: what pytest says of a command line it cannot read, in one sentence."""

    @pytest.hookimpl(wrapper=True)
    def pytest_cmdline_parse(self) -> Generator[None, pytest.Config | None, pytest.Config | None]:
        """Replace pytest's usage, which names pytest's own command, by what is wrong and where help is."""
        try:
            return (yield)
        except pytest.UsageError as error:
            found = _COMPLAINT.search(str(error))
            _say(found[1] if found else str(error), "harness run --help lists the options; all of pytest's work too")
            raise SystemExit(WRONG_USE) from None


def main(arguments: list[str]) -> int:
    """Play and return the exit code: 0 passed, 1 failed, 2 wrong use, 130 interrupted, 141 unread, 143 ended by SIGTERM."""
    sys.path.insert(0, os.getcwd())  # as `python -m pytest` does
    _handle_interrupts()
    told = _handle_termination()
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        code = int(pytest.main(arguments, plugins=[CommandLine()]))
    except KeyboardInterrupt:  # before pytest has begun
        return TERMINATED if told else INTERRUPTED
    except BrokenPipeError:  # whoever read the output has had enough, as head has
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNREAD
    if told and code == pytest.ExitCode.INTERRUPTED:
        return TERMINATED
    if code == pytest.ExitCode.NO_TESTS_COLLECTED:
        _say("there is no scenario to play", "look at the paths, and at --name, --tags, -k and -m if you gave them")
    return EXIT_CODES.get(code, FAILED)


def _handle_interrupts() -> None:
    """Let the first Ctrl-C end the run in order, evidence and all; the third ends it at once, without a traceback."""
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        return  # ignored, as for a run in the background

    def third(_number: int, _frame: FrameType | None) -> None:
        os.write(2, b"\nstopped at once; harness report DIR writes the reports from the journal\n")
        os._exit(INTERRUPTED)

    def second(_number: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, third)
        os.write(2, b"\nthe evidence is being written; Ctrl-C once more stops at once\n")

    def first(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, second)
        signal.default_int_handler(number, frame)

    signal.signal(signal.SIGINT, first)


def _handle_termination() -> list[int]:
    """Let SIGTERM, by which a CI ends a job, end the run in order, as Ctrl-C does; return where it will be noted."""
    told: list[int] = []

    def terminated(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        told.append(number)
        signal.default_int_handler(number, frame)

    signal.signal(signal.SIGTERM, terminated)
    return told


def _say(fact: str, action: str) -> None:
    print(f"error: {fact}\n  next: {action}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
