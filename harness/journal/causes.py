"""What caused what: finds the message behind a request by the ids that travel in the messages themselves, never by time."""

from __future__ import annotations

from harness.journal.message import Message


class Causes:
    """Remembers which message last carried a value, and which of the program's calls its merchant is still working on.

    ``keep`` is how many values are remembered, the newest (0: all of them).
    """

    def __init__(self, keep: int = 0) -> None:
        self._keep = keep
        self._carriers: dict[str, Message] = {}
        self._open: dict[int, Message] = {}

    def carries(self, message: Message, *values: object) -> None:
        """Note that ``message`` carries these ids, codes or URLs (empty ones are ignored)."""
        for value in values:
            if value:
                self._carriers[str(value)] = message
                if self._keep and len(self._carriers) > self._keep:
                    del self._carriers[next(iter(self._carriers))]

    def behind(self, *values: object) -> Message | None:
        """Return the message that last carried the first known one of these values, or None."""
        return next((self._carriers[str(v)] for v in values if v and str(v) in self._carriers), None)

    def opened(self, call: Message) -> None:
        """Note that a merchant began to work on a call of its program."""
        self._open[call.id] = call

    def closed(self, call: Message) -> None:
        """Note that the merchant answered it."""
        self._open.pop(call.id, None)

    def working_on(self, *values: object) -> Message | None:
        """Return the open call behind a merchant's request: the one that carried one of ``values``, else the newest."""
        known = self.behind(*values)
        if known is not None and known.id in self._open:
            return known
        return next(reversed(self._open.values()), None)
