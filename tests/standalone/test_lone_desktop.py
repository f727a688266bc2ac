"""The redirect URL in a browser on a desk: who pays, the cashier, and where it goes on."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest
from lone_kit import PATIENCE, Json, Lone, NotifiedMerchant, Shop, code_of, fresh, lone_wallet, url_of
from playwright.sync_api import Page, expect

from harness.phone import BrowserHolder
from harness.serving import Backstage
from harness.wallet.alone.desktop import is_web_page
from harness.wallet.alone.desktop_pages import desktop_words
from harness.wallet.app_service import app_service
from harness.wallet.keys import new_key
from harness.wallet.outgoing import outgoing_client
from harness.wallet.profile import load_profile
from harness.wallet.wallet import Wallet

TITLE = re.compile(r"<h1[^>]*>([^<]*)</h1>")


@pytest.fixture(scope="module")
def anyone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lone]:
    """A wallet whose payments need not say who pays."""
    with lone_wallet(tmp_path_factory.mktemp("anyone"), "--profile", "generic_v2", "--quiet") as wallet:
        yield wallet


@pytest.fixture
def page(browsers: BrowserHolder) -> Iterator[Page]:
    context = browsers.get().new_context()
    context.set_default_timeout(PATIENCE * 1000)
    yield context.new_page()
    context.close()


def title_of(answer: httpx.Response) -> str:
    found = TITLE.search(answer.text)
    assert found is not None, answer.text
    return found[1]


def session_of(answer: httpx.Response) -> str:
    found = re.search(r'data-session="([^"]+)"', answer.text)
    assert found is not None, answer.text
    return found[1]


def end_of(answer: httpx.Response) -> str:
    found = re.search(r'data-after="([^"]+)"', answer.text)
    assert found is not None, answer.text
    return found[1]


def tap(lone: Lone, opened: httpx.Response, button: str) -> httpx.Response:
    return lone.http.post(f"{lone.facts['gatewayUrl']}/cashier/{session_of(opened)}/{button}")


def paid_by_nobody_yet(shop: Shop, **more: object) -> Json:
    body: Json = {
        "paymentRequestId": fresh("R"),
        "appId": shop.client_id,
        "paymentAmount": {"currency": "USD", "value": "500"},
        "order": {"orderDescription": "Barhi <b>dates</b>"},
        "productCode": "CASHIER_PAYMENT",
    }
    answer = shop.merchant.call("pay", body | more)
    assert code_of(answer) == "ACCEPT", answer
    return answer


class TestCashier:
    def test_a_payment_that_names_its_buyer_opens_at_once(self, lone: Lone, shop: Shop) -> None:
        payment = shop.merchant.pay(shop.ali(), 5_000_000)
        opened = lone.http.get(url_of(payment))
        assert "5,000 IQD" in opened.text
        assert tap(lone, opened, "confirm").json() == {"state": "paid"}
        ended = lone.http.get(f"{lone.facts['gatewayUrl']}{end_of(opened)}")
        assert title_of(ended) == "Payment successful"
        assert "You can close this page." in ended.text
        assert shop.control("GET", f"payments/{payment['paymentId']}")["state"] == "SUCCESS"

    def test_it_may_be_loaded_again_and_in_two_tabs(self, lone: Lone, shop: Shop) -> None:
        payment = shop.merchant.pay(shop.ali(), 5_000_000)
        first, second = lone.http.get(url_of(payment)), lone.http.get(url_of(payment))
        assert session_of(first) == session_of(second)
        assert tap(lone, second, "confirm").status_code == 200
        assert tap(lone, first, "confirm").status_code == 409
        assert shop.control("GET", "buyers/Ali")["balance"]["words"] == "95,000 IQD"

    def test_it_goes_to_the_merchants_page(self, lone: Lone, shop: Shop) -> None:
        target = "https://shop.example/thanks?order=1#top"
        payment = shop.merchant.pay(shop.ali(), 5_000_000, paymentRedirectUrl=target)
        opened = lone.http.get(url_of(payment))
        tap(lone, opened, "confirm")
        ended = lone.http.get(f"{lone.facts['gatewayUrl']}{end_of(opened)}")
        assert (ended.status_code, ended.headers["location"]) == (303, target)

    @pytest.mark.parametrize(
        "target", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "ftp://x/", "/own"]
    )
    def test_it_goes_nowhere_else(self, lone: Lone, shop: Shop, target: str) -> None:
        payment = shop.merchant.pay(shop.ali(), 5_000_000, paymentRedirectUrl=target)
        opened = lone.http.get(url_of(payment))
        tap(lone, opened, "leave")
        ended = lone.http.get(f"{lone.facts['gatewayUrl']}{end_of(opened)}")
        assert ended.status_code == 200
        assert title_of(ended) == "Not paid"
        assert target not in ended.text

    def test_who_leaves_may_come_back(self, lone: Lone, shop: Shop) -> None:
        payment = shop.merchant.pay(shop.ali(), 5_000_000)
        first = lone.http.get(url_of(payment))
        assert tap(lone, first, "leave").status_code == 204
        second = lone.http.get(url_of(payment))
        assert session_of(first) != session_of(second)
        assert tap(lone, second, "confirm").status_code == 200

    def test_a_receipt_is_read_and_the_merchant_hears_after_it(self, lone: Lone, shop: Shop) -> None:
        shop.control("PATCH", "controls", {"receipt": True})
        with NotifiedMerchant() as notified:
            payment = shop.merchant.pay(shop.ali(), 5_000_000, paymentNotifyUrl=notified.url)
            opened = lone.http.get(url_of(payment))
            assert tap(lone, opened, "confirm").json() == {"state": "paid", "receipt": True}
            assert notified.empty()
            assert tap(lone, opened, "done").status_code == 204
            assert notified.next()["paymentId"] == payment["paymentId"]

    def test_a_payment_that_is_over_says_so(self, lone: Lone, shop: Shop) -> None:
        payment = shop.paid()
        opened = lone.http.get(url_of(payment))
        assert title_of(opened) == "Payment successful"
        assert 'id="confirm"' in opened.text
        assert 'data-testid="cashier-confirm" disabled hidden' in opened.text

    def test_an_arabic_buyer_reads_arabic(self, lone: Lone, shop: Shop) -> None:
        payment = shop.merchant.pay(lone.customer("Fatima"), 5_000_000)
        opened = lone.http.get(url_of(payment))
        assert 'dir="rtl"' in opened.text
        tap(lone, opened, "confirm")
        ended = lone.http.get(f"{lone.facts['gatewayUrl']}{end_of(opened)}")
        assert title_of(ended) == desktop_words()["ar"]["title"]["paid"]

    def test_an_unknown_payment_is_not_found(self, lone: Lone) -> None:
        for path in ("/cashier", "/cashier?orderId=x", "/cashier/end?orderId=x"):
            answer = lone.http.get(f"{lone.facts['gatewayUrl']}{path}")
            assert answer.status_code == 404
            assert title_of(answer) == "There is no such payment"

    def test_another_page_cannot_tap_its_buttons(self, lone: Lone, shop: Shop) -> None:
        payment = shop.merchant.pay(shop.ali(), 5_000_000)
        opened = lone.http.get(url_of(payment))
        url = f"{lone.facts['gatewayUrl']}/cashier/{session_of(opened)}/confirm"
        assert lone.http.post(url, headers={"Origin": "http://evil.example"}).status_code == 403
        assert shop.control("GET", f"payments/{payment['paymentId']}")["state"] == "CREATED"


class TestWhoPays:
    def test_it_asks_and_the_choice_holds_until_the_buyer_leaves(self, anyone: Lone) -> None:
        shop = anyone.shop()
        payment = paid_by_nobody_yet(shop)
        asked = anyone.http.get(url_of(payment))
        assert title_of(asked) == "Who pays?"
        assert "Barhi &lt;b&gt;dates&lt;/b&gt;" in asked.text
        for name in ("Ali Hussein Al-Basri", "Zainab Ali Al-Hilli", "Frozen account", "Up to 50.00 USD at once"):
            assert name in asked.text
        url = url_of(payment).replace("/cashier?", "/cashier/choose?")
        chosen = anyone.http.post(url, data={"customerId": anyone.customer("Zainab")}, follow_redirects=True)
        assert "0.00 USD" in chosen.text
        assert tap(anyone, chosen, "leave").status_code == 204
        assert title_of(anyone.http.get(url_of(payment))) == "Who pays?"
        again = anyone.http.post(url, data={"customerId": anyone.customer("Ali")}, follow_redirects=True)
        assert tap(anyone, again, "confirm").json() == {"state": "paid"}
        assert shop.control("GET", f"payments/{payment['paymentId']}")["buyer"] == "Ali"

    def test_it_asks_in_arabic_too(self, anyone: Lone) -> None:
        payment = paid_by_nobody_yet(anyone.shop())
        words = desktop_words()["ar"]
        for asked in (
            anyone.http.get(url_of(payment), headers={"Accept-Language": "ar-IQ,ar;q=0.9"}),
            anyone.http.get(f"{url_of(payment)}&lang=ar"),
        ):
            assert title_of(asked) == words["who"]
            assert "علي حسين البصري" in asked.text
            assert words["frozen"] in asked.text

    def test_a_stranger_and_another_page_cannot_choose(self, anyone: Lone) -> None:
        payment = paid_by_nobody_yet(anyone.shop())
        url = url_of(payment).replace("/cashier?", "/cashier/choose?")
        ali = {"customerId": anyone.customer("Ali")}
        assert anyone.http.post(url, data=ali, headers={"Origin": "http://evil.example"}).status_code == 403
        asked = anyone.http.post(url, data={"customerId": "nobody"}, follow_redirects=True)
        assert title_of(asked) == "Who pays?"
        assert anyone.http.post(f"{anyone.facts['gatewayUrl']}/cashier/choose?orderId=x", data=ali).status_code == 404

    def test_the_control_api_says_who_pays(self, anyone: Lone) -> None:
        shop = anyone.shop()
        which = {"paymentId": paid_by_nobody_yet(shop)["paymentId"]}
        assert shop.control("POST", "payments/confirm", which, expect=400)["field"] == "buyer"
        left = shop.control("POST", "payments/leave", {**which, "buyer": "Ali"})
        assert (left["resultCode"], left["payment"]["buyer"]) == ("6001", None)
        assert shop.control("POST", "payments/confirm", {**which, "buyer": "Karrar"})["resultCode"] == "9000"


class TestInABrowser:
    def test_choose_confirm_and_close(self, anyone: Lone, page: Page) -> None:
        shop = anyone.shop()
        payment = paid_by_nobody_yet(shop)
        problems: list[str] = []
        page.on("console", lambda message: problems.append(message.text))
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(url_of(payment))
        page.get_by_test_id("language").click()
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        page.get_by_test_id("language").click()
        page.get_by_test_id("buyer-Ali").click()
        expect(page.get_by_test_id("cashier-amount")).to_have_text("5.00 USD")
        page.get_by_test_id("cashier-confirm").click()
        expect(page.get_by_role("heading", name="Payment successful")).to_be_visible()
        page.wait_for_url("**/cashier/end?*")
        assert problems == []
        assert shop.control("GET", f"payments/{payment['paymentId']}")["state"] == "SUCCESS"

    def test_leave_goes_to_the_merchants_page(self, lone: Lone, shop: Shop, page: Page) -> None:
        target = f"{lone.facts['gatewayUrl']}/?thanks"
        payment = shop.merchant.pay(shop.ali(), 5_000_000, paymentRedirectUrl=target)
        page.goto(url_of(payment))
        page.get_by_test_id("cashier-cancel").click()
        page.wait_for_url(target)

    def test_a_lost_answer_leaves_a_way_out(self, lone: Lone, shop: Shop, page: Page) -> None:
        shop.control("POST", "faults", {"crossing": "wallet app -> wallet backend", "effect": "answer lost"})
        payment = shop.merchant.pay(shop.ali(), 5_000_000)
        page.goto(url_of(payment))
        page.get_by_test_id("cashier-confirm").click()
        expect(page.get_by_role("heading", name="Network problem")).to_be_visible()
        page.get_by_test_id("cashier-back").click()
        expect(page.get_by_role("heading", name="Payment successful")).to_be_visible()

    def test_the_pages_fit_a_small_window(self, anyone: Lone, page: Page) -> None:
        page.set_viewport_size({"width": 360, "height": 640})
        payment = paid_by_nobody_yet(anyone.shop())
        for language in ("en", "ar"):
            page.goto(f"{url_of(payment)}&lang={language}")
            assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("http://a/", True),
        ("https://a.example/b?c=d#e", True),
        ("HTTPS://A.example", True),
        ("", False),
        ("javascript:alert(1)", False),
        ("java\tscript:alert(1)", False),
        ("http://a/\r\nSet-Cookie: x=1", False),
        ("http:///x", False),
        ("http:\\\\evil", False),
        ("https://[", False),
        (" http://a/", False),
    ],
)
def test_where_a_browser_may_be_sent(url: str, good: bool) -> None:
    assert is_web_page(url) is good


def test_both_languages_have_the_same_words() -> None:
    english, arabic = desktop_words()["en"], desktop_words()["ar"]
    assert english.keys() == arabic.keys()
    assert english["title"].keys() == english["text"].keys() == arabic["title"].keys() == arabic["text"].keys()


def test_in_a_suite_the_redirect_url_opens_nothing() -> None:
    with Backstage() as backstage:
        http = backstage.call(outgoing_client)
        backstage.at_exit(http.aclose)
        origin = backstage.serve(app_service(Wallet(load_profile(), new_key(), http)))
        answer = httpx.get(f"{origin}/cashier?orderId=x", trust_env=False)
    assert (answer.status_code, answer.text) == (404, "Open this payment in the wallet.")
