"""``harness watch``: what changed, what is played for it, and the verdict; until Ctrl-C or q."""

from __future__ import annotations

import os
import queue
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import NoReturn

from harness.errors import HarnessError, near
from harness.watch.files import Changes, Watcher
from harness.watch.keys import Keys
from harness.watch.playing import Playing

REPORTS = "reports/watch"
HELP = f"""usage: harness watch [OPTIONS] [FEATURE ...]

Waits for changes and plays the scenarios that each one touches:

  a feature                      its scenarios
  a module with steps, fixtures  the scenarios that use them, also by way of another module
  a file of a program            the scenarios played with that program, in that kind
  a file of a backend            the scenarios of the programs that it serves
  harness.toml, pyproject.toml   all scenarios

A change while scenarios are played ends that run; what it had still to play is then played too. What nobody edits is left
out: hidden files, logs, data bases, what git ignores, reports, node_modules.

where there is a terminal: Enter plays all, q ends.

options:
  --now                    play all at the start
  all of harness run's, passed on to each run; --reports is {REPORTS} where it is not given
  FEATURE ...              only scenarios of these

examples:
  harness watch
  harness watch --now -n 2
  harness watch features/expiry.feature --kinds native

exit codes: 0 ended by q, or by Ctrl-C while nothing was played; 130 interrupted while playing; 2 wrong use
"""
_ENDED, _INTERRUPTED = 0, 130
_QUIT, _ALL = "q", "\n\r"
Commands = Callable[[list[str]], list[str]]


@dataclass(frozen=True, slots=True)
class _Ended:
    """A run has ended, with this exit code."""

    run: Playing
    code: int


@dataclass(frozen=True, slots=True)
class _Key:
    """A key was pressed."""

    key: str


def main(arguments: Sequence[str], root: Path, command: Commands) -> int:
    """Watch ``root`` until it is ended; return 0, or 130 where a run was interrupted.

    ``command`` makes of the arguments of ``harness run`` what is executed; it raises HarnessError for wrong use.
    """
    given = [argument for argument in arguments if argument != "--now"]
    if not any(argument.partition("=")[0] == "--reports" for argument in given):
        given += ["--reports", REPORTS]
    command(given)  # wrong use ends it here, and not at the first change
    return _Watch(root, given, command).run(now="--now" in arguments)


class _Watch:
    def __init__(self, root: Path, given: Sequence[str], command: Commands) -> None:
        self._root = root.resolve()
        self._given = list(given)
        self._command = command
        self._events: queue.Queue[Changes | _Ended | _Key] = queue.Queue()
        self._playing: Playing | None = None
        self._due: set[Path] = set()
        self._all_due = False
        self._playing_due: frozenset[Path] = frozenset()
        self._playing_all = False
        self._began = 0.0
        self._keys = Keys(lambda key: self._events.put(_Key(key)))
        self._colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

    def run(self, *, now: bool) -> int:
        """Go on until it is ended; return the exit code."""
        signal.signal(signal.SIGTERM, _terminated)
        watcher = Watcher(self._root, [self._root / _reports(self._given)], self._events.put)
        try:
            with self._keys:
                watcher.start()
                try:
                    self._say(f"watching {near(self._root) if self._root != Path.cwd() else '.'}{self._hint()}")
                    if now:
                        self._all_due = True
                        self._play()
                    return self._follow()
                except KeyboardInterrupt:
                    return self._interrupted()
        finally:
            if self._playing is not None:
                self._playing.kill()
            watcher.stop()

    def _follow(self) -> int:
        while True:
            event = self._events.get()
            if isinstance(event, _Ended):
                self._after(event)
            elif not isinstance(event, _Key):
                self._changed(event)
            elif event.key == _QUIT:
                return self._quit()
            elif event.key in _ALL and not self._all_due:
                self._all_due = True
                self._play()

    def _changed(self, changed: Changes) -> None:
        if self._playing is not None:
            self._say("")  # the run has not ended its line
        for path in sorted(changed):
            self._say(f"changed  {near(path)}{'' if path.exists() else ' (removed)'}")
        self._due |= changed
        self._play()

    def _play(self) -> None:
        """Play what is due; what is being played is ended first, and comes back when it has ended."""
        if self._playing is not None:
            self._playing.make_way()
            return
        chosen = [] if self._all_due else ["--touched", ",".join(str(path) for path in sorted(self._due))]
        try:
            command = self._command([*self._given, *chosen])
        except HarnessError as error:  # as while somebody still writes the config: what is due stays due
            self._say(f"error: {error}\nwatching{self._hint()}")
            return
        self._say("plays    all scenarios" if self._all_due else "plays    what that touches")
        self._began = time.monotonic()
        self._playing = Playing(command, lambda *end: self._events.put(_Ended(*end)))
        self._playing_due, self._due = frozenset(self._due), set()
        self._playing_all, self._all_due = self._all_due, False

    def _after(self, event: _Ended) -> None:
        self._playing = None
        if self._due or self._all_due:  # it was ended for these: what it had to play is still to be played
            self._due |= self._playing_due
            self._all_due |= self._playing_all
            self._play()
            return
        word, colour = {0: ("passed", 32), 2: ("could not be played", 31)}.get(event.code, ("FAILED", 31))
        seconds = time.monotonic() - self._began
        self._say(f"watching {self._painted(word, colour)} after {seconds:.1f} s{self._hint()}")

    def _interrupted(self) -> int:
        """End after Ctrl-C: the run that is on writes its evidence first, unless Ctrl-C is pressed again."""
        if self._playing is None:
            self._say("")
            return _ENDED
        while True:
            try:
                self._playing.interrupt()
                self._playing.wait()
            except KeyboardInterrupt:
                continue
            return _INTERRUPTED

    def _quit(self) -> int:
        if self._playing is not None:
            self._playing.interrupt()
            self._playing.wait()
        return _ENDED

    def _hint(self) -> str:
        return "   Enter plays all, q ends" if self._keys.there else "   Ctrl-C ends"

    def _painted(self, text: str, colour: int) -> str:
        return f"\033[{colour}m{text}\033[0m" if self._colour else text

    def _say(self, line: str) -> None:
        print(line, flush=True)


def _reports(given: Sequence[str]) -> str:
    """Return the folder that the runs write into, as the command line names it."""
    for number, argument in enumerate(given):
        name, given_here, value = argument.partition("=")
        if name == "--reports":
            return value if given_here else given[number + 1] if number + 1 < len(given) else REPORTS
    return REPORTS


def _terminated(_number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + signal.SIGTERM)
