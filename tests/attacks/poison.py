"""Texts that want to be more than text, and a reader that says whether they became it."""

from __future__ import annotations

import json
from html.parser import HTMLParser

MARK = "attack-zq"
MARKUP = (
    f"\"'`><{MARK} onclick=attackzq()></{MARK}></script><script>attackzq()</script><img src=x onerror=attackzq()>"
    + ("<!--]]>{{7*7}}{%x%}${1}javascript:attackzq()&#60;b&#62;")
)
CONTROL = "a\u0000b\u0001\u0007\b\t\n\r\u001b[2J\u001b]0;x\u0007\u007f\u0085\u009b2J\u2028\u2029c"
DISGUISE = "\u202e\u2066\u200b\u200f\ufeff\u00ad\U000e0041pay 1 IQD\u2069\u202c"
WORDS = "\U0001f9ff\U0001f468\u200d\U0001f469\u200d\U0001f467 \u0628\u0631\u062d\u064a z\u0351\u036b\u0343 \ufdfa \U0001f3f4\U000e0067 ﷽"
TEXTS = {"markup": MARKUP, "control": CONTROL, "disguise": DISGUISE, "words": WORDS}
"""Texts that are valid Unicode; each is shorter than 256 characters."""
HALF_PAIR = '"\\ud800"'
"""JSON text of half a surrogate pair, which Unicode does not know."""
LONG = "9" * 200_000
NOT_TEXTS: tuple[object, ...] = (1, -1.5, True, [], [[]], {}, {"a": {"b": ["c"]}}, [MARKUP], {MARKUP: MARKUP}, 10**30)


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.scripts = 0
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        self._in_script = tag == "script" and ("type", "application/json") not in attrs
        if MARK in tag:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on") or (value or "").strip().lower().startswith("javascript:"):
                self.found.append(f"<{tag} {name}={value}>")

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._in_script = False

    def handle_data(self, data: str) -> None:
        if self._in_script and "attackzq" in data:
            self.found.append(f"script: {data[:80]}")


def become_markup(html: str) -> list[str]:
    """Return every poisonous text of a page that its reader would take for markup or script."""
    reader = _Elements()
    reader.feed(html)
    reader.close()
    return reader.found


def scripts_in(html: str) -> int:
    """Return how many scripts a page has."""
    reader = _Elements()
    reader.feed(html)
    return reader.scripts


def put(body: dict[str, object], path: tuple[str, ...], value: object) -> dict[str, object]:
    """Return a copy of a body with the value at a path of names (a number is an index)."""
    copy: dict[str, object] = json.loads(json.dumps(body))
    inner: object = copy
    for name in path[:-1]:
        if isinstance(inner, list):
            inner = inner[int(name)]
        elif isinstance(inner, dict):
            inner = inner.setdefault(name, {})
    if isinstance(inner, dict):
        inner[path[-1]] = value
    return copy
