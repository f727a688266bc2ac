"""The calling styles, the local APIs and what a program may not do, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from runtime_fake_wallet import PAID
from runtime_phone import HOST_APIS, NewPhone, Phone

from harness.runtime.bundle import BRIDGE_SCRIPT, BRIDGE_URLS, LOCAL_APIS

CANCELLED = {"outcome": "fail", "result": {"error": 11, "errorMessage": "refused"}}
ORDER = """(api) => {
  const seen = [];
  const note = (name) => (result) => seen.push([name, result.resultCode ?? result.error]);
  return new Promise((done) => {
    const promise = my[api]({ paymentUrl: "u", success: note("success"), fail: note("fail"),
      complete: (result) => { note("complete")(result); done(seen); } }, note("second"));
    promise.then(note("resolved"), note("rejected"));
    seen.push(["returned", typeof promise.then]);
  });
}"""


def test_every_listener_hears_a_success_in_order(phone: Phone) -> None:
    phone.wallet.answers["tradePay"] = PAID
    assert phone.open().evaluate(ORDER, "tradePay") == [
        ["returned", "function"],
        ["success", "9000"],
        ["second", "9000"],
        ["resolved", "9000"],
        ["complete", "9000"],
    ]


def test_every_listener_hears_a_failure_in_order(phone: Phone) -> None:
    phone.wallet.answers["getAuthCode"] = CANCELLED
    seen = phone.open().evaluate(ORDER, "getAuthCode")
    assert [name for name, _ in seen] == ["returned", "fail", "second", "rejected", "complete"]
    assert phone.errors == []


def test_all_listeners_get_the_same_object(phone: Phone) -> None:
    phone.wallet.answers["tradePay"] = PAID
    script = """() => new Promise((done) => { let first;
      const promise = my.tradePay({ success: (r) => { first = r; },
        complete: async (r) => done(r === first && r === await promise) }); })"""
    assert phone.open().evaluate(script) is True


def test_the_host_gets_the_call_without_functions(phone: Phone) -> None:
    phone.wallet.answers["tradePay"] = PAID
    phone.open().evaluate("() => my.tradePay({ paymentUrl: 'https://pay', success() {}, extra: { deep() {}, n: 1 } })")
    assert phone.wallet.calls == [
        {
            "call": 1,
            "api": "tradePay",
            "params": {"paymentUrl": "https://pay", "extra": {"n": 1}},
            "via": "my",
            "page": f"{phone.shop}/",
        }
    ]


@pytest.mark.parametrize(
    ("call", "unhandled"),
    [
        ("my.getAuthCode({})", True),
        ("my.getAuthCode({ success() {} })", True),
        ("my.getAuthCode({ failed() {} })", True),
        ("my.getAuthCode({ fail() {} })", False),
        ("my.getAuthCode({ complete() {} })", False),
        ("my.getAuthCode({}, () => {})", False),
        ("my.getAuthCode(() => {})", False),
        ("my.getAuthCode({}).catch(() => {})", False),
        ("my.call('getAuthCode')", False),
    ],
)
def test_a_rejection_is_unhandled_only_where_nobody_listens(phone: Phone, call: str, unhandled: bool) -> None:
    phone.wallet.answers["getAuthCode"] = CANCELLED
    page = phone.open()
    script = f"""() => {{ window.heard = 0; addEventListener("unhandledrejection", () => heard++); void ({call}); }}"""
    page.evaluate(script)
    # A later call ends later; a task after it, the browser has told about every earlier rejection.
    page.evaluate(
        """() => my.getAuthCode({}).catch(() => new Promise((done) => {
        const channel = new MessageChannel(); channel.port1.onmessage = done; channel.port2.postMessage(0); }))"""
    )
    assert page.evaluate("heard") == int(unhandled)


@pytest.mark.parametrize("call", ["my.call('tradePay', {a: 1}, done)", "AlipayJSBridge.call('tradePay', {a: 1}, done)"])
@pytest.mark.parametrize("answer", [PAID, CANCELLED], ids=["success", "fail"])
def test_single_callback_styles_hear_both_outcomes(phone: Phone, call: str, answer: dict[str, object]) -> None:
    phone.wallet.answers["tradePay"] = answer
    assert phone.open().evaluate(f"() => new Promise((done) => {{ {call}; }})") == answer["result"]
    assert phone.wallet.calls[0]["via"] == call.split("(")[0].replace(".call", "" if "Bridge" in call else ".call")
    assert phone.errors == []


def test_a_callback_may_take_the_place_of_the_parameters(phone: Phone) -> None:
    phone.wallet.answers["tradePay"] = PAID
    page = phone.open()
    for call in ("my.call('tradePay', done)", "AlipayJSBridge.call('tradePay', done)", "my.tradePay(done)"):
        assert page.evaluate(f"() => new Promise((done) => {{ {call}; }})") == {"resultCode": "9000"}


def test_an_api_the_wallet_does_not_have_fails_through_call(phone: Phone) -> None:
    result = phone.open().evaluate("() => new Promise((done) => my.call('sing', {}, done))")
    assert result == {"error": 1, "errorMessage": "not implemented!"}


def test_windvane_has_two_callbacks_and_only_where_it_is_offered(new_phone: NewPhone) -> None:
    phone = new_phone(apis=("tradePay", "WindVane"))
    phone.wallet.answers["tradePay"] = PAID
    call = "() => new Promise((ok, fail) => WindVane.call('wv', 'tradePay', { paymentUrl: 'u' }, ok, fail))"
    assert phone.open().evaluate(call) == {"resultCode": "9000"}
    assert phone.wallet.calls[0]["via"] == "WindVane"
    assert new_phone().open().evaluate("typeof WindVane") == "undefined"


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


def go(phone: Phone, script: str, path: str) -> None:
    """Navigate on a key, because an ``evaluate`` that navigates may lose its own answer."""
    phone.page.evaluate(f"() => {{ onkeydown = () => {{ {script}; }}; }}")
    with phone.page.expect_navigation(url=phone.shop + path):
        phone.page.keyboard.press("Enter")


WITH_PHONE = (
    "canvasToTempFilePath closeSocket compressImage connectSocket getBatteryInfoSync sendSocketMessage watchShake"
)
"""These ask the phone, a server or the buyer as well; tests/jsapi has them."""


def test_every_local_api_is_answered_inside_the_page(phone: Phone) -> None:
    names = [
        name for name in LOCAL_APIS if not name.startswith(("navigate", "re", "switch")) and name not in WITH_PHONE
    ]
    script = """async (names) => {
      const given = { canIUse: "alert", base64ToArrayBuffer: "AA==", arrayBufferToBase64: new ArrayBuffer(1) };
      const usual = { key: "k", data: 1, scrollTop: 0, src: "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=" };
      return Promise.all(names.map(async (name) => [name, await
        Promise.resolve(my[name](given[name] ?? usual)).catch((error) => error)])); }"""
    answers = dict(phone.open().evaluate(script, names))
    assert phone.wallet.calls == []
    assert [name for name, answer in answers.items() if isinstance(answer, dict) and "error" in answer] == []


def test_navigation_knows_its_depth(phone: Phone) -> None:
    page = phone.open(path="/p1")
    for number in range(2, 11):
        go(phone, f"my.navigateTo({{ url: 'p{number}' }})", f"/p{number}")
    assert page.evaluate("() => my.navigateTo({ url: 'p11' }).catch((error) => error)") == {
        "error": 1,
        "errorMessage": "depth can not be more than 10",
        "message": "depth can not be more than 10",
    }
    go(phone, "my.navigateBack({ delta: 2 })", "/p8")
    go(phone, "history.back()", "/p7")  # the phone's own back key
    go(phone, "my.navigateTo({ url: '/q8' })", "/q8")
    go(phone, "my.redirectTo({ url: '/q9' })", "/q9")
    go(phone, "my.navigateBack()", "/p7")
    go(phone, "my.navigateBack({ delta: 99 })", "/p1")
    assert page.evaluate("() => my.switchTab({ url: '/' }).catch((error) => error.error)") == 1


def test_relaunch_starts_a_new_stack(phone: Phone) -> None:
    page = phone.open(path="/p1")
    go(phone, "my.navigateTo({ url: 'p2' })", "/p2")
    go(phone, "my.reLaunch({ url: '/home' })", "/home")
    assert page.evaluate("() => my.navigateBack()") == {}
    assert page.evaluate("location.pathname") == "/home"


def test_an_exception_in_a_callback_is_an_error_of_the_page(phone: Phone) -> None:
    phone.wallet.answers["tradePay"] = PAID
    page = phone.open()
    script = """() => new Promise((done) => my.tradePay({ success() { throw new Error("the shop is broken"); },
      complete: (result) => done(result.resultCode) }))"""
    assert page.evaluate(script) == "9000"
    assert phone.errors == ["the shop is broken"]


def test_a_host_that_does_not_answer_is_a_network_error(phone: Phone) -> None:
    page = phone.open()
    page.context.set_offline(True)
    result = page.evaluate("() => my.tradePay({}).catch((error) => error)")
    assert (result["error"], result["errorMessage"]) == (12, "network error")


def test_a_sheet_the_runtime_does_not_know_is_told_in_the_console(phone: Phone) -> None:
    said: list[str] = []
    phone.page.on("console", lambda message: said.append(message.text))
    phone.wallet.answers["alert"] = {"outcome": "sheet", "ticket": "t", "sheet": {"kind": "hologram"}}
    assert phone.open().evaluate("() => my.alert({}).catch((error) => error.error)") == 12
    assert "the wallet has no sheet called hologram" in said[0]


def test_parameters_that_are_not_json_are_invalid(phone: Phone) -> None:
    script = "() => { const o = {}; o.self = o; return my.tradePay(o).catch((error) => error.error); }"
    assert phone.open().evaluate(script) == 2
    assert phone.wallet.calls == []


def test_request_is_a_promise_that_can_be_aborted(phone: Phone) -> None:
    phone.wallet.answers["request"] = {"outcome": "success", "result": {"data": {"ok": 1}, "status": 200}}
    page = phone.open()
    assert page.evaluate("() => my.request({ url: 'https://shop' })") == {"data": {"ok": 1}, "status": 200}
    script = """() => { const task = my.request({ url: 'https://shop' }); task.abort();
      return task.catch((error) => error.error); }"""
    assert page.evaluate(script) == 20


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


LEADS_TO_TWO = {
    "window.open": "window.open('/two') === window || document.write('another window')",
    "window.open without an opener": "window.open('/two', '_blank', 'noopener') === null || document.write('a window')",
    "a window that is written to": "window.open().location = '/two'",
    "a link to nowhere": "document.querySelector('#named').click()",
    "a link of a base": "document.head.innerHTML = '<base target=_blank>', document.querySelector('#plain').click()",
    "a link outside the page": "Object.assign(document.createElement('a'), { href: '/two', target: '_blank' }).click()",
    "a form": "document.querySelector('form').requestSubmit()",
    "a form's button": "document.querySelector('form').target = '', document.querySelector('button').click()",
    "a form that a script sends": "document.querySelector('form').submit()",
}
LINKS = """<a id=named href=/two target=elsewhere>a</a><a id=plain href=/two>a</a><a id=inner href=/two target=inside>a</a>
<form action=/two target=_blank><button formtarget=elsewhere>Send</button></form><iframe name=inside src=/one></iframe>"""


@pytest.mark.parametrize("way", LEADS_TO_TWO)
def test_a_phone_has_one_window(phone: Phone, way: str) -> None:
    phone.wallet.pages.update({"/one": "one", "/two": "two"})
    page = phone.open(LINKS)
    page.evaluate(f"() => {{ {LEADS_TO_TWO[way]}; }}")
    page.wait_for_url("**/two*")
    assert len(page.context.pages) == 1


def test_a_frame_that_is_there_is_led_on_itself(phone: Phone) -> None:
    phone.wallet.pages.update({"/one": "one", "/two": "two"})
    page = phone.open(LINKS)
    for script in ("document.querySelector('#inner').click()", "window.open('/one', 'inside')"):
        with page.expect_event("framenavigated") as moved:
            page.evaluate(f"() => {{ {script}; }}")
        assert moved.value is page.frames[1]
    assert page.url == f"{phone.shop}/"


def test_the_init_script_is_safe_for_any_text(new_phone: NewPhone) -> None:
    nasty = "</script><!-- \u2028 \\u003c"
    phone = new_phone(language=nasty)
    assert phone.open().evaluate("my.getSystemInfoSync().language") == nasty
    assert phone.errors == []
