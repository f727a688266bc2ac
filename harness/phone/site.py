"""The program's site as the phone reaches it: the program's own files, and behind them the merchant.

Every call of the program to its merchant passes here and is recorded (steps 5, 8, 9 and 12), whatever the merchant is
written in. Which phone calls is told by the user agent, which each phone has for itself.
"""

from __future__ import annotations

import asyncio
import html
import json
import mimetypes
import re
import string
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qsl, quote, urlsplit

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from harness.errors import HarnessError
from harness.faults import PROGRAM_TO_MERCHANT
from harness.intake import PHONE, Unwelcome, read_answer, read_bytes, read_json, turn_away
from harness.journal import Actor, Kind, Message, WorldJournal
from harness.phone.admission import Admission

MAX_BODY = 32 * 1024 * 1024
"""The most that a program may send to its merchant at once, and the merchant may answer, in bytes."""
SECONDS = 120.0
"""How long a merchant may take to answer."""
HOP = frozenset(
    {b"connection", b"keep-alive", b"transfer-encoding", b"host", b"content-length", b"content-encoding", b"upgrade"}
    | {b"te", b"trailer", b"expect", b"proxy-connection", b"proxy-authorization"}
)
ANSWER_HOP = HOP | {b"date", b"server"}
_DEPTH = 100
_NOT_FOUND = 404
_LINK = re.compile(r"""(?<=["'])https?://[^\s"'<>\\]+(?=["'])""")
_MOST_LINKS = 20
_UNAVAILABLE = 503
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_URL_KEYS = ("paymentUrl", "redirectUrl", "redirectionUrl")


class Reach(Protocol):
    """What a phone reaches."""

    @property
    def reaches_merchant(self) -> bool:
        """Whether a call of the program's comes to its merchant."""


class Caller(Protocol):
    """The world of the phone that calls: its journal, and what the phone reaches."""

    @property
    def journal(self) -> WorldJournal:
        """Where its calls are entered."""

    @property
    def senses(self) -> Reach:
        """What it perceives."""


CallerOf = Callable[[str], Caller | None]


def site(
    folder: Path,
    merchant_url: str,
    http: httpx.AsyncClient,
    caller_of: CallerOf,
    admission: Admission,
) -> Starlette:
    """Return the ASGI app of a program in ``folder`` whose other paths lead to the merchant at ``merchant_url``.

    A page that neither has is ``index.html``, as hosts of single-page programs answer: its own router knows the path.
    ``caller_of`` finds the world of a phone. Raises HarnessError when the folder holds no program.
    """
    root = folder.resolve()
    if not (root / "index.html").is_file():
        raise HarnessError("there is no index.html here", place=str(folder), action="name the folder of an H5 program")
    files: dict[Path, tuple[bytes, str]] = {}

    def file(path: str) -> tuple[bytes, str] | None:
        target = inside(root, path.strip("/") or "index.html")
        if target is None:
            return None
        if target not in files:
            files[target] = (target.read_bytes(), mimetypes.guess_type(target.name)[0] or "application/octet-stream")
        return files[target]

    return served(file, merchant_url, http, caller_of, admission)


def served(
    file: Callable[[str], tuple[bytes, str] | None],
    merchant_url: str,
    http: httpx.AsyncClient,
    caller_of: CallerOf,
    admission: Admission,
) -> Starlette:
    """Return the ASGI app that answers with ``file(path)`` (content and type), and asks the merchant for the rest."""

    def own(request: Request, path: str) -> Response | None:
        found = file(path) if request.method == "GET" else None
        if found is None:
            return None
        _, content = admission.admit(request.headers, [(b"content-type", found[1].encode())], found[0])
        return Response(content, media_type=found[1])

    async def answer(request: Request) -> Response:
        if (found := own(request, str(request.scope["path"]))) is not None:
            return found
        seen = PHONE.search(request.headers.get("user-agent", ""))
        caller = caller_of(seen.group(1)) if seen else None
        is_page = request.method == "GET" and request.headers.get("sec-fetch-mode") == "navigate"
        instead = own(request, "/") if is_page else None
        return await forward(request, merchant_url, http, caller, admission, instead)

    routes = [Route("/{path:path}", answer, methods=METHODS)]
    return Starlette(routes=routes, exception_handlers={Unwelcome: turn_away})


def inside(root: Path, path: str) -> Path | None:
    """Return a file within ``root``, wherever its name and its links lead; None for everything else."""
    try:
        target = (root / path).resolve()
        return target if target.is_relative_to(root) and target.is_file() else None
    except (OSError, ValueError, RuntimeError):  # a name that no file can have; links that go in a circle
        return None


async def forward(
    request: Request,
    merchant_url: str,
    http: httpx.AsyncClient,
    caller: Caller | None,
    admission: Admission,
    instead: Response | None = None,
) -> Response:
    """Pass a call of the program's on to its merchant, record both ways, and return the answer; 502 where none comes.

    ``instead`` is what the phone gets for a page that the merchant does not have (404).
    """
    journal = caller.journal if caller is not None else None
    body = await read_bytes(request, MAX_BODY)
    if caller is not None and not caller.senses.reaches_merchant:
        return _lost(request, caller.journal)
    call = _record_call(request, body, journal) if journal is not None else None
    target = f"{merchant_url}{as_sent(request)}"
    headers = kept(request.headers.raw, HOP | {b"accept-encoding"})  # what is asked for must be readable here
    try:
        async with asyncio.timeout(SECONDS):
            made = http.build_request(request.method, target, content=body, headers=headers)
            answer = await http.send(made, stream=True)
            content = await read_answer(answer, MAX_BODY)
        status, sent = answer.status_code, kept(answer.headers.raw, ANSWER_HOP)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, TimeoutError) as error:
        what = "cannot be reached" if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout) else "did not answer"
        text = f"the merchant {what} at {merchant_url}: {str(error) or type(error).__name__}"
        status, content = 502, json.dumps({"error": {"code": "MERCHANT_DOWN", "message": text}}).encode()
        sent = [(b"content-type", b"application/json")]
    if journal is not None and call is not None:
        location = dict(sent).get(b"location", b"").decode(errors="replace")
        _record_answer(journal, call, status, content, location, instead=status == _NOT_FOUND and instead is not None)
    if status == _NOT_FOUND and instead is not None:
        return instead
    sent, content = admission.admit(request.headers, sent, content)
    response = Response(content, status_code=status)
    response.raw_headers += sent
    return response


def _lost(request: Request, journal: WorldJournal) -> Response:
    """Answer in the merchant's place, as a gateway before a server that is down."""
    text = f"{request.method} {request.scope['path']} did not reach the merchant"
    journal.fact(Actor.HARNESS, "fault", {"crossing": PROGRAM_TO_MERCHANT, "effect": "request lost", "text": text})
    return Response("the server is not available\n", status_code=_UNAVAILABLE, media_type="text/plain")


def as_sent(request: Request) -> str:
    """Return path and query as the program sent them, and not as the Host header or a decoder may bend them."""
    scope = request.scope
    path, query = bytes(scope["raw_path"]), bytes(scope["query_string"])
    return quote(b"/" + path.removeprefix(b"/") + (b"?" + query if query else b""), safe=string.punctuation)


def kept(headers: Iterable[tuple[bytes, bytes]], without: frozenset[bytes]) -> list[tuple[bytes, bytes]]:
    """Return the headers that go on to the other side, each as often as it is there: cookies must not be joined."""
    rows = [(name.lower(), value) for name, value in headers]
    named = {word.strip().lower() for name, value in rows if name == b"connection" for word in value.split(b",")}
    return [(name, value) for name, value in rows if name not in without and name not in named]


def _record_call(request: Request, body: bytes, journal: WorldJournal) -> Message:
    path = str(request.scope["path"])
    is_form = "urlencoded" in request.headers.get("content-type", "")
    data = dict(parse_qsl(body.decode(errors="replace"))) if is_form else _json(body)
    values = [str(v) for v in data.values()] if isinstance(data, Mapping) else []
    call = journal.record(
        Actor.MINI_PROGRAM,
        Actor.MERCHANT,
        f"{request.method} {path}",
        {"method": request.method, "path": path, "body": data},
        kind=Kind.CALL,
        cause=journal.causes.behind(*values, "last login answer"),
        secrets=("body.authCode",) if isinstance(data, Mapping) and "authCode" in data else (),
    )
    journal.causes.opened(call)
    journal.causes.carries(call, *(v for k, v in data.items() if "code" in str(k).lower())) if isinstance(
        data, Mapping
    ) else None
    return call


def _record_answer(
    journal: WorldJournal, call: Message, status: int, content: bytes, location: str, *, instead: bool = False
) -> None:
    data = _json(content)
    journal.causes.closed(call)
    said: dict[str, object] = {"status": status, "body": data}
    if location:  # a form's answer: what the next page is told stands in its address
        said["location"] = {"url": location, **dict(parse_qsl(urlsplit(location).query))}
    elif isinstance(data, str):  # a page: the journal has its beginning, and what it leads to
        said["urls"] = _links(content)
    if instead:
        said["instead"] = "index.html"
    answer = journal.record(Actor.MERCHANT, Actor.MINI_PROGRAM, call.name, said, kind=Kind.ANSWER, cause=call)
    urls = list(_urls([data, said.get("location"), said.get("urls")]))
    journal.causes.carries(answer, *(url for _, url in urls))
    told = said["location"] if location else data
    if isinstance(told, Mapping):
        if any(key in _URL_KEYS for key, _ in urls):
            journal.causes.carries(answer, "last payment url")
        elif "customerId" in told or "session" in told:
            journal.causes.carries(answer, told.get("customerId"), told.get("session"), "last login answer")


def _urls(data: object) -> Iterator[tuple[str, str]]:
    """Yield each URL in an answer with its key: what a merchant calls its cashier's URL is its own affair."""
    stack: list[tuple[str, object]] = [("", data)]
    while stack:
        key, value = stack.pop()
        if isinstance(value, Mapping):
            stack.extend((str(name), inner) for name, inner in value.items())
        elif isinstance(value, list):
            stack.extend((key, inner) for inner in value)
        elif isinstance(value, str) and value.startswith(("http://", "https://")):
            yield key, value


def _links(page: bytes) -> list[str]:
    """Return the URLs in a page's attributes and scripts, the first ones, each once."""
    text = html.unescape(page.decode(errors="replace")).replace("\\/", "/")
    return list(dict.fromkeys(_LINK.findall(text)))[:_MOST_LINKS]


def _json(body: bytes) -> object:
    if not body:
        return None
    try:
        return read_json(body, _DEPTH)
    except ValueError:
        return body[:2000].decode(errors="replace")
