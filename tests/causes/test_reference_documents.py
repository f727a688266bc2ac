"""The committed docs are what the code says today, and no code of the documents is missing."""

from __future__ import annotations

import pytest

from harness.wallet.apis import APIS
from harness.wallet.profile import load_profile
from harness.wallet.reference import DOCS, PAGES
from harness.wallet.reference_documents import DOCUMENTED, OPEN
from harness.wallet.result import STATUS


@pytest.mark.parametrize("name", PAGES)
def test_the_committed_page_is_up_to_date(name: str) -> None:
    written = (DOCS / name).read_text(encoding="utf-8")
    assert written == PAGES[name](load_profile()), "run python -m harness.wallet.reference"


@pytest.mark.parametrize("api", DOCUMENTED)
def test_every_documented_code_works_or_is_said_to_be_open(api: str) -> None:
    works = {cause.code for cause in APIS[api].every_cause()}
    left_open = {row.part for row in OPEN if row.api == api}
    assert set(DOCUMENTED[api]) <= works
    assert not works & left_open


def test_every_code_there_is_belongs_to_an_api_or_is_another_wallets_name() -> None:
    profiles = [
        load_profile(name) for name in ("super_qi", "generic_v1", "generic_v2", "gcash", "vodapay", "rebell", "ams")
    ]
    own = {cause.code_at(p, api.name) for p in profiles for api in APIS.values() for cause in api.every_cause()}
    assert own == set(STATUS)


def test_every_api_says_what_the_documents_leave_open() -> None:
    page = PAGES["api.md"](load_profile())
    for row in OPEN:
        assert row.why in page
    for api in APIS.values():
        assert api.open in page
