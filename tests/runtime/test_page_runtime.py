"""The local APIs, and what a program may not do, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from runtime_fake_wallet import PAID
from runtime_phone import HOST_APIS, NewPhone, Phone

from harness.runtime.bundle import BRIDGE_SCRIPT, BRIDGE_URLS, LOCAL_APIS


def test_the_bridge_is_announced_once_to_scripts_of_the_page(phone: Phone) -> None:
    page = phone.open(
        """<script>window.ready = []; const early = typeof AlipayJSBridge;
        document.addEventListener("AlipayJSBridgeReady", () => ready.push(early));</script>"""
    )
    assert page.evaluate("ready") == ["object"]


def test_my_cannot_be_replaced(phone: Phone) -> None:
    page = phone.open(
        """<script>"use strict"; window.my = { fake: true }; window.AlipayJSBridge = null;</script>
        <script>var my = my || {}; window.seen = typeof my.tradePay;</script>
        <script>const AlipayJSBridge = window.AlipayJSBridge;</script>"""
    )
    assert page.evaluate("[seen, typeof window.my.tradePay, typeof AlipayJSBridge.call]") == ["function"] * 3
    assert phone.errors == []


def test_a_bridge_script_loaded_later_leaves_my_alone(phone: Phone) -> None:
    for glob in BRIDGE_URLS:
        phone.page.route(glob, lambda route: route.fulfill(body=BRIDGE_SCRIPT, content_type="text/javascript"))
    page = phone.open(
        """<script src="https://cdn.marmot-cloud.com/npm/hylid-bridge/2.10.0/index.js"></script>
        <script src="https://appx/web-view.min.js"></script><script>window.seen = typeof my.tradePay</script>"""
    )
    assert page.evaluate("seen") == "function"
    assert phone.errors == []


def test_a_program_may_wrap_a_function_of_my(phone: Phone) -> None:
    assert phone.open().evaluate("() => { my.tradePay = () => 'wrapped'; return my.tradePay(); }") == "wrapped"


def test_a_program_cannot_read_the_key(phone: Phone) -> None:
    phone.wallet.answers["tradePay"] = PAID
    page = phone.open(
        """<script>
        window.stolen = [];
        const print = JSON.stringify, spy = (value) => { try { stolen.push(print(value), `${value}`); } catch {} };
        for (const [object, name] of [[window, "fetch"], [JSON, "stringify"], [JSON, "parse"], [Object, "assign"],
            [String.prototype, "concat"], [Array.prototype, "join"], [XMLHttpRequest.prototype, "send"],
            [Element.prototype, "attachShadow"], [Reflect, "apply"]]) {
          const real = object[name];
          object[name] = function (...given) { given.forEach(spy); return real.apply(this, given); };
        }
        for (const name of ["toJSON", "signal", "cache", "window", "duplex"])
          Object.defineProperty(Object.prototype, name, { configurable: true, get() { spy(this.body); } });
        </script>"""
    )
    page.evaluate("() => my.tradePay({ paymentUrl: 'u' })")
    page.evaluate("() => my.getSystemInfoSync()")
    seen = page.evaluate(
        """() => JSON.stringify([stolen, my.tradePay.toString(), Object.getOwnPropertyNames(window).map((name) => {
        try { return String(window[name]); } catch { return ""; } }), document.documentElement.outerHTML])"""
    )
    assert phone.wallet.calls
    assert "secret-key" not in seen


def test_an_unknown_property_is_undefined_and_reported_once(phone: Phone) -> None:
    page = phone.open()
    script = "() => [typeof my.signContract, typeof my.signContract, 'scan' in my, typeof my.then, my.toString()]"
    assert page.evaluate(script) == ["undefined", "undefined", False, "undefined", "[object Object]"]
    assert phone.wallet.logged("scan")["outcome"] == "missing"
    assert phone.wallet.logged("signContract")["via"] == "my"
    assert sorted(row["api"] for row in phone.wallet.logs) == ["scan", "signContract"]


def test_my_lists_what_the_wallet_offers(phone: Phone) -> None:
    names = phone.open().evaluate("Object.keys(my)")
    assert {*HOST_APIS, "call", "getStorageSync"} <= set(names)
    assert phone.open().evaluate("my.hasOwnProperty('tradePay')") is True


def test_storage_in_both_forms(phone: Phone) -> None:
    page = phone.open()
    script = """async () => {
      localStorage.setItem("own", "kept");
      my.setStorageSync({ key: "cart", data: { items: [1, "two"] } });
      await my.setStorage({ key: "name", data: "Zainab" });
      const both = [my.getStorageSync({ key: "cart" }), await my.getStorage({ key: "name" })];
      const info = my.getStorageInfoSync();
      my.removeStorageSync({ key: "cart" });
      const gone = my.getStorageSync({ key: "cart" });
      await my.clearStorage();
      const wrong = await my.getStorage({}).catch((error) => error.error);
      return [both, info.keys.sort(), gone, (await my.getStorageInfo()).keys, wrong, localStorage.getItem("own")];
    }"""
    assert page.evaluate(script) == [
        [{"data": {"items": [1, "two"]}}, {"data": "Zainab"}],
        ["cart", "name"],
        {"data": None},
        [],
        2,
        "kept",
    ]
    logged = phone.wallet.wait(lambda: next((row for row in phone.wallet.logs if row["outcome"] == "fail"), None))
    assert (logged["api"], logged["result"]["error"], logged["page"]) == ("getStorage", 2, f"{phone.shop}/")


def test_what_the_phone_says_about_itself(phone: Phone) -> None:
    script = """async () => { my.getSystemInfoSync().app = "changed";
      return [my.getSystemInfoSync().app, (await my.getSystemInfo()).language, my.getAppIdSync(),
        my.getWindowInfo(), await new Promise((done) => AlipayJSBridge.call("getRunScene", done))]; }"""
    window, scene = {"windowWidth": 360}, {"envVersion": "release"}
    assert phone.open().evaluate(script) == ["wallet", "en", {"appId": "app-1"}, window, scene]


@pytest.mark.parametrize(
    ("question", "truth"),
    [
        ("tradePay", True),
        ("tradePay.object.paymentUrl", True),
        ("tradePay.object.success", True),
        ("tradePay.object.cash", False),
        ("tradePay.return.resultCode", True),
        ("signContract", False),
        ("signContract.object.authUrl", False),
        ("call", True),
        ("getStorageSync", True),
        ("", False),
    ],
)
def test_can_i_use_tells_the_truth(phone: Phone, question: str, truth: bool) -> None:
    assert phone.open().evaluate("(question) => my.canIUse(question)", question) is truth


def test_a_local_api_the_wallet_does_not_offer_is_not_there(new_phone: NewPhone) -> None:
    phone = new_phone(apis=("tradePay", "canIUse"))
    assert phone.open().evaluate("[typeof my.getStorage, my.canIUse('getStorage')]") == ["undefined", False]


WITH_PHONE = (
    "canvasToTempFilePath closeSocket compressImage connectSocket enableAlertBeforeUnload generateImageFromCode "
    "getAppAuthorizeSetting getBatteryInfoSync getSystemSetting loadFontFace sendSocketMessage watchShake"
)
"""These ask the phone, a server or the buyer as well; tests/jsapi has them."""


def test_every_local_api_is_answered_inside_the_page(phone: Phone) -> None:
    names = [
        name for name in LOCAL_APIS if not name.startswith(("navigate", "re", "switch")) and name not in WITH_PHONE
    ]
    script = """async (names) => {
      const given = { canIUse: "alert", base64ToArrayBuffer: "AA==", arrayBufferToBase64: new ArrayBuffer(1) };
      const usual = { key: "k", data: 1, title: "t", scrollTop: 0, src: "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=" };
      return Promise.all(names.map(async (name) => [name, await
        Promise.resolve(my[name](given[name] ?? usual)).catch((error) => error)])); }"""
    answers = dict(phone.open().evaluate(script, names))
    assert phone.wallet.calls == []
    assert [name for name, answer in answers.items() if isinstance(answer, dict) and "error" in answer] == []


def test_listeners_hear_what_the_page_can_observe(phone: Phone) -> None:
    script = """() => { let heard = 0; const listener = () => heard++;
      my.onAppShow(listener); document.dispatchEvent(new Event("visibilitychange"));
      my.onAppShow(() => heard += 10); document.dispatchEvent(new Event("visibilitychange"));
      return [heard, typeof my.offAppShow]; }"""
    assert phone.open().evaluate(script) == [12, "undefined"]


def test_my_is_only_in_the_top_frame(phone: Phone) -> None:
    phone.wallet.pages["/inner"] = "inner"
    page = phone.open("<iframe src='/inner'></iframe>")
    inner = page.frames[1]
    assert inner.evaluate("[typeof my, typeof AlipayJSBridge, typeof engine42.locate]") == ["undefined"] * 2 + [
        "function"
    ]


def test_everything_works_with_the_pages_clock_faked(phone: Phone) -> None:
    phone.page.context.clock.install(time=0)
    phone.page.context.clock.pause_at(1000)
    phone.wallet.answers["tradePay"] = PAID
    phone.open("<button onclick=\"my.tradePay({ success: () => { this.textContent = 'Paid' } })\">Pay</button>")
    phone.tap(text="Pay")
    assert phone.see(text="Paid") == "Paid"


def test_everything_works_under_a_strict_content_policy(new_phone: NewPhone) -> None:
    phone = new_phone()
    phone.wallet.headers["content-security-policy"] = (
        f"default-src 'none'; connect-src {phone.host}; require-trusted-types-for 'script'"
    )
    phone.wallet.answers["alert"] = {"outcome": "sheet", "ticket": "t", "sheet": {"kind": "alert", "content": "Hello"}}
    page = phone.open("<p>Shop</p>")
    page.evaluate("() => { my.alert({ content: 'Hello' }).then(() => { document.title = 'done'; }); }")
    phone.tap(testId="alert-ok")
    expect(page).to_have_title("done")


def test_the_init_script_is_safe_for_any_text(new_phone: NewPhone) -> None:
    nasty = "</script><!-- \u2028 \\u003c"
    phone = new_phone(language=nasty)
    assert phone.open().evaluate("my.getSystemInfoSync().language") == nasty
    assert phone.errors == []
