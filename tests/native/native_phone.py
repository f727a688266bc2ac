"""A phone for tests of the native runtime: one program of ours in a page, beside a wallet that says yes to everything."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

ENGINE = "engine42"
ANY_ORIGIN = {"access-control-allow-origin": "*"}
LIMIT_MS = 3000


@dataclass
class YesWallet:
    """Answers every JSAPI call with ``answers[api]``, else with an empty success, and keeps the calls."""

    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def app(self) -> Starlette:
        """The JSAPI host."""

        async def call(request: Request) -> Response:
            data = json.loads(await request.body())
            self.calls.append((data["api"], data["params"]))
            result = self.answers.get(data["api"], {"outcome": "success", "result": {}})
            return JSONResponse(result, headers=ANY_ORIGIN)

        async def log(_request: Request) -> Response:
            return Response(status_code=204, headers=ANY_ORIGIN)

        return Starlette(routes=[Route("/jsapi", call, methods=["POST"]), Route("/jsapi/log", log, methods=["POST"])])


@dataclass
class NativePhone:
    """A native program in a browser page. ``errors`` is what the page reported, ``said`` what it logged."""

    page: Page
    wallet: YesWallet
    errors: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def tap(self, selector: str) -> None:
        """Tap the first element that matches on the page that is shown."""
        self.page.locator(f".a-app >> {selector}").first.click(timeout=LIMIT_MS)

    def shows(self, selector: str, text: str) -> None:
        """Wait until the first element that matches says exactly this."""
        expect(self.page.locator(selector).first).to_have_text(text, timeout=LIMIT_MS)

    def call(self, script: str) -> Any:
        """Evaluate a script in the page."""
        return self.page.evaluate(script)

    def log(self) -> list[str]:
        """What the program wrote with ``console.log``; what is on its way from the browser is waited for."""
        self.page.evaluate("0")
        return self.said


OpenProgram = Callable[..., NativePhone]


def write_program(folder: Path, files: Mapping[str, str]) -> Path:
    """Write a program; without an app.json it has one page for each AXML file under ``pages``."""
    routes = [path.removesuffix(".axml") for path in files if path.startswith("pages/") and path.endswith(".axml")]
    defaults = {"app.json": json.dumps({"pages": routes}), "app.js": "App({});"}
    scripts = {f"{route}.js": "Page({});" for route in routes if f"{route}.ts" not in files}
    for path, text in {**defaults, **scripts, **files}.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder
