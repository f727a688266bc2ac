"""No token of the wallet reaches the phone, neither openly nor within another text; what merely looks like one is none."""

from __future__ import annotations

import base64
import json

import pytest

from harness.journal import Actor, Kind, Message
from harness.journey.leaks import leaks

TOKEN, REFRESH = "281010033AB2F588D14B43238637264FCA5AAF35xxxx", "2810100334F62CBC577F468AAC87CFC6C9107811xxxx"


def _jwt(claims: object) -> str:
    return f"eyJhbGciOiJIUzI1NiJ9.{base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip('=')}.c2ln"


def said(answer: dict[str, object], token: str = TOKEN) -> list[str]:
    """Return what is found of an answer to the phone after the wallet gave this access token."""
    tokens = {"accessToken": token, "refreshToken": REFRESH}
    given = Message(1, "w", 0, Actor.WALLET_BACKEND, Actor.MERCHANT, "applyToken", Kind.ANSWER, tokens)
    told = Message(2, "w", 0, Actor.MERCHANT, Actor.MINI_PROGRAM, "POST /login", Kind.ANSWER, answer)
    return [finding.sentence for finding in leaks([], [given, told])]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"session": TOKEN}, "the access token reached the phone;"),
        ({"a": [{"b": REFRESH}]}, "the refresh token reached the phone;"),
        ({"session": f"u1.{TOKEN}"}, 'the access token reached the phone within the "session";'),
        ({"me": json.dumps({"t": REFRESH})}, 'the refresh token reached the phone within the "me";'),
        ({"jwt": _jwt({"at": TOKEN})}, 'the access token reached the phone within the claims of the JWT "jwt";'),
        ({"header": f"Bearer {_jwt({'at': TOKEN})}"}, 'within the claims of the JWT "header";'),
    ],
)
def test_a_token_that_reached_the_phone_is_found(answer: dict[str, object], words: str) -> None:
    assert [words in sentence for sentence in said(answer)] == [True]


@pytest.mark.parametrize(
    "answer",
    [
        {"session": "qYx1", "customerId": "2000000000000001"},
        {"jwt": _jwt({"sub": "u1"})},
        {"jwt": "a.b~.c", "bytes": "eyJ.____.x", "half": TOKEN[:30]},
        {"price": 25, "none": None},
    ],
)
def test_what_is_no_token_is_not_accused(answer: dict[str, object]) -> None:
    assert said(answer) == []


def test_a_short_token_is_not_found_by_chance() -> None:
    assert said({"text": "pay 12 dinars"}, token="12") == []
    assert len(said({"text": "12"}, token="12")) == 1
