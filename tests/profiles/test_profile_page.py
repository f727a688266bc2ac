"""docs/profiles.md says what the profile files say, and its examples work."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from harness.errors import HarnessError
from harness.wallet.openapi import openapi
from harness.wallet.profile import load_profile
from harness.wallet.profile_file import builtin_profiles, builtin_text
from harness.wallet.profile_page import MARKS, filled, main, sources
from harness.wallet.words import scope_label

PAGE = Path(__file__).parents[2] / "docs" / "profiles.md"


def block(language: str) -> str:
    """Return the page's one fenced block of a language."""
    [found] = re.findall(rf"```{language}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert isinstance(found, str)
    return found


def test_the_page_is_up_to_date() -> None:
    page = PAGE.read_text(encoding="utf-8")
    advice = "write it anew: .venv/bin/python -m harness.wallet.profile_page docs/profiles.md"
    assert page == filled(page), advice


def test_the_page_is_written_anew(tmp_path: Path) -> None:
    copy = tmp_path / "profiles.md"
    shutil.copy(PAGE, copy)
    copy.write_text(copy.read_text(encoding="utf-8").replace("25,000 IQD", "old"), encoding="utf-8")
    assert main([str(copy)]) == 0
    assert copy.read_text(encoding="utf-8") == PAGE.read_text(encoding="utf-8")


def test_a_part_that_nobody_makes() -> None:
    with pytest.raises(HarnessError, match='there is no part "colours"'):
        filled("<!-- begin: colours -->\n<!-- end: colours -->")


def test_the_example_of_ones_own_is_a_profile(tmp_path: Path) -> None:
    file = tmp_path / "my_wallet.toml"
    file.write_text(block("toml"), encoding="utf-8")
    mine = load_profile(str(file))
    assert (mine.id, mine.money.words(mine.money.read("10.5 RM"))) == ("my_wallet", "10.50 RM")
    assert mine.money.read("10.50 RM").to_dict() == {"currency": "MYR", "value": "1050"}
    assert (mine.paths["pay"], mine.paths["refund"]) == ("/v2/payments/pay", "/api/open/v2/payments/refund")
    assert not {"capture", "void"} & set(mine.paths)
    assert mine.payment.products == {"CASHIER_PAYMENT": "cashier", "INSTALMENT_PAYMENT": "cashier"}
    assert (mine.payment.redirect_form, mine.payment.redirect_field) == ("redirectActionForm", "redirectionUrl")
    assert mine.named("refund", {"refundRequestId": "F1", "paymentId": "P1"}) == {"refundRequestId": "F1"}
    assert mine.code("refund", "ORDER_STATUS_INVALID") == "REFUND_NOT_ALLOWED"
    assert mine.code("capture", "INVALID_CLIENT") == "CLIENT_INVALID"


def test_the_problems_on_the_page_are_told_in_these_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    wrong = 'extends = "super_qi"\n[payment]\nwaitng = "ACCEPT"\n[paths]\nrefunds = "/r"\n[money]\nunits = 12\n'
    Path("my_wallet.toml").write_text(wrong, encoding="utf-8")
    with pytest.raises(HarnessError) as caught:
        load_profile("my_wallet.toml")
    assert str(caught.value) == block("text").strip()


@pytest.mark.parametrize("name", builtin_profiles())
def test_every_key_has_its_source(name: str) -> None:
    found = sources(builtin_text(name))
    assert [source.key for source in found if not source.mark] == []
    assert [source.key for source in found if source.mark not in ("own", "D", "C") and not source.words] == []
    assert {source.mark for source in found} <= set(MARKS)
    own = load_profile(name)
    assert {source.key.removeprefix("paths.") for source in found if source.key.startswith("paths.")} >= set(own.paths)
    assert "jsapi.apis" in {source.key for source in found}


def test_every_profile_names_every_api_even_where_it_has_none() -> None:
    named = [{s.key for s in sources(builtin_text(name)) if s.key.startswith("paths.")} for name in builtin_profiles()]
    assert all(keys == named[0] for keys in named)


@pytest.mark.parametrize("name", builtin_profiles())
def test_every_profile_has_its_own_document(name: str) -> None:
    profile = load_profile(name)
    document = openapi(profile)
    paths = document["paths"]
    assert isinstance(paths, dict)
    assert set(paths) == set(profile.paths.values())
    assert profile.payment.waiting in str(paths[profile.paths["pay"]])
    assert profile.payment.redirect_field in str(document["components"])


@pytest.mark.parametrize("name", builtin_profiles())
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_scope_that_a_buyer_is_asked_for_has_words(name: str, language: str) -> None:
    consent = load_profile(name).authorization.consent
    assert [scope for scope in consent if scope_label(scope, language) == scope] == []


def test_no_code_asks_which_wallet_it_is() -> None:
    folder = Path(__file__).parents[2] / "harness" / "wallet"
    names = "|".join(builtin_profiles())
    asks = re.compile(rf"""profile\.(id|name)\s*(==|!=|in\b)|(==|!=|\bin|case)\s*[(\[{{]?["']({names})["']""")
    found = {
        f"{file.name}: {line.strip()}"
        for file in folder.rglob("*.py")
        for line in file.read_text(encoding="utf-8").splitlines()
        if asks.search(line)
    }
    # Only the order of a list: Super Qi comes first.
    assert [line for line in found if "sorted(names" not in line] == []
