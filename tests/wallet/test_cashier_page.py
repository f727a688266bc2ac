"""The cashier page as text: its words, and what a merchant's text may do to it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from cashier_views import ARABIC, NONCE, OPEN

from harness.errors import HarnessError
from harness.wallet.cashier_page import CSP, State, cashier_words, plain, render_cashier


def test_both_languages_have_the_same_words() -> None:
    words = cashier_words()
    assert set(words) == {"en", "ar"}

    def keys(table: object, prefix: str = "") -> set[str]:
        if not isinstance(table, dict):
            assert isinstance(table, str)
            assert table.strip()
            return {prefix}
        return {key for name, value in table.items() for key in keys(value, f"{prefix}.{name}")}

    assert keys(words["en"]) == keys(words["ar"])
    assert set(words["en"]["title"]) == set(words["en"]["text"])


@pytest.mark.parametrize("state", ["processing", "paid", "failed", "expired", "closed"])
def test_every_state_explains_itself(state: State) -> None:
    for view in (OPEN, ARABIC):
        page = render_cashier(replace(view, state=state), NONCE)
        words = cashier_words()[view.language]
        assert f">{words['title'][state]}</h1>" in page
        assert f">{words['text'][state]}</p>" in page


@pytest.mark.parametrize(
    "attack",
    [
        "<script>window.hit = 1</script>",
        "<img src=x onerror='window.hit = 1'>",
        "</script><script>window.hit = 1</script>",
    ]
    + ['" onmouseover="window.hit = 1', "{{ 7 * 7 }}"],
)
def test_merchant_text_stays_text(attack: str) -> None:
    page = render_cashier(replace(OPEN, merchant_name=attack, description=attack, reason=attack), NONCE)
    body = page.split("<body", 1)[1]
    assert "<img" not in body
    assert body.count("<script") == 2, "the words and the page's own script, nothing else"
    assert 'onmouseover="' not in body
    assert "49" not in body.split("<dl>")[0]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Dar\u202elatnemyaP\u202c", "DarlatnemyaP"),
        ("\u2066a\u2069\u200fb\u061cc", "abc"),
        ("two\r\nlines\x00\x1b[2J\u2028end", "two lines [2J end"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("کتێب\u200cخانە", "کتێب\u200cخانە"),
        ("  دار   التمر ", "دار التمر"),
    ],
)
def test_plain_takes_out_what_disguises(given: str, shown: str) -> None:
    assert plain(given) == shown
    assert f"<bdi>{shown}</bdi>" in render_cashier(replace(OPEN, merchant_name=given), NONCE)


def test_the_page_is_small_and_needs_nothing_else() -> None:
    long = replace(ARABIC, merchant_name="ش" * 200, description="ت" * 200)
    page = render_cashier(long, NONCE)
    assert len(page.encode()) < 12_288
    assert not re.search(r"""(?:src|href)=|@import|url\((?!"data:)""", page)
    assert not re.search(r"animation|transition", page)


def test_the_policy_allows_only_the_nonce() -> None:
    policy = dict(part.strip().split(" ", 1) for part in CSP(NONCE).split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == f"'nonce-{NONCE}'"
    assert policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == "*"
    assert policy["base-uri"] == policy["form-action"] == "'none'"


def test_a_nonce_that_could_end_the_header_is_refused() -> None:
    with pytest.raises(HarnessError, match="is not a nonce"):
        CSP("x'; script-src *")


def test_a_language_without_words_is_named() -> None:
    with pytest.raises(HarnessError, match="no words in 'ku'"):
        render_cashier(replace(OPEN, language="ku"), NONCE)  # type: ignore[arg-type]
