"""Secrets: kept in the journal, never in what people read."""

from __future__ import annotations

import journals as j
from unpacking import opened

from harness.evidence.html import page
from harness.evidence.junit import junit
from harness.evidence.masking import MARK, Masks
from harness.evidence.report import collect
from harness.evidence.terminal import failure_text
from harness.journal import Kind, Message


def leaky() -> list[Message]:
    """A failing and a passing scenario where secrets also stand where nobody marked them."""
    world = j.World("leak")
    j.scenario(world, f"Code {j.AUTH_CODE}", line=2)
    j.payment(world)
    world.fact(j.HARNESS, "console", {"type": "log", "text": f"session {j.SESSION}"})
    world.fact(j.HARNESS, "screenshot", {"title": f"with {j.SESSION}", "file": f"screenshots/{j.SESSION}.png"})
    world.add(j.PROGRAM, j.MERCHANT, f"GET /api/me?code={j.AUTH_CODE}", {"q": [f"a {j.ACCESS_TOKEN} b"]}, Kind.CALL)
    j.ending(world, "failed", error=f"the page shows {j.REFRESH_TOKEN} and {j.AUTH_CODE}", wrong=2)
    wrong = j.changed(
        world.messages,
        lambda m: m.name == "applyToken" and m.kind is Kind.CALL,
        payload={"authCode": "9999OTHERCODE"},
    )
    return [*wrong, *j.good("fine").messages]


def test_no_secret_reaches_a_reader() -> None:
    report = collect(leaky())
    assert len(report.failing) == 1
    texts = [opened(page(report)), junit(report), failure_text(report.failing[0])]
    for text in texts:
        for secret in (*j.SECRETS, "9999OTHERCODE"):
            assert secret not in text
        assert MARK in text


def test_the_same_secret_gets_the_same_mark() -> None:
    world = j.World("w")
    j.login(world)
    masks = Masks(world.messages)
    assert masks.text(f"{j.AUTH_CODE}={j.AUTH_CODE}, not {j.ACCESS_TOKEN}") == f"{MARK}1={MARK}1, not {MARK}2"


def test_a_token_is_hidden_even_where_nobody_marked_it() -> None:
    world = j.World("w")
    message = world.add(j.MERCHANT, j.PROGRAM, "x", {"body": {"Access-Token": "abcdef12"}, "text": "abcdef12"})
    masks = Masks([message])
    assert "abcdef12" not in str(masks.message(message).payload)


def test_short_secrets_are_hidden_where_they_stand_and_nowhere_else() -> None:
    world = j.World("w")
    message = world.add(
        j.MERCHANT,
        j.PROGRAM,
        "x",
        {"pin": "25", "deep": [{"otp": 123}], "amount": "25,000"},
        Kind.EVENT,
        None,
        "pin",
        "deep.0.otp",
    )
    assert Masks([message]).message(message).payload == {
        "pin": f"{MARK}1",
        "deep": [{"otp": f"{MARK}2"}],
        "amount": "25,000",
    }


def test_secrets_are_found_in_urls_and_in_json_within_text() -> None:
    world = j.World("w")
    secret = 'a+b/c="d"\nnext'
    message = world.add(j.MERCHANT, j.PROGRAM, "x", {"key": secret}, Kind.EVENT, None, "key")
    masks = Masks([message])
    assert masks.text("u?k=a%2Bb%2Fc%3D%22d%22%0Anext") == f"u?k={MARK}1"
    assert masks.text(r'{"key": "a+b/c=\"d\"\nnext"}') == f'{{"key": "{MARK}1"}}'


def test_a_secret_that_is_an_object_hides_what_is_in_it() -> None:
    world = j.World("w")
    message = world.add(
        j.MERCHANT, j.PROGRAM, "x", {"card": {"number": "4111-2222"}, "note": "4111-2222"}, Kind.EVENT, None, "card"
    )
    assert "4111" not in str(Masks([message]).message(message).payload)


def test_a_path_that_leads_nowhere_does_no_harm() -> None:
    world = j.World("w")
    message = world.add(j.MERCHANT, j.PROGRAM, "x", {"a": "text", "b": None}, Kind.EVENT, None, "a.b.c", "b", "z.0")
    assert Masks([message]).text("text") == "text"
