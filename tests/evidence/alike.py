"""Whether two runs left the same evidence: every byte of it, but for times, ids, ports and what a picture is made of.

What differs from run to run is named one sort at a time, by its form and where it stands. An id is not blotted out: the
same id becomes the same number, counted in the order of first appearance within one scenario's part of a report. So a
reference that leads elsewhere, an id too many and one too few are all found.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from harness.evidence.raw import numbers
from harness.journal import Message, read_journal

REPORTS = ("messages.ndjson", "junit.xml", "summary.md", "index.html")
MOST_LINES = 40
"""How many lines of a difference are told."""

_TIMES = {
    # 2026-11-25T22:56:33+00:00, in requests, in what they sign and at the head of a report
    "moment": r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)",
    # a payment's expiry in the wallet's books
    "epoch": r"(?<=expiresAt&#34;: )\d{13}\b|(?<=\"expiresAt\": )\d{13}\b",
    # of Cucumber's timestamp and duration
    "cucumber": r"(?<=\"seconds\": )\d+|(?<=\"nanos\": )\d+",
    # a test case's own, and that of a step, at the end of its line
    "junit": r"(?<= time=\")\d+\.\d{3}(?=\")|(?m:(?<=   )\d+\.\d{3}(?= s(?:$|</system-out>)))",
    "play": r"\b\d+\.\d(?= s of play)",
    # on the page: since the first message of a scenario, and how long a scenario took
    "since": r"(?<=\+)\d+\.\d{3}(?= s</span>)",
    "took": r"(?<=>)\d+ ms(?=</)|(?<=>)\d+\.\d s(?=</)",
    # in a journal's books
    "books": r"(?<=\"ms\": )[\d.]+|(?<=\"startedAt\": )\d{13}\b",
}
_OTHERS = {
    "picture": r"(?<=data:image/jpeg;base64,)[\w+/=]+|(?<=\"body\": \")/9j/[\w+/=]+",
    # which process has played it: the three ways to play differ in just that
    "process": r"(?<=\"workerId\": \")[\w-]+",
    # how the run was asked for
    "command": r"(?<=name=\"command\" value=\")[^\"]+",
}
_IDS = {
    "payment": r"\b20\d{33}\b|\b20\d{15,}(?=…)",
    "request": r"\bR[0-9a-f]{24}\b",
    "buyer_or_order": r"\b[0-9a-f]{16}\b",
    "code": r"\b[0-9a-f]{32}\b",
    "token": r"\b[0-9a-f]{48}\b",
    "session": r"(?<=session&#34;: &#34;)[\w-]{22}(?=&)|(?<=session: )[\w-]{22}$|(?<=\"session\": \")[\w-]{22}(?=\")",
    "cashier": r"(?<=\?orderId=)(?:[\w-]{24}(?![\w-])|[\w-]+(?=…))",
    "signature": r"(?<=signature=)[\w+/]{342}==",
    "port": r"(?<=127\.0\.0\.1:)\d+\b",
    "file": r"(?<=attachments/)[\w-]+(?=\.)|(?<=screenshots/)[\w-]+(?=\.)",
}
_DIFFERS = re.compile("|".join(f"(?P<{name}>{p})" for name, p in {**_TIMES, **_OTHERS, **_IDS}.items()), re.MULTILINE)
_PACKED = re.compile(r'data-z="([^"]+)"')
_PARTS = {
    "messages.ndjson": re.compile(r'^(?=\{"testCase": )', re.MULTILINE),
    "junit.xml": re.compile(r"(?=<testcase )"),
    "summary.md": re.compile(r"^(?=### )", re.MULTILINE),
    "index.html": re.compile(r'(?=<article class="card)'),
}
"""Where in a report the part of each scenario begins: ids are counted anew there, as a process has one port for all it plays."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a run has left: its verdict as it is, and by name the texts of everything else, without what may differ."""

    verdict: bytes
    texts: Mapping[str, str]


def evidence(folder: Path) -> Evidence:
    """Read a reports folder."""
    texts = {name: alike((folder / name).read_text(encoding="utf-8"), name) for name in REPORTS}
    texts["durations.json"] = "\n".join(json.loads((folder / "durations.json").read_text(encoding="utf-8")))
    texts["journal.ndjson"] = "\n".join(f"{name}\n{text}" for name, text in sorted(journal(folder).items()))
    return Evidence((folder / "verdict.json").read_bytes(), texts)


def difference(one: Evidence, other: Evidence) -> str:
    """Return what is not the same, as a diff, "" where all is."""
    if one.verdict != other.verdict:
        return _diff("verdict.json", one.verdict.decode(), other.verdict.decode())
    assert one.texts.keys() == other.texts.keys()
    found = (_diff(name, text, other.texts[name]) for name, text in one.texts.items() if text != other.texts[name])
    return next(found, "")


def alike(text: str, name: str) -> str:
    """Return a report without what differs from run to run; what a page has packed is opened."""
    if name == "summary.md":
        text = text.replace("\\_", "_")  # an id is an id, however Markdown writes it
    while (opened := _PACKED.sub(_opened, text)) != text:
        text = opened
    parts = _PARTS[name].split(text) if name in _PARTS else [text]
    return "".join(_DIFFERS.sub(_Names(), part) for part in parts)


def journal(folder: Path) -> dict[str, str]:
    """Return what a journal tells of each scenario, by id: what crossed, in order, and what the harness noted, in order.

    A scenario's two kinds of lines are kept apart, as two threads write them: whether a step's end was noted just before
    or just after an answer that nobody waited for is a matter of time.
    """
    worlds: dict[str, list[Message]] = {}
    for message in read_journal(folder / "journal.ndjson", _refuse):
        worlds.setdefault(message.world, []).append(message)
    return {str(mine[0].get("nodeid")): _written(mine) for mine in worlds.values() if mine[0].name == "scenario"}


def _written(mine: Sequence[Message]) -> str:
    number = numbers(mine)
    lines = []
    for message in sorted(mine, key=lambda one: one.id not in number):
        kept = {key: value for key, value in message.to_dict().items() if key not in ("id", "at", "world", "cause")}
        place = {"number": number.get(message.id), "cause": number.get(message.cause or 0)}
        lines.append(json.dumps({**place, **kept}, ensure_ascii=False))
    return _DIFFERS.sub(_Names(), "\n".join(lines))


def _refuse(error: Exception) -> None:
    raise error


class _Names:
    """Says what stands for each text that may differ: its sort, and for an id which one it is."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, int]] = {}

    def __call__(self, found: re.Match[str]) -> str:
        sort = str(found.lastgroup)
        if sort not in _IDS:
            return f"⟨{sort}⟩"
        known = self._known.setdefault(sort, {})
        number = known.setdefault(found[0], len(known) + 1)
        return f"⟨{sort} {number}⟩"


def _opened(found: re.Match[str]) -> str:
    return zlib.decompress(base64.b64decode(found[1]), -15).decode()


def _diff(name: str, one: str, other: str) -> str:
    lines: Iterator[str] = unified_diff(one.splitlines(), other.splitlines(), name, name, n=1, lineterm="")
    return "\n".join(line[:300] for line, _ in zip(lines, range(MOST_LINES), strict=False))
