"""The native lines of the bench: opening, setData, compiling and tapping, each beside the least it could cost, in one run."""

from __future__ import annotations

import json
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Browser, Page
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

from bench.floor import VIEWPORT
from fixtures.buyers import buyer
from fixtures.programs import SHOP_NATIVE
from harness import Backstage, Program, Stage, World
from harness.runtime.build import PAGE
from harness.runtime.native import compile_program
from harness.runtime.node import find_runner
from harness.setup.command import run

ROWS = (1, 100, 1000)
MODULES = PAGE / "node_modules"

_APP = {"pages": ["pages/list/list"], "window": {"defaultTitle": "List"}}
_VIEW = """<view class="list"><button data-testid="more" onTap="more">more</button><text class="count">{{count}}</text>
<view a:for="{{rows}}" a:key="id" class="row"><text>{{item.name}}</text><text class="price">{{item.price}}</text></view></view>
"""
_LOGIC = """const row = (id) => ({ id, name: `goods ${id}`, price: `${id} IQD` });
Page({ data: { count: 0, rows: Array.from({ length: 50 }, (_, id) => row(id)) },
  more() { this.setData({ count: this.data.count + 1 }); } });
"""
_STYLE = ".row { display: flex; justify-content: space-between; padding: 8px; }"
_STATIC = """<!doctype html><meta charset="utf-8"><title>List</title><style>{style}</style><div class="list">
<button id="more">more</button><span class="count">0</span>{rows}</div>
<script>const count = document.querySelector(".count");
document.querySelector("#more").onclick = () => {{ count.textContent = Number(count.textContent) + 1; }};</script>"""
_PREACT = """<!doctype html><meta charset="utf-8"><style>%s</style><div id="root"></div><script type="module">
import { h, render } from "/preact.mjs";
const row = (item) => h("div", { class: "row", key: item.id }, h("span", {}, item.name), h("span", {}, item.price));
window.draw = (rows) => render(h("div", { class: "list" }, rows.map(row)), document.querySelector("#root"));
</script>"""
_SUCRASE = """const { transform } = require("sucrase"), fs = require("fs");
for (const file of JSON.parse(process.argv[1])) transform(fs.readFileSync(file, "utf8"), { transforms: ["imports", "typescript"] });"""


def native_bench(pairs: int) -> None:
    """Measure in pairs, ours and the floor in turn, and print each ratio (the median of the pairs)."""
    with tempfile.TemporaryDirectory() as scratch, Stage(Path(scratch)) as stage, Backstage() as backstage:
        program = _write(Path(scratch) / "list")
        shop = replace(SHOP_NATIVE, name="list", folder=program)
        origin = backstage.serve(_floor())
        print("a native program:")
        _line(
            "opening a page, beside static HTML", pairs, lambda: _open(stage, shop), lambda: _open_static(stage, origin)
        )
        world, floor = _phone(stage, shop), stage.browser.new_page(viewport=VIEWPORT)
        floor.goto(f"{origin}/preact")
        floor.wait_for_function("() => typeof window.draw === 'function'")
        for count in ROWS:
            ours, bare = _set_data(world, count), _draw(floor, count)
            _line(f"setData of {count:,} row{'s' if count > 1 else ''}, beside bare Preact", pairs, ours, bare)
        floor.goto(origin)
        _line("a tap, beside locator.click", pairs, _tap(world), _click(floor))
        world.close()
        floor.close()
        _compiling(Path(scratch), max(3, pairs // 3))


def _line(name: str, pairs: int, ours: Callable[[], float], floor: Callable[[], float]) -> None:
    both = [(floor(), ours()) for _ in range(pairs + 1)][1:]
    ratio = statistics.median(our / bare for bare, our in both)
    bare, our = (statistics.median(column) for column in zip(*both, strict=True))
    print(f"  {bare:7.1f}  {our:7.1f}  ratio {ratio:5.2f}  {name} (ms)")


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _phone(stage: Stage, shop: Program) -> World:
    world = stage.world("bench", shop)
    world.enter_buyer(buyer(1), "100,000 IQD")
    world.open_program()
    world.phone.see({"selector": ".row"})
    return world


def _open(stage: Stage, shop: Program) -> float:
    world = stage.world("bench", shop)
    world.enter_buyer(buyer(1), "100,000 IQD")

    def work() -> None:
        world.open_program()
        world.phone.see({"selector": ".row"})

    try:
        return _timed(work)
    finally:
        world.close()


def _open_static(stage: Stage, origin: str) -> float:
    browser: Browser = stage.browser

    def work() -> None:
        page = browser.new_context(viewport=VIEWPORT).new_page()
        page.goto(origin)
        page.locator(".row").first.wait_for()
        opened.append(page)

    opened: list[Page] = []
    try:
        return _timed(work)
    finally:
        opened[0].context.close()


def _rows(count: int) -> list[dict[str, object]]:
    stamp = time.perf_counter_ns() % 100_000
    return [{"id": n, "name": f"goods {n} {stamp}", "price": f"{stamp} IQD"} for n in range(count)]


def _set_data(world: World, count: int) -> Callable[[], float]:
    return lambda: _timed(lambda: world.phone.tester("setData", "", {"rows": _rows(count)}))


def _draw(page: Page, count: int) -> Callable[[], float]:
    # Laid out before it returns, as what a phone shows is.
    script = "rows => { window.draw(rows); return document.body.offsetHeight; }"
    return lambda: _timed(lambda: page.evaluate(script, _rows(count)))


def _tap(world: World) -> Callable[[], float]:
    return lambda: _timed(lambda: world.phone.tap({"testId": "more"}))


def _click(page: Page) -> Callable[[], float]:
    return lambda: _timed(lambda: page.locator("#more").click())


def _compiling(scratch: Path, pairs: int) -> None:
    """Compile copies of the shop that nobody has compiled before, beside node turning its scripts with sucrase alone."""
    files = [
        file for file in SHOP_NATIVE.folder.rglob("*") if file.suffix in (".js", ".axml", ".acss", ".sjs", ".json")
    ]
    scripts = json.dumps([str(file) for file in files if file.suffix == ".js"])

    def ours() -> float:
        folder = scratch / f"shop-{time.perf_counter_ns()}"
        shutil.copytree(SHOP_NATIVE.folder, folder)
        for file in folder.rglob("*.js"):  # what was compiled before is found by its content
            file.write_text(f"{file.read_text('utf-8')}\n// {folder.name}\n", encoding="utf-8")
        compiled.append(folder)
        return _timed(lambda: compile_program(folder))

    def bare() -> float:
        return _timed(lambda: run([str(find_runner()), "-e", _SUCRASE, scripts], seconds=60, cwd=PAGE))

    compiled: list[Path] = []
    _line(f"compiling a program of {len(files)} files, beside sucrase alone in node", pairs, ours, bare)
    again = statistics.median(_timed(lambda: compile_program(compiled[-1])) for _ in range(pairs))
    print(f"  {again:7.1f} ms for the same program unchanged")


def _write(folder: Path) -> Path:
    page = folder / "pages" / "list"
    page.mkdir(parents=True)
    (folder / "app.json").write_text(json.dumps(_APP), encoding="utf-8")
    (folder / "app.js").write_text("App({});\n", encoding="utf-8")
    for suffix, text in ((".axml", _VIEW), (".js", _LOGIC), (".acss", _STYLE), (".json", "{}")):
        (page / f"list{suffix}").write_text(text, encoding="utf-8")
    return folder


def _floor() -> Starlette:
    rows = "".join(f'<div class="row"><span>goods {n}</span><span>{n} IQD</span></div>' for n in range(50))

    async def static(_request: Request) -> Response:
        return HTMLResponse(_STATIC.format(style=_STYLE, rows=rows))

    async def preact(_request: Request) -> Response:
        return HTMLResponse(_PREACT % _STYLE)

    async def module(_request: Request) -> Response:
        return FileResponse(MODULES / "preact" / "dist" / "preact.mjs", media_type="text/javascript")

    return Starlette(routes=[Route("/", static), Route("/preact", preact), Route("/preact.mjs", module)])
