"""The program's site as the phone reaches it: the program's own files, and behind them the merchant.

Every call of the program to its merchant passes here and is recorded (steps 5, 8, 9 and 12), whatever the merchant is
written in. Which phone calls is told by the user agent, which each phone has for itself.
"""

from __future__ import annotations

import json
import mimetypes
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from harness.errors import HarnessError
from harness.journal import Actor, Kind, Message, WorldJournal

PHONE = re.compile(r"Phone/([0-9a-f]+)")
_HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "host", "content-length", "content-encoding"})
_ANSWER_HOP = _HOP | {"date", "server"}
_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_URL_KEYS = ("paymentUrl", "redirectUrl", "redirectionUrl")

_BRIDGE = re.compile(rb"hylid-bridge|/web-view\.min\.js")
_READ_FOR_BRIDGE = {".html", ".htm", ".js", ".mjs"}


def names_bridge(folder: Path) -> bool:
    """Say whether a program's own files name the URL of a bridge script that the wallet must answer (findings 15)."""
    files = (file for file in folder.rglob("*") if file.suffix in _READ_FOR_BRIDGE and file.is_file())
    return any(_BRIDGE.search(file.read_bytes()) for file in files)


def site(
    folder: Path, merchant_url: str, http: httpx.AsyncClient, journal_of: Callable[[str], WorldJournal | None]
) -> Starlette:
    """Return the ASGI app of a program in ``folder`` whose other paths lead to the merchant at ``merchant_url``.

    ``journal_of`` finds the journal of a phone's world. Raises HarnessError when the folder holds no program.
    """
    root = folder.resolve()
    if not (root / "index.html").is_file():
        raise HarnessError("there is no index.html here", place=str(folder), action="name the folder of an H5 program")
    files: dict[str, tuple[bytes, str]] = {}

    def file(path: str) -> tuple[bytes, str] | None:
        target = (root / (path.strip("/") or "index.html")).resolve()
        if not target.is_relative_to(root) or not target.is_file():
            return None
        if path not in files:
            files[path] = (target.read_bytes(), mimetypes.guess_type(target.name)[0] or "application/octet-stream")
        return files[path]

    async def answer(request: Request) -> Response:
        if request.method == "GET" and (found := file(request.url.path)) is not None:
            return Response(found[0], media_type=found[1])
        seen = PHONE.search(request.headers.get("user-agent", ""))
        journal = journal_of(seen.group(1)) if seen else None
        return await _forward(request, merchant_url, http, journal)

    return Starlette(routes=[Route("/{path:path}", answer, methods=_METHODS)])


async def _forward(
    request: Request, merchant_url: str, http: httpx.AsyncClient, journal: WorldJournal | None
) -> Response:
    body = await request.body()
    call = _record_call(request, body, journal) if journal is not None else None
    target = f"{merchant_url}{request.url.path}" + (f"?{request.url.query}" if request.url.query else "")
    headers = {k: v for k, v in request.headers.items() if k not in _HOP}
    try:
        answer = await http.request(request.method, target, content=body, headers=headers)
        status, content = answer.status_code, answer.content
        sent = {k: v for k, v in answer.headers.items() if k not in _ANSWER_HOP}
    except httpx.HTTPError as error:
        text = f"the merchant cannot be reached at {merchant_url}: {str(error) or type(error).__name__}"
        status, content, sent = 502, json.dumps({"error": {"code": "MERCHANT_DOWN", "message": text}}).encode(), {}
        sent["content-type"] = "application/json"
    if journal is not None and call is not None:
        _record_answer(journal, call, status, content)
    return Response(content, status_code=status, headers=sent)


def _record_call(request: Request, body: bytes, journal: WorldJournal) -> Message:
    data = _json(body)
    values = [str(v) for v in data.values()] if isinstance(data, Mapping) else []
    call = journal.record(
        Actor.MINI_PROGRAM,
        Actor.MERCHANT,
        f"{request.method} {request.url.path}",
        {"method": request.method, "path": request.url.path, "body": data},
        kind=Kind.CALL,
        cause=journal.causes.behind(*values, "last login answer"),
        secrets=("body.authCode",) if isinstance(data, Mapping) and "authCode" in data else (),
    )
    journal.causes.opened(call)
    journal.causes.carries(call, *(v for k, v in data.items() if "code" in str(k).lower())) if isinstance(
        data, Mapping
    ) else None
    return call


def _record_answer(journal: WorldJournal, call: Message, status: int, content: bytes) -> None:
    data = _json(content)
    journal.causes.closed(call)
    answer = journal.record(
        Actor.MERCHANT, Actor.MINI_PROGRAM, call.name, {"status": status, "body": data}, kind=Kind.ANSWER, cause=call
    )
    if isinstance(data, Mapping):
        urls = [data.get(key) for key in _URL_KEYS if data.get(key)]
        if urls:
            journal.causes.carries(answer, *urls, "last payment url")
        elif "customerId" in data or "session" in data:
            journal.causes.carries(answer, data.get("customerId"), data.get("session"), "last login answer")


def _json(body: bytes) -> object:
    if not body:
        return None
    try:
        data: object = json.loads(body)
    except ValueError:
        return body[:2000].decode(errors="replace")
    return data
