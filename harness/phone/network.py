"""The network of a phone: a proxy through which its requests go, page and my.request alike, each by its way.

A proxy, and not the browser's own interception: that taxes every request of a phone, and its handlers run on the thread
that plays the scenario, which waits for the journal just when the page waits for an answer. The proxy runs backstage. The
wallet, and a program that is served by us, are reached past it, so that they cost nothing; it carries only what is foreign.
CORS is the browser's business and the server's: headers pass unchanged both ways.

Chromium asks a proxy for https and for websockets by CONNECT. Where a route needs to see inside, the tunnel ends here,
behind a certificate of this run; the phone takes any.
"""

from __future__ import annotations

import asyncio
import mimetypes
import re
import ssl
from collections.abc import Callable
from contextlib import suppress
from http.cookiejar import DefaultCookiePolicy
from urllib.parse import urlsplit

import httpx
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from harness.intake import PHONE, Unwelcome, read_answer, read_bytes, turn_away
from harness.journal import Actor, WorldJournal
from harness.phone.admission import Admission
from harness.phone.certificate import server_context
from harness.phone.routes import Routes, Way, is_loopback, origin_of
from harness.phone.site import ANSWER_HOP, HOP, MAX_BODY, METHODS, CallerOf, as_sent, forward, inside, kept
from harness.runtime.bundle import BRIDGE_SCRIPT
from harness.serving import LOOPBACK, Backstage

REFUSED = "refused host"
"""The fact that a request led nowhere, once for each host of a scenario."""
_HEAD_BYTES = 64 * 1024
_HEAD_SECONDS = 20.0
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_WEBSOCKET = re.compile(rb"\r\nupgrade:[ \t]*websocket", re.IGNORECASE)
_ESTABLISHED = b"HTTP/1.1 200 Connection Established\r\n\r\n"
_FORBIDDEN = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

_FOR_ALL = {"Access-Control-Allow-Origin": "*"}
_NOWHERE = "x-harness-refused"
"""A header of the answer that stands for a host that is not reached: my.request makes a network error of it."""


class Network:
    """The proxy of one program. ``playing`` tells whose turn it is, where a request does not say which phone sent it."""

    def __init__(
        self,
        routes: Routes,
        http: httpx.AsyncClient,
        caller_of: CallerOf,
        playing: Callable[[], WorldJournal | None],
        admission: Admission,
    ) -> None:
        self.routes = routes
        self.origin = ""
        """Where it listens."""
        self._http = http
        self._caller_of = caller_of
        self._playing = playing
        self._admission = admission
        self._apps: dict[str, int] = {}
        self._context: ssl.SSLContext | None = None

    def start(self, backstage: Backstage) -> None:
        """Listen; ``origin`` is where."""
        for scheme in ("http", "https"):
            self._apps[scheme] = int(backstage.serve(self._app(scheme)).rpartition(":")[2])
        self._trusting = backstage.call(_trusting_client)
        backstage.at_exit(self._trusting.aclose)
        server = backstage.run(asyncio.start_server(self._serve, LOOPBACK, 0, limit=_HEAD_BYTES * 64))
        self.origin = f"http://{LOOPBACK}:{server.sockets[0].getsockname()[1]}"

        async def close() -> None:
            server.close()

        backstage.at_exit(close)
        self.client = backstage.call(self._client)
        backstage.at_exit(self.client.aclose)

    def _client(self) -> httpx.AsyncClient:
        """Return the client with which the wallet app makes this phone's my.request: the same ways as the page's."""
        past = self.routes.home if self.routes.home.startswith("http://127.") and not self.routes.at_home else ""
        proxied = _Proxied(proxy=httpx.Proxy(self.origin), verify=_trusting_context())
        mounts: dict[str, httpx.AsyncBaseTransport | None] = {"all://": proxied}
        if past:
            mounts[past] = None  # the client's own transport: straight there
        client = httpx.AsyncClient(verify=_trusting_context(), trust_env=False, timeout=30, mounts=mounts)
        client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=()))
        return client

    def _app(self, scheme: str) -> Starlette:
        async def answer(request: Request) -> Response:
            origin = origin_of(f"{scheme}://{request.headers.get('host', '')}")
            return await self._answer(request, origin)

        routes = [Route("/{path:path}", answer, methods=[*METHODS, "HEAD"])]
        return Starlette(routes=routes, exception_handlers={Unwelcome: turn_away})

    async def _answer(self, request: Request, origin: str) -> Response:
        path = str(request.scope["path"])
        way = self.routes.find(origin, path)
        seen = PHONE.search(request.headers.get("user-agent", ""))
        caller = self._caller_of(seen.group(1)) if seen else None
        journal = caller.journal if caller is not None else None
        if request.headers.get("upgrade", "").lower() == "websocket":
            note_refused(journal, origin, path, "a websocket is passed on to a server without TLS only")
            return Response(status_code=501)
        if way.kind == "bridge":
            return Response(BRIDGE_SCRIPT, media_type="text/javascript", headers=_FOR_ALL)
        if way.kind == "files":
            return self._file(request, way, journal, origin)
        if way.kind == "refused":
            note_refused(journal, origin, path, "no route leads there")
            return Response(
                f"{origin} is not reached from here: no route leads there\n", status_code=502, headers={_NOWHERE: "1"}
            )
        preflight = request.method == "OPTIONS" and "access-control-request-method" in request.headers
        recorded = way.kind == "merchant" or (way.kind == "program" and self.routes.foreign and _is_call(request))
        http = self._trusting if way.base.startswith("https:") else self._http
        if recorded:
            return await forward(request, way.base, http, None if preflight else caller, self._admission)
        ours = way.kind == "program" and not self.routes.foreign  # our own site has let the wallet in
        return await _pass_on(request, way.base, http, None if ours else self._admission)

    def _file(self, request: Request, way: Way, journal: WorldJournal | None, origin: str) -> Response:
        """Answer from a file or folder of the project's: also for who asks with CORS, as a CDN allows everybody."""
        found = way.file if way.file.is_file() else inside(way.file.resolve(), way.rest or "index.html")
        if found is None:
            path = str(request.scope["path"])
            note_refused(journal, origin, path, f"there is no {way.rest or 'index.html'} in {way.file}")
            return Response(status_code=404, headers=_FOR_ALL)
        kind = mimetypes.guess_type(found.name)[0] or "application/octet-stream"
        _, content = self._admission.admit(request.headers, [(b"content-type", kind.encode())], found.read_bytes())
        return Response(content, media_type=kind, headers=_FOR_ALL)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection of a phone."""
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError, ssl.SSLError):
            async with asyncio.timeout(_HEAD_SECONDS):
                head = await reader.readuntil(b"\r\n\r\n")
            method, _, rest = head.partition(b" ")
            if method != b"CONNECT":
                await self._splice(reader, writer, LOOPBACK, self._apps["http"], head)
                return
            authority = rest.partition(b" ")[0].decode("ascii", "replace")
            await self._tunnel(reader, writer, authority)
        writer.close()

    async def _tunnel(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, authority: str) -> None:
        encrypted, plain = origin_of(f"https://{authority}"), origin_of(f"http://{authority}")
        host, _, port = authority.rpartition(":")
        if self.routes.knows(encrypted) or (port == "443" and self.routes.find(encrypted, "/").kind == "merchant"):
            await self._decrypted(reader, writer, encrypted)
            return
        way = self.routes.find(plain, "/")
        if self.routes.knows(plain) or way.kind == "merchant":
            # A websocket: nobody else asks for a tunnel to port so-and-so of a plain server.
            base = urlsplit(way.base)
            host, port = base.hostname or "", str(base.port or 80)
        elif not is_loopback(host):
            note_refused(self._playing(), encrypted if port == "443" else plain, "", "no route leads there")
            host = ""
        if not host:
            writer.write(_FORBIDDEN)
            await writer.drain()
            return
        await self._splice(reader, writer, host.strip("[]"), int(port), established=True)

    async def _decrypted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, origin: str) -> None:
        """End a tunnel here, behind our certificate: a websocket goes on to where its route leads, the rest to the app."""
        writer.write(_ESTABLISHED)
        self._context = self._context or server_context()
        await writer.start_tls(self._context)
        async with asyncio.timeout(_HEAD_SECONDS):
            head = await reader.readuntil(b"\r\n\r\n")
        base = urlsplit(self.routes.find(origin, _path_of(head)).base)
        if _WEBSOCKET.search(head) and base.scheme == "http":
            await self._splice(reader, writer, base.hostname or "", base.port or 80, head)
            return
        await self._splice(reader, writer, LOOPBACK, self._apps["https"], head)

    async def _splice(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        host: str,
        port: int,
        head: bytes = b"",
        *,
        established: bool = False,
    ) -> None:
        """Carry bytes both ways until one side ends."""
        try:
            far_reader, far_writer = await asyncio.open_connection(host, port)
        except OSError:
            writer.write(_FORBIDDEN if established else b"")
            writer.close()
            return
        if established:
            writer.write(_ESTABLISHED)
        far_writer.write(head)
        ways = [asyncio.create_task(_carry(reader, far_writer)), asyncio.create_task(_carry(far_reader, writer))]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            far_writer.close()
            writer.close()


class _Proxied(httpx.AsyncHTTPTransport):
    """The way through the proxy; a host that is not reached is a network error, as it is for a page."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Make one request; raises ConnectError where it leads nowhere."""
        answer = await super().handle_async_request(request)
        if _NOWHERE not in answer.headers:
            return answer
        await answer.aclose()
        raise httpx.ConnectError("no route leads there", request=request)


def note_refused(journal: WorldJournal | None, origin: str, path: str, reason: str) -> None:
    """Enter into the journal that a host was not reached, once."""
    if journal is None or journal.find(lambda m: m.name == REFUSED and m.text("host") == origin):
        return
    journal.fact(Actor.HARNESS, REFUSED, {"host": origin, "path": path, "reason": reason})


def _path_of(head: bytes) -> str:
    """Return the path that a request asks for."""
    parts = head.split(b" ", 2)
    return urlsplit(parts[1].decode("ascii", "replace")).path if len(parts) > 1 else "/"


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError, ssl.SSLError):
        while data := await reader.read(_HEAD_BYTES):
            writer.write(data)
            await writer.drain()


async def _pass_on(request: Request, base: str, http: httpx.AsyncClient, admission: Admission | None) -> Response:
    """Pass a request on as it is, and its answer as it comes: it may be a stream of events without an end.

    A page or a service worker is read first, for the wallet to be let in.
    """
    body = await read_bytes(request, MAX_BODY)
    whole = admission is not None and admission.wants(request.headers)
    headers = kept(request.headers.raw, HOP | {b"accept-encoding"} if whole else HOP)
    try:
        made = http.build_request(request.method, f"{base}{as_sent(request)}", content=body, headers=headers)
        answer = await http.send(made, stream=True)
        content = await read_answer(answer, MAX_BODY) if whole else b""
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        return Response(f"{base} cannot be reached: {str(error) or type(error).__name__}\n", status_code=502)
    if whole and admission is not None:
        sent, content = admission.admit(request.headers, kept(answer.headers.raw, ANSWER_HOP), content)
        response = Response(content, status_code=answer.status_code)
        response.raw_headers += sent
        return response
    stream = StreamingResponse(
        answer.aiter_raw(), status_code=answer.status_code, background=BackgroundTask(answer.aclose)
    )
    stream.raw_headers = kept(answer.headers.raw, ANSWER_HOP - {b"content-encoding"})
    return stream


def _is_call(request: Request) -> bool:
    """Say whether a program asks its server for an answer, and not for a part of itself: a page, a script, a picture."""
    if request.method not in _SAFE:
        return True
    wanted = request.headers.get("sec-fetch-dest")
    if wanted is not None:
        return wanted == "empty"
    page = "text/html" in request.headers.get("accept", "")
    return not page and mimetypes.guess_type(str(request.scope["path"]))[0] is None


def _trusting_context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def _trusting_client() -> httpx.AsyncClient:
    """Return a client for servers that the project itself has named: theirs are often certificates of their own making."""
    return httpx.AsyncClient(verify=_trusting_context(), trust_env=False, timeout=30, follow_redirects=False)
