"""Published component packages: a gallery with a page for each component, where each must open clean and react.

The first line of a page says how it is tried: `<!-- tap SELECTOR => SELECTOR: TEXT -->`, with `type SELECTOR = TEXT`
for fields. What is expected must not be there before.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from native_phone import NativePhone, OpenProgram
from node_packages import node_modules
from playwright.sync_api import Error

GALLERIES = Path(__file__).parent / "galleries"
CHECK = re.compile(
    r"<!-- (?P<act>tap|type) (?P<at>.+?)(?: = (?P<text>.+?))? => (?P<where>.+?)(?:: (?P<shows>[^:]+))? -->"
)
LIMIT_MS = 1000


def _with_packages(library: str, folder: Path) -> Path:
    """Copy a gallery and put the library, and all that it needs, where npm would."""
    shutil.copytree(GALLERIES / library, folder)
    modules, waiting, wanted = node_modules(), [library], set[str]()
    while waiting:
        name = waiting.pop()
        if name in wanted or not (modules / name / "package.json").is_file():
            continue
        wanted.add(name)
        waiting += json.loads((modules / name / "package.json").read_text()).get("dependencies", {})
    for name in wanted:
        shutil.copytree(
            modules / name, folder / "node_modules" / name, ignore=shutil.ignore_patterns("compiled", "*.map")
        )
    return folder


def _components(library: str) -> set[str]:
    """Every component that the library publishes for this platform, as usingComponents names it."""
    es = node_modules() / library / "es"
    return {
        f"{library}/es/{path.relative_to(es).with_suffix('').as_posix()}"
        for path in es.rglob("*.json")
        if json.loads(path.read_text()).get("component") is True
    }


def _try(phone: NativePhone, route: str, axml: str) -> str:
    """Open a page and do what its first line says; return what is wrong with it, or nothing."""
    check = CHECK.match(axml)
    assert check is not None, route
    phone.errors.clear()
    phone.call(f"() => my.reLaunch({{ url: '/{route}' }})")
    page = phone.page.locator(f"[data-route='{route}']")
    expected = page.locator(check["where"])
    if check["shows"] is not None:
        expected = expected.filter(has_text=check["shows"])
    try:
        page.locator("#said").wait_for(state="attached", timeout=LIMIT_MS)
        if expected.count() > 0 and expected.first.is_visible():
            return f"{check['where']} is there before anything was done"
        target = page.locator(check["at"]).first
        if check["act"] == "tap":
            target.dispatch_event("click") if check["at"] == "#turn" else target.click(timeout=LIMIT_MS)
        else:
            target.fill(check["text"], timeout=LIMIT_MS)
        expected.first.wait_for(timeout=LIMIT_MS)
    except Error as error:
        return f"{error.message.splitlines()[0]}; {page.inner_text()[:200]!r} {phone.errors}"
    return "; ".join(phone.errors)


@pytest.mark.parametrize("library", ["antd-mini", "mini-ali-ui"])
def test_every_component_of_a_published_package_opens_and_reacts(
    open_program: OpenProgram, tmp_path: Path, library: str
) -> None:
    program = _with_packages(library, tmp_path / library)
    app = json.loads((program / "app.json").read_text())
    assert set(app["usingComponents"].values()) == _components(library)
    routes = app["pages"]
    phone = open_program(program)
    wrong = {route: said for route in routes if (said := _try(phone, route, (program / f"{route}.axml").read_text()))}
    assert not wrong, "\n".join(f"{route}: {said}" for route, said in wrong.items())
