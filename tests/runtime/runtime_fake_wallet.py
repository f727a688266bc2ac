"""A JSAPI host that answers as a test tells it to, and the pages that programs under test are."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

Row = dict[str, Any]
PAID: Row = {"outcome": "success", "result": {"resultCode": "9000"}}
ANY_ORIGIN = {"access-control-allow-origin": "*"}


def sheet(kind: str, **fields: Any) -> Row:
    """An answer that makes the runtime draw a sheet."""
    return {"outcome": "sheet", "ticket": f"ticket-{kind}", "sheet": {"kind": kind, **fields}}


@dataclass
class FakeWallet:
    """Answers ``/jsapi`` from ``answers[api]`` and ``/jsapi/sheet`` from ``endings[ticket]``, and keeps what came."""

    answers: dict[str, Row] = field(default_factory=dict)
    endings: dict[str, Row] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    calls: list[Row] = field(default_factory=list)
    choices: list[Row] = field(default_factory=list)
    logs: list[Row] = field(default_factory=list)
    hold: asyncio.Event | None = None

    def __post_init__(self) -> None:
        self._came = threading.Condition()

    def app(self) -> Starlette:
        """The host and the pages; a test serves it twice to get two origins."""
        return Starlette(
            routes=[
                Route("/jsapi", self._call, methods=["POST"]),
                Route("/jsapi/sheet", self._choice, methods=["POST"]),
                Route("/jsapi/log", self._log, methods=["POST"]),
                Route("/{path:path}", self._page),
            ]
        )

    def wait(self, probe: Callable[[], Row | None], seconds: float = 5.0) -> Row:
        """Return what ``probe`` finds in the records, waiting until it is there."""
        found: Row | None = None

        def there() -> bool:
            nonlocal found
            found = probe()
            return found is not None

        with self._came:
            assert self._came.wait_for(there, seconds), f"nothing came; logs: {self.logs}, calls: {self.calls}"
        assert found is not None
        return found

    def logged(self, api: str) -> Row:
        """Return the newest report about ``api``, waiting for it."""
        return self.wait(lambda: next((row for row in reversed(self.logs) if row["api"] == api), None))

    def chosen(self) -> Row:
        """Return the newest choice, waiting for a first one."""
        return self.wait(lambda: self.choices[-1] if self.choices else None)

    def _keep(self, records: list[Row], row: Row) -> None:
        with self._came:
            records.append(row)
            self._came.notify_all()

    async def _call(self, request: Request) -> Response:
        row = await _read(request)
        self._keep(self.calls, row)
        missing = {"outcome": "fail", "result": {"error": 1, "errorMessage": "not implemented!"}}
        return JSONResponse(self.answers.get(row["api"], missing), headers=ANY_ORIGIN)

    async def _choice(self, request: Request) -> Response:
        row = await _read(request)
        self._keep(self.choices, row)
        if self.hold is not None:
            await self.hold.wait()
        return JSONResponse(self.endings.get(row["ticket"], {"outcome": "success", "result": {}}), headers=ANY_ORIGIN)

    async def _log(self, request: Request) -> Response:
        self._keep(self.logs, await _read(request))
        return Response(status_code=204, headers=ANY_ORIGIN)

    async def _page(self, request: Request) -> Response:
        body = self.pages.get(request.url.path, "")
        return HTMLResponse(f"<!doctype html><title>Shop</title>{body}", headers=self.headers)


async def _read(request: Request) -> Row:
    assert request.headers["content-type"].startswith("text/plain")
    row: Row = json.loads(await request.body())
    assert (row.pop("phone"), row.pop("key")) == ("phone-1", "secret-key")
    return row
