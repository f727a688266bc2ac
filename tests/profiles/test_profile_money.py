"""Amounts in words: what is written can be read, in every wallet's currency."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.errors import HarnessError
from harness.wallet.money import Amount, Money
from harness.wallet.profile import load_profile
from harness.wallet.profile_file import builtin_profiles

DINAR = load_profile("super_qi").money
RAND = load_profile("vodapay").money
YEN = Money("JPY", 1, 0, "JPY", "ين")
SEN = Money("MYR", 100, 2, "RM", "رنغيت")
ALL = [*(load_profile(name).money for name in builtin_profiles()), YEN, SEN]


@given(st.sampled_from(ALL), st.integers(0, 10**18), st.sampled_from(["en", "ar"]))
def test_what_is_written_can_be_read(money: Money, value: int, language: str) -> None:
    amount = Amount(value, money.currency)
    assert money.read(money.words(amount, language)) == amount


@given(st.sampled_from(ALL), st.integers(0, 10**9))
def test_the_usual_decimals_are_always_there(money: Money, value: int) -> None:
    number = money.words(Amount(value, money.currency)).partition(" ")[0]
    decimals = number.partition(".")[2]
    assert len(decimals) >= money.decimals
    assert not decimals.endswith("0") or len(decimals) == money.decimals


@pytest.mark.parametrize(
    ("money", "value", "words"),
    [
        (DINAR, 25_000_000, "25,000 IQD"),
        (DINAR, 1_000, "1 IQD"),
        (DINAR, 0, "0 IQD"),
        (DINAR, 25_000_500, "25,000.5 IQD"),
        (DINAR, 1, "0.001 IQD"),
        (RAND, 19_990, "199.90 ZAR"),
        (RAND, 100_000_000, "1,000,000.00 ZAR"),
        (RAND, 5, "0.05 ZAR"),
        (RAND, 0, "0.00 ZAR"),
        (YEN, 1_234_567, "1,234,567 JPY"),
        (SEN, 1_050, "10.50 RM"),
    ],
)
def test_words(money: Money, value: int, words: str) -> None:
    assert money.words(Amount(value, money.currency)) == words


@pytest.mark.parametrize(
    ("money", "words", "value"),
    [
        (DINAR, "25000 IQD", 25_000_000),
        (DINAR, " 25,000   IQD ", 25_000_000),
        (DINAR, "25,000 د.ع", 25_000_000),
        (DINAR, "0.5 IQD", 500),
        (RAND, "199.9 ZAR", 19_990),
        (RAND, "200 ZAR", 20_000),
        (SEN, "10 MYR", 1_000),
        (SEN, "10 RM", 1_000),
    ],
)
def test_reading(money: Money, words: str, value: int) -> None:
    assert money.read(words) == Amount(value, money.currency)


@pytest.mark.parametrize(
    ("money", "words", "fact"),
    [
        (DINAR, "", "is not an amount"),
        (DINAR, "25,000", "is not an amount"),
        (DINAR, "IQD", "is not an amount"),
        (DINAR, "-5 IQD", "is not an amount"),
        (DINAR, "1e3 IQD", "is not an amount"),
        (DINAR, "1_000 IQD", "is not an amount"),
        (DINAR, "NaN IQD", "is not an amount"),
        (DINAR, "Infinity IQD", "is not an amount"),
        (DINAR, "٢٥ IQD", "is not an amount"),
        (DINAR, "25,00 IQD", "is not an amount"),
        (DINAR, "2,5000 IQD", "is not an amount"),
        (RAND, "19,90 ZAR", "is not an amount"),
        (RAND, "1. ZAR", "is not an amount"),
        (RAND, ".5 ZAR", "is not an amount"),
        (RAND, "5 IQD", "is not in this wallet's currency, ZAR"),
        (RAND, "5 zar", "is not in this wallet's currency, ZAR"),
        (RAND, "0.005 ZAR", "has more decimals than ZAR has: 2"),
        (YEN, "1.5 JPY", "has more decimals than JPY has: 0"),
    ],
)
def test_what_is_no_amount_is_told_with_an_example(money: Money, words: str, fact: str) -> None:
    with pytest.raises(HarnessError) as caught:
        money.read(words)
    assert fact in caught.value.fact
    assert caught.value.action.startswith('write it as "25,000')
    assert money.read(caught.value.action.removeprefix('write it as "').removesuffix('"')).value


def test_an_amount_of_another_currency_says_so() -> None:
    assert RAND.words(Amount(100, "EUR")) == "1.00 EUR"
    assert RAND.words(Amount(-100, "ZAR")) == "-1.00 ZAR"
