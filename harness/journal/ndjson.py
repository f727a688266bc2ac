"""The journal on disk: one JSON object a line, flushed as it happens, so a killed run keeps all but its last line."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from harness.compact import compact
from harness.errors import HarnessError
from harness.journal.message import Message


def line_of(message: Message) -> bytes:
    """Return a message as one line of a journal."""
    return compact(message.to_dict()) + b"\n"


class JournalWriter:
    """Appends messages to one NDJSON file.

    A write that fails (a full disk) is remembered in ``failure`` and not tried again, so that the run goes on
    and can say so once at its end; the messages stay in memory.

    With ``resume`` a file that is there is gone on with, after its last whole line; ``last`` is the id of the message in
    it (0: none). ``most`` bounds the file in bytes (0: no bound): the one that is full becomes ``<name>.previous`` and
    takes the place of the one before it.
    """

    def __init__(self, path: Path, *, resume: bool = False, most: int = 0) -> None:
        self.path = path
        self.last = 0
        self.failure: HarnessError | None = None
        self._most = most
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._size = 0
            if resume and path.exists():
                self.last, self._size = _end_of(path)
                os.truncate(path, self._size)
            self._file: BinaryIO | None = path.open("ab" if resume else "wb", buffering=0)
        except OSError as error:
            raise HarnessError(
                f"the journal cannot be written: {error.strerror}",
                place=str(path),
                action="free some space or choose another folder with --reports DIR",
            ) from error

    def write(self, message: Message) -> None:
        """Append one line with a single unbuffered write."""
        if self._file is None:
            return
        line = line_of(message)
        try:
            if self._most and self._size and self._size + len(line) > self._most:
                self._file.close()
                self.path.replace(self.path.with_name(f"{self.path.name}.previous"))
                self._file = self.path.open("wb", buffering=0)
                self._size = 0
            if self._file.write(line) != len(line):  # the disk filled up within the line
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            self._size += len(line)
        except OSError as error:
            self.failure = HarnessError(
                f"the journal stopped at message {message.id}: {error.strerror}",
                place=str(self.path),
                action="free some space or choose another folder with --reports DIR, then run again",
            )
            self.close()

    def close(self) -> None:
        """Close the file; later writes are ignored."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _end_of(path: Path) -> tuple[int, int]:
    """Return the id in a journal's last whole line (0: there is none) and where that line ends, in bytes.

    Raises HarnessError where the file is no journal.
    """
    with path.open("rb") as file:
        length, step = file.seek(0, os.SEEK_END), 1 << 16
        tail = b""
        while len(tail) < length and tail.count(b"\n", 0, -1) < 2:
            start = max(0, length - len(tail) - step)
            file.seek(start)
            tail = file.read(length - start)
            step *= 4
    whole, _, torn = tail.rpartition(b"\n")
    line = whole.rpartition(b"\n")[2]
    if not line:
        if not b'{"id":'.startswith(torn[:6]):
            raise _no_journal(path)
        return 0, 0
    try:
        return int(json.loads(line)["id"]), length - len(torn)
    except (ValueError, TypeError, KeyError) as error:
        raise _no_journal(path) from error


def _no_journal(path: Path) -> HarnessError:
    return HarnessError("this is not a journal", place=str(path), action="move it away, or choose another folder")


def read_journal(path: Path, unreadable: Callable[[HarnessError], None] | None = None) -> Iterator[Message]:
    """Yield the messages of an NDJSON file.

    A line that cannot be read is handed to ``unreadable`` as a HarnessError with its place and left out. Without
    ``unreadable``, a torn last line (the run was killed while writing it) is left out and any other such line raises.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        action = "give the journal.ndjson that a run has written"
        raise HarnessError(f"the journal cannot be read: {error.strerror}", place=str(path), action=action) from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            message = _message(line, f"{path}:{number}")
        except HarnessError as error:
            if unreadable is not None:
                unreadable(error)
                continue
            if number == len(lines):
                return
            raise
        yield message


def _message(line: bytes, place: str) -> Message:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise HarnessError(f"not a line of JSON: {error}", place=place) from error
    if not isinstance(row, dict):
        raise HarnessError("not a JSON object", place=place)
    try:
        return Message.from_dict(row)
    except HarnessError as error:
        raise HarnessError(error.fact, place=place) from error
