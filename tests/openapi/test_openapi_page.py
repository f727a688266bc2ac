"""The page of the document: whole, its own, and fit for a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from wallet_client import Stand, open_stand

from harness.phone import BrowserHolder
from harness.wallet.apis import APIS


@pytest.fixture(scope="module")
def stand() -> Iterator[Stand]:
    with open_stand() as stand:
        yield stand


def test_the_document_is_served_with_the_wallets_own_address(stand: Stand) -> None:
    answer = stand.http.get(f"{stand.wallet.gateway_origin}/openapi.json")
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json()["servers"] == [{"url": stand.wallet.gateway_origin}]


def test_the_page_has_every_api_field_and_code(stand: Stand) -> None:
    page = stand.http.get(stand.wallet.gateway_origin)
    assert page.headers["Content-Type"].startswith("text/html")
    for name, api in APIS.items():
        assert f'<section id="{name}">' in page.text
        for word in (*(field.name for field in api.request), *(cause.code for cause in api.every_cause())):
            assert f">{word}<" in page.text
    assert "order.buyer.referenceBuyerId" in page.text


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_a_phone_and_asks_nobody_else_for_anything(
    stand: Stand, browsers: BrowserHolder, scheme: str
) -> None:
    context = browsers.get().new_context(viewport={"width": 360, "height": 740}, color_scheme=scheme)  # type: ignore[arg-type]
    page, asked, said = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(stand.wallet.gateway_origin)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    colours = page.evaluate("[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]")
    bright = [sum(int(part) for part in colour[4:-1].split(",")) for colour in colours]
    assert (bright[0] > bright[1]) is (scheme == "dark")
    assert {url.rstrip("/") for url in asked if not url.endswith("/favicon.ico")} == {stand.wallet.gateway_origin}
    assert said == []
    context.close()
