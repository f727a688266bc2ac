"""Every result code has a cause, and each is brought about: real requests, the control API, named buyers and the clock."""

from __future__ import annotations

from collections.abc import Iterator

import causes_payments
import causes_people
import causes_shared
import pytest
from causes_registry import BRINGERS, Bring
from causes_town import Town, open_town, strict_profile

from harness.wallet.alone.people import named_buyers
from harness.wallet.apis import APIS, Cause
from harness.wallet.control.app import ENDPOINTS
from harness.wallet.profile import load_profile
from harness.wallet.result import STATUS

ROWS = {(name, cause.code): cause for name, api in APIS.items() for cause in api.every_cause()}
TESTS = [(row, bring) for row, functions in BRINGERS.items() for bring in functions]
MODULES = (causes_payments, causes_people, causes_shared)
"""They are imported for what they enter into BRINGERS."""


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    with open_town(strict_profile()) as town:
        yield town


@pytest.mark.parametrize(("row", "bring"), TESTS, ids=[f"{a}-{code}-{b.__name__}" for (a, code), b in TESTS])
def test_cause(town: Town, row: tuple[str, str], bring: Bring) -> None:
    api, code = row
    shop = town.newcomer()
    answer = bring(shop, api)
    assert answer.result == (STATUS[code], code), answer
    assert answer.status == (405 if code == "METHOD_NOT_SUPPORTED" else 200)
    if leaves := ROWS[row].leaves:
        payment = shop.control("GET payments/{paymentId}", paymentId=answer.text("paymentId"))
        assert payment["state"] in {state.value for state in leaves}


def test_every_cause_is_brought_about_and_nothing_else() -> None:
    assert set(BRINGERS) == set(ROWS)


@pytest.mark.parametrize("row", [row for row, cause in ROWS.items() if cause.by], ids="-".join)
def test_what_is_said_to_help_does(town: Town, row: tuple[str, str]) -> None:
    cause = ROWS[row]
    used = set()
    for bring in BRINGERS[row]:
        shop = town.newcomer()
        bring(shop, row[0])
        used |= shop.used
    assert {help for help in cause.by if not help.startswith("profile ")} <= used


def _helps(cause: Cause) -> Iterator[tuple[str, str]]:
    for by in cause.by:
        kind, _, name = by.partition(" ")
        yield kind, name


def test_every_help_exists() -> None:
    profile = load_profile()
    buyers = {account.name for account in named_buyers(profile.money)}
    endpoints = {f"{endpoint.method} {endpoint.path}" for endpoint in ENDPOINTS}
    for cause in ROWS.values():
        for kind, name in _helps(cause):
            if kind == "profile":
                part, _, rule = name.partition(".")
                assert getattr(getattr(profile, part), rule) == 0, f"{name} would be strict already"
                assert getattr(getattr(strict_profile(), part), rule) > 0
            else:
                assert name in {"buyer": buyers, "control": endpoints}[kind]
