"""The framework as language.md has it: order of life, the page stack, data, modules, errors, loops that never end."""

# ruff: noqa: E501  (the programs under test are written as their authors write them)
from __future__ import annotations

import sys

import pytest
from native_phone import OpenProgram

HOME, NEXT = "pages/home/home", "pages/next/next"
LIFE = "onLoad(q) { console.log('%s load', JSON.stringify(q)) }, onShow() { console.log('%s show') }, onReady() { console.log('%s ready') }, onHide() { console.log('%s hide') }, onUnload() { console.log('%s unload') }"


def life(name: str) -> str:
    return LIFE.replace("%s", name)


def test_modules_run_in_order_and_pages_live_in_the_documented_order(open_program: OpenProgram) -> None:
    phone = open_program(
        {
            "app.js": "console.log('app.js'); App({ globalData: {x: 1}, onLaunch(o) { console.log('launch', o.path) }, onShow() { console.log('show') } })",
            f"{HOME}.axml": "<view>{{n}}</view>",
            f"{HOME}.js": f"console.log('home.js', getApp().globalData.x); Page({{ {life('home')} }})",
            f"{NEXT}.axml": "<view>next</view>",
            f"{NEXT}.js": f"console.log('next.js'); Page({{ {life('next')} }})",
        }
    )
    assert phone.log() == [
        "app.js",
        "home.js 1",
        "next.js",
        "launch pages/home/home",
        "show",
        "home load {}",
        "home show",
        "home ready",
    ]
    phone.said.clear()
    phone.call("() => my.navigateTo({url: '../next/next?a=1&b=%D8%AA'})")
    phone.call("() => my.navigateBack()")
    phone.page.wait_for_selector("[data-route='pages/next/next']", state="detached")
    assert phone.log() == [
        "home hide",
        'next load {"a":"1","b":"ت"}',
        "next show",
        "next ready",
        "next unload",
        "home show",
    ]


@pytest.mark.parametrize(
    "loop", ["while (true) {}", "for (;;) ;", "do { } while (1)", "async () => { while (true) await 0 }"]
)
def test_a_loop_that_never_ends_is_stopped_and_named(
    open_program: OpenProgram, loop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["harness.phone.native_site"], "BUSY_MILLISECONDS", 500)
    run = f"({loop})()" if loop.startswith("async") else loop
    phone = open_program(
        {
            f"{HOME}.axml": '<button id="go" onTap="go">go</button><button id="on" onTap="on">on</button><view id="n">{{n}}</view>',
            f"{HOME}.js": f"Page({{ data: {{ n: 0 }},\n  go() {{\n    {run};\n  }},\n  on() {{ this.setData({{ n: 1 }}) }} }})",
        }
    )
    phone.page.locator("#go").click(timeout=15000)
    phone.tap("#on")
    phone.shows("#n", "1")
    assert "a loop kept the program busy for 0.5 s: it was stopped" in phone.errors[0]
    assert "pages/home/home.js:3:" in phone.errors[0]


def test_a_module_is_known_by_its_own_name_whoever_asks_for_it_first(open_program: OpenProgram) -> None:
    phone = open_program(
        {
            "app.js": "import { helper } from '/components/card/card'; App({ helper });",
            f"{HOME}.axml": "<card /><view id='page'>{{p}}</view>",
            f"{HOME}.js": "import '/lib/page-impl';",
            f"{HOME}.json": '{"usingComponents": {"card": "/components/card/card"}}',
            "lib/page-impl.js": "Page({ data: { p: 'page' } })",
            "components/card/card.axml": "<view id='card'>{{c}}</view>",
            "components/card/card.js": "export const helper = 1; Component({ data: { c: 'card' } })",
        }
    )
    phone.shows("#card", "card")
    phone.shows("#page", "page")
