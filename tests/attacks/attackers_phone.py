"""A phone that is worked by hand: it speaks to the wallet app as the page runtime does, and may lie in every field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import httpx

Row = dict[str, Any]


@dataclass(frozen=True)
class HandPhone:
    """The phone of one buyer, with one merchant's program open."""

    http: httpx.Client
    origin: str
    id: str
    key: str

    def with_key(self, key: str) -> HandPhone:
        """Return a phone that gives itself out as this one, with another key."""
        return replace(self, key=key)

    def post(self, path: str, body: Mapping[str, object]) -> httpx.Response:
        """Send what the runtime sends, whatever comes back."""
        return self.http.post(self.origin + path, json={"phone": self.id, "key": self.key, "via": "my", **body})

    def call(self, api: str, params: Mapping[str, object]) -> Row:
        """Call ``my.<api>`` and return the host's answer: an outcome with a result, or a sheet."""
        answer = self.post("/jsapi", {"api": api, "params": params})
        assert answer.status_code == 200, (answer.status_code, answer.text)
        return dict(answer.json())

    def choose(self, sheet: Row, choice: Mapping[str, object]) -> Row:
        """Answer a sheet and return the final answer."""
        answer = self.post("/jsapi/sheet", {"ticket": sheet["ticket"], "choice": choice})
        assert answer.status_code == 200, (answer.status_code, answer.text)
        return dict(answer.json())

    def auth_code(self, *scopes: str) -> str:
        """Return an authCode for scopes that the buyer agrees to."""
        answer = self.call("getAuthCode", {"scopes": list(scopes)})
        if answer["outcome"] == "sheet":
            answer = self.choose(answer, {"allowed": True})
        return str(answer["result"]["authCode"])

    def cashier(self, url: str) -> HandCashier:
        """Call ``my.tradePay`` and look at the cashier that it opens."""
        sheet = self.call("tradePay", {"paymentUrl": url})
        assert sheet["outcome"] == "sheet", sheet
        cashier = HandCashier(self, sheet, str(sheet["sheet"]["url"]))
        page = cashier.look()
        assert page.status_code == 200, page.text
        return cashier


@dataclass(frozen=True)
class HandCashier:
    """The open cashier of one call of ``my.tradePay``."""

    phone: HandPhone
    sheet: Row
    url: str

    def look(self) -> httpx.Response:
        """Ask for the page."""
        return self.phone.http.get(self.url)

    def tap(self, button: str, headers: Mapping[str, str] | None = None) -> httpx.Response:
        """Send what a button of the page sends."""
        return self.phone.http.post(f"{self.url}/{button}", headers=dict(headers or {}))

    def confirm(self) -> str:
        """Confirm, and return the resultCode that ``my.tradePay`` ends with."""
        self.tap("confirm")
        return self.ended()

    def leave(self) -> str:
        """Go back without paying, and return the resultCode that ``my.tradePay`` ends with."""
        self.tap("leave")
        return self.ended()

    def ended(self) -> str:
        """Return the resultCode that ``my.tradePay`` ends with."""
        return str(self.phone.choose(self.sheet, {})["result"]["resultCode"])
