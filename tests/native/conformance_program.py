"""The rules of a whole program: its stack of pages, data, modules, errors, and what the wallet does with a page."""

from __future__ import annotations

from conformance_rules import Rules
from native_phone import ENGINE, NativePhone

rules = Rules()


@rules.page(
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


@rules.page(
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


@rules.page(
    "Trap 14: a data object is shared by the openings of its page",
)
def shared_data(phone: NativePhone) -> None:
    for expected in ("1 1", "1 2"):
        phone.call("() => my.navigateTo({url: '/pages/shared_data/next/next'})")
        phone.shows("#n", expected)
        phone.call("() => my.navigateBack()")
        phone.page.wait_for_selector("[data-route='pages/shared_data/next/next']", state="detached")


@rules.page(
    "Modules: ESM, CommonJS, JSON, npm, absolute, TypeScript",
)
def modules(phone: NativePhone) -> None:
    phone.shows("#v", "def,named,cjs,pages/index/index,pkg,deep,2,production")


@rules.page(
    "Updates in a circle leave the page alive",
)
def circle(phone: NativePhone) -> None:
    phone.shows("#n", "many")
    phone.tap("#stop")
    phone.shows("#n", "-1")


@rules.page("Errors reach App.onError and my.onError, once, and name file, line and column")
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


@rules.page("Another app in front: App.onHide and onShow, the page's, and my.onAppHide and onAppShow")
def background(phone: NativePhone) -> None:
    phone.said.clear()
    for hidden in ("true", "false"):
        phone.call(f"() => window.{ENGINE}.tester.background({hidden})")
    shown = "my.onAppShow pages/index/index"
    assert phone.log() == ["my.onAppHide ", "page hide", shown, "page show app hide,app show"]


@rules.page("A button shares its page: onShareAppMessage says what, the wallet's panel asks with whom")
def sharing(phone: NativePhone) -> None:
    phone.tap("#share")
    phone.shows("#said", "button shared")
    assert phone.wallet.calls[-1] == (
        "showSharePanel",
        {"title": "Bill 7", "desc": "", "path": "pages/index/index", "imageUrl": ""},
    )


@rules.page("Title, colours and scrolling of a page; canIUse says true to what is there")
def window(phone: NativePhone) -> None:
    phone.shows(".a-nav-title", "Dates")
    phone.call("() => my.setNavigationBar({ title: 'Basra', backgroundColor: '#108ee9' })")
    phone.shows(".a-nav-title", "Basra")
    phone.call("() => my.pageScrollTo({ scrollTop: 300 })")
    assert phone.call("() => document.querySelector('page').scrollTop") == 300
    asked = "() => [my.canIUse('pageScrollTo'), my.canIUse('component2'), my.canIUse('nothing')]"
    assert phone.call(asked) == [True, True, False]
