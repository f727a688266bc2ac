"""When a notification goes out, and what ends it (notify.md 4.2 and 4.3): 24 hours pass in milliseconds."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from notifier_kit import FAMILY, HOUR, MINUTE, Answer, Scene, said, street
from starlette.responses import Response

from harness import HarnessError
from harness.journal import Kind
from harness.wallet.payments import State


@pytest.fixture(scope="module", autouse=True)
def servers() -> Iterator[None]:
    with street():
        yield


DAY = 25 * HOUR


def test_a_merchant_that_never_acknowledges_hears_eight_times_in_a_day() -> None:
    with Scene(said("U", "UNKNOWN_EXCEPTION")) as scene:
        payment = scene.notify()
        assert scene.minutes() == [0]
        scene.pass_time(DAY)
        assert scene.minutes() == FAMILY
        assert [d.number for d in scene.deliveries()] == [*range(1, 9)]
        assert scene.deliveries() == scene.world.deliveries.of(payment.payment_id)
        scene.pass_time(30 * DAY)
        assert len(scene.shop.got) == 8
        assert [m.get("attempt") for m in scene.messages(Kind.CALL)] == [*range(1, 9)]


def test_nothing_is_early() -> None:
    with Scene(said("U")) as scene:
        scene.notify()
        scene.pass_time(2 * MINUTE - 1000)
        assert len(scene.shop.got) == 1
        scene.pass_time(1000)
        assert len(scene.shop.got) == 2


@pytest.mark.parametrize("last", [1, 2, 3, 8])
def test_an_acknowledgement_ends_it(last: int) -> None:
    with Scene(*[said("U")] * (last - 1), said("S")) as scene:
        scene.notify()
        scene.pass_time(DAY)
        assert scene.minutes() == FAMILY[:last]
        assert scene.deliveries()[-1].outcome == "acknowledged"


def _never(_request: object) -> Response:
    raise RuntimeError("the merchant breaks down")


async def _breaks(request: object) -> Response:
    return _never(request)


ANSWERS: dict[str, tuple[Response | Answer, str, int]] = {
    "S": (said("S"), "acknowledged", 200),
    "S, 201": (said("S", http=201), "acknowledged", 201),
    "S and more": (
        Response(json.dumps({"result": {"resultStatus": "S", "extra": [1]}, "delivered": False, "status": "?"})),
        "acknowledged",
        200,
    ),
    "F": (said("F", "PROCESS_FAIL"), "failed", 200),
    "U": (said("U", "UNKNOWN_EXCEPTION"), "not acknowledged", 200),
    "A": (said("A"), "not acknowledged", 200),
    "small s": (said("s"), "not acknowledged", 200),
    "S, but 500": (said("S", http=500), "not acknowledged", 500),
    "S, but 302": (Response(said("S").body, 302, {"Location": "/elsewhere"}), "not acknowledged", 302),
    "empty 200": (Response(), "not acknowledged", 200),
    "empty 204": (Response(status_code=204), "not acknowledged", 204),
    "404": (Response("no route", 404), "not acknowledged", 404),
    "success, as in China": (Response("success"), "not acknowledged", 200),
    "a list": (Response('["S"]'), "not acknowledged", 200),
    "result is a text": (Response('{"result": "S"}'), "not acknowledged", 200),
    "status is a list": (Response('{"result": {"resultStatus": ["S"]}}'), "not acknowledged", 200),
    "no status": (Response('{"result": {"resultCode": "SUCCESS"}}'), "not acknowledged", 200),
    "not UTF-8": (Response(b"\xff\xfe\x00"), "not acknowledged", 200),
    "deep": (Response("[" * 30_000), "not acknowledged", 200),
    "half a surrogate": (Response(b'{"result": {"resultStatus": "S", "resultCode": "\\ud800"}}'), "acknowledged", 200),
    "too long": (Response(bytes(said("S").body) + b" " * 70_000), "not acknowledged", 200),
    "compressed all the same": (
        Response(gzip.compress(said("S").body), headers={"Content-Encoding": "gzip"}),
        "not acknowledged",
        200,
    ),
    "the merchant breaks down": (_breaks, "not acknowledged", 500),
}


@pytest.mark.parametrize("f_stops", [True, False])
@pytest.mark.parametrize("answer", ANSWERS)
def test_what_an_answer_means(answer: str, f_stops: bool) -> None:
    response, outcome, status = ANSWERS[answer]
    with Scene(response, f_stops=f_stops) as scene:
        scene.notify()
        scene.pass_time(2 * MINUTE)
        first = scene.deliveries()[0]
        assert (first.outcome, first.status) == (outcome, status)
        again = outcome == "not acknowledged" or (outcome == "failed" and not f_stops)
        assert len(scene.deliveries()) == (2 if again else 1)
        answered = scene.messages(Kind.ANSWER)[0]
        assert (answered.get("delivered"), answered.get("status")) == (True, status)
        assert (answered.get("result.resultStatus") == "S") is (outcome == "acknowledged")
        assert len(json.dumps(answered.payload)) < 8000


def test_a_merchant_that_is_not_there_is_asked_again() -> None:
    with Scene() as scene:
        scene.notify(scene.payment(url="http://127.0.0.1:1/wallet/notify"))
        scene.pass_time(DAY)
        assert scene.minutes() == FAMILY
        assert {(d.outcome, d.status) for d in scene.deliveries()} == {("no answer", 0)}
        assert scene.messages(Kind.ANSWER)[0].get("delivered") is False


@pytest.mark.parametrize("schedule", [(0, 60), (120, 60), ()])
def test_the_schedule_is_the_profiles(schedule: tuple[int, ...]) -> None:
    with Scene(said("U"), schedule_seconds=schedule) as scene:
        scene.notify()
        scene.pass_time(HOUR)
        assert scene.minutes() == {(0, 60): [0, 1], (120, 60): [2, 3], (): [0]}[schedule]


def test_nobody_is_notified_who_did_not_ask_or_of_what_is_not_final() -> None:
    with Scene(on=("SUCCESS",)) as scene:
        scene.notify(scene.payment(url=""))
        for state in set(State) - {State.SUCCESS}:
            scene.notify(scene.payment(state))
        scene.pass_time(DAY)
        assert scene.shop.got == []
        assert scene.deliveries() == ()
        assert scene.messages(Kind.CALL) == []


def test_twice_is_twice_and_not_more() -> None:
    with Scene() as scene:
        scene.world.controls.notification = "twice"
        scene.notify()
        scene.pass_time(DAY)
        assert [(d.number, d.outcome) for d in scene.deliveries()] == [(1, "acknowledged"), (2, "acknowledged")]
        assert scene.shop.got[0].data == scene.shop.got[1].data


def test_a_duplicate_that_is_acknowledged_ends_the_schedule() -> None:
    with Scene(said("U"), said("S")) as scene:
        scene.world.controls.notification = "twice"
        scene.notify()
        scene.pass_time(DAY)
        assert len(scene.shop.got) == 2


def test_never_is_never() -> None:
    with Scene() as scene:
        scene.world.controls.notification = "never"
        scene.notify()
        scene.pass_time(DAY)
        assert scene.shop.got == []
        assert scene.world.journal.find(lambda m: m.name == "fault" and m.get("effect") == "never") is not None


def test_lost_notifications_come_again() -> None:
    with Scene() as scene:
        scene.faults.add("wallet backend -> merchant", "notification lost", times=2)
        scene.notify()
        scene.pass_time(DAY)
        assert [d.outcome for d in scene.deliveries()] == ["no answer", "no answer", "acknowledged"]
        assert scene.minutes() == FAMILY[:3]
        assert len(scene.shop.got) == 1


def test_resend_on_demand() -> None:
    with Scene() as scene:
        payment = scene.notify()
        sent = scene.backstage.run(scene.notifier.resend(scene.world, payment))
        assert (sent.number, sent.outcome, sent.resend) == (2, "acknowledged", True)
        assert [m.get("resend") for m in scene.messages(Kind.CALL)] == [None, True]
        assert scene.shop.got[0].body == scene.shop.got[1].body
        scene.pass_time(DAY)
        assert len(scene.shop.got) == 2


def test_a_resend_that_is_acknowledged_ends_the_schedule_and_one_that_is_not_leaves_it() -> None:
    with Scene(said("U"), said("U"), said("S")) as scene:
        payment = scene.notify()
        scene.backstage.run(scene.notifier.resend(scene.world, payment))
        scene.backstage.run(scene.notifier.resend(scene.world, payment))
        scene.pass_time(DAY)
        assert [d.outcome for d in scene.deliveries()] == ["not acknowledged", "not acknowledged", "acknowledged"]
    with Scene(said("U")) as scene:
        payment = scene.notify()
        scene.backstage.run(scene.notifier.resend(scene.world, payment))
        scene.pass_time(DAY)
        assert scene.minutes() == [0, *FAMILY]


@pytest.mark.parametrize(
    ("state", "url", "said"),
    [
        (State.SUCCESS, "", "has no paymentNotifyUrl"),
        (State.CREATED, None, "is CREATED, which this wallet does not notify"),
        (State.CANCELLED, None, "is CANCELLED, which this wallet does not notify"),
    ],
)
def test_there_must_be_something_to_resend(state: State, url: str | None, said: str) -> None:
    with Scene() as scene:
        payment = scene.payment(state, url)
        with pytest.raises(HarnessError, match=said) as caught:
            scene.backstage.run(scene.notifier.resend(scene.world, payment))
        assert "next: " in str(caught.value)
        assert scene.deliveries() == ()


def test_a_closed_world_hears_nothing_more() -> None:
    with Scene(said("U")) as scene:
        scene.notify()
        scene.backstage.call(scene.clock.close)
        scene.pass_time(DAY)
        assert len(scene.shop.got) == 1


def test_the_log_says_what_happened() -> None:
    with Scene(Response("out of order", 503)) as scene:
        payment = scene.notify()
        (delivery,) = scene.deliveries()
        assert replace(delivery, at=0) == type(delivery)(
            payment.payment_id, 1, 0, payment.notify_url, 503, "out of order", "not acknowledged"
        )
