"""A port that a test gives to one server after another, and nobody else gets meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from harness.serving import bind


@contextmanager
def held_port() -> Iterator[int]:
    """Hold a free port of 127.0.0.1: only who names it gets it; until somebody does, whoever calls there is refused.

    A port that is let go is the system's to give away, to the next server or to a client's end of a connection. A socket that
    is bound and never listens prevents that, and (SO_REUSEADDR on both sides, on Linux) lets another bind and listen.
    """
    with bind() as holder:
        yield int(holder.getsockname()[1])
