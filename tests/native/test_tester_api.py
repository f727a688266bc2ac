"""What testers of Mini Programs reach by the names they know: pages, data, methods, storage, mocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from native_phone import write_program

from fixtures.buyers import buyer
from fixtures.programs import SHOP
from harness import ApiError, MiniProgram, ProgramError, Stage, World
from harness.runtime.build import build

HOME, CART, DEEP = "pages/home/home", "pages/cart/cart", "pages/deep/deep"
FILES = {
    "app.json": f"""{{"pages": ["{HOME}", "{CART}", "{DEEP}"],
        "tabBar": {{"items": [{{"pagePath": "{HOME}", "name": "Home"}}, {{"pagePath": "{CART}", "name": "Cart"}}]}}}}""",
    f"{HOME}.json": '{"defaultTitle": "The house", "usingComponents": {"c-ounter": "/parts/counter"}}',
    f"{HOME}.axml": """
        <view class="row" a:for="{{items}}">{{item.name}}</view>
        <input placeholder="Your name" value="{{name}}" onInput="named" />
        <text class="said" aria-label="greeting" data-testid="hello" onTap="ask">Hello {{name}}, {{place}}</text>
        <c-ounter id="counter" />""",
    f"{HOME}.js": """Page({
  data: { items: [{ name: 'dates' }, { name: 'figs' }], name: 'nobody', place: 'nowhere' },
  named(event) { this.setData({ name: event.detail.value }); },
  async ask() {
    const found = await my.getLocation({ type: 0 }).catch((problem) => ({ city: 'none: ' + problem.errorMessage }));
    this.setData({ place: found.city });
  },
  async later(add) { await null; return { sum: this.data.items.length + add }; },
  wrong() { null.x; },
  never() { return new Promise(() => {}); },
  undone() { this.setData({ items: [...this.data.items, { name: 'quinces' }] }); undefined.x; },
});""",
    f"{CART}.axml": "<view>cart</view>",
    f"{DEEP}.axml": "<view class='depth'>{{n}}</view>",
    f"{DEEP}.js": "Page({ data: { n: 0 }, onLoad({ n }) { this.setData({ n: n }); my.setStorageSync({ key: 'n', data: n }); } });",
    "parts/counter.json": '{"component": true}',
    "parts/counter.axml": "<view class='count'>{{count}}</view>",
    "parts/counter.js": "Component({ data: { count: 1 }, methods: { add(n) { this.setData({ count: this.data.count + n }); } } });",
}


@pytest.fixture
def open_world(scratch_stage: Stage) -> Iterator[Callable[..., World]]:
    build()
    worlds: list[World] = []

    def make(kind: str, folder: Path) -> World:
        program = replace(SHOP, name=str(folder), kind=kind, folder=folder)
        worlds.append(world := scratch_stage.world("tester", program))
        world.enter_buyer(buyer(1), "1,000 IQD")
        world.open_program()
        return world

    yield make
    for world in worlds:
        world.close()


@pytest.fixture
def world(open_world: Callable[..., World], tmp_path: Path) -> World:
    return open_world("native", write_program(tmp_path / "program", FILES))


@pytest.fixture
def program(world: World) -> MiniProgram:
    return world.mini_program


def test_pages_open_and_close_by_the_names_testers_know(program: MiniProgram) -> None:
    first = program.current_page()
    assert (first.path, first.query, first.title) == (HOME, {}, "The house")
    deep = program.navigate_to(f"/{DEEP}?n=1", word="two words & more")
    assert (deep.path, deep.query, deep.data("n")) == (DEEP, {"n": "1", "word": "two words & more"}, "1")
    assert [page.path for page in program.page_stack()] == [HOME, DEEP]
    with pytest.raises(ProgramError, match=f"{HOME} is not in front: {DEEP} is"):
        first.data()
    assert program.redirect_to("../deep/deep?n=2").data() == {"n": "2"}
    assert program.navigate_back().path == HOME
    assert program.switch_tab(f"/{CART}").path == CART
    assert program.re_launch(f"/{DEEP}?n=3").element(".depth").text() == "3"
    assert [page.path for page in program.page_stack()] == [DEEP]
    with pytest.raises(ProgramError, match=r"my\.navigateTo failed: can not find page: /pages/no/no"):
        program.navigate_to("/pages/no/no")


def test_data_methods_and_components_of_the_page_in_front(program: MiniProgram) -> None:
    page = program.current_page()
    assert page.data("items[1].name") == "figs"
    assert page.data("nothing.here") is None
    page.set_data({"items[0].name": "apples", "name": "Zahra"})
    assert page.element(".row").texts() == ["apples", "figs"]
    assert page.element("[data-testid=hello]").text() == "Hello Zahra, nowhere"
    assert page.element(".said").attribute("aria-label") == "greeting"
    assert page.call_method("later", 5) == {"sum": 7}
    page.call_method("add", 2, component="#counter")
    assert page.data("count", component="#counter") == 3
    page.element("input").input("Ali")
    assert page.element(".said").text() == "Hello Ali, nowhere"
    with pytest.raises(ProgramError, match=r'has no method "nope"; it has: .*later'):
        page.call_method("nope")
    with pytest.raises(ProgramError, match=rf"threw TypeError: .* \({HOME}.js:9:18\)"):
        page.call_method("wrong")
    with pytest.raises(ProgramError, match='has no component "#none"'):
        page.data(component="#none")
    with pytest.raises(ProgramError, match='"..." is not a selector'):
        page.element("...").texts()


def test_what_the_program_keeps_is_seen_and_set(program: MiniProgram, world: World) -> None:
    program.set_storage("cart", {"dates": 2})
    assert (program.storage("cart"), program.storage("gone")) == ({"dates": 2}, None)
    program.navigate_to(f"/{DEEP}?n=7")
    assert (program.storage("n"), sorted(program.storage_keys())) == ("7", ["cart", "n"])
    program.remove_storage("n")
    assert program.call_api("getStorage", key="n") == {"data": None}
    program.clear_storage()
    assert program.storage_keys() == []
    seen = [message.payload for message in world.journal.all(lambda m: m.name.startswith("my.setStorage"))]
    assert len(seen) == 2  # the program's own call and its answer: a tester leaves no trace


def test_a_mock_answers_until_the_api_is_restored(program: MiniProgram, world: World) -> None:
    place = program.current_page().element(".said")

    def asked() -> str:
        place.tap()
        world.phone.draw()
        return place.text().removeprefix("Hello nobody, ")

    program.mock_api("getLocation", {"city": "Basra"})
    assert asked() == "Basra"
    program.mock_api("getLocation", lambda given: {"city": f"place {given['type']}"})
    world.phone.tap({"testId": "hello"})
    world.phone.see({"text": "Hello nobody, place 0"})
    program.mock_api("getLocation", ApiError(11, "no permission"))
    world.phone.tap({"testId": "hello"})
    world.phone.see({"text": "Hello nobody, none: no permission"})
    program.restore_api("getLocation")
    with pytest.raises(ProgramError, match=r"my\.getLocation is not mocked"):
        program.restore_api("getLocation")
    with pytest.raises(ProgramError, match="answers at once"):
        program.mock_api("getSystemInfoSync", lambda _given: {})
    program.mock_api("teleport", {"there": True})
    assert program.call_api("teleport") == {"there": True}
    program.restore_api("teleport")
    with pytest.raises(ProgramError, match=r"my\.teleport failed"):
        program.call_api("teleport")
    notes = [(m.text("api"), m.get("on")) for m in world.journal.all(lambda m: m.name == "mock")]
    assert notes[-2:] == [("teleport", True), ("teleport", False)]


def test_an_h5_program_has_pages_storage_and_mocks_too(open_world: Callable[..., World], tmp_path: Path) -> None:
    script = (
        "<script>my.getNetworkType().then(found => { document.body.append(` net ${found.networkType}`); });</script>"
    )
    for name, body in {
        "index": f"<title>One</title><p class=a>one</p>{script}",
        "two": f"<title>Two</title>{script}",
    }.items():
        (tmp_path / f"{name}.html").write_text(f"<!doctype html><body>{body}", encoding="utf-8")
    world = open_world("h5", tmp_path)
    program = world.mini_program
    world.phone.see({"contains": "net WIFI"})
    assert program.current_page().element("p.a").text() == "one"
    program.mock_api("getNetworkType", {"networkType": "3G"})
    page = program.navigate_to("two.html", x="1")
    assert (page.path, page.query, page.title) == ("/two.html", {"x": "1"}, "Two")
    world.phone.see({"contains": "net 3G"})
    program.restore_api("getNetworkType")
    assert program.navigate_back().path == "/"
    world.phone.see({"contains": "net WIFI"})
    program.set_storage("k", [1])
    assert program.storage("k") == [1]
    with pytest.raises(ProgramError, match="an H5 program has no page data"):
        program.current_page().data()


def test_what_changes_something_happens_once_even_where_its_answer_is_lost(
    open_world: Callable[..., World], tmp_path: Path
) -> None:
    for name in ("index", "two", "three"):
        (tmp_path / f"{name}.html").write_text(f"<!doctype html><body><p>{name}", encoding="utf-8")
    world = open_world("h5", tmp_path)
    phone, program = world.phone, world.mini_program
    phone.see({"text": "index"})
    for name in ("two", "three"):
        program.navigate_to(f"{name}.html")
    phone.page.evaluate("() => void (history.back = () => (history.go(-1), new Promise(() => {})))")
    assert phone.back() == "page"
    assert program.current_page().path == "/two.html"
    leave = (
        "engine => void setInterval(() => window[engine].text().includes('Stay?') && location.assign('three.html'), 20)"
    )
    phone.page.evaluate(leave, phone.engine)
    with pytest.raises(ProgramError, match=r"went to another page before my\.confirm had answered"):
        program.call_api("confirm", title="Stay?")
    assert phone.see({"text": "three"}) == "three"
    assert not phone.shows({"text": "Stay?"})


def test_what_is_never_answered_is_told(open_world: Callable[..., World], tmp_path: Path) -> None:
    world = open_world("native", write_program(tmp_path, FILES))
    world.phone.patience = 300
    with pytest.raises(ProgramError, match=r"my\.confirm has not answered within 300 ms"):
        world.mini_program.call_api("confirm", title="Stay?")
    with pytest.raises(ProgramError, match="never has not answered within 300 ms"):
        world.mini_program.current_page().call_method("never")


def test_a_method_that_throws_is_called_once(open_world: Callable[..., World], tmp_path: Path) -> None:
    page = open_world("native", write_program(tmp_path, FILES)).mini_program.current_page()
    with pytest.raises(ProgramError, match="Cannot read properties of undefined"):
        page.call_method("undone")
    assert [item["name"] for item in page.data()["items"]] == ["dates", "figs", "quinces"]  # type: ignore[index]
