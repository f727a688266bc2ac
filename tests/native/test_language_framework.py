"""The framework as language.md has it: order of life, the page stack, data, modules, errors, loops that never end."""

# ruff: noqa: E501  (the programs under test are written as their authors write them)
from __future__ import annotations

import json
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


def test_the_stack_holds_ten_and_tabs_stay(open_program: OpenProgram) -> None:
    tabs = [{"pagePath": HOME, "name": "Home"}, {"pagePath": "pages/me/me", "name": "Me"}]
    phone = open_program(
        {
            "app.json": json.dumps({"pages": [HOME, NEXT, "pages/me/me"], "tabBar": {"items": tabs}}),
            f"{HOME}.axml": "<view>home</view>",
            f"{HOME}.js": f"Page({{ {life('home')}, onTabItemTap(i) {{ console.log(i.index, i.from) }} }})",
            f"{NEXT}.axml": "<view>next</view>",
            f"{NEXT}.js": "Page({ onLoad({n}) { console.log(n, getCurrentPages().length) } })",
            "pages/me/me.axml": '<view id="me">me</view>',
            "pages/me/me.js": f"Page({{ {life('me')} }})",
        }
    )
    failed = phone.call(
        "async () => { try { await my.navigateTo({url: '/pages/me/me'}) } catch (e) { return e.errorMessage } }"
    )
    assert "use switchTab" in failed
    for number in range(2, 12):
        phone.call(
            f"() => my.navigateTo({{url: '/pages/next/next?n={number}'}}).catch((e) => console.log(e.error, e.errorMessage))"
        )
    assert phone.log()[3:] == [
        *(text for n in range(2, 11) for text in (["home hide"] if n == 2 else []) + [f"{n} {n}"]),
        "1 depth can not be more than 10",
    ]
    phone.said.clear()
    phone.call("() => my.switchTab({url: '/pages/me/me'})")
    phone.shows("#me", "me")
    phone.tap("[data-testid=tab-0]")
    assert phone.log() == ["me load {}", "me show", "me ready", "me hide", "home show", "0 user"]


def test_data_is_set_at_once_by_paths_and_shown_soon(open_program: OpenProgram) -> None:
    phone = open_program(
        {
            f"{HOME}.axml": '<view id="v">{{JSON}}{{a.b[1].c}}{{list.length}}{{m.n}}{{u}}</view><button id="b" onTap="go">b</button>',
            f"{HOME}.js": """Page({ data: { a: { b: [{}, {}] }, list: [1], m: { n: 0 }, u: 'u' },
              go() {
                this.setData({ 'a.b[1].c': 'x', 'new.path[0].deep': 1, u: undefined }, () => console.log('drawn', document0()));
                console.log(this.data.a.b[1].c, JSON.stringify(this.data.new), this.data.u);
                this.$spliceData({ list: [1, 0, 2, 3] });
                this.data.m.n = 9; this.setData({ m: this.data.m });
                this.$batchedUpdates(() => { this.setData({ z: 1 }); this.setData({ z: 2 }); });
              } });
              function document0() { return typeof document + typeof window + typeof globalThis.document }""",
        }
    )
    phone.shows("#v", "10u")
    phone.tap("#b")
    phone.shows("#v", "x39u")
    assert phone.log() == ['x {"path":[{"deep":1}]} u', "drawn undefinedundefinedundefined"]


def test_a_data_object_is_shared_by_the_openings_of_its_page(open_program: OpenProgram) -> None:
    phone = open_program(
        {
            f"{HOME}.axml": "<view>home</view>",
            f"{NEXT}.axml": '<view id="n">{{top}} {{deep.n}}</view>',
            f"{NEXT}.js": "Page({ data: { top: 0, deep: { n: 0 } }, onLoad() { this.data.deep.n += 1; this.setData({ top: this.data.top + 1, deep: this.data.deep }) } })",
        }
    )
    for expected in ("1 1", "1 2"):
        phone.call("() => my.navigateTo({url: '/pages/next/next'})")
        phone.shows("#n", expected)
        phone.call("() => my.navigateBack()")
        phone.page.wait_for_selector("[data-route='pages/next/next']", state="detached")


def test_modules_of_every_kind_are_found(open_program: OpenProgram) -> None:
    phone = open_program(
        {
            f"{HOME}.axml": '<view id="v">{{v}}</view>',
            f"{HOME}.js": """import def, { named } from '/lib/es'; const cjs = require('../../lib/cjs'); import * as config from '/app.json';
              import pkg from 'some-pkg'; import deep from '@org/pkg/lib/deep'; import typed from '../../lib/typed';
              Page({ data: { v: [def, named, cjs.c, config.pages.length, pkg.p, deep, typed({ n: 2 }), process.env.NODE_ENV].join() } })""",
            "lib/es.js": "export default 'def'; export const named = 'named';",
            "lib/cjs.js": "module.exports = { c: 'cjs' };",
            "lib/typed.ts": "interface N { n: number }\nexport default (given: N): number => given.n as number;",
            "node_modules/some-pkg/package.json": '{"main": "dist/main.js"}',
            "node_modules/some-pkg/dist/main.js": "exports.p = 'pkg';",
            "node_modules/@org/pkg/lib/deep.js": "export default 'deep';",
        }
    )
    phone.shows("#v", "def,named,cjs,1,pkg,deep,2,production")


def test_errors_come_to_the_app_and_say_where_in_the_source(open_program: OpenProgram) -> None:
    phone = open_program(
        {
            "app.js": "App({ onError(message, stack) { console.log(message.split('\\n')[0], /lib\\/boom.js:3:9/.test(stack)) } })",
            f"{HOME}.axml": '<button id="a" onTap="a">a</button><button id="b" onTap="b">b</button><button id="c" onTap="c">c</button>',
            f"{HOME}.js": "import { boom } from '/lib/boom';\nPage({\n  a() { boom(1); },\n  b() { setTimeout(() => boom(2), 0) },\n  async c() { await null; boom(3); },\n});\n",
            "lib/boom.js": "export function boom(n) {\n  for (const x of [1]) if (x)\n  throw new Error(`boom ${n}`);\n}\n",
        }
    )
    for name in "abc":
        phone.tap(f"#{name}")
    phone.page.wait_for_function("() => true")
    assert phone.errors == [
        "Error: boom 1 (lib/boom.js:3:9)",
        "Error: boom 2 (lib/boom.js:3:9)",
        "unhandled rejection: Error: boom 3 (lib/boom.js:3:9)",
    ]
    assert phone.log() == ["Error: boom 1 true", "Error: boom 2 true"]


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


def test_updates_that_go_in_a_circle_leave_the_page_alive(open_program: OpenProgram) -> None:
    phone = open_program(
        {
            f"{HOME}.axml": '<view id="n">{{n > 5 ? "many" : n}}</view><button id="stop" onTap="stop">stop</button>',
            f"{HOME}.js": "Page({ data: { n: 0 }, onReady() { this.more() }, more() { if (!this.over) this.setData({ n: this.data.n + 1 }, () => this.more()) }, stop() { this.over = true; this.setData({ n: -1 }) } })",
        }
    )
    phone.shows("#n", "many")
    phone.tap("#stop")
    phone.shows("#n", "-1")


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


def test_titles_scrolling_and_pulling_act_on_the_page(open_program: OpenProgram) -> None:
    phone = open_program(
        {
            "app.json": json.dumps({"pages": [HOME], "window": {"defaultTitle": "Dates", "titleBarColor": "#4a2511"}}),
            f"{HOME}.axml": '<view style="height: 2000px">tall</view>',
            f"{HOME}.js": "Page({ onPullDownRefresh(e) { console.log(e.from); my.stopPullDownRefresh() } })",
        }
    )
    phone.shows(".a-nav-title", "Dates")
    phone.call("() => my.setNavigationBar({ title: 'Basra', backgroundColor: '#108ee9' })")
    phone.shows(".a-nav-title", "Basra")
    phone.call("() => my.pageScrollTo({ scrollTop: 300 })")
    assert phone.call("() => document.querySelector('page').scrollTop") == 300
    phone.call("() => my.startPullDownRefresh()")
    assert phone.log() == ["code"]
    assert phone.call("() => [my.canIUse('pageScrollTo'), my.canIUse('component2'), my.canIUse('nothing')]") == [
        True,
        True,
        False,
    ]


def test_who_measures_while_the_view_is_made_measures_the_view_that_is_made(open_program: OpenProgram) -> None:
    phone = open_program(
        {
            f"{HOME}.axml": '<view id="box" style="width: 90px; height: 20px">box</view><part />',
            f"{HOME}.json": '{"usingComponents": {"part": "/parts/part"}}',
            f"{HOME}.js": """const ask = (what) => my.createSelectorQuery().select(what).boundingClientRect().exec(([found]) => console.log(what, found?.width));
              Page({ onLoad() { ask('#box') } })""",
            "parts/part.json": '{"component": true}',
            "parts/part.axml": '<view id="inner" style="width: 70px">{{said}}</view>',
            "parts/part.js": """Component({ data: { said: '' }, onInit() {
              my.createSelectorQuery().select('#inner').boundingClientRect().exec(([found]) => this.setData({ said: String(found?.width) }));
            } })""",
        }
    )
    phone.shows("#inner", "70")
    assert phone.log() == ["#box 90"]
