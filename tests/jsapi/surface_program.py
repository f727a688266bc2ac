"""A Mini Program with something of everything that the JSAPIs act on, as an H5 page and as a native program."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from harness import Backstage, Credentials, Program
from harness.wallet.phone_files import LARGEST

_BODY = (
    '<canvas id="board" width="20" height="20"></canvas><view class="dot" data-name="d" style="height:2000px">.</view>'
)
NATIVE = {
    "app.json": """{"pages": ["pages/home/home", "pages/other/other"], "window": {"defaultTitle": "Everything"},
        "ext": {"shop": "of app.json"},
        "tabBar": {"items": [{"pagePath": "pages/home/home", "name": "Home"}, {"pagePath": "pages/other/other", "name": "Other"}]}}""",
    "ext.json": """{"extEnable": true, "ext": {"shop": "Basra"}}""",
    "app.js": "App({});",
    "pages/home/home.axml": f"{_BODY}<view id='moved' animation='{{{{moved}}}}'>moves</view>"
    "<button data-testid='profile' openType='getAuthorize' scope='userInfo' onGetAuthorize='agreed' onError='refused'>Profile</button>"
    "<text data-testid='profile-said'>{{said}}</text>",
    "pages/home/home.js": """Page({ data: { moved: [], said: '' },
        onReady() { this.setData({ moved: my.createAnimation({ duration: 100 }).translateX(10).opacity(0.5).step().export() }); },
        onPullDownRefresh({ from }) { my.pulled = from; },
        onShareAppMessage({ from }) { my.shared = from; return { title: 'Bill 7', path: 'pages/other/other?bill=7' }; },
        agreed() { this.setData({ said: 'agreed' }); }, refused() { this.setData({ said: 'refused' }); } });""",
    "pages/other/other.axml": "<view>other</view>",
    "pages/other/other.js": "Page({});",
}
H5 = {"index.html": f"<!doctype html><title>Everything</title>{_BODY.replace('view', 'div')}<input id='field'>"}


@dataclass(slots=True)
class Echo:
    """A merchant that says what it got: a form with a file, or a request; and gives a file."""

    name: str = "Echo"
    name_arabic: str = "صدى"

    def start(self, backstage: Backstage, _credentials: Credentials) -> str:
        """Serve it."""

        async def upload(request: Request) -> Response:
            body = await request.body()
            return JSONResponse(
                {
                    "type": request.headers["content-type"].split(";")[0],
                    "has": b'name="receipt"; filename="receipt.png"' in body,
                    "large": len(body) > LARGEST,
                }
            )

        async def file(_request: Request) -> Response:
            return PlainTextResponse("a bill", headers={"x-bill": "1"})

        async def large(_request: Request) -> Response:
            return Response(bytes(LARGEST), media_type="application/pdf")

        routes = [Route("/upload", upload, methods=["POST"]), Route("/bill.txt", file), Route("/bills.pdf", large)]
        return backstage.serve(Starlette(routes=routes))


def surface_program(kind: str, folder: Path) -> Program:
    """Write the program of a kind and return it."""
    for path, text in (NATIVE if kind == "native" else H5).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return Program(f"surface-{kind}", kind, folder, Echo, {}, {})
