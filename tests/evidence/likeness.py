"""What two runs of one suite may differ in: times, ids, pictures of them, and the names of processes.

A time is left out. An id becomes a number, the same one wherever it stands in a scenario: where one message names another, or
two places show one value, that still has to agree.
"""

from __future__ import annotations

import base64
import re
import zlib

_LEFT_OUT = (
    (r'"(?:timestamp|duration)": \{[^}]*\}', "TIME"),
    (r'\btime="[\d.]+"', "TIME"),
    (r"\b\d+(?:\.\d+)? (?:s|ms)\b", "TIME"),
    (r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?", "MOMENT"),
    (r"(?<=expiresAt&#34;: )\d{13}\b", "MOMENT"),
    (r"\b\d\d:\d\d:\d\d(?:\.\d+)?\b", "MOMENT"),
    (r"data:image/\w+;base64,[\w+/]+=*", "PICTURE"),
    (r'"body": "/9j/[\w+/]+=*"', "PICTURE"),
    (r'"workerId": "[\w-]+"', "PROCESS"),
    (r"\b(screenshots|attachments)/(?:shard\d-\w+-)?(?:main|gw\d+)-([\w-]+)-\d+-\d+\.(jpg|txt)\b", r"\1/\2.\3"),
    (r'name="command" value="[^"]*"', "COMMAND"),
)
_NUMBERED = re.compile(
    r"""(?P<HOST>127\.0\.0\.1:\d+)
    |(?P<SIGNATURE>(?<=signature=)[\w+/%-]{300,}=*)
    |(?P<MESSAGE>(?<=\bmessage\ )\d+\b|(?<=\bmessages\ )\d+\b|(?<=<span\ class="num">)\d+(?=</span>\ <span\ class="at"))
    |(?P<ID>(?<![\w-])(?:(?=[\w-]*\d)[\w-]{16,}|(?=\w*[A-Z])(?=\w*[a-z])[\w-]{20,})(?![\w-]))""",
    re.VERBOSE,
)
_PACKED = re.compile(r'data-z="([^"]+)"')


def likeness(report: str) -> list[str]:
    """Return the lines of a report without what may differ; what the page has packed is opened."""
    while _PACKED.search(report):
        report = _PACKED.sub(lambda found: zlib.decompress(base64.b64decode(found[1]), -15).decode(), report)
    for pattern, word in _LEFT_OUT:
        report = re.sub(pattern, word, report)
    # A process numbers its messages for itself: one number means one message only within a scenario.
    return "".join(map(_number, re.split("(?=<article)", report))).splitlines()


def _number(part: str) -> str:
    known: dict[str, dict[str, str]] = {}

    def name(found: re.Match[str]) -> str:
        kind = str(found.lastgroup)
        names = known.setdefault(kind, {})
        return names.setdefault(found[0], f"{kind}-{len(names)}")

    return _NUMBERED.sub(name, part)
