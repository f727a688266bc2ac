"""A check on the terminal: a line a page, under it what is wrong, at the end the sum. Colours and signs degrade."""

from __future__ import annotations

from collections.abc import Iterator

from harness.suite.check.report import CheckReport, PageReport, Said

_GREEN, _YELLOW, _RED, _DIM, _PLAIN = "\033[32m", "\033[33m", "\033[31m", "\033[2m", "\033[0m"
_MARKS = {"clean": ("✓", "+", _GREEN), "warnings": ("!", "!", _YELLOW), "not opened": ("·", ".", _DIM)}
_BAD = ("✗", "X", _RED)
MOST = 5
"""How many errors, and how many warnings, the table shows of one page; the JSON file has all."""


def table(report: CheckReport, *, colour: bool = False, unicode: bool = True) -> str:
    """Return the whole table as text."""
    return "\n".join(_lines(report, colour, unicode)) + "\n"


def _lines(report: CheckReport, colour: bool, unicode: bool) -> Iterator[str]:
    pages = [*report.pages, *([report.shared] if report.shared.errors or report.shared.warnings else [])]
    width = min(48, max((len(page.page) for page in pages), default=0))
    for page in pages:
        yield f"  {_mark(page, colour, unicode)} {page.page:<{width}}  {_summary(page)}".rstrip()
        yield from _details(page)
    yield from _end(report)


def _mark(page: PageReport, colour: bool, unicode: bool) -> str:
    sign, plain, paint = _MARKS.get(page.result, _BAD)
    shown = sign if unicode else plain
    return f"{paint}{shown}{_PLAIN}" if colour else shown


def _summary(page: PageReport) -> str:
    parts = [_count(len(page.errors), "error"), _count(len(page.warnings), "warning")]
    parts.append(f"lacks {_count(len(page.lacking), 'API')}" if page.lacking else "")
    said = ", ".join(part for part in parts if part)
    took = f"  {page.milliseconds} ms" if page.milliseconds else ""
    went = f"  went on to {page.went_to}" if page.went_to else ""
    return f"{page.result}{f' ({said})' if said else ''}{took}{went}"


def _details(page: PageReport) -> Iterator[str]:
    for kind, all_said in (("error", page.errors), ("warning", page.warnings)):
        for said in all_said[:MOST]:
            yield from _said(kind, said)
        if len(all_said) > MOST:
            yield f"      and {len(all_said) - MOST} more {kind}s"
    for each in page.lacking:
        asked = "asked for" if each.asked else "named"
        place = f"{each.place}: " if each.place else ""
        yield f"      lacking: {place}my.{each.name} is {asked}, and the wallet does not have it"


def _said(kind: str, said: Said) -> Iterator[str]:
    first, *others = str(said).splitlines() or [""]
    yield f"      {kind}: {first}"
    yield from (f"        {line}" for line in others[:3])
    if said.next:
        yield f"        next: {said.next}"


def _end(report: CheckReport) -> Iterator[str]:
    words = {"warnings": "with warnings"}
    parts = [f"{count} {words.get(result, result)}" for result, count in report.counts.items()]
    shared = "; errors in shared files" if report.shared.errors else ""
    stopped = "interrupted: " if report.interrupted else ""
    each = f", {report.median_milliseconds} ms a page" if report.median_milliseconds else ""
    took = f"   {report.milliseconds / 1000:.1f} s{each}"
    pages = _count(len(report.pages), "page") or "no page"
    yield f"{stopped}{pages} in {report.wallet}: {', '.join(parts) or 'nothing to open'}{shared}{took}"


def _count(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}" if count else ""
