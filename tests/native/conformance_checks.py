"""What each page of tests/native/conformance must do: a page a rule of the language, opened on one phone one after another.

A check is named as its page's folder. Those that move the page's clock come last.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from native_phone import ENGINE, NativePhone
from playwright.sync_api import expect


@dataclass(frozen=True, slots=True)
class RulePage:
    """A page of the program, the rules that it holds, and what is done on it; ``check`` raises where a rule is broken."""

    name: str
    rules: tuple[str, ...]
    check: Callable[[NativePhone], None]
    moves_time: bool = False


PAGES: list[RulePage] = []


def page(
    *rules: str, moves_time: bool = False
) -> Callable[[Callable[[NativePhone], None]], Callable[[NativePhone], None]]:
    """Register a check for the page that has its name."""

    def register(check: Callable[[NativePhone], None]) -> Callable[[NativePhone], None]:
        PAGES.append(RulePage(check.__name__, rules, check, moves_time))
        return check

    return register


@page(
    "A mustache keeps its value's type; undefined paths print nothing",
    "Trap 22: rpx in inline styles, objects as style",
)
def values(phone: NativePhone) -> None:
    phone.shows("#none", "[]")
    phone.shows("#math", "3 few false t2")
    phone.shows("#list", "b a")
    assert phone.page.get_attribute("#off", "aria-checked") == "false"
    assert phone.page.get_attribute("#on", "aria-checked") == "true"
    style = phone.call(
        "() => { const s = getComputedStyle(document.querySelector('#style')); return [s.marginTop, s.color] }"
    )
    assert style == ["36px", "rgb(1, 2, 3)"]
    assert phone.errors == []


@page(
    "Loops over lists, objects and numbers; nesting shadows; a:for is outside a:if",
)
def loops(phone: NativePhone) -> None:
    phone.shows("#rows", "10a;11b;20c;")
    phone.shows("#number", "012")
    phone.shows("#object", "x=1;y=2;")
    phone.shows("#both", "2")
    phone.shows("#none", "")


@page(
    "a:if, a:elif, a:else; templates see only their data; include shares the scope",
    "Trap 16: template scope",
)
def conditions(phone: NativePhone) -> None:
    phone.shows("#chain", "b")
    phone.shows("#card", "dates/e/")
    phone.shows("#included", "1 foot")
    phone.tap("#change")
    phone.shows("#chain", "c")
    phone.tap("#card")
    phone.shows("#chain", "a")


@page(
    "Trap 15: import is not transitive; printing an object is a white page",
)
def importing(phone: NativePhone) -> None:
    assert 'there is no template "b" here' in phone.errors[0]
    phone.call("() => my.navigateTo({url: '/pages/importing/other/other'})")
    phone.page.wait_for_selector("[data-route='pages/importing/other/other']", state="attached")
    phone.page.wait_for_function(
        "() => document.querySelector('[data-route=\"pages/importing/other/other\"] page')?.innerText === ''"
    )
    assert "an object cannot be printed" in phone.errors[1]
    assert "pages/importing/other/other.axml:2:9" in phone.errors[1]


@page(
    "Trap 2: unquoted attributes, and spaces in them",
    "Trap 3: <input></input>, unclosed tags",
)
def sloppy(phone: NativePhone) -> None:
    phone.shows("#one.yes", "1")
    phone.shows("#two", "two")
    phone.shows("#after", "after")
    assert phone.page.input_value("#field") == "hello"
    assert phone.page.locator("#field >> #after").count() == 0


@page(
    "SJS: default and named imports",
)
def sjs(phone: NativePhone) -> None:
    phone.shows("#sum", "10 IQD 4 6 true false 2026")


@page(
    "Events bubble and are caught; marks merge",
    "Trap 11: target.dataset and targetDataset",
    "A catch whose expression names nobody lets the event through",
)
def bubbling(phone: NativePhone) -> None:
    phone.tap("#hit")
    phone.tap("#inner")
    phone.tap("#caught")
    phone.tap("#nothing")
    phone.tap("#through")
    assert phone.log() == [
        '["tap",{"who":"outer"},{},"outer",{"a":"1","b":"2"}]',
        '["tap",{"who":"outer"},{"alphaBeta":{"n":1}},"outer",{"a":"1","b":"2"}]',
        "stopped",
        '["tap",{"who":"outer"},{},"outer",{"a":"1","b":"1"}]',
    ]


@page(
    "Trap 4: handlers as expressions and empty; capturing",
)
def handlers(phone: NativePhone) -> None:
    for name in "abcd":
        phone.tap(f"#{name}")
    assert phone.log() == ["one", "two", "one"]
    assert 'the page pages/handlers/home/home has no method "nobody"' in phone.errors[0]


@page(
    "Trap 10: nameless controls of a form",
    "Trap 24: camel and kebab case are the same",
)
def forms(phone: NativePhone) -> None:
    phone.page.fill("#nameless", "x")
    phone.tap("#gift")
    phone.tap("#large")
    phone.tap("#nuts")
    phone.tap("#send")
    assert phone.log() == [
        '["change",true]',
        '["change","l"]',
        '["change",["nuts","honey"]]',
        '["submit",{"who":"Ali","__unknown_for_control_1":"x","gift":true,"size":"l","more":["nuts","honey"]}]',
    ]
    phone.page.fill("[name=who]", "Noor")
    phone.page.press("[name=who]", "Enter")
    assert phone.log()[4:] == ['["input","Noor"]', '["confirm","Noor"]']
    phone.tap("#again")
    assert phone.page.input_value("[name=who]") == ""


@page(
    "SJS event responders",
)
def responders(phone: NativePhone) -> None:
    phone.tap("#pad")
    phone.tap("#pad")
    phone.shows("#said", "2:3")
    assert phone.call("() => document.querySelector('#pad').style.paddingTop") == "10px"


@page(
    "Life of a component",
    "Trap 1: setData in didUpdate ends",
    "Trap 23: onReady after nested components are mounted",
)
def component_life(phone: NativePhone) -> None:
    phone.shows("#n", "1 2 x")
    phone.tap("#more")
    phone.shows("#n", "2 3 x")
    phone.tap("#hide")
    assert phone.log() == [
        "init 1", "derive 1 1", "mount", "ready", "derive 1 1", "update 1 0 1", "derive 1 2", "update 1 2 2", "unmount",
    ]  # fmt: skip


@page(
    "Trap 5: function props only for on* and catch*; refs",
)
def function_props(phone: NativePhone) -> None:
    phone.shows("#pick", "picked kebab")
    phone.tap("#pick")
    phone.shows("#got", "7 pages/function_props/components/card/card true")
    assert phone.errors == []


@page(
    "Trap 19: slots: default, named, dynamic, scoped; $slots",
)
def slots(phone: NativePhone) -> None:
    phone.shows(".full", "head m|m|c1c2|[a m][b m]|has")
    phone.shows(".bare", "no head|nothing|||has not")


@page(
    "Mixins, observers, lifetimes",
)
def mixins(phone: NativePhone) -> None:
    phone.shows("#v", "527")
    assert phone.log() == ["attached", "mixin mount", "own only"]


@page(
    "Trap 17: styles leak unless isolated",
    "Trap 18: no node around a component; :host",
)
def styles(phone: NativePhone) -> None:
    phone.shows("#card", "card")
    style = """(id) => { const s = getComputedStyle(document.querySelector(id)); return [s.color, s.paddingTop, s.marginLeft] }"""
    assert phone.page.evaluate(style, "#card") == ["rgb(255, 0, 0)", "7px", "36px"]
    assert phone.page.evaluate(style, "#mine") == ["rgb(255, 0, 0)", "7px", "36px"]
    assert phone.page.evaluate(style, "#tight")[0] == "rgb(0, 0, 255)"
    assert phone.call("() => getComputedStyle(document.querySelector('tight')).borderTopWidth") == "3px"
    assert phone.call("() => getComputedStyle(document.querySelector('page')).backgroundColor") == "rgb(9, 9, 9)"


@page(
    "A stack of ten; tabs stay",
)
def stack(phone: NativePhone) -> None:
    failed = phone.call(
        "async () => { try { await my.navigateTo({url: '/pages/stack/me/me'}) } catch (e) { return e.errorMessage } }"
    )
    assert "use switchTab" in failed
    for number in range(2, 12):
        phone.call(
            f"() => my.navigateTo({{url: '/pages/stack/next/next?n={number}'}}).catch((e) => console.log(e.error, e.errorMessage))"
        )
    assert phone.log()[3:] == [
        *(text for n in range(2, 11) for text in (["home hide"] if n == 2 else []) + [f"{n} {n}"]),
        "1 depth can not be more than 10",
    ]
    phone.said.clear()
    phone.call("() => my.switchTab({url: '/pages/stack/me/me'})")
    phone.shows("#me", "me")
    phone.tap("[data-testid=tab-0]")
    assert phone.log() == ["me load {}", "me show", "me ready", "me hide", "home show", "0 user"]


@page(
    "Trap 6: data is set at once",
    "Trap 7: data that was changed in place is set",
    "Trap 8: undefined is not set",
    "$spliceData, $batchedUpdates; no window, no document",
)
def data(phone: NativePhone) -> None:
    phone.shows("#v", "10u")
    phone.tap("#b")
    phone.shows("#v", "x39u")
    assert phone.log() == ['x {"path":[{"deep":1}]} u', "drawn undefinedundefinedundefined"]


@page(
    "Trap 14: a data object is shared by the openings of its page",
)
def shared_data(phone: NativePhone) -> None:
    for expected in ("1 1", "1 2"):
        phone.call("() => my.navigateTo({url: '/pages/shared_data/next/next'})")
        phone.shows("#n", expected)
        phone.call("() => my.navigateBack()")
        phone.page.wait_for_selector("[data-route='pages/shared_data/next/next']", state="detached")


@page(
    "Modules: ESM, CommonJS, JSON, npm, absolute, TypeScript",
)
def modules(phone: NativePhone) -> None:
    phone.shows("#v", "def,named,cjs,pages/index/index,pkg,deep,2,production")


@page(
    "Updates in a circle leave the page alive",
)
def circle(phone: NativePhone) -> None:
    phone.shows("#n", "many")
    phone.tap("#stop")
    phone.shows("#n", "-1")


@page(
    "A query asked for in onLoad or onInit finds the view that is then made",
)
def measuring(phone: NativePhone) -> None:
    phone.shows("#inner", "70")
    assert phone.log() == ["#box 90"]


@page(
    "A swiper moves by finger",
)
def swiper(phone: NativePhone) -> None:
    phone.page.mouse.move(300, 100)
    phone.page.mouse.down()
    phone.page.mouse.move(200, 100)
    phone.page.mouse.up()
    assert phone.log() == ['change {"current":1,"source":"touch","isChanging":false,"currentItemId":""}']


@page(
    "A picker, a slider and a picker view choose",
)
def choosing(phone: NativePhone) -> None:
    phone.tap("#p")
    phone.tap("text=Basra")
    phone.tap("[data-testid=picker-done]")
    phone.tap("#s")
    phone.tap(".b")
    assert phone.log() == ['change {"value":1}', 'change {"value":100}', 'change {"value":[1]}']


@page(
    "From right to left: a slider begins at the right",
)
def arabic(phone: NativePhone) -> None:
    phone.page.locator("#s").click(position={"x": 20, "y": 20})
    phone.page.locator("#s").click(position={"x": 340, "y": 20})
    assert phone.log() == ['change {"value":100}', 'change {"value":0}']


@page(
    "A text keeps to its number of lines",
)
def lines(phone: NativePhone) -> None:
    heights = [
        phone.page.locator(each).evaluate("(e) => e.getBoundingClientRect().height") for each in ("#one", "#all")
    ]
    assert heights[1] >= 3 * heights[0] > 0


@page(
    "A scroll view and a page tell of scrolling",
)
def scrolling(phone: NativePhone) -> None:
    phone.tap("#go")
    phone.page.wait_for_function("() => document.querySelector('#s').scrollTop > 100")
    phone.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert phone.log() == ["scrollToLower"]
    phone.call("() => { const p = document.querySelector('page'); p.scrollTop = p.scrollHeight }")
    phone.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert phone.log() == ["scrollToLower", "bottom"]
    assert phone.call(
        "() => document.querySelector('page').scrollHeight > 2 * document.querySelector('page').clientHeight"
    )


@page(
    "web-view: messages both ways, navigation from inside",
)
def web_view(phone: NativePhone) -> None:
    phone.page.frame_locator("iframe").locator("#b").click()
    phone.shows("#next", "next")
    assert phone.log() == ['message {"env":{"miniprogram":true}}']
    inside = phone.page.frame_locator("iframe").locator("#p")
    assert inside.text_content() == '{"back":1} true false'


@page(
    "A navigator opens its page, the arrow goes back",
    "Trap 21: relative addresses",
)
def navigator(phone: NativePhone) -> None:
    phone.tap("#go")
    phone.shows("#next", "1")
    phone.tap("[data-testid=nav-back]")
    expect(phone.page.locator("#go")).to_be_visible()


@page("Errors reach App.onError and my.onError, once, and name file, line and column")
def errors(phone: NativePhone) -> None:
    for name in "abc":
        phone.tap(f"#{name}")
        phone.page.evaluate("new Promise((done) => setTimeout(done, 0))")
    assert phone.errors == [
        "Error: boom 1 (pages/errors/lib/boom.js:3:9)",
        "Error: boom 2 (pages/errors/lib/boom.js:3:9)",
        "unhandled rejection: Error: boom 3 (pages/errors/lib/boom.js:3:9)",
    ]
    phone.tap("#tell")
    told = '[["Error: boom 1",true],["Error: boom 2",true]] Error: boom 1,Error: boom 2,boom 3'
    assert phone.log() == [told]


@page("Another app in front: App.onHide and onShow, the page's, and my.onAppHide and onAppShow")
def background(phone: NativePhone) -> None:
    phone.said.clear()
    for hidden in ("true", "false"):
        phone.call(f"() => window.{ENGINE}.tester.background({hidden})")
    shown = "my.onAppShow pages/index/index"
    assert phone.log() == ["my.onAppHide ", "page hide", shown, "page show app hide,app show"]


@page("A page is pulled down by the finger, shows that, and says when it is done")
def pulling(phone: NativePhone) -> None:
    phone.page.mouse.move(150, 100)
    phone.page.mouse.down()
    phone.page.mouse.move(150, 220)
    phone.page.mouse.up()
    expect(phone.page.get_by_test_id("pull-refresh")).to_be_visible()
    assert phone.log() == ["manual"]
    phone.tap("#done")
    expect(phone.page.get_by_test_id("pull-refresh")).to_have_count(0)


@page("A button shares its page: onShareAppMessage says what, the wallet's panel asks with whom")
def sharing(phone: NativePhone) -> None:
    phone.tap("#share")
    phone.shows("#said", "button shared")
    assert phone.wallet.calls[-1] == (
        "showSharePanel",
        {"title": "Bill 7", "desc": "", "path": "pages/index/index", "imageUrl": ""},
    )


@page("Title, colours and scrolling of a page; canIUse says true to what is there")
def window(phone: NativePhone) -> None:
    phone.shows(".a-nav-title", "Dates")
    phone.call("() => my.setNavigationBar({ title: 'Basra', backgroundColor: '#108ee9' })")
    phone.shows(".a-nav-title", "Basra")
    phone.call("() => my.pageScrollTo({ scrollTop: 300 })")
    assert phone.call("() => document.querySelector('page').scrollTop") == 300
    asked = "() => [my.canIUse('pageScrollTo'), my.canIUse('component2'), my.canIUse('nothing')]"
    assert phone.call(asked) == [True, True, False]


@page("longTap after 500 ms, and no tap then", moves_time=True)
def long_tap(phone: NativePhone) -> None:
    phone.page.mouse.move(50, 90)
    phone.page.mouse.down()
    phone.page.clock.fast_forward(600)
    phone.page.mouse.up()
    assert phone.log() == ["touchStart", "longTap", "touchEnd"]


@page("page.clock reaches the program's timers", moves_time=True)
def clock(phone: NativePhone) -> None:
    phone.tap("#go")
    phone.page.clock.run_for(180_000)
    phone.shows("#n", "3")
