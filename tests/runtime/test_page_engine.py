"""The test engine: finds what a step names, as a buyer would, and says why it cannot be used."""

from __future__ import annotations

import pytest
from playwright.sync_api import Error, Route
from runtime_phone import ENGINE, Phone

SOON = "<script>const soon = (act) => requestAnimationFrame(() => requestAnimationFrame(act));</script>"


def fails(phone: Phone, message: str, **target: str) -> None:
    with pytest.raises(Error, match=message):
        phone.locate(timeout=60, **target)


@pytest.mark.parametrize(
    "target", [{"testId": "pay"}, {"text": "Pay now"}, {"contains": "Pay n"}, {"selector": "[data-testid=pay]"}]
)
def test_every_kind_of_target_is_found_where_it_is(phone: Phone, target: dict[str, str]) -> None:
    phone.open(
        "<style>button { position: fixed; left: 100px; top: 50px; width: 60px; height: 20px; font-size: 9px }</style>"
        "<button data-testid=pay>Pay  now</button>"
    )
    assert phone.locate(2000, **target) == (130, 60)


def test_a_tap_reaches_the_button(phone: Phone) -> None:
    page = phone.open(
        "<h1>Pay</h1><p>Pay later</p><button onclick='document.title = event.isTrusted'><b>Pay</b></button>"
    )
    phone.tap(text="Pay")
    assert page.title() == "true"


def test_text_is_what_a_person_reads(phone: Phone) -> None:
    phone.open(
        """<button style="text-transform: uppercase">Sign in</button>
        <p>25,000\u00a0IQD\n to <b>pay</b></p><p>\u2067ادفع\u2069 الآن</p><input type=submit value="Send">
        <p>seen<span hidden> and not</span></p>"""
    )
    for said in ("Sign in", "SIGN IN", "25,000 IQD to pay", "ادفع الآن", "Send", "seen"):
        phone.locate(text=said)
    fails(phone, '"seen and not" is not on the screen', text="seen and not")
    fails(phone, '"25,000" is not on the screen', text="25,000")


def test_the_innermost_element_is_meant(phone: Phone) -> None:
    phone.open("<div id=a><div id=b>Total <span id=c>25,000 IQD</span></div></div>")
    assert phone.see(contains="25,000") == "25,000 IQD"
    assert phone.see(contains="Total 25") == "Total 25,000 IQD"


def test_a_hidden_twin_is_passed_over(phone: Phone) -> None:
    page = phone.open("<button hidden>Pay</button><button onclick='document.title = 2'>Pay</button>")
    phone.tap(text="Pay")
    assert page.title() == "2"


def test_an_open_shadow_root_of_the_program_is_looked_into(phone: Phone) -> None:
    phone.open(
        """<x-shop></x-shop><script>customElements.define("x-shop", class extends HTMLElement { constructor() { super();
        this.attachShadow({ mode: "open" }).innerHTML = "<button data-testid=pay>Pay</button>"; } })</script>"""
    )
    assert phone.locate(text="Pay") == phone.locate(testId="pay")


def test_what_is_below_the_fold_is_scrolled_to(phone: Phone) -> None:
    page = phone.open(
        "<div style='height: 3000px'></div><button onclick='document.title = 1'>Pay</button><div style='height: 900px'>"
    )
    phone.tap(text="Pay")
    assert page.title() == "1"


def test_what_a_list_hides_is_scrolled_to(phone: Phone) -> None:
    page = phone.open(
        """<div style='height: 100px; overflow: auto'><div style='height: 300px'></div>
        <button onclick='document.title = 1'>Pay</button></div>"""
    )
    phone.tap(text="Pay")
    assert page.title() == "1"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", '"Pay" is not on the screen .waited 60 ms.; the screen is empty'),
        ("<p>Sold out</p>", '"Pay" is not on the screen .*; the screen shows: Sold out'),
        ("<button hidden>Pay</button>", '"Pay" is there but hidden'),
        ("<button style='opacity: 0'>Pay</button>", "is there but hidden"),
        ("<button style='visibility: hidden'>Pay</button>", "is there but hidden"),
        ("<button disabled><b>Pay</b></button>", "is disabled"),
        ("<fieldset disabled><button>Pay</button></fieldset>", "is disabled"),
        ("<a href=# aria-disabled=true>Pay</a>", "is disabled"),
        ("<button style='pointer-events: none'>Pay</button>", "takes no taps"),
        ("<button inert>Pay</button>", "takes no taps"),
        (
            "<button>Pay</button><div id=veil style='position: fixed; inset: 0'>Please wait</div>",
            'is covered by <div#veil> "Please wait"',
        ),
        (
            "<button>Pay</button><div data-testid=ad style='position: fixed; inset: 0'></div>",
            "is covered by <div data-testid=ad>",
        ),
        ("<button style='position: fixed; left: -500px'>Pay</button>", "cannot be scrolled into view"),
        (
            """<style>@keyframes go { to { translate: 200px } }</style>
            <button style='animation: go .4s linear infinite alternate'>Pay</button>""",
            "keeps moving",
        ),
    ],
)
def test_an_error_says_why_and_what_the_screen_shows(phone: Phone, body: str, reason: str) -> None:
    phone.open(body)
    fails(phone, reason, text="Pay")


def test_a_target_that_is_none_is_refused_at_once(phone: Phone) -> None:
    phone.open("Shop")
    with pytest.raises(Error, match="a target is one of"):
        phone.locate(timeout=60_000, name="pay")
    with pytest.raises(Error, match='"<<" is not a CSS selector'):
        phone.locate(timeout=60_000, selector="<<")


def test_a_long_screen_is_quoted_in_short(phone: Phone) -> None:
    phone.open("<p>word </p>" * 500)
    with pytest.raises(Error) as raised:
        phone.locate(timeout=0, text="Pay")
    assert len(raised.value.message.split("the screen shows: ")[1]) <= 300


@pytest.mark.parametrize(
    "change",
    [
        "document.body.append(Object.assign(document.createElement('button'), { textContent: 'Pay' }))",
        "document.querySelector('button').firstChild.data = 'Pay'",
        "document.querySelector('[hidden]').hidden = false",
        "document.querySelector('[disabled]').disabled = false",
        "document.querySelector('.veil').remove()",
        "document.styleSheets[0].disabled = true",
    ],
)
def test_what_comes_later_is_waited_for(phone: Phone, change: str) -> None:
    body = {
        "styleSheets": "<style>button { display: none }</style><button>Pay</button>",
        "firstChild": "<button>…</button>",
        "hidden": "<button hidden>Pay</button>",
        "disabled": "<button disabled>Pay</button>",
        "veil": "<button>Pay</button><div class=veil style='position: fixed; inset: 0'></div>",
    }
    page = phone.open(SOON + next((html for word, html in body.items() if word in change), ""))
    page.evaluate(f"() => soon(() => {{ {change} }})")
    phone.locate(text="Pay")


def test_a_box_that_moves_is_waited_for(phone: Phone) -> None:
    page = phone.open(
        """<style>@keyframes go { from { translate: 0 500px } }</style>
        <button style='animation: go .2s linear' onclick='document.title = 1'>Pay</button>"""
    )
    phone.tap(text="Pay")
    assert page.title() == "1"


def test_a_spinner_elsewhere_is_not_waited_for(phone: Phone) -> None:
    page = phone.open(
        """<style>@keyframes go { to { rotate: 360deg } }</style><i style='animation: go 1s linear infinite'>o</i>
        <button>Pay</button>"""
    )
    frames = """async () => { let frames = 0; const count = () => { frames += 1; requestAnimationFrame(count); };
      requestAnimationFrame(count); await engine42.locate({ text: "Pay" }, 1000); return frames; }"""
    assert page.evaluate(frames) == 0


def test_a_label_takes_the_tap_for_its_field(phone: Phone) -> None:
    page = phone.open(
        """<label style='position: relative; display: block'><input data-testid=agree type=checkbox style='opacity: 0'>
        <span style='position: absolute; inset: 0; background: #fff'>I agree</span></label>"""
    )
    phone.tap(testId="agree")
    assert page.evaluate("document.querySelector('input').checked") is True


def test_a_line_that_wraps_is_tapped_on_a_line(phone: Phone) -> None:
    page = phone.open(
        """<p style='width: 300px; font: 20px monospace'>aaaaaaaaaaaaaaaaaa<a href='#done'>bbbb ccc</a>
        ddddddddddddddddddddd</p>"""
    )
    phone.tap(text="bbbb ccc")
    assert page.evaluate("location.hash") == "#done"


def test_values_of_fields_are_read_and_passwords_are_not(phone: Phone) -> None:
    phone.open(
        """<input data-testid=a value=Zainab><input data-testid=b type=password value=1234>
        <select data-testid=c><option>Basra</select>"""
    )
    assert [phone.see(testId=name) for name in "abc"] == ["Zainab", "", "Basra"]


def test_the_engine_is_in_frames_and_hides_from_enumeration(phone: Phone) -> None:
    phone.wallet.pages["/inner"] = "<button>Inside</button>"
    page = phone.open("<iframe src='/inner'></iframe>")
    page.frames[1].evaluate("engine42.locate({ text: 'Inside' }, 2000)")
    assert page.evaluate("Object.keys(window).includes('engine42')") is False


def test_a_tap_waits_until_the_page_has_been_read(phone: Phone) -> None:
    held: list[Route] = []
    phone.page.route("**/late.js", lambda route: held.append(route))
    phone.wallet.pages["/"] = "<button>Pay</button><script src=/late.js></script>"
    phone.page.goto(phone.shop, wait_until="commit")
    phone.see(60_000, text="Pay")
    phone.page.evaluate(
        f"""() => {{
        window.tapped = window.{ENGINE}.locate({{ text: "Pay" }}, 60000).then(point => ({{ ...point, heard: window.heard }})) }}"""
    )
    while not held:  # the browser asks for the script in its own time
        phone.page.evaluate("0")
    with phone.page.expect_event("requestfinished", lambda request: request.url.endswith("/late.js")):
        held.pop().fulfill(body="window.heard = true")
    assert phone.page.evaluate("window.tapped")["heard"] is True


def test_a_page_that_hangs_can_be_tapped_all_the_same(phone: Phone) -> None:
    held: list[Route] = []
    phone.page.route("**/never.js", lambda route: held.append(route))
    phone.wallet.pages["/"] = "<button>Pay</button><script src=/never.js></script>"
    phone.page.goto(phone.shop, wait_until="commit")
    phone.see(60_000, text="Pay")
    assert phone.locate(60_000, text="Pay")
    while not held:
        phone.page.evaluate("0")
    held.pop().abort()
