"""One case of the table: what a JSAPI is asked, and what it must answer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

SIZE = (Path(__file__).parents[2] / "fixtures" / "pictures" / "receipt.png").stat().st_size
GIF = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="


@dataclass(frozen=True, slots=True)
class Case:
    """``script`` is JavaScript that comes to ``expected``; it may wait for the buyer, who does ``taps`` (test ids) meanwhile."""

    api: str
    script: str
    expected: object
    taps: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ("h5", "native")


def told(call: str) -> str:
    """Return a script: the result of a call, or its error's number."""
    return f"my.{call}.catch((problem) => problem.error)"


NATIVE = ("native",)
