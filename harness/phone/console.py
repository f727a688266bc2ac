"""What a program tells of its screens in the console: for programs that draw nothing a test could look for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Console:
    """The console of one phone. ``words`` are parts of lines, each of which tells a screen; ``told`` is the last of them."""

    words: tuple[str, ...] = ()
    told: str = ""
    last: str = ""

    def take(self, line: str) -> None:
        """Take a line; of several words that are in it the longest is meant."""
        self.last = line
        self.told = max((word for word in self.words if word in line), key=len, default=self.told)

    def forget(self) -> None:
        """Forget which screen was told last: something new begins."""
        self.told = ""
