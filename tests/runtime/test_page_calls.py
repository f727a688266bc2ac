"""The styles of calling ``my`` and the bridges, in a real browser: who hears what, when and in which order."""

from __future__ import annotations

import pytest
from runtime_fake_wallet import PAID
from runtime_phone import NewPhone, Phone

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
