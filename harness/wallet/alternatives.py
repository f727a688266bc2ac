"""Other texts that a client may have signed in place of the right one, each with the advice that sets it right.

They are the mistakes that the documents invite (signing.md 3.1 to 3.4): another path, another time, the body in another
form, another layout of the text, another Client-Id.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations
from typing import Literal

from harness.wallet.dates import BAGHDAD, parse

LARGEST_FORM = 16 * 1024
"""Bodies above this many bytes are not tried in other forms of JSON: each form would cost milliseconds."""

_RIGHT = "POST {path}\n{client_id}.{time}."
_LAYOUTS = (
    ("POST {path}{client_id}.{time}.", "the newline after the path is missing"),
    ("POST {path}\\n{client_id}.{time}.", "a backslash and an n stand where the newline belongs"),
    ("POST {path}\r\n{client_id}.{time}.", "the line ends in CR LF, where only LF belongs"),
    ("POST {path} {client_id}.{time}.", "a space stands where the newline belongs"),
    ("POST {path}\n{client_id}{time}", "the dots around the time are missing"),
    ("POST {path}\n{client_id}.{time}", "the dot before the body is missing"),
    ("POST {path}\n{client_id}\n{time}\n", "newlines stand where the dots belong"),
    ("{path}\n{client_id}.{time}.", 'the method and its space are missing: begin with "POST "'),
    ("POST{path}\n{client_id}.{time}.", 'the space after "POST" is missing'),
    ("post {path}\n{client_id}.{time}.", 'the method is in lower case: begin with "POST "'),
    *(
        (f"{word} {{path}}\n{{client_id}}.{{time}}.", f'the method is {word}: begin with "POST "')
        for word in ("GET", "PUT")
    ),
)
_FORMS: tuple[tuple[str, tuple[str, str], int | None, bool], ...] = (
    ("compact JSON", (",", ":"), None, False),
    ("JSON with a space after each comma and colon, as Python writes it", (", ", ": "), None, False),
    ("compact JSON, its keys sorted", (",", ":"), None, True),
    ("JSON as Python writes it, its keys sorted", (", ", ": "), None, True),
    *((f"JSON indented by {indent}", (",", ": "), indent, False) for indent in (2, 3, 4)),
)
_PREFIX = re.compile(r"(?P<before>/.*)?(?P<version>/v\d+)(?P<rest>/.*)")

Part = Literal["path", "time", "client_id", "layout", "body"]


@dataclass(frozen=True, slots=True)
class Received:
    """What reached the receiver of a signed message. ``other_time`` is the time of a Response-Time header, if any."""

    path: str
    client_id: str
    time: str
    body: bytes
    query: str = ""
    host: str = ""
    other_time: str = ""

    @property
    def text(self) -> bytes:
        """The text to be signed."""
        return _text(self, {})


@dataclass(frozen=True, slots=True)
class Alternative:
    """A text that may have been signed, and what to change in the client that signs it."""

    advice: str
    text: bytes


@dataclass(frozen=True, slots=True)
class _Change:
    part: Part
    value: str | bytes
    advice: str


def alternatives(received: Received, client_ids: Iterable[str] = (), *, pairs: bool = True) -> Iterator[Alternative]:
    """Yield the texts of a client with one mistake and then, with ``pairs``, those with two in path, time and body.

    ``client_ids`` are the ids of other merchants, which a client may have signed instead of its own.
    """
    common = [*_bodies(received), *_paths(received), *_times(received)]
    for change in (*common, *_layouts(), *_clients(received, client_ids)):
        yield Alternative(change.advice, _text(received, {change.part: change.value}))
    if pairs:
        for first, second in combinations(common, 2):
            if first.part != second.part:
                text = _text(received, {first.part: first.value, second.part: second.value})
                yield Alternative(f"{first.advice}; and {second.advice}", text)


def _text(received: Received, changed: Mapping[Part, str | bytes]) -> bytes:
    layout, body = changed.get("layout", _RIGHT), changed.get("body", received.body)
    head = str(layout).format(
        path=changed.get("path", received.path),
        client_id=changed.get("client_id", received.client_id),
        time=changed.get("time", received.time),
    )
    return head.encode("utf-8", "surrogateescape") + (body if isinstance(body, bytes) else b"")


def _paths(received: Received) -> Iterator[_Change]:
    path, found = received.path, _PREFIX.fullmatch(received.path)
    advice = "sign the path alone, without scheme, host and query"
    with_query = f"{path}?{received.query}"
    if received.query:
        yield _Change("path", with_query, f"the query was signed with the path: {advice}")
    if received.host:
        for scheme in ("http", "https"):
            yield _Change("path", f"{scheme}://{received.host}{path}", f"the whole URL was signed: {advice}")
            if received.query:
                yield _Change("path", f"{scheme}://{received.host}{with_query}", f"the whole URL was signed: {advice}")
        yield _Change("path", received.host + path, f"the host was signed with the path: {advice}")
    other = path.removesuffix("/") if path.endswith("/") else f"{path}/"
    slash = "with a slash at its end" if other.endswith("/") else "without the slash at its end"
    yield _Change("path", other, f"the path was signed {slash}: sign {path} as it is called")
    yield _Change("path", path.removeprefix("/"), f"the path was signed without its first slash: sign {path}")
    if found is not None:
        shorter = {found["rest"]} | ({found["version"] + found["rest"]} if found["before"] else set())
        for short in sorted(shorter):
            yield _Change("path", short, f'"{short}" was signed: sign the path with its prefix, {path}')
    yield _Change("path", "", f"the path is missing: sign {path}")


def _times(received: Received) -> Iterator[_Change]:
    sent = received.time
    if received.other_time and received.other_time != sent:
        advice = "the time of the Response-Time header was signed: sign that of the Request-Time header"
        yield _Change("time", received.other_time, advice)
    for time in sorted(_writings(sent) - {sent}):
        yield _Change("time", time, f'the time was signed as "{time}": sign the very text that is sent, "{sent}"')
    yield _Change("time", "", "the time is missing: sign the very text that is sent")


def _writings(time: str) -> set[str]:
    """Return other ways to write the same instant."""
    found = {time.replace("+", " "), time.replace("+", "%2B"), time.replace(" ", "+")}
    try:
        at = parse(time)
    except ValueError:
        return found
    if len(time) <= 10 and time.isdigit():
        return {*found, f"{time}000"}
    moment = datetime.fromtimestamp(at / 1000, UTC)
    found |= {str(at), str(at // 1000)}
    offsets = {UTC, BAGHDAD} if time.isdigit() else {UTC, BAGHDAD, datetime.fromisoformat(time).tzinfo}
    for offset in offsets:
        for precision in ("seconds", "milliseconds"):
            text = moment.astimezone(offset).isoformat(timespec=precision)
            found |= {text, text.replace("+00:00", "Z"), text[:-3] + text[-2:]}
    return found


def _clients(received: Received, client_ids: Iterable[str]) -> Iterator[_Change]:
    own = received.client_id
    for other in client_ids:
        if other != own:
            yield _Change("client_id", other, f'the Client-Id "{other}" was signed: sign the one that is sent, "{own}"')
    for other in {own.lower(), own.upper()} - {own}:
        yield _Change("client_id", other, f'the Client-Id was signed as "{other}": sign it as it is sent, "{own}"')
    yield _Change("client_id", "", f'the Client-Id is missing: sign "{own}"')


def _layouts() -> Iterator[_Change]:
    for layout, advice in _LAYOUTS:
        yield _Change("layout", layout, advice)


def _bodies(received: Received) -> Iterator[_Change]:
    body = received.body
    advice = "sign the very bytes that are sent"
    seen = {body}
    for other, what in _body_forms(body):
        if other not in seen:
            seen.add(other)
            yield _Change("body", other, f"{what}: {advice}")


def _body_forms(body: bytes) -> Iterator[tuple[bytes, str]]:
    yield b"", "the signed text ends before the body"
    yield body + b"\n", "the body was signed with a newline at its end, but sent without"
    yield body.strip(), "the body was signed without the white space around it, but sent with it"
    yield body.replace(b"\r\n", b"\n"), "the body was signed with LF, but sent with CR LF at the ends of its lines"
    if len(body) > LARGEST_FORM:
        return
    try:
        value = json.loads(body)
        for name, separators, indent, order in _FORMS:
            for ascii_only in (False, True):
                text = json.dumps(value, separators=separators, indent=indent, sort_keys=order, ensure_ascii=ascii_only)
                escapes = r", other letters as \u escapes" if ascii_only else ""
                what = f"the body was written anew for the signature ({name}{escapes})"
                yield text.encode(), what
                if indent is None and separators == (",", ":"):
                    yield from _escapings(text, what)
    except (ValueError, RecursionError):
        return


def _escapings(text: str, what: str) -> Iterator[tuple[bytes, str]]:
    """Yield compact JSON as PHP and as Go write it."""
    if "/" in text:
        yield text.replace("/", r"\/").encode(), f"{what}, each / escaped as PHP does"
    if any(mark in text for mark in "<>&"):
        for mark in "<>&":
            text = text.replace(mark, rf"\u{ord(mark):04x}")
        yield text.encode(), rf"{what}, with \u003c for < as Go does"
