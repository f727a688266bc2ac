"""A phone for the runtime's tests: a page with the runtime in it, and both ends of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page
from runtime_fake_wallet import FakeWallet

ENGINE = "engine42"
HOST_APIS = (
    "alert",
    "confirm",
    "getAuthCode",
    "hideLoading",
    "onAppShow",
    "prompt",
    "request",
    "showActionSheet",
    "showLoading",
    "showToast",
    "tradePay",
)


@dataclass
class Phone:
    """A page with the runtime in it, the wallet that answers it, and the origins of host and shop."""

    page: Page
    wallet: FakeWallet
    host: str
    shop: str
    errors: list[str]

    def open(self, body: str = "", path: str = "/") -> Page:
        """Open a shop's page with ``body``."""
        self.wallet.pages[path] = body
        self.page.goto(self.shop + path)
        return self.page

    def locate(self, timeout: int = 2000, **target: str) -> tuple[float, float]:
        """Where the engine would tap."""
        point = self.page.evaluate(f"([t, ms]) => window.{ENGINE}.locate(t, ms)", [target, timeout])
        return point["x"], point["y"]

    def tap(self, **target: str) -> None:
        """Tap as the harness does: find in the page, then a trusted click there."""
        self.page.mouse.click(*self.locate(2000, **target))

    def see(self, timeout: int = 2000, **target: str) -> str:
        """What the engine reads."""
        return str(self.page.evaluate(f"([t, ms]) => window.{ENGINE}.see(t, ms)", [target, timeout]))

    def text(self) -> str:
        """What is on the screen."""
        return str(self.page.evaluate(f"() => window.{ENGINE}.text()"))


NewPhone = Callable[..., Phone]
