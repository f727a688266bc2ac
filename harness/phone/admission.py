"""How the wallet is let through what a program's site sets for its own pages: a policy, a service worker.

A real wallet's bridge and cashier are no part of the page: no Content-Security-Policy binds them, and no service worker
sees them. Ours stand in the page, so a policy is given the wallet's origin, and a service worker a few lines of its own, on
the way to the phone. All else of a policy holds: a program whose policy forbids its own work is seen to break.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from harness.runtime.bundle import worker_script

_NEEDS = {
    "connect-src": ("default-src",),  # what the runtime asks the wallet app
    "frame-src": ("child-src", "default-src"),  # the cashier
    "img-src": ("default-src",),  # pictures that the phone has given out
}
_POLICIES = frozenset({b"content-security-policy", b"content-security-policy-report-only"})
_META = re.compile(rb"<meta\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>", re.IGNORECASE)
_IS_POLICY = re.compile(rb"http-equiv\s*=\s*[\"']?\s*content-security-policy", re.IGNORECASE)
_CONTENT = re.compile(rb"(\bcontent\s*=\s*)(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_STRICT = re.compile(rb"\s*(?://[^\n]*\n\s*|/\*.*?\*/\s*)*[\"']use strict[\"']", re.DOTALL)
_DOCUMENTS = frozenset({"document", "iframe", "frame", "serviceworker"})

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Admission:
    """Lets the wallet app at ``wallet``, an origin, into what a site answers."""

    wallet: str

    def wants(self, asked: Mapping[str, str]) -> bool:
        """Say whether the answer to a request with these headers may have to be read as a whole."""
        kind = asked.get("sec-fetch-dest")
        return kind in _DOCUMENTS if kind is not None else "text/html" in asked.get("accept", "")

    def admit(
        self, asked: Mapping[str, str], headers: Iterable[tuple[bytes, bytes]], content: bytes
    ) -> tuple[Headers, bytes]:
        """Return an answer's headers and content with the wallet let in; ``asked`` are the headers of its request."""
        sent = [(name, self._header(value) if name.lower() in _POLICIES else value) for name, value in headers]
        if asked.get("sec-fetch-dest") == "serviceworker":
            strict = b'"use strict"; ' if _STRICT.match(content) else b""
            return sent, strict + worker_script(self.wallet).encode() + b" " + content
        if any(name.lower() == b"content-type" and b"html" in value for name, value in sent):
            content = _META.sub(lambda found: self._meta(found[0]), content)
        return sent, content

    def _header(self, value: bytes) -> bytes:
        return b", ".join(self.policy(one.decode("latin-1")).encode("latin-1") for one in value.split(b","))

    def _meta(self, tag: bytes) -> bytes:
        if not _IS_POLICY.search(tag):
            return tag

        def admitted(found: re.Match[bytes]) -> bytes:
            text = html.unescape((found[2] if found[2] is not None else found[3]).decode(errors="replace"))
            return found[1] + b'"' + html.escape(self.policy(text)).encode() + b'"'

        return _CONTENT.sub(admitted, tag)

    def policy(self, text: str) -> str:
        """Return one policy that lets the wallet in: its origin beside the sources that count for each need."""
        rows: dict[str, list[str]] = {}
        for row in text.split(";"):
            name, *sources = row.split() or [""]
            rows.setdefault(name.lower(), sources)  # of two directives of one name the first counts
        rows.pop("", None)
        for name, others in _NEEDS.items():
            given = next((rows[each] for each in (name, *others) if each in rows), None)
            if given is not None:  # else nothing forbids it
                kept = [source for source in given if not source.startswith("'") or source.lower() == "'self'"]
                rows[name] = [*kept, self.wallet]
        return "; ".join(" ".join([name, *sources]) for name, sources in rows.items())
