"""The file in which a wallet keeps its books: SQLite, one table a kind of thing, one row a thing.

Written with the standard library's ``sqlite3`` and without a mapper: there are four statements, all in the path of every
answer, and rows are whole things that only this wallet reads. The write-ahead log needs no waiting for the disk: what was
committed outlives the process, however it ends; a power cut may take the last moments, never the file.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from harness.errors import HarnessError

APPLICATION = 0x51_57_41_4C
"""Marks the file as a wallet's (``PRAGMA application_id``)."""
SCHEMA = 1
"""The version of the tables and of what their rows hold (``PRAGMA user_version``)."""
TABLES = (
    "merchants",
    "controls",
    "clocks",
    "faults",
    "accounts",
    "codes",
    "tokens",
    "contracts",
    "payments",
    "refunds",
    "sent",
    "deliveries",
    "messages",
)
_MAKE = (
    *(f"CREATE TABLE {table} (world TEXT, key TEXT, body TEXT NOT NULL, UNIQUE (world, key))" for table in TABLES),
    "CREATE TABLE entries (world TEXT, payment_id TEXT, debit TEXT, credit TEXT, value INTEGER NOT NULL)",
    "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    f"PRAGMA application_id = {APPLICATION}",
    f"PRAGMA user_version = {SCHEMA}",
)
_ANEW = "give another folder, or move this one away to begin anew"
Put = tuple[str, str, str, str | None]
"""A row to write: table, world, key and body; without a body it is deleted."""


class File:
    """The open file of one wallet; no other wallet can open it meanwhile.

    Raises HarnessError where the folder cannot be used, where another wallet uses it, and where the file is damaged, not
    a wallet's, or of another version.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / "wallet.db"
        self.is_new = True
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock = _locked(folder)
        except OSError as error:
            raise HarnessError(
                f"the folder cannot be used: {error.strerror}", place=str(folder), action="choose another folder"
            ) from error
        try:
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
            # The wallet's loop runs in a thread of its own, and nobody else touches the file.
            self._db = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
        except (sqlite3.Error, OSError) as error:
            self._unlock()
            raise self._not_ours(error) from error
        try:
            self._open()
        except sqlite3.Error as error:
            self.close()
            raise self._not_ours(error) from error
        except HarnessError:
            self.close()
            raise

    def _not_ours(self, error: Exception) -> HarnessError:
        return HarnessError(f"this is not a wallet's file: {error}", place=str(self.path), action=_ANEW)

    def _open(self) -> None:
        marks = tuple(self._db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version"))
        tables = [name for (name,) in self._db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        self.is_new = not tables
        if tables and marks[0] != APPLICATION:
            raise HarnessError("this is an SQLite file, but not a wallet's", place=str(self.path), action=_ANEW)
        if tables and marks[1] != SCHEMA:
            fact = f"this file is of version {marks[1]}, and this wallet reads version {SCHEMA}"
            raise HarnessError(fact, place=str(self.path), action=f"use the harness that wrote it, or {_ANEW}")
        if tables and (found := self._db.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
            raise HarnessError(f"the file is damaged: {found}", place=str(self.path), action=_ANEW)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")

    def make(self, facts: dict[str, str]) -> None:
        """Make the tables of a new file, with the facts that belong to it for ever, all at once."""
        with _Transaction(self._db):
            for statement in _MAKE:
                self._db.execute(statement)
            self._db.executemany("INSERT INTO facts VALUES (?, ?)", facts.items())
        self.is_new = False

    def facts(self) -> dict[str, str]:
        """Return the facts that the file was made with."""
        return dict(self._db.execute("SELECT name, value FROM facts"))

    def write(
        self, puts: Iterable[Put], entries: Iterable[tuple[str, str, str, str, int]], dropped: Iterable[str] = ()
    ) -> None:
        """Write everything or nothing: first drop whole worlds (but for their merchants), then put rows, then entries.

        Raises sqlite3.Error, and then nothing is written.
        """
        with _Transaction(self._db):
            for world in dropped:
                for table in (*TABLES[1:], "entries"):
                    self._db.execute(f"DELETE FROM {table} WHERE world = ?", (world,))  # noqa: S608 - our own name
            for table, world, key, body in puts:
                if body is None:
                    self._db.execute(f"DELETE FROM {table} WHERE world = ? AND key = ?", (world, key))  # noqa: S608
                else:
                    self._db.execute(
                        f"INSERT INTO {table} VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET body = excluded.body",  # noqa: S608
                        (world, key, body),
                    )
            self._db.executemany("INSERT INTO entries VALUES (?, ?, ?, ?, ?)", entries)

    def rows(self, table: str, newest: int = -1) -> Iterator[tuple[str, str, str]]:
        """Yield world, key and body of the ``newest`` rows of a table (-1: of all), the first made first."""
        query = f"SELECT * FROM (SELECT rowid, * FROM {table} ORDER BY rowid DESC LIMIT ?) ORDER BY rowid"  # noqa: S608
        for _, world, key, body in self._db.execute(query, (newest,)):
            yield world, key, body

    def entries(self) -> Iterator[tuple[str, str, str, str, int]]:
        """Yield world, payment, debit, credit and value of every movement of money, the first made first."""
        yield from self._db.execute("SELECT world, payment_id, debit, credit, value FROM entries ORDER BY rowid")

    def close(self) -> None:
        """Close the file and let another wallet use it."""
        self._db.close()
        self._unlock()

    def _unlock(self) -> None:
        os.close(self._lock)


class _Transaction:
    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __enter__(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._db.execute("COMMIT")
        finally:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")


def _locked(folder: Path) -> int:
    lock = os.open(folder / "wallet.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        owner = os.read(lock, 20).decode("ascii", "replace").strip()
        os.close(lock)
        raise HarnessError(
            f"another wallet is using this folder (process {owner or 'unknown'})",
            place=str(folder),
            action="stop it, or give another folder",
        ) from None
    os.truncate(lock, 0)
    os.write(lock, f"{os.getpid()}\n".encode())
    return lock
