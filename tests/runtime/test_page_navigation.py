"""Where a program leads its phone: pages one after another, windows, links, forms and frames, in a real browser."""

from __future__ import annotations

import pytest
from runtime_phone import Phone


def go(phone: Phone, script: str, path: str) -> None:
    """Navigate on a key, because an ``evaluate`` that navigates may lose its own answer."""
    phone.page.evaluate(f"() => {{ onkeydown = () => {{ {script}; }}; }}")
    with phone.page.expect_navigation(url=phone.shop + path):
        phone.page.keyboard.press("Enter")


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


def test_a_page_is_opened_over_one_that_is_still_being_loaded(phone: Phone) -> None:
    """A browser would put it in its place: there would be no way back, and the wallet believes there is one."""
    phone.wallet.pages["/p1"] = (
        "<script>if (!sessionStorage.seen) { sessionStorage.seen = 1; my.navigateTo({ url: 'p2' }); }</script>"
    )
    phone.page.goto(phone.shop + "/p1", wait_until="commit")
    phone.page.wait_for_url(phone.shop + "/p2")
    go(phone, "my.navigateBack()", "/p1")


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
