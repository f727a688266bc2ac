"""The steps in Arabic say what their functions take, each means one thing, and every result code has its meaning."""

from __future__ import annotations

import inspect
import re
from collections import Counter

import pytest
from pytest_bdd import given, parsers

from harness import RESULT_CODES, Mismatch
from steps import buyer, words_in_arabic


def test_a_step_in_arabic_gives_its_function_all_that_it_takes() -> None:
    for _, text, function in words_in_arabic.SAYINGS:
        assert set(re.findall(r"\{(\w+)", text)) == set(inspect.signature(function).parameters) - {"world"}, text


def test_the_buyer_of_the_first_feature_can_be_said_in_arabic() -> None:
    """What harness init writes begins with "Given a buyer"."""
    assert (given, "مشتر", buyer.usual_buyer) in words_in_arabic.SAYINGS


def test_no_two_steps_in_arabic_match_one_text() -> None:
    said = [(keyword.__name__, text) for keyword, text, _ in words_in_arabic.SAYINGS]
    patterns = [(keyword, parsers.parse(text)) for keyword, text in said]
    filled = [(keyword, re.sub(r"\{\w+:d\}", "7", re.sub(r"\{\w+\}", "x", text))) for keyword, text in said]
    matches = Counter(f"{k} {t}" for k, t in filled for kind, p in patterns if kind == k and p.is_matching(t))
    assert set(matches.values()) == {1}
    assert len(matches) == len(said)


def test_every_code_has_its_meaning_and_no_other() -> None:
    assert words_in_arabic.MEANINGS.keys() == RESULT_CODES.keys()
    with pytest.raises(Mismatch, match="6001 means cancelled by the buyer, not تم الدفع"):
        words_in_arabic.ends_with_in_arabic(None, "6001", "تم الدفع")  # type: ignore[arg-type]  # refused before it looks
