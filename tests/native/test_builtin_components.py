"""The built-in components react as their documents say; the gallery shows them all without an error."""

# ruff: noqa: E501  (the programs under test are written as their authors write them)
from __future__ import annotations

from pathlib import Path

import pytest
from native_phone import OpenProgram
from playwright.sync_api import expect

HOME = "pages/home/home"
GALLERY = Path(__file__).parent / "programs" / "gallery"
LOG = "Page({ log(e) { console.log(e.type, JSON.stringify(e.detail)) } })"


@pytest.mark.parametrize("page", ["controls", "views", "rest", "arabic"])
def test_the_gallery_opens_clean(open_program: OpenProgram, page: str) -> None:
    phone = open_program(GALLERY, f"/#/pages/{page}/{page}")
    expect(phone.page.locator(f"[data-route='pages/{page}/{page}'] .section").first).to_be_visible()
    assert (phone.errors, phone.log()) == ([], [])


def test_a_swiper_moves_by_finger_and_by_time(open_program: OpenProgram) -> None:
    phone = open_program(
        {
            f"{HOME}.axml": '<swiper id="s" circular="{{true}}" autoplay="{{true}}" interval="{{4000}}" onChange="log"><swiper-item a:for="{{3}}"><view class="x">{{item}}</view></swiper-item></swiper>',
            f"{HOME}.js": LOG,
        }
    )
    phone.page.mouse.move(300, 100)
    phone.page.mouse.down()
    phone.page.mouse.move(200, 100)
    phone.page.mouse.up()
    assert phone.log() == ['change {"current":1,"source":"touch","isChanging":false,"currentItemId":""}']


def test_time_is_the_page_clock(open_program: OpenProgram) -> None:
    phone = open_program(
        {
            f"{HOME}.axml": '<view id="n">{{n}}</view><button id="go" onTap="go">go</button>',
            f"{HOME}.js": "Page({ data: { n: 0 }, go() { setInterval(() => this.setData({ n: this.data.n + 1 }), 60000) } })",
        }
    )
    phone.page.clock.install()
    phone.tap("#go")
    phone.page.clock.run_for(180_000)
    phone.shows("#n", "3")


def test_a_picker_a_slider_and_a_picker_view_choose(open_program: OpenProgram) -> None:
    phone = open_program(
        {
            f"{HOME}.axml": """
              <picker id="p" range="{{cities}}" range-key="name" onChange="log"><view>choose</view></picker>
              <slider id="s" min="0" max="200" step="50" onChange="log" />
              <picker-view id="v" onChange="log"><picker-view-column><view>a</view><view class="b">b</view></picker-view-column></picker-view>
            """,
            f"{HOME}.js": LOG.replace("Page({", "Page({ data: { cities: [{name: 'Baghdad'}, {name: 'Basra'}] },"),
        }
    )
    phone.tap("#p")
    phone.tap("text=Basra")
    phone.tap("[data-testid=picker-done]")
    phone.tap("#s")
    phone.tap(".b")
    assert phone.log() == ['change {"value":1}', 'change {"value":100}', 'change {"value":[1]}']


def test_a_slider_of_a_program_in_arabic_begins_at_the_right(open_program: OpenProgram) -> None:
    phone = open_program(
        {f"{HOME}.axml": '<view dir="rtl"><slider id="s" step="10" onChange="log" /></view>', f"{HOME}.js": LOG}
    )
    phone.page.locator("#s").click(position={"x": 20, "y": 20})
    phone.page.locator("#s").click(position={"x": 340, "y": 20})
    assert phone.log() == ['change {"value":100}', 'change {"value":0}']


def test_a_text_keeps_to_its_number_of_lines(open_program: OpenProgram) -> None:
    words = "Barhi dates, the first of the season, " * 8
    phone = open_program(
        {f"{HOME}.axml": f'<text id="one" number-of-lines="1">{words}</text><text id="all">{words}</text>'}
    )
    heights = [
        phone.page.locator(each).evaluate("(e) => e.getBoundingClientRect().height") for each in ("#one", "#all")
    ]
    assert heights[1] >= 3 * heights[0] > 0


def test_a_scroll_view_and_a_page_tell_of_scrolling(open_program: OpenProgram) -> None:
    phone = open_program(
        {
            f"{HOME}.axml": '<scroll-view id="s" scroll-y style="height:100px" scroll-into-view="{{at}}" onScrollToLower="log"><view a:for="{{30}}" id="i{{item}}">{{item}}</view></scroll-view><button id="go" onTap="go">go</button><view style="height: 200vh" />',
            f"{HOME}.js": "Page({ log(e) { console.log(e.type) }, go() { this.setData({ at: 'i29' }) }, onReachBottom() { console.log('bottom') } })",
        }
    )
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


def test_a_web_view_talks_with_its_program(open_program: OpenProgram) -> None:
    phone = open_program(
        {
            f"{HOME}.axml": '<web-view id="w" src="/h5/index.html" onMessage="heard" />',
            f"{HOME}.js": """Page({ heard(e) {
              console.log(e.type, JSON.stringify(e.detail));
              my.createWebViewContext('w').postMessage({ back: 1 });
            } })""",
            "pages/next/next.axml": '<view id="next">next</view>',
            "h5/index.html": """<button id="b">say</button><p id="p"></p><script>
              my.onMessage = (data) => { p.textContent = JSON.stringify(data); my.navigateTo({ url: '/pages/next/next' }) };
              b.onclick = () => my.getEnv((env) => my.postMessage({ env })); </script>""",
        }
    )
    phone.page.frame_locator("iframe").locator("#b").click()
    phone.shows("#next", "next")
    assert phone.log() == ['message {"env":{"miniprogram":true}}']
    assert phone.page.frame_locator("iframe").locator("#p").text_content() == '{"back":1}'


def test_a_navigator_opens_its_page_and_the_arrow_goes_back(open_program: OpenProgram) -> None:
    phone = open_program(
        {
            f"{HOME}.axml": '<navigator id="go" url="../next/next?a=1">next</navigator>',
            "pages/next/next.axml": '<view id="next">{{a}}</view>',
            "pages/next/next.js": "Page({ onLoad(q) { this.setData(q) } })",
        }
    )
    phone.tap("#go")
    phone.shows("#next", "1")
    phone.tap("[data-testid=nav-back]")
    expect(phone.page.locator("#go")).to_be_visible()
