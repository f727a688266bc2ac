"""The journal in memory: append, look, wait for a fact."""

from __future__ import annotations

import threading
import time
from bisect import bisect_right
from collections.abc import Callable
from itertools import islice
from operator import attrgetter
from typing import Protocol

from harness.errors import HarnessError
from harness.journal.causes import Causes
from harness.journal.message import Actor, Kind, Message, Payload, SignatureCheck, Signed


class Sink(Protocol):
    """Where each message goes as it happens."""

    def write(self, message: Message) -> None:
        """Take one message; must not raise."""


class JournalTimeout(HarnessError):
    """What was waited for did not come before the deadline."""


Match = Callable[[Message], bool]
_ID = attrgetter("id")
_LOOK_SECONDS = 0.02
"""How long is waited between two looks at something else."""


class Journal:
    """All messages of one session, in the order in which the doors saw them. Thread-safe.

    Servers record from their own thread while a scenario waits in another. ``keep`` bounds what stays in memory for one
    that is never over: between so many and twice so many messages of each world, the newest (0: all of them).
    ``first`` is the id of the first message: where the sink goes on with an earlier file, one more than its last.
    """

    def __init__(self, sink: Sink | None = None, *, keep: int = 0, first: int = 1) -> None:
        self._sink = sink
        self._keep = keep
        self._next = first
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)
        self._waiting = 0
        self.meanwhile: Callable[[], None] | None = None
        """What whoever waits does again and again in the meantime, in its own thread; None for nothing."""

    def world(self, name: str, now: Callable[[], int]) -> WorldJournal:
        """Open the journal of one world; ``now`` tells its virtual time in epoch milliseconds."""
        return WorldJournal(self, name, now, Causes(2 * self._keep))

    def append(self, build: Callable[[int], Message], into: list[Message]) -> Message:
        """Number, keep and write one message (called by WorldJournal)."""
        with self._lock:
            message = build(self._next)
            self._next += 1
            into.append(message)
            if self._keep and len(into) >= 2 * self._keep:
                del into[: -self._keep]
            if self._sink is not None:
                self._sink.write(message)
            if self._waiting:
                self._changed.notify_all()
        return message

    def wait(self, probe: Callable[[], Message | None], seconds: float) -> Message | None:
        """Return what ``probe`` finds as soon as it finds something, or None after ``seconds`` of real time."""
        deadline = time.monotonic() + seconds
        with self._changed:
            while (found := probe()) is None:
                left = deadline - time.monotonic()
                if left <= 0:
                    return None
                self._waiting += 1
                try:
                    self._changed.wait(left if self.meanwhile is None else min(left, _LOOK_SECONDS))
                finally:
                    self._waiting -= 1
                if self.meanwhile is not None:
                    self._lock.release()
                    try:
                        self.meanwhile()
                    finally:
                        self._lock.acquire()
            return found


class WorldJournal:
    """The part of the journal that belongs to one scenario's world."""

    def __init__(self, journal: Journal, name: str, now: Callable[[], int], causes: Causes) -> None:
        self._journal = journal
        self._now = now
        self._messages: list[Message] = []
        self.name = name
        self.causes = causes

    @property
    def messages(self) -> tuple[Message, ...]:
        """Every message that is still kept, oldest first."""
        return tuple(self._messages)

    def record(
        self,
        sender: Actor,
        receiver: Actor,
        name: str,
        payload: Payload,
        *,
        kind: Kind = Kind.EVENT,
        cause: Message | None = None,
        secrets: tuple[str, ...] = (),
        signature: SignatureCheck | None = None,
        signed: Signed | None = None,
    ) -> Message:
        """Append one crossing, seen at the receiver's door, and return it with its id and time."""
        return self._journal.append(
            lambda number: Message(
                id=number,
                world=self.name,
                at=self._now(),
                sender=sender,
                receiver=receiver,
                name=name,
                kind=kind,
                payload=payload,
                cause=None if cause is None else cause.id,
                secrets=secrets,
                signature=signature,
                signed=signed,
            ),
            self._messages,
        )

    def fact(self, actor: Actor, name: str, payload: Payload, *, cause: Message | None = None) -> Message:
        """Append what an actor wrote into its own books, or what the harness did."""
        return self.record(actor, actor, name, payload, kind=Kind.FACT, cause=cause)

    def find(self, match: Match) -> Message | None:
        """Return the newest message that matches, or None."""
        for message in reversed(self._messages):
            if match(message):
                return message
        return None

    def all(self, match: Match) -> list[Message]:
        """Return every message that matches, oldest first."""
        return [message for message in self._messages if match(message)]

    def wait_for(self, match: Match, what: str, *, seconds: float = 5.0, after: int = 0) -> Message:
        """Return the first message with an id above ``after`` that matches, waiting for it if need be.

        Raises JournalTimeout after ``seconds`` of real time, naming ``what`` was awaited and what came last.
        """
        looked_at = after

        def probe() -> Message | None:
            nonlocal looked_at
            for message in islice(self._messages, bisect_right(self._messages, looked_at, key=_ID), None):
                looked_at = message.id
                if match(message):
                    return message
            return None

        found = self._journal.wait(probe, seconds)
        if found is None:
            last = self._messages[-1] if self._messages else None
            seen = f"last seen: {last.sender} -> {last.receiver} {last.name}" if last else "nothing was seen"
            raise JournalTimeout(f"{what} did not come within {seconds:g} s; {seen}")
        return found
