"""The wallet's sheets over a program: what the buyer sees, what choosing means, what a program cannot reach."""

from __future__ import annotations

import asyncio

import pytest
from runtime_fake_wallet import PAID, Row, sheet
from runtime_phone import NewPhone, Phone

from harness.serving import Backstage

START = "(api) => { window.ended = my[api]({}).catch((error) => error); }"
CONSENT = sheet(
    "consent",
    title="Allow Tigris Books to see your profile?",
    text="The shop asks for:",
    program="Tigris Books",
    scopes=[{"scope": "USER_ID", "label": "Your customer number"}, {"scope": "USER_NAME", "label": "Your name"}],
    allow="Allow",
    deny="Deny",
    language="en",
    dir="ltr",
)
CONFIRM = sheet(
    "confirm", title="Leave?", content="Your cart is kept.", confirmButtonText="Leave", cancelButtonText="Stay"
)
PROMPT = sheet("prompt", title="Name", message="Who collects it?", placeholder="Name", okButtonText="Save")
ACTIONS = sheet("actionSheet", title="Pay with", items=["Wallet", "Card", "Remove"], cancelButtonText="Cancel")
BACK = "engine42.back()"


def start(phone: Phone, api: str, answer: Row, body: str = "<button>Pay</button>") -> None:
    phone.wallet.answers[api] = answer
    phone.open(body).evaluate(START, api)


@pytest.mark.parametrize(
    ("answer", "tap", "choice"),
    [
        (CONSENT, {"text": "Allow"}, {"allowed": True}),
        (CONSENT, {"text": "Deny"}, {"allowed": False}),
        (CONSENT, {"testId": "consent-close"}, {"closed": True}),
        (sheet("alert", content="Sold out"), {"text": "OK"}, {}),
        (CONFIRM, {"text": "Leave"}, {"confirm": True}),
        (CONFIRM, {"text": "Stay"}, {"confirm": False}),
        (PROMPT, {"text": "Cancel"}, {"ok": False, "inputValue": ""}),
        (PROMPT, {"text": "Save"}, {"ok": True, "inputValue": ""}),
        (ACTIONS, {"text": "Card"}, {"index": 1}),
        (ACTIONS, {"testId": "action-cancel"}, {"index": -1}),
    ],
)
def test_what_a_tap_chooses(phone: Phone, answer: Row, tap: dict[str, str], choice: object) -> None:
    start(phone, "alert", answer)
    phone.tap(**tap)
    assert phone.page.evaluate("ended") == {}
    assert phone.wallet.chosen() == {"ticket": answer["ticket"], "choice": choice}
    assert phone.text() == "Pay"


@pytest.mark.parametrize("leave", ["back", "Escape"])
@pytest.mark.parametrize(
    ("answer", "choice"),
    [
        (CONSENT, {"closed": True}),
        (sheet("alert", content="Sold out"), {}),
        (CONFIRM, {"confirm": False}),
        (PROMPT, {"ok": False, "inputValue": ""}),
        (ACTIONS, {"index": -1}),
    ],
)
def test_what_the_back_key_chooses(phone: Phone, answer: Row, choice: object, leave: str) -> None:
    start(phone, "alert", answer)
    drawn = answer["sheet"]
    phone.see(contains=drawn.get("title", "Sold out"))
    if leave == "back":
        assert phone.page.evaluate(BACK) == drawn["kind"]
    else:
        phone.page.keyboard.press("Escape")
    assert phone.wallet.chosen()["choice"] == choice
    assert phone.page.evaluate(BACK) == ""


def test_a_tap_beside_a_bottom_sheet_leaves_it(phone: Phone) -> None:
    start(phone, "getAuthCode", CONSENT)
    phone.see(text="Allow")
    phone.page.mouse.click(180, 40)
    assert phone.wallet.chosen()["choice"] == {"closed": True}


def test_a_prompt_takes_what_is_typed(phone: Phone) -> None:
    start(phone, "prompt", PROMPT)
    phone.tap(testId="prompt-input")
    phone.page.keyboard.insert_text("زينب")
    assert phone.see(testId="prompt-input") == "زينب"
    phone.page.keyboard.press("Enter")
    assert phone.wallet.chosen()["choice"] == {"ok": True, "inputValue": "زينب"}


def test_a_sheet_says_what_the_host_sent_and_is_first_on_the_screen(phone: Phone) -> None:
    start(phone, "getAuthCode", CONSENT)
    assert phone.see(text="Tigris Books") == "Tigris Books"
    assert phone.text().startswith("Tigris Books Allow Tigris Books to see your profile? The shop asks for:")
    assert phone.text().endswith("Your customer number Your name Deny Allow | Pay")


def test_markup_in_a_sheet_is_text(phone: Phone) -> None:
    nasty = '<img src=x onerror="window.broken=1"><b>bold</b>'
    answer = sheet("confirm", title=nasty, content=nasty, confirmButtonText=nasty, cancelButtonText="No")
    start(phone, "confirm", answer)
    assert phone.see(text="No") == "No"
    assert phone.text().count("<b>bold</b>") == 3
    assert phone.page.evaluate("window.broken") is None


def test_a_program_cannot_look_into_a_sheet_or_hear_it(phone: Phone) -> None:
    script = """<script>
      const real = Element.prototype.attachShadow; window.roots = []; window.heard = [];
      Element.prototype.attachShadow = function (...given) {
        const root = real.apply(this, given); roots.push(root); return root; };
      for (const type of ["click", "pointerdown", "keydown"]) document.addEventListener(type, () => heard.push(type));
    </script>"""
    start(phone, "confirm", CONFIRM, script)
    phone.tap(text="Leave")
    phone.page.evaluate("ended")
    root = "document.querySelector('[data-wallet-sheets]').shadowRoot"
    seen = phone.page.evaluate(f"[roots.length, heard, {root}, document.body.innerText.trim()]")
    assert seen == [0, [], None, ""]


def test_a_programs_styles_and_dialogs_do_not_reach_a_sheet(phone: Phone) -> None:
    body = """<style>* { display: none !important; color: red !important; transform: rotate(9deg) }
      html, body, p { display: block !important } </style><p>Shop</p>
      <dialog style="display: block !important">own</dialog>
      <script>document.querySelector("dialog").showModal()</script>"""
    start(phone, "confirm", CONFIRM, body)
    phone.tap(text="Leave")
    assert phone.wallet.chosen()["choice"] == {"confirm": True}


@pytest.mark.parametrize(
    "wipe",
    [
        "document.body.replaceWith(document.createElement('body'))",
        "document.documentElement.innerHTML = '<body>new</body>'",
    ],
)
def test_a_sheet_outlives_the_body_of_the_program(phone: Phone, wipe: str) -> None:
    start(phone, "confirm", CONFIRM)
    phone.see(text="Leave")
    phone.page.evaluate(wipe)
    phone.tap(text="Leave")
    assert phone.wallet.chosen()["choice"] == {"confirm": True}


def test_the_last_sheet_is_on_top(phone: Phone) -> None:
    start(phone, "alert", sheet("alert", content="First"))
    phone.see(text="First")
    phone.wallet.answers["confirm"] = CONFIRM
    phone.page.evaluate("() => { my.confirm({}); }")
    phone.see(text="Leave?")
    with pytest.raises(Exception, match='"OK" is covered by the wallet\'s confirm sheet'):
        phone.locate(timeout=50, text="OK")
    phone.tap(text="Leave")
    phone.tap(text="OK")


def test_an_arabic_sheet_runs_from_right_to_left(new_phone: NewPhone) -> None:
    phone = new_phone(language="ar")
    start(phone, "confirm", sheet("confirm", title="هل تريد المغادرة؟", dir="rtl"))
    ok, cancel = phone.locate(text="حسنًا"), phone.locate(text="إلغاء")
    assert ok[0] < cancel[0]


def test_the_cashier_fills_the_screen_and_is_gone_before_the_program_hears(phone: Phone, backstage: Backstage) -> None:
    phone.wallet.hold = asyncio.Event()
    phone.wallet.pages["/cashier"] = "<button>Confirm payment</button>"
    phone.wallet.answers["tradePay"] = sheet("cashier", url=f"{phone.host}/cashier")
    phone.wallet.endings["ticket-cashier"] = PAID
    page = phone.open("<button>Pay</button>")
    page.evaluate(
        """() => { window.ended = new Promise((done) => my.tradePay({ success: (result) =>
        done([result.resultCode, document.elementFromPoint(180, 370).localName, window.length]) })); }"""
    )
    assert phone.wallet.chosen()["choice"] == {"opened": True}
    frame = page.wait_for_event("frameattached") if len(page.frames) == 1 else page.frames[1]
    frame.wait_for_url("**/cashier")
    assert "Confirm payment" in frame.evaluate("engine42.see({ text: 'Confirm payment' }, 2000)")
    assert frame.evaluate("[innerWidth, innerHeight]") == [360, 740]
    assert (phone.text(), page.evaluate("engine42.sheet()"), page.evaluate("window.length")) == (
        "[the wallet's cashier]",
        "cashier",
        0,
    )
    with pytest.raises(Exception, match=r'"Pay" is not on the screen .* the screen shows: .the wallet.s cashier'):
        phone.locate(timeout=50, text="Pay")
    backstage.call(phone.wallet.hold.set)
    assert page.evaluate("ended") == ["9000", "html", 0]
    assert len(page.frames) == 1


def test_a_toast_takes_no_taps_and_leaves_by_the_pages_clock(phone: Phone) -> None:
    phone.page.context.clock.install(time=0)
    phone.page.context.clock.pause_at(1000)
    phone.wallet.answers["showToast"] = {
        "outcome": "success",
        "result": {},
        "draw": {"kind": "toast", "content": "Order placed", "type": "success", "duration": 2000},
    }
    page = phone.open("<button style='position: fixed; inset: 0' onclick='this.textContent = 1'>Pay</button>")
    page.evaluate("() => my.showToast({ content: 'Order placed' })")
    assert phone.see(text="Order placed") == "Order placed"
    phone.tap(text="Pay")
    assert phone.text() == "Order placed | 1"
    page.clock.run_for(1999)
    assert phone.text() == "Order placed | 1"
    page.clock.run_for(1)
    assert phone.text() == "1"


def test_loading_shows_after_its_delay_and_not_when_hidden_before(phone: Phone) -> None:
    phone.page.context.clock.install(time=0)
    phone.page.context.clock.pause_at(1000)
    loading = {"kind": "loading", "content": "One moment", "delay": 300}
    phone.wallet.answers["showLoading"] = {"outcome": "success", "draw": loading}
    phone.wallet.answers["hideLoading"] = {"outcome": "success", "draw": {"kind": "hideLoading"}}
    page = phone.open("Shop")
    page.evaluate("() => my.showLoading({})")
    assert phone.text() == "Shop"
    page.clock.run_for(300)
    assert phone.text() == "One moment | Shop"
    page.evaluate("() => my.hideLoading()")
    assert phone.text() == "Shop"
    page.evaluate("async () => { await my.showLoading({}); await my.hideLoading(); }")
    page.clock.run_for(300)
    assert phone.text() == "Shop"


def test_a_toast_stays_above_a_sheet_that_opens_later(phone: Phone) -> None:
    phone.wallet.answers["showToast"] = {"outcome": "success", "draw": {"kind": "toast", "content": "Saved"}}
    phone.wallet.answers["alert"] = sheet("alert", content="Sold out")
    page = phone.open("Shop")
    page.evaluate("() => my.showToast({}).then(() => { my.alert({}); })")
    phone.tap(text="OK")
    assert phone.wallet.chosen()["choice"] == {}


def test_the_program_has_its_focus_back_after_a_sheet(phone: Phone) -> None:
    start(phone, "alert", sheet("alert", content="Sold out"), "<input id=name autofocus>")
    phone.page.evaluate("document.getElementById('name').focus()")
    phone.tap(text="OK")
    phone.page.evaluate("ended")
    assert phone.page.evaluate("document.activeElement.id") == "name"


def test_sheets_have_roles_and_names(phone: Phone) -> None:
    start(phone, "confirm", CONFIRM)
    dialog = phone.page.get_by_role("alertdialog", name="Leave?")
    phone.see(text="Leave?")
    # A closed root is closed to locators as well; the accessibility tree, which assistive tools read, is not.
    tree = phone.page.context.new_cdp_session(phone.page).send("Accessibility.getFullAXTree")
    roles = {(node["role"]["value"], node.get("name", {}).get("value")) for node in tree["nodes"] if "role" in node}
    assert {("alertdialog", "Leave?"), ("button", "Leave"), ("button", "Stay")} <= roles
    assert dialog.count() == 0
