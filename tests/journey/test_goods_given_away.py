"""A shop hands its goods out only when the wallet has told its backend of a final SUCCESS: by whatever way, and not before."""

from __future__ import annotations

import pytest

from harness.journal import Actor, Kind, Message
from harness.journey import Status, judge
from harness.journey.goods import goods_given_away

BACKEND, MERCHANT, PROGRAM, HARNESS = Actor.WALLET_BACKEND, Actor.MERCHANT, Actor.MINI_PROGRAM, Actor.HARNESS
PAID = {"screen": "paid"}
S = {"resultStatus": "S", "resultCode": "SUCCESS"}
Line = tuple[Actor, Actor, str, Kind, dict[str, object]]

ORDER: Line = (HARNESS, HARNESS, "order", Kind.FACT, {"amount": {"value": "1"}})
SHOWN: Line = (HARNESS, HARNESS, "screen", Kind.FACT, dict(PAID))
TELLING: dict[str, Line] = {
    "a notification": (BACKEND, MERCHANT, "notifyPayment", Kind.CALL, {"paymentResult": S}),
    "a notification with a status": (BACKEND, MERCHANT, "notifyPayment", Kind.CALL, {"paymentStatus": "SUCCESS"}),
    "an inquiry": (BACKEND, MERCHANT, "inquiryPayment", Kind.ANSWER, {"result": S, "paymentStatus": "SUCCESS"}),
    "the answer to pay": (BACKEND, MERCHANT, "pay", Kind.ANSWER, {"result": S}),
}
SILENT: dict[str, Line] = {
    "an inquiry that finds it processing": (
        BACKEND,
        MERCHANT,
        "inquiryPayment",
        Kind.ANSWER,
        {"result": S, "paymentStatus": "PROCESSING"},
    ),
    "an inquiry about nothing": (BACKEND, MERCHANT, "inquiryPayment", Kind.ANSWER, {"result": S}),
    "a notification of a failure": (
        BACKEND,
        MERCHANT,
        "notifyPayment",
        Kind.CALL,
        {"paymentResult": {"resultStatus": "F", "resultCode": "RISK_REJECT"}},
    ),
    "a notification by somebody else": (HARNESS, MERCHANT, "false notification", Kind.CALL, {"paymentResult": S}),
    "the phone's word": (PROGRAM, MERCHANT, "POST /paid", Kind.CALL, {"body": {"resultCode": "9000"}}),
    "the wallet's word to the phone": (
        Actor.WALLET_APP,
        PROGRAM,
        "my.tradePay",
        Kind.ANSWER,
        {"resultCode": "9000"},
    ),
    "the token": (BACKEND, MERCHANT, "applyToken", Kind.ANSWER, {"result": S}),
}


def journal(*lines: Line) -> list[Message]:
    return [Message(n, "w", n, *line) for n, line in enumerate(lines, 1)]


def given(*lines: Line) -> bool:
    messages = journal(*lines)
    return goods_given_away(messages, [m for m in messages if m.name == "order"]) is not None


@pytest.mark.parametrize("told", TELLING.values(), ids=list(TELLING))
def test_a_backend_that_knows_may_hand_out(told: Line) -> None:
    assert not given(ORDER, told, SHOWN)
    assert given(ORDER, SHOWN, told), "it was shown before the backend knew"
    assert given(told, ORDER, SHOWN), "what it knew was another order"


@pytest.mark.parametrize("told", SILENT.values(), ids=list(SILENT))
def test_a_backend_that_does_not_know_may_not(told: Line) -> None:
    assert given(ORDER, told, SHOWN)


def test_a_notification_that_was_lost_told_nobody() -> None:
    call = TELLING["a notification"]
    lost = Message(3, "w", 3, MERCHANT, BACKEND, "notifyPayment", Kind.ANSWER, {"delivered": False}, cause=2)
    messages = [*journal(ORDER, call), lost, Message(4, "w", 4, *SHOWN)]
    assert goods_given_away(messages, messages[:1]) is not None


def test_without_an_order_nothing_is_said() -> None:
    assert not given(SHOWN)


def test_the_contract_blames_step_18_in_words() -> None:
    books: Line = (BACKEND, BACKEND, "ledger", Kind.FACT, {"status": "PROCESSING", "paymentId": "P"})
    pay: Line = (MERCHANT, BACKEND, "pay", Kind.CALL, {"paymentRequestId": "R"})
    found = judge(journal(ORDER, pay, books, SHOWN)).findings
    (finding,) = [f for f in found if f.value == "screen"]
    assert (finding.step, finding.status) == (18, Status.UNEXPECTED)
    assert (
        'shows the order as paid, but the wallet has not told its backend so; the wallet\'s books say "PROCESSING"'
        in (finding.sentence)
    )
