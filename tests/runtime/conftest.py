"""One browser for the runtime's tests, and a phone a test: a page with the runtime, a fake wallet, a shop's origin."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext
from runtime_fake_wallet import FakeWallet
from runtime_phone import ENGINE, HOST_APIS, NewPhone, Phone

from harness.phone import BrowserHolder
from harness.runtime.build import build
from harness.runtime.bundle import LOCAL_APIS, PhoneConfig, init_script
from harness.serving import Backstage


@pytest.fixture(scope="session")
def browser(browsers: BrowserHolder) -> Browser:
    build()
    return browsers.get()


@pytest.fixture(scope="session")
def backstage() -> Iterator[Backstage]:
    with Backstage() as backstage:
        yield backstage


@pytest.fixture
def new_phone(browser: Browser, backstage: Backstage) -> Iterator[NewPhone]:
    """Make a phone; ``apis`` are what the wallet offers, the rest are options of the browser context."""
    contexts: list[BrowserContext] = []

    def make(apis: tuple[str, ...] = (*HOST_APIS, *LOCAL_APIS), language: str = "en", **options: object) -> Phone:
        wallet = FakeWallet()
        host, shop = backstage.serve(wallet.app()), backstage.serve(wallet.app())
        context = browser.new_context(viewport={"width": 360, "height": 740}, **options)  # type: ignore[arg-type]
        contexts.append(context)
        info = {"app": "wallet", "language": language, "platform": "Android", "windowWidth": 360}
        config = PhoneConfig(host, "phone-1", "secret-key", apis, "app-1", info, ENGINE)
        context.add_init_script(init_script(config))
        errors: list[str] = []
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(error.message))
        return Phone(page, wallet, host, shop, errors)

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def phone(new_phone: NewPhone) -> Phone:
    return new_phone()
