"""The books of a wallet on disk: what changed is noted at once, and written whole before an answer leaves."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar, cast

import orjson

from harness.errors import HarnessError
from harness.wallet.keeper import Keeper, Kept
from harness.wallet.ledger import Entry
from harness.wallet.store.file import File, Put
from harness.wallet.store.plain import Find, Row, from_plain, to_plain
from harness.wallet.store.shelves import SHELVES

T = TypeVar("T")


class Store:
    """Keeps a wallet's things in the file of one folder. Belongs to the wallet's event loop.

    All that changes between two answers is one transaction. Where no answer follows (a payment expires), it is written
    on the loop's next turn; ``failed`` hears of it when that fails, and the changes are tried again with the next.
    Raises HarnessError as ``File`` does.
    """

    def __init__(self, folder: Path, failed: Callable[[HarnessError], None]) -> None:
        self.file = File(folder)
        self._failed = failed
        self._due: dict[tuple[str, str, str], object | None] = {}
        self._entries: list[tuple[str, str, str, str, int]] = []
        self._dropped: list[str] = []
        self._keepers: dict[str, _WorldKeeper] = {}
        self._later = False

    def keeper(self, world: str) -> Keeper:
        """Return the keeper of one world; that of "" finds the world by the thing's merchant."""
        if world not in self._keepers:
            self._keepers[world] = _WorldKeeper(self, world)
        return self._keepers[world]

    def put(self, world: str, thing: object) -> None:
        """Note that a thing is new or has changed."""
        if isinstance(thing, Entry):
            self._entries.append((world, thing.payment_id, thing.debit, thing.credit, thing.value))
        else:
            shelf = SHELVES[type(thing)]
            self._due[shelf.table, world, shelf.key(thing)] = thing
        self._soon()

    def cut(self, world: str, thing: object) -> None:
        """Note that a thing is gone."""
        shelf = SHELVES[type(thing)]
        self._due[shelf.table, world, shelf.key(thing)] = None
        self._soon()

    def drop(self, world: str) -> None:
        """Strike out everything of a world but its merchant."""
        self._due = {at: thing for at, thing in self._due.items() if at[1] != world or at[0] == "merchants"}
        self._entries = [entry for entry in self._entries if entry[0] != world]
        self._dropped.append(world)
        # What is still at work in the old world speaks to the old keeper, and is not heard.
        if (keeper := self._keepers.pop(world, None)) is not None:
            keeper.over = True
        self._soon()

    def commit(self) -> None:
        """Write all changes in one transaction; raises HarnessError where that fails, and keeps them to try again."""
        if not self._due and not self._entries and not self._dropped:
            return
        try:
            self.file.write(map(_put, self._due.items()), self._entries, self._dropped)
        except sqlite3.Error as error:
            raise HarnessError(
                f"the wallet cannot write what it did: {error}",
                place=str(self.file.path),
                action="free some space; the wallet tries again with the next request",
            ) from error
        self._due.clear()
        self._entries.clear()
        self._dropped.clear()

    def things(
        self,
        kind: type[T],
        find: Callable[[str], Find],
        mend: Callable[[Row], Row] | None = None,
        newest: int = -1,
    ) -> Iterator[tuple[str, T]]:
        """Yield the world and the thing of each row of a kind (or of the newest), the first made first; each is kept on.

        ``find`` gives, for a world, what finds the things that others name; ``mend`` may change a row before it is read.
        Raises HarnessError naming the row that cannot be read.
        """
        table = SHELVES[kind].table
        for world, key, body in self.file.rows(table, newest):
            try:
                row = cast("Row", json.loads(body))
                thing = from_plain(kind, mend(row) if mend else row, find(world))
            except (ValueError, TypeError, KeyError, HarnessError) as error:
                raise HarnessError(
                    f'the row "{key}" of the table {table} cannot be read: {error}',
                    place=str(self.file.path),
                    action="the file was changed by somebody else; give another folder, or move this one away",
                ) from error
            if isinstance(thing, Kept):
                thing.kept_by(self.keeper(world))
            yield world, thing

    def close(self) -> None:
        """Write what is left and close the file."""
        try:
            self.commit()
        finally:
            self.file.close()

    def _soon(self) -> None:
        if self._later:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return
        self._later = True
        loop.call_soon(self._commit_later)

    def _commit_later(self) -> None:
        self._later = False
        try:
            self.commit()
        except HarnessError as error:
            self._failed(error)


class _WorldKeeper:
    def __init__(self, store: Store, world: str) -> None:
        self._store = store
        self._world = world
        self.over = False

    def keep(self, thing: object) -> None:
        """Keep a thing as it is from now on; a ``Kept`` one also after each later change."""
        if self.over:
            return
        if isinstance(thing, Kept):
            thing.kept_by(self)
        self._store.put(self._world or _merchant_of(thing), thing)

    def forget(self, thing: object) -> None:
        """Keep a thing no longer."""
        if not self.over:
            self._store.cut(self._world or _merchant_of(thing), thing)


def _merchant_of(thing: object) -> str:
    return str(getattr(thing, "client_id", "") or getattr(thing, "merchant").client_id)  # noqa: B009 - any kept thing


def _put(item: tuple[tuple[str, str, str], object | None]) -> Put:
    (table, world, key), thing = item
    return table, world, key, None if thing is None else _text(to_plain(thing))


def _text(row: Mapping[str, object]) -> str:
    try:
        return orjson.dumps(row).decode()
    except TypeError:
        # What UTF-8 cannot hold (half a surrogate pair in a merchant's text) stands as an escape.
        return json.dumps(row)
