"""What a check found out: of each page, and of the program as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import Literal

Result = Literal["clean", "warnings", "failed", "stopped", "not opened"]
FAILED: tuple[Result, ...] = ("failed", "stopped", "not opened")


@dataclass(frozen=True, slots=True)
class Said:
    """One error or warning: ``place`` is ``file:line:column``, ``file:line``, a file, or "" where nobody knows."""

    place: str
    text: str
    next: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.text}" if self.place else self.text

    def to_dict(self) -> dict[str, str]:
        """Return it for JSON."""
        return {"place": self.place, "text": self.text, **({"next": self.next} if self.next else {})}


@dataclass(frozen=True, slots=True)
class Lacking:
    """An API that the wallet does not have. ``asked`` says whether the page asked for it while it opened.

    ``place`` is where the page's own scripts name it first, "" where they do not (a package, or ``my[name]``).
    """

    name: str
    place: str
    asked: bool

    def to_dict(self) -> dict[str, object]:
        """Return it for JSON."""
        return {"name": self.name, "place": self.place, "asked": self.asked}


@dataclass(slots=True)
class PageReport:
    """One page. ``milliseconds`` is the real time it took to open, ``went_to`` the page it led on to by itself."""

    page: str
    opened: bool = False
    stopped: bool = False
    milliseconds: int = 0
    title: str = ""
    went_to: str = ""
    errors: list[Said] = field(default_factory=list)
    warnings: list[Said] = field(default_factory=list)
    lacking: list[Lacking] = field(default_factory=list)
    screenshot: str = ""

    @property
    def result(self) -> Result:
        """How it went, in a word."""
        if self.stopped:
            return "stopped"
        if self.errors:
            return "failed"
        if not self.opened:
            return "not opened"
        return "warnings" if self.warnings or self.lacking else "clean"

    def error(self, said: Said) -> None:
        """Add an error, once."""
        if said not in self.errors:
            self.errors.append(said)

    def warning(self, said: Said) -> None:
        """Add a warning, once."""
        if said not in self.warnings:
            self.warnings.append(said)

    def to_dict(self) -> dict[str, object]:
        """Return it for JSON."""
        return {
            "page": self.page,
            "result": self.result,
            "opened": self.opened,
            "milliseconds": self.milliseconds,
            "title": self.title,
            "wentTo": self.went_to,
            "errors": [each.to_dict() for each in self.errors],
            "warnings": [each.to_dict() for each in self.warnings],
            "lackingApis": [each.to_dict() for each in self.lacking],
            "screenshot": self.screenshot,
        }


@dataclass(slots=True)
class CheckReport:
    """A whole program: its pages, and ``shared``, what is said of files that belong to no single page."""

    program: str
    kind: str
    wallet: str
    pages: list[PageReport] = field(default_factory=list)
    shared: PageReport = field(default_factory=lambda: PageReport("(shared)", opened=True))
    milliseconds: int = 0
    interrupted: bool = False

    @property
    def passed(self) -> bool:
        """Whether every page was opened and nothing failed."""
        return not self.interrupted and not any(each.result in FAILED for each in (*self.pages, self.shared))

    @property
    def counts(self) -> Mapping[Result, int]:
        """How many pages ended with each result, of those results that there are."""
        results = [page.result for page in self.pages]
        return {result: results.count(result) for result in ("clean", "warnings", *FAILED) if result in results}

    @property
    def median_milliseconds(self) -> int:
        """What a page takes to open."""
        times = [page.milliseconds for page in self.pages if page.opened]
        return round(median(times)) if times else 0

    def to_dict(self) -> dict[str, object]:
        """Return it for JSON."""
        return {
            "program": self.program,
            "kind": self.kind,
            "wallet": self.wallet,
            "passed": self.passed,
            "interrupted": self.interrupted,
            "milliseconds": self.milliseconds,
            "medianMilliseconds": self.median_milliseconds,
            "counts": dict(self.counts),
            "shared": self.shared.to_dict(),
            "pages": [page.to_dict() for page in self.pages],
        }
