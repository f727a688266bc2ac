"""The framework as language.md has it: order of life, the page stack, data, modules, errors, loops that never end."""

# ruff: noqa: E501  (the programs under test are written as their authors write them)
from __future__ import annotations

import sys
from pathlib import Path

import pytest
from native_phone import OpenProgram, write_program

from harness.runtime.native import CompileError, compile_program

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


TAB_BAR = "customize-tab-bar/index"
OWN_TABS = {
    "app.json": f"""{{"pages": ["{HOME}", "{NEXT}", "pages/deep/deep"], "tabBar": {{"customize": true,
        "items": [{{"pagePath": "{HOME}", "name": "Home"}}, {{"pagePath": "{NEXT}", "name": "Next"}}]}}}}""",
    "app.acss": ".a-customize-tab-bar { z-index: 7 }",
    f"{TAB_BAR}.json": '{"component": true}',
    f"{TAB_BAR}.acss": ".bar { display: flex; height: 60px } page { --mark: 5px }",
    f"{TAB_BAR}.axml": """<view class="bar" style="padding: var(--mark)"><text a:for="{{list}}" id="tab-{{item}}" data-page="{{item}}"
        onTap="go">{{selected === index ? '*' : ''}}{{item}}</text></view>""",
    f"{TAB_BAR}.js": """Component({ data: { selected: -1, list: ['home', 'next'] }, didMount() { console.log('bar of', this.$page.route) },
        methods: { go({ target: { dataset: { page } } }) { my.switchTab({ url: `/pages/${page}/${page}` }) } } });""",
    **{
        f"pages/{name}/{name}.{end}": text
        for index, name in enumerate(("home", "next", "deep"))
        for end, text in {
            "axml": f"<view style='height: 2000px'>the page {name}</view>",
            "js": f"Page({{ onShow() {{ const bar = this.getTabBar(); console.log('{name}', bar !== null); if (bar) bar.setData({{ selected: {index} }}) }} }})",
        }.items()
    },
}


def test_a_tab_bar_of_the_programs_own_stands_in_the_place_of_the_wallets(open_program: OpenProgram) -> None:
    phone = open_program(OWN_TABS)
    bar, home, next_page = ".a-page:not(.a-page-hidden) .a-customize-tab-bar", "#tab-home", "#tab-next"
    front = phone.page.locator(bar)
    box = front.bounding_box()
    assert box is not None and (box["x"], box["width"], box["y"] + box["height"]) == (0, 360, 740)
    assert front.evaluate("(bar) => [getComputedStyle(bar).zIndex, getComputedStyle(bar.firstChild).paddingTop]") == [
        "7",
        "5px",
    ]
    assert phone.page.locator("[data-testid=tab-0]").count() == 0
    phone.shows(f"{bar} >> {home}", "*home")
    phone.tap(f"{bar} >> {next_page}")
    phone.shows(f"{bar} >> {next_page}", "*next")
    phone.shows(f"{bar} >> {home}", "home")
    phone.call("() => my.navigateTo({url: '/pages/deep/deep'})")
    phone.page.locator("text=the page deep").wait_for()
    assert front.count() == 0
    phone.call("() => my.switchTab({url: '/pages/home/home'})")
    phone.shows(f"{bar} >> {home}", "*home")
    assert phone.log() == [
        "bar of pages/home/home",
        "home true",
        "bar of pages/next/next",
        "next true",
        "deep false",
        "home true",
    ]
    assert phone.errors == []


def test_a_tab_bar_that_the_program_has_not_got_is_asked_for(tmp_path: Path) -> None:
    files = {path: text for path, text in OWN_TABS.items() if not path.startswith(TAB_BAR)}
    with pytest.raises(CompileError, match=rf"app\.json: tabBar\.customize asks .* {TAB_BAR}\.axml is not there"):
        compile_program(write_program(tmp_path, files))


def test_another_component_in_the_same_place_is_another_one(open_program: OpenProgram) -> None:
    parts = {
        f"parts/{name}.{end}": text
        for name in ("first", "second")
        for end, text in {
            "json": '{"component": true}',
            "axml": f"<view class='part'>{name} {{{{n}}}} {{{{of}}}}</view>",
            "js": f"Component({{ data: {{ n: '{name[0]}' }}, props: {{ of: '-' }}, didMount() {{ console.log('+{name}') }}, didUnmount() {{ console.log('-{name}') }} }})",
        }.items()
    }
    phone = open_program(
        {
            f"{HOME}.axml": """<view a:if="{{!on}}"><first of="{{on}}" /></view><view a:else><second of="{{on}}" /></view>
                <view id="say" onTap="say">say</view>""",
            f"{HOME}.js": "Page({ data: { on: false }, say() { this.setData({ on: !this.data.on }) } })",
            f"{HOME}.json": '{"usingComponents": {"first": "/parts/first", "second": "/parts/second"}}',
            **parts,
        }
    )
    phone.shows(".part", "first f false")
    phone.tap("#say")
    phone.shows(".part", "second s true")
    phone.tap("#say")
    phone.shows(".part", "first f false")
    assert phone.log() == ["+first", "-first", "+second", "-second", "+first"]


def test_another_control_in_the_same_place_begins_anew(open_program: OpenProgram) -> None:
    phone = open_program(
        {
            f"{HOME}.axml": """<view a:if="{{!on}}"><checkbox class="it" /></view><view a:else><switch class="it" /></view>
                <view a:if="{{!on}}"><input class="written" /></view><view a:else><textarea class="written" /></view>
                <view id="say" onTap="say">say</view>""",
            f"{HOME}.js": "Page({ data: { on: false }, say() { this.setData({ on: true }) } })",
        }
    )
    phone.tap(".it")
    phone.page.locator(".written").locator("visible=true").first.click()
    phone.page.keyboard.type("words")
    before = phone.call(
        "() => [document.querySelector('.it').getAttribute('aria-checked'), document.querySelector('.written input, input.written').value]"
    )
    phone.tap("#say")
    phone.page.wait_for_selector("switch.it, .it[role=switch]")
    after = phone.call(
        "() => [document.querySelector('.it').getAttribute('aria-checked'), document.querySelector('.written textarea, textarea.written').value]"
    )
    assert (before, after) == (["true", "words"], ["false", ""])


def test_who_uses_a_component_says_what_its_abstract_nodes_are(open_program: OpenProgram) -> None:
    part = '{"component": true}'
    phone = open_program(
        {
            f"{HOME}.axml": """<group id="a" generic:mark="c-star" onPick="pick" /><group id="b" generic:mark="c-dot" /><group id="c" />
                <view id="picked">{{picked}}</view><far text="soon" />""",
            f"{HOME}.js": "Page({ data: { picked: 'none' }, pick(label) { this.setData({ picked: label }) } })",
            f"{HOME}.json": """{"usingComponents": {"group": "/parts/group", "c-star": "/parts/star", "c-dot": "/parts/dot",
                "far": "plugin://far/away", "c-wait": "/parts/wait"}, "componentPlaceholder": {"far": "c-wait"}}""",
            "parts/group.json": '{"component": true, "componentGenerics": {"mark": {"default": "./plain"}}}',
            "parts/group.axml": "<view class='group'><mark a:for='{{labels}}' label='{{item}}' onMarked='marked' /></view>",
            "parts/group.js": "Component({ data: { labels: ['x', 'y'] }, methods: { marked(label) { this.props.onPick(label) } } })",
            **{f"parts/{name}.json": part for name in ("star", "dot", "plain", "wait")},
            "parts/star.axml": "<text class='star' onTap='tap'>*{{label}}</text>",
            "parts/star.js": "Component({ methods: { tap() { this.props.onMarked(this.props.label) } } })",
            "parts/dot.axml": "<text>.{{label}}</text>",
            "parts/dot.js": "Component({})",
            "parts/plain.axml": "<text>{{label}}</text>",
            "parts/plain.js": "Component({})",
            "parts/wait.axml": "<view class='wait'>{{text}}</view>",
            "parts/wait.js": "Component({})",
        }
    )
    phone.shows("#picked", "none")
    assert phone.page.locator(".group").all_inner_texts() == ["*x*y", ".x.y", "xy"]
    phone.page.locator(".star").nth(1).click()
    phone.shows("#picked", "y")
    phone.shows(".wait", "soon")
    assert phone.errors == []
