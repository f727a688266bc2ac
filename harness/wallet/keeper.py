"""The seam between the wallet's services and whoever keeps their books beyond the life of a process.

Services enter what they make and strike out what is gone; what is a ``Kept`` tells by itself that it has changed. Nothing
in a service knows whether anybody keeps anything, or where: a scenario's wallet has ``NOBODY``.
"""

from __future__ import annotations

from typing import Protocol, Self

_set = object.__setattr__


class Keeper(Protocol):
    """Keeps the things of one world. Calls are cheap: what to do about them is decided when an answer is about to leave."""

    def keep(self, thing: object) -> None:
        """Keep a thing as it is from now on; a ``Kept`` one also after each later change."""

    def forget(self, thing: object) -> None:
        """Keep a thing no longer."""


class Books(Protocol):
    """The books of a whole wallet: a keeper for each of its worlds, and the moment when all that changed is written."""

    def keeper(self, world: str) -> Keeper:
        """Return the keeper of one world; that of "" finds the world by the thing's merchant."""

    def commit(self) -> None:
        """Write all changes at once; raises HarnessError where they cannot be written, and keeps them to try again."""

    def drop(self, world: str) -> None:
        """Strike out everything of a world but its merchant."""


class _Nobody:
    def keep(self, thing: object) -> None:
        """Keep nothing."""

    def forget(self, thing: object) -> None:
        """Have nothing to forget."""

    def keeper(self, _world: str) -> Keeper:
        """Return this same nobody."""
        return self

    def commit(self) -> None:
        """Write nothing."""

    def drop(self, world: str) -> None:
        """Have nothing to drop."""


_NONE = _Nobody()
NOBODY: Keeper = _NONE
"""The keeper of a world that ends with its process."""
NO_BOOKS: Books = _NONE
"""The books of a wallet that ends with its process."""


class Kept:
    """A thing that tells its keeper when one of its attributes is set.

    What an attribute holds must be replaced, not changed in place, for the keeper to hear of it.
    """

    __slots__ = ("_keeper",)
    _keeper: Keeper | None

    def __new__(cls, *_values: object, **_named: object) -> Self:
        """Make a thing that nobody keeps yet."""
        thing = super().__new__(cls)
        _set(thing, "_keeper", None)
        return thing

    def kept_by(self, keeper: Keeper) -> None:
        """Tell this keeper of every change from now on."""
        _set(self, "_keeper", keeper)

    def __setattr__(self, name: str, value: object) -> None:
        _set(self, name, value)
        if self._keeper is not None:
            self._keeper.keep(self)
