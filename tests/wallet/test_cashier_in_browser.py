"""The cashier page under a buyer's thumb: taps, time, direction, room, contrast."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cashier_views import ARABIC, NONCE, OPEN
from playwright.sync_api import Browser, Page, expect, sync_playwright

from harness.wallet.cashier_page import CSP, CashierView, State, render_cashier

PAID = {"state": "paid", "reason": "", "title": "Payment successful", "receipt": True}


@dataclass
class Wallet:
    """A wallet of one page: serves ``view``, keeps the posts, answers each with ``answer`` once ``gate`` is open."""

    view: CashierView = OPEN
    answer: dict[str, object] = field(default_factory=lambda: dict(PAID))
    status: int = 200
    posts: list[str] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)
    url: str = ""

    def handler(self) -> type[BaseHTTPRequestHandler]:
        """Return the request handler of this wallet."""
        wallet = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._send(200, "text/html; charset=utf-8", render_cashier(wallet.view, NONCE).encode())

            def do_POST(self) -> None:
                wallet.posts.append(self.path)
                wallet.gate.wait(10)
                self._send(wallet.status, "application/json", json.dumps(wallet.answer).encode())

            def _send(self, status: int, kind: str, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Security-Policy", CSP(NONCE))
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Keep the test's output clean."""

        return Handler


@contextmanager
def serving(wallet: Wallet) -> Iterator[Wallet]:
    """Serve ``wallet`` on a port of its own while the block runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), wallet.handler())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    wallet.url = f"http://127.0.0.1:{server.server_address[1]}/cashier/{wallet.view.session}"
    try:
        yield wallet
    finally:
        wallet.gate.set()
        server.shutdown()
        server.server_close()
        thread.join()


Visit = Callable[[Page, Wallet], None]


@dataclass(frozen=True)
class Phone:
    """Runs a visit in a fresh page, on the browser's own thread: another module's Playwright may own this one."""

    thread: ThreadPoolExecutor
    browser: Browser

    def visit(self, wallet: Wallet, script: Visit, *, fake_clock: bool = False) -> None:
        """Open the cashier of ``wallet`` on a 360x740 screen, run ``script``; any error of the page fails the test."""
        with serving(wallet):
            self.thread.submit(self._visit, wallet, script, fake_clock).result()

    def _visit(self, wallet: Wallet, script: Visit, fake_clock: bool) -> None:
        errors: list[str] = []
        with self.browser.new_context(viewport={"width": 360, "height": 740}) as context:
            page = context.new_page()
            page.set_default_timeout(5000)
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.on(
                "console", lambda message: errors.append(message.text) if "Security Policy" in message.text else None
            )
            if fake_clock:
                page.clock.install(time=0)
                page.clock.pause_at(1)
            page.goto(wallet.url)
            try:
                script(page, wallet)
            finally:
                wallet.gate.set()
        assert errors == []


@pytest.fixture(scope="module")
def phone() -> Iterator[Phone]:
    """One browser for this module."""
    with ThreadPoolExecutor(1) as thread:
        playwright = thread.submit(lambda: sync_playwright().start()).result()
        path = shutil.which("chromium-headless-shell") or shutil.which("chromium")
        browser = thread.submit(
            lambda: playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        ).result()
        yield Phone(thread, browser)
        thread.submit(browser.close).result()
        thread.submit(playwright.stop).result()


def test_a_double_tap_confirms_once_and_ends_with_a_receipt(phone: Phone) -> None:
    def script(page: Page, wallet: Wallet) -> None:
        box = page.get_by_test_id("cashier-confirm").bounding_box()
        assert box is not None
        with page.expect_request("**/confirm"):
            page.mouse.dblclick(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.evaluate("document.querySelector('[data-testid=cashier-confirm]').click()")
        page.evaluate("document.querySelector('[data-testid=cashier-cancel]').click()")
        expect(page.locator("body")).to_have_attribute("data-state", "processing")
        expect(page.locator("button:visible")).to_have_count(0)
        wallet.gate.set()
        page.get_by_test_id("cashier-done").wait_for()
        expect(page.get_by_role("heading", level=1)).to_have_text("Payment successful")
        assert wallet.posts == ["/cashier/token-1/confirm"]
        with page.expect_response("**/done"):
            page.get_by_test_id("cashier-done").click()
        assert wallet.posts == ["/cashier/token-1/confirm", "/cashier/token-1/done"]

    phone.visit(Wallet(), script)


def test_without_a_receipt_the_page_stays_neutral(phone: Phone) -> None:
    def script(page: Page, wallet: Wallet) -> None:
        wallet.gate.set()
        with page.expect_response("**/confirm") as response:
            page.get_by_test_id("cashier-confirm").click()
        response.value.finished()
        expect(page.get_by_role("heading", level=1)).to_have_text("Processing payment")
        expect(page.locator("button:visible")).to_have_count(0)
        assert "successful" not in page.inner_text("body")

    phone.visit(Wallet(answer={"state": "paid", "reason": "", "title": "Payment successful"}), script)


def test_a_refused_payment_says_why(phone: Phone) -> None:
    def script(page: Page, wallet: Wallet) -> None:
        wallet.gate.set()
        page.get_by_test_id("cashier-confirm").click()
        page.get_by_test_id("cashier-done").wait_for()
        text = page.inner_text("#status")
        assert text.split("\n\n") == ["Payment failed", "Your balance is <b>too low</b>.", "No money was taken."]

    answer: dict[str, object] = {"state": "failed", "reason": "Your balance is <b>too low</b>.", "title": ""}
    phone.visit(Wallet(answer={**answer, "receipt": True}), script)


@pytest.mark.parametrize("how", ["aborted", "500"])
def test_a_confirm_without_an_answer_claims_nothing(phone: Phone, how: str) -> None:
    def script(page: Page, wallet: Wallet) -> None:
        wallet.gate.set()
        if how == "aborted":
            page.route("**/confirm", lambda route: route.abort())
        page.get_by_test_id("cashier-confirm").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Network problem")
        expect(page.locator("button:visible")).to_have_count(0)

    phone.visit(Wallet(status=500 if how == "500" else 200), script)


def test_cancel_leaves_once(phone: Phone) -> None:
    def script(page: Page, wallet: Wallet) -> None:
        with page.expect_request("**/leave"):
            page.get_by_test_id("cashier-cancel").dblclick()
        expect(page.get_by_test_id("cashier-confirm")).to_be_disabled()
        expect(page.get_by_test_id("cashier-cancel")).to_be_disabled()
        with page.expect_response("**/leave"):
            wallet.gate.set()
        assert wallet.posts == ["/cashier/token-1/leave"]

    phone.visit(Wallet(), script)


def test_a_leave_that_is_lost_can_be_tried_again(phone: Phone) -> None:
    def script(page: Page, wallet: Wallet) -> None:
        wallet.gate.set()
        page.route("**/leave", lambda route: route.abort(), times=1)
        page.get_by_test_id("cashier-cancel").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Network problem")
        expect(page.get_by_test_id("cashier-confirm")).to_be_disabled()
        with page.expect_response("**/leave"):
            page.get_by_test_id("cashier-cancel").click()
        assert wallet.posts == ["/cashier/token-1/leave"]

    phone.visit(Wallet(), script)


def test_the_countdown_follows_the_clock_and_expires_by_itself(phone: Phone) -> None:
    def script(page: Page, wallet: Wallet) -> None:
        wallet.gate.set()
        countdown = page.get_by_test_id("cashier-countdown")
        expect(countdown).to_have_text("15:00")
        page.clock.run_for(85_000)
        expect(countdown).to_have_text("13:35")
        page.clock.fast_forward(814_000)
        expect(countdown).to_have_text("00:01")
        expect(page.get_by_test_id("cashier-confirm")).to_be_enabled()
        page.clock.run_for(1_000)
        expect(page.get_by_role("heading", level=1)).to_have_text("Payment expired")
        expect(page.get_by_test_id("cashier-confirm")).to_be_hidden()
        expect(page.get_by_test_id("cashier-cancel")).to_be_hidden()
        with page.expect_response("**/leave"):
            page.get_by_test_id("cashier-back").click()
        assert wallet.posts == ["/cashier/token-1/leave"]

    phone.visit(Wallet(), script, fake_clock=True)


def test_a_confirm_under_way_does_not_expire(phone: Phone) -> None:
    def script(page: Page, wallet: Wallet) -> None:
        with page.expect_request("**/confirm"):
            page.get_by_test_id("cashier-confirm").click()
        page.clock.fast_forward(2_000_000)
        expect(page.get_by_role("heading", level=1)).to_have_text("Processing payment")
        wallet.gate.set()
        page.get_by_test_id("cashier-done").wait_for()

    phone.visit(Wallet(), script, fake_clock=True)


@pytest.mark.parametrize("state", ["processing", "failed", "expired", "closed"])
def test_a_state_that_cannot_be_paid_offers_the_way_back(phone: Phone, state: State) -> None:
    def script(page: Page, wallet: Wallet) -> None:
        wallet.gate.set()
        expect(page.locator("button:visible")).to_have_count(1)
        with page.expect_response("**/leave"):
            page.get_by_test_id("cashier-back").click()
        assert wallet.posts == ["/cashier/token-1/leave"]

    phone.visit(Wallet(view=replace(OPEN, state=state)), script)


def test_arabic_runs_from_right_to_left(phone: Phone) -> None:
    def script(page: Page, wallet: Wallet) -> None:
        root = page.locator("html")
        expect(root).to_have_attribute("lang", "ar")
        expect(root).to_have_attribute("dir", "rtl")
        expect(page.get_by_test_id("cashier-confirm")).to_have_text("تأكيد")
        label = page.locator("dt").first.bounding_box()
        value = page.locator("dd").first.bounding_box()
        assert label is not None
        assert value is not None
        assert label["x"] > value["x"]
        assert page.get_by_test_id("cashier-amount").evaluate("node => node.tagName") == "BDI"
        assert "Confirm" not in page.inner_text("body")

    phone.visit(Wallet(view=ARABIC), script)


@pytest.mark.parametrize("view", [OPEN, ARABIC], ids=["en", "ar"])
@pytest.mark.parametrize("amount", ["25,000 IQD", "125,000,000.000 IQD", "999,999,999,999 د.ع"])
def test_long_texts_wrap_and_the_amount_does_not(phone: Phone, view: CashierView, amount: str) -> None:
    def script(page: Page, wallet: Wallet) -> None:
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert page.evaluate("document.querySelector('main').scrollWidth <= document.querySelector('main').clientWidth")
        box = page.get_by_test_id("cashier-amount").bounding_box()
        assert box is not None
        assert box["height"] < 60, "one line"
        assert box["x"] >= 16
        assert box["x"] + box["width"] <= 344
        assert box["y"] + box["height"] < 600, "seen without scrolling"
        for name in ("cashier-confirm", "cashier-cancel"):
            button = page.get_by_test_id(name)
            expect(button).to_be_in_viewport(ratio=1)
            size = button.bounding_box()
            assert size is not None
            assert size["height"] >= 48

    word = "شركةالرافدين " if view is ARABIC else "W"
    long = replace(view, merchant_name=(word * 200)[:200], description="x" * 200, order_number="9" * 64)
    phone.visit(Wallet(view=replace(long, amount_text=amount)), script)


@pytest.mark.parametrize("state", ["open", "processing", "paid", "failed", "expired", "closed"])
def test_text_can_be_read(phone: Phone, state: State) -> None:
    """WCAG 2.2, 1.4.3: a contrast of 4.5 to 1 for every visible text."""

    def script(page: Page, wallet: Wallet) -> None:
        poor = page.evaluate(CONTRAST)
        assert poor == []

    phone.visit(Wallet(view=replace(OPEN, state=state, reason="Your balance is too low.")), script)


CONTRAST = """() => {
  const channels = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = (color) => channels(color).slice(0, 3).map((c) => c / 255)
    .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (node) => {
    const color = getComputedStyle(node).backgroundColor;
    return node.parentElement && channels(color)[3] === 0 ? behind(node.parentElement) : color;
  };
  const poor = [];
  for (const node of document.querySelectorAll("body *")) {
    const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
    if (!own || !node.checkVisibility()) continue;
    const [a, b] = [light(getComputedStyle(node).color), light(behind(node))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) poor.push(`${node.textContent}: ${ratio.toFixed(2)}`);
  }
  return poor;
}"""
