"""Bytes in the journal: readable, exact where it counts, and never cut within a value."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.wallet.shown import HEAD, TAIL, shown, shown_whole


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"POST /v1\nM1.", r'"POST /v1\nM1."'),
        ("تمر".encode(), '"تمر"'),
        (b"a\\n", r'"a\\n"'),
        (b"\r\t\x00\x7f\xff", r'"\r\t\x00\x7f\\xff"'),
        ("\u202ertl\u00a0\U0001f600\u2028".encode(), '"\\u202ertl\\xa0😀\\u2028"'),
        (b"", '""'),
    ],
)
def test_what_cannot_be_seen_is_escaped(text: bytes, said: str) -> None:
    assert shown(text) == said
    assert shown_whole(text) == said[1:-1]


def test_a_long_text_is_cut_between_values() -> None:
    token = "t" * 48
    body = json.dumps({f"accessToken{n}": token for n in range(20)}).encode()
    said = shown(b"POST /v1\nM1.2026-01-01T12:00:00Z." + body)
    assert said.startswith(r'"POST /v1\nM1.2026-01-01T12:00:00Z.{"accessToken0": "')
    assert said.endswith(f'"accessToken19": "{token}"}}"') or said.endswith(f': "{token}"}}"')
    head, tail = said.split(" … ")
    for part in (head, tail):
        assert "t" not in part.replace(token, "").replace("accessToken", "").replace("POST", "").replace("T12", "")


@given(st.binary(max_size=3000))
def test_whatever_comes_it_is_short_and_printable(text: bytes) -> None:
    said = shown(text)
    assert said.isprintable()
    assert len(said) <= 6 * (HEAD + TAIL)
