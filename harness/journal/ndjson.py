"""The journal on disk: one JSON object a line, flushed as it happens, so a killed run keeps all but its last line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

import orjson

from harness.errors import HarnessError
from harness.journal.message import Message


def _line(row: dict[str, object]) -> bytes:
    try:
        return orjson.dumps(row, default=_plain, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_NON_STR_KEYS)
    except TypeError:
        # What a page may send and UTF-8 or 64 bits cannot hold: half a surrogate pair, an endless number.
        return json.dumps(row, default=_plain).encode() + b"\n"


def _plain(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else str(value)


class JournalWriter:
    """Appends messages to one NDJSON file.

    A write that fails (a full disk) is remembered in ``failure`` and not tried again, so that the run goes on
    and can say so once at its end; the messages stay in memory.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.failure: HarnessError | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file: BinaryIO | None = path.open("wb", buffering=0)
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
        try:
            self._file.write(_line(message.to_dict()))
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


def read_journal(path: Path) -> Iterator[Message]:
    """Yield the messages of an NDJSON file.

    A torn last line (the run was killed while writing it) is left out; any other line that cannot be read raises
    HarnessError with its place.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise HarnessError(f"the journal cannot be read: {error.strerror}", place=str(path)) from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            if number == len(lines):
                return
            raise HarnessError(f"not a line of JSON: {error}", place=f"{path}:{number}") from error
        if not isinstance(row, dict):
            raise HarnessError("not a JSON object", place=f"{path}:{number}")
        yield Message.from_dict(row)
