"""A buyer's phone without a screen: it speaks to the wallet app as the page runtime and the cashier page do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

Row = dict[str, Any]


@dataclass(frozen=True)
class BuyersPhone:
    """The phone of one buyer, with one merchant's program open."""

    http: httpx.Client
    origin: str
    id: str
    key: str

    def jsapi(self, api: str, params: Mapping[str, object]) -> Row:
        """Call ``my.<api>`` and return the host's answer: an outcome with a result, or a sheet."""
        answer = self.http.post(f"{self.origin}/jsapi", json={**self._who, "api": api, "params": params})
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def choose(self, sheet: Row, choice: Mapping[str, object]) -> Row:
        """Answer a sheet and return the final answer."""
        answer = self.http.post(
            f"{self.origin}/jsapi/sheet", json={**self._who, "ticket": sheet["ticket"], "choice": choice}
        )
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def answered(self, api: str, params: Mapping[str, object], *, allowed: bool = True) -> Row:
        """Call ``my.<api>`` and agree to the sheet it may draw (or not)."""
        answer = self.jsapi(api, params)
        return self.choose(answer, {"allowed": allowed}) if answer["outcome"] == "sheet" else answer

    def auth_code(self, *scopes: str) -> str:
        """Return an authCode for scopes that the buyer agrees to."""
        return str(self.answered("getAuthCode", {"scopes": list(scopes)})["result"]["authCode"])

    def open_cashier(self, url: str) -> Cashier:
        """Call ``my.tradePay`` and look at the cashier that it opens."""
        sheet = self.jsapi("tradePay", {"paymentUrl": url})
        assert sheet["outcome"] == "sheet", sheet
        page = self.http.get(sheet["sheet"]["url"])
        assert page.status_code == 200, page.text
        return Cashier(self, sheet)

    @property
    def _who(self) -> dict[str, object]:
        return {"phone": self.id, "key": self.key, "via": "my"}


@dataclass(frozen=True)
class Cashier:
    """The open cashier of one call of ``my.tradePay``."""

    phone: BuyersPhone
    sheet: Row

    def confirm(self) -> Row:
        """Confirm, and return what ``my.tradePay`` answers."""
        self.tap("confirm")
        return self.result()

    def leave(self) -> Row:
        """Go back without paying, and return what ``my.tradePay`` answers."""
        self.tap("leave")
        return self.result()

    def tap(self, button: str) -> httpx.Response:
        """Send what a button of the page sends."""
        return self.phone.http.post(f"{self.sheet['sheet']['url']}/{button}")

    def result(self) -> Row:
        """Return what ``my.tradePay`` answers."""
        return self.phone.choose(self.sheet, {})
