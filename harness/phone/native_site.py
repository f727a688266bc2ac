"""A native program's site: the page that runs it, its compiled text, its pictures, and behind them the merchant.

Whatever address of its backend a native program was written with, its requests go to the merchant under test: the
runtime sends them to this site, which records them and passes them on, as it does for H5 programs.
"""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Callable
from pathlib import Path

import httpx
from starlette.applications import Starlette

from harness.phone.admission import Admission
from harness.phone.site import CallerOf, inside, served
from harness.runtime.native import CompiledProgram, compile_program, runtime_script

BUSY_MILLISECONDS = 3000
"""How long a program may keep its page busy in one go before its loop is stopped, in ms of real time."""

RUNTIME, PROGRAM = "/__native__/runtime.js", "/__native__/program.js"
_PAGE = (
    '<!doctype html><html><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover">'
    f'<link rel="icon" href="data:,"></head><body><script src="{RUNTIME}"></script><script src="{PROGRAM}"></script>'
    "</body></html>"
)
_ASSETS = frozenset(
    {".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".ico", ".bmp", ".ttf", ".otf", ".woff", ".woff2"}
    | {".mp3", ".mp4", ".m4a", ".wav", ".webm", ".html", ".css", ".txt", ".pdf", ".csv"}
)


def native_site(
    folder: Path,
    merchant_url: str,
    http: httpx.AsyncClient,
    caller_of: CallerOf,
    admission: Admission,
    *,
    routed: bool = False,
) -> Starlette:
    """Return the ASGI app of the native program in ``folder`` whose requests lead to the merchant at ``merchant_url``.

    Where the program has routes of its own (``routed``), its requests to other origins go by them instead.
    Raises CompileError where the program cannot be run (see ``harness.runtime.native``).
    """
    return served(native_files(compile_program(folder), routed=routed), merchant_url, http, caller_of, admission)


def native_files(program: CompiledProgram, *, routed: bool = False) -> Callable[[str], tuple[bytes, str] | None]:
    """Return what a browser finds at each path of a native program's site."""
    settings = {"merchantOrigins": [] if routed else ["*"], "busyMilliseconds": BUSY_MILLISECONDS}
    script = f"HarnessNative.start({program.text},{json.dumps(settings)});"
    known = {
        "/": (_PAGE.encode(), "text/html"),
        RUNTIME: (runtime_script(), "text/javascript"),
        PROGRAM: (script.encode(), "text/javascript"),
    }

    def file(path: str) -> tuple[bytes, str] | None:
        if path in known:
            return known[path]
        target = inside(program.root, path.strip("/"))
        if target is None or target.suffix.lower() not in _ASSETS:
            return None
        return target.read_bytes(), mimetypes.guess_type(target.name)[0] or "application/octet-stream"

    return file
