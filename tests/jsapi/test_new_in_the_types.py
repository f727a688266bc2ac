"""What acts on pages, components and threads of a program's own: leaving a page, errors of components, workers."""

# ruff: noqa: E501  (programs are written as their authors write them)
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from surface_program import Echo

from fixtures.buyers import buyer
from harness import HarnessError, Program, Stage, World
from harness.runtime.build import build
from harness.runtime.native import compile_program
from harness.wallet.file_types import UNKNOWN, file_type

NATIVE = {
    "app.json": '{"pages": ["pages/home/home", "pages/form/form"], "workers": "threads"}',
    "app.js": "App({});",
    "mini.project.json": '{"include": ["workers/count.js", "workers/missing.js"]}',
    "workers/count.js": "const sum = require('./sum');\n"
    "worker.onMessage((numbers) => worker.postMessage({ sum: sum(numbers), seen: [typeof postMessage, typeof fetch, typeof my, typeof self.setTimeout] }));",
    "workers/sum.js": "module.exports = (numbers) => numbers.reduce((all, each) => all + each, 0);",
    "threads/lone.js": "worker.postMessage('began');\nworker.onMessage(() => { throw new Error('torn thread'); });",
    "pages/home/home.json": '{"usingComponents": {"card": "/components/card"}}',
    "pages/home/home.axml": "<card/>",
    "pages/home/home.js": "Page({});",
    "pages/form/form.axml": "<view>a form</view>",
    "pages/form/form.js": "Page({ events: { onBack() { my.left = true; } } });",
    "components/card.json": '{"component": true}',
    "components/card.axml": "<view data-testid='card' onTap='tapped'>a card</view>",
    "components/card.js": "Component({ methods: { tapped() { throw new Error('torn card'); } } });",
}
H5 = {
    "index.html": "<!doctype html><title>Home</title><p>the first page",
    "form.html": "<!doctype html><title>Form</title><p>a form",
}


@pytest.fixture(params=("h5", "native"))
def world(request: pytest.FixtureRequest, scratch_stage: Stage, tmp_path: Path) -> Iterator[World]:
    build()
    folder = tmp_path / "program"
    for path, text in (NATIVE if request.param == "native" else H5).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    world = scratch_stage.world("types", Program(f"types-{request.param}", request.param, folder, Echo, {}, {}))
    world.enter_buyer(buyer(3), "1,000 IQD")
    world.open_program()
    world.mini_program.page_stack()
    yield world
    world.close()


def to_the_form(world: World, call: str) -> None:
    """Open the second page and make a call there."""
    native = world.program.kind == "native"
    world.mini_program.navigate_to("/pages/form/form" if native else "/form.html")
    world.phone.see({"text": "a form"})
    world.phone.page.evaluate(f"() => {call}")


def test_the_wallet_asks_before_a_page_is_left(world: World) -> None:
    phone, first = world.phone, "a card" if world.program.kind == "native" else "the first page"
    asked = "() => my.enableAlertBeforeUnload().catch(({ error }) => error)"
    assert phone.page.evaluate(asked) == 8
    to_the_form(world, "my.enableAlertBeforeUnload({ message: 'Not sent yet. Leave?' })")
    assert phone.back() == "asked"
    phone.see({"text": "Not sent yet. Leave?"})
    phone.tap({"testId": "confirm-cancel"})
    assert phone.see({"text": "a form"}) == "a form"
    if world.program.kind == "native":
        assert phone.page.evaluate("() => my.getLeftButtonsBoundingClientRect().backButtonInteractive.width") == 28
        phone.tap({"testId": "nav-back"})
    else:
        assert phone.back() == "asked"
    phone.tap({"testId": "confirm-ok"})
    assert phone.see({"text": first}) == first
    to_the_form(world, "my.enableAlertBeforeUnload({}).then(() => my.disableAlertBeforeUnload())")
    assert phone.back() == "page"
    phone.see({"text": first})


def test_errors_of_components_and_workers(scratch_stage: Stage, tmp_path: Path) -> None:
    build()
    folder = tmp_path / "program"
    for path, text in NATIVE.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    [warning] = compile_program(folder).warnings
    assert (warning.file, "workers/missing.js" in warning.message) == ("mini.project.json", True)
    world = scratch_stage.world("threads", Program("threads-native", "native", folder, Echo, {}, {}))
    try:
        world.enter_buyer(buyer(3), "1,000 IQD")
        world.open_program()
        world.mini_program.page_stack()
        page = world.phone.page
        page.evaluate("""() => { const hear = (error, method, component) => heard.push([error.message, method, component.is]);
          window.heard = []; my.onComponentError(hear); window.deaf = () => my.offComponentError(hear); }""")
        world.phone.tap({"testId": "card"})
        page.evaluate("() => deaf()")
        world.phone.tap({"testId": "card"})
        assert page.evaluate("() => heard") == [["torn card", "tapped", "components/card"]]
        counted = """() => new Promise((done) => { const thread = my.createWorker('workers/count.js'); const second = my.createWorker('threads/lone.js');
          thread.onMessage((told) => { thread.terminate(); done([told, typeof second, typeof my.createWorker('workers/none.js')]); });
          thread.postMessage([1, 2, 3]); })"""
        seen = ["undefined", "undefined", "undefined", "function"]
        assert page.evaluate(counted) == [{"sum": 6, "seen": seen}, "undefined", "undefined"]
        page.evaluate(
            "() => new Promise((done) => { window.lone = my.createWorker('threads/lone.js'); lone.onMessage(done); })"
        )
        torn = "() => new Promise((done) => { my.onError((message, stack) => done([message, stack])); lone.postMessage('go'); })"
        message, stack = page.evaluate(torn)
        assert message == "Error: torn thread"
        assert "threads/lone.js:2:32" in stack
    finally:
        world.close()


def test_what_a_file_is() -> None:
    assert file_type(b"%PDF-1.7") == ("application/pdf", ".pdf")
    assert file_type(b"RIFF1234WEBP") == ("image/webp", ".webp")
    assert file_type("تمر".encode()) == ("text/plain", ".txt")
    assert file_type(b"x" + "ت".encode() * 4000) == ("text/plain", ".txt")  # the look ends within a letter
    assert file_type(b"\0\1\2") == file_type(b"") == file_type(b"a\xffb") == UNKNOWN


def test_permissions_that_the_phone_withholds(scratch_stage: Stage, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<!doctype html><title>Home</title><p>home", encoding="utf-8")
    world = scratch_stage.world("withheld", Program("withheld", "h5", tmp_path, Echo, {}, {}))
    try:
        with pytest.raises(HarnessError, match='no permission "radar"'):
            world.senses.withholds("radar")
        for permission in ("album", "camera", "location"):
            world.senses.withholds(permission)
        world.senses.stands_at(30, 47)
        world.senses.reads_screen_aloud()
        world.enter_buyer(buyer(3), "1,000 IQD")
        world.open_program()
        script = """() => { const no = ({ error }) => error; return Promise.all([my.scan().catch(no), my.chooseImage().catch(no),
          my.saveImage({ url: 'x' }).catch(no), my.getLocation().catch(no), my.isScreenReaderEnabled(),
          my.showAuthGuide({ authType: 'CAMERA' })]); }"""
        told = world.phone.page.evaluate(script)
        assert told == [2001, 2001, 15, 11, {"screenReaderEnabled": True}, {"shown": True}]
        assert "camera" in world.phone.text()
    finally:
        world.close()
