"""The built-in components react as their documents say; the gallery shows them all without an error."""

# ruff: noqa: E501  (the programs under test are written as their authors write them)
from __future__ import annotations

from pathlib import Path

import pytest
from native_phone import OpenProgram
from playwright.sync_api import expect

HOME = "pages/home/home"
GALLERY = Path(__file__).parent / "programs" / "gallery"
LOG = "Page({ log(e) { console.log(e.type, JSON.stringify(e.detail)) } })"


@pytest.mark.parametrize("page", ["controls", "views", "rest", "arabic"])
def test_the_gallery_opens_clean(open_program: OpenProgram, page: str) -> None:
    phone = open_program(GALLERY, f"/#/pages/{page}/{page}")
    expect(phone.page.locator(f"[data-route='pages/{page}/{page}'] .section").first).to_be_visible()
    assert (phone.errors, phone.log()) == ([], [])
