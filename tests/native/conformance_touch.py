"""The rules of what a buyer touches: controls, scrolling, frames and gestures. Those that move the page's clock come last."""

from __future__ import annotations

from conformance_rules import Rules
from native_phone import NativePhone
from playwright.sync_api import expect

rules = Rules()


@rules.page(
    "A query asked for in onLoad or onInit finds the view that is then made",
)
def measuring(phone: NativePhone) -> None:
    phone.shows("#inner", "70")
    assert phone.log() == ["#box 90"]


@rules.page(
    "A swiper moves by finger",
)
def swiper(phone: NativePhone) -> None:
    phone.page.mouse.move(300, 100)
    phone.page.mouse.down()
    phone.page.mouse.move(200, 100)
    phone.page.mouse.up()
    assert phone.log() == ['change {"current":1,"source":"touch","isChanging":false,"currentItemId":""}']


@rules.page(
    "A picker, a slider and a picker view choose",
)
def choosing(phone: NativePhone) -> None:
    phone.tap("#p")
    phone.tap("text=Basra")
    phone.tap("[data-testid=picker-done]")
    phone.tap("#s")
    phone.tap(".b")
    assert phone.log() == ['change {"value":1}', 'change {"value":100}', 'change {"value":[1]}']


@rules.page(
    "From right to left: a slider begins at the right",
)
def arabic(phone: NativePhone) -> None:
    phone.page.locator("#s").click(position={"x": 20, "y": 20})
    phone.page.locator("#s").click(position={"x": 340, "y": 20})
    assert phone.log() == ['change {"value":100}', 'change {"value":0}']


@rules.page(
    "A text keeps to its number of lines",
)
def lines(phone: NativePhone) -> None:
    heights = [
        phone.page.locator(each).evaluate("(e) => e.getBoundingClientRect().height") for each in ("#one", "#all")
    ]
    assert heights[1] >= 3 * heights[0] > 0


@rules.page(
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


@rules.page(
    "web-view: messages both ways, navigation from inside",
)
def web_view(phone: NativePhone) -> None:
    phone.page.frame_locator("iframe").locator("#b").click()
    phone.shows("#next", "next")
    assert phone.log() == ['message {"env":{"miniprogram":true}}']
    inside = phone.page.frame_locator("iframe").locator("#p")
    assert inside.text_content() == '{"back":1} true false'


@rules.page(
    "A navigator opens its page, the arrow goes back",
    "Trap 21: relative addresses",
)
def navigator(phone: NativePhone) -> None:
    phone.tap("#go")
    phone.shows("#next", "1")
    phone.tap("[data-testid=nav-back]")
    expect(phone.page.locator("#go")).to_be_visible()


@rules.page("A page is pulled down by the finger, shows that, and says when it is done")
def pulling(phone: NativePhone) -> None:
    phone.page.mouse.move(150, 100)
    phone.page.mouse.down()
    phone.page.mouse.move(150, 220)
    phone.page.mouse.up()
    expect(phone.page.get_by_test_id("pull-refresh")).to_be_visible()
    assert phone.log() == ["manual"]
    phone.tap("#done")
    expect(phone.page.get_by_test_id("pull-refresh")).to_have_count(0)


@rules.page("longTap after 500 ms, and no tap then", moves_time=True)
def long_tap(phone: NativePhone) -> None:
    phone.page.mouse.move(50, 90)
    phone.page.mouse.down()
    phone.page.clock.fast_forward(600)
    phone.page.mouse.up()
    assert phone.log() == ["touchStart", "longTap", "touchEnd"]


@rules.page("page.clock reaches the program's timers", moves_time=True)
def clock(phone: NativePhone) -> None:
    phone.tap("#go")
    phone.page.clock.run_for(180_000)
    phone.shows("#n", "3")
