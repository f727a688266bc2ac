"""Why a run failed: one line for what many scenarios failed for."""

from __future__ import annotations

from dataclasses import replace

import journals as j
import pytest

from harness.evidence import ScenarioReport, annotation_lines, collect, failure_text, masks_of, reason_lines, reasons
from harness.evidence.explanation import brief, explanation
from harness.evidence.fault import at_fault
from harness.evidence.masking import Masks
from harness.evidence.reasons import MOST, Reason
from harness.evidence.summary import summary
from harness.journal import Actor, Kind
from harness.journey import Status


def found(*worlds: j.World) -> tuple[Reason, ...]:
    report = collect([*j.run(), *(m for world in worlds for m in world.messages)])
    return reasons(report, masks_of(report))


def failed(name: str, error: str, *, line: int = 12) -> j.World:
    world = j.World(name)
    j.scenario(world, name, line=line)
    j.payment(world)
    j.ending(world, "failed", error=error, wrong=3)
    return world


def test_one_mistake_is_one_reason_and_what_most_failed_for_comes_first() -> None:
    first = failed("first", 'the Mini Program should show "pending", but it shows "paid": order 4711')
    one, two = found(first, j.wrong_amount("a"), j.good(), j.wrong_amount("b", delivery="split"))
    assert {scenario.world for scenario in one.scenarios} == {"a", "b"}
    assert one.words == (
        "merchant backend at fault: step 10, merchant backend → wallet backend: initiates the payment (pay): wrong value: "
        'amount is "25000" (25 IQD), but the order says "25000000" (25,000 IQD)'
    )
    assert two.words == 'after 9000 (paid): the Mini Program should show "pending", but it shows "paid"'


def test_ids_and_amounts_make_no_other_reason_but_another_screen_does() -> None:
    said = 'the Mini Program should show "pending", but it shows "{0}": order {1}, {1},000 IQD http://127.0.0.1:{1}/'
    worlds = [failed(str(n), said.format("paid" if n < 3 else "failed", 10 + n)) for n in range(5)]
    assert [len(reason.scenarios) for reason in found(*worlds)] == [3, 2]


def test_the_place_is_the_line_of_the_step_that_does_not_hold() -> None:
    (reason,) = found(failed("A buyer pays", "nothing is shown", line=20))
    assert reason.place == "features/payment.feature:24"
    assert list(reason_lines((reason,))) == [
        "why      1 scenario: after 9000 (paid): nothing is shown",
        "         at features/payment.feature:24: A buyer pays [success] (Rule: A confirmed payment is paid once)",
        "         the wallet told the merchant backend last: notifyPayment: SUCCESS",
        "         the merchant backend told the program last: POST /api/orders: HTTP 200 "
        '{"orderId": "O1", "paymentUrl": "http://127.0.0.1:4711/cashier?paymentId=P1"}',
    ]


def test_what_the_journal_tells_beside_the_screen_is_told_with_the_reason() -> None:
    (reason,) = found(
        failed("A buyer pays", "it shows paid\n  next: look\nalso: shop.js:4:2: the program threw Oh\nalso: more")
    )
    assert list(reason_lines((reason,)))[2] == "         also: shop.js:4:2: the program threw Oh"


def test_a_secret_is_not_told() -> None:
    secret = next(m for m in j.good().messages if m.secrets).text("authCode")
    assert secret
    (reason,) = found(failed("A buyer pays", f"the screen shows {secret}"))
    assert "the screen shows ••••" in reason.words
    assert secret not in reason.words


def test_more_reasons_than_anybody_reads_are_counted() -> None:
    lines = list(reason_lines(found(*(failed(f"w{n}", "abcdefghijklmn"[n] * 9) for n in range(MOST + 2)))))
    assert len(lines) == 4 * MOST + 1
    assert lines[-1] == "         ... and 2 more reasons; the evidence has them all"


def test_a_reason_is_an_annotation_at_its_line() -> None:
    (line,) = annotation_lines(found(failed("w1", "100% wrong: a, b"), failed("w2", "100% wrong: a, b")))
    assert line == (
        "::error file=features/payment.feature,line=16,title=2 scenarios failed::after 9000 (paid): 100%25 wrong: a, b"
    )


def test_the_summary_says_why_before_it_tells_each_failure() -> None:
    report = collect([*j.run(), *j.wrong_amount("a").messages, *j.wrong_amount("b", delivery="split").messages])
    text = summary(report)
    assert text.count("### Why\n\n- **2 scenarios:** merchant backend at fault: step 10, ") == 1
    assert text.index("### Why") < text.index("### ❌")


@pytest.mark.parametrize(
    ("told", "at_fault"),
    [
        ({"state": "pending"}, "Mini Program at fault: "),
        ({"order": {"state": "failed"}}, "merchant backend at fault: "),
        ({"orders": [{"state": "failed"}, {"state": "pending"}]}, ""),
        ({"status": "TRADE_OPEN"}, ""),
    ],
)
def test_who_is_at_fault_is_said_where_the_backend_speaks_of_it(told: j.Payload, at_fault: str) -> None:
    world = j.World("w")
    j.scenario(world)
    j.payment(world)
    asked = world.add(j.PROGRAM, j.MERCHANT, "GET /api/orders/O1", {}, Kind.CALL)
    world.add(j.MERCHANT, j.PROGRAM, "GET /api/orders/O1", {"status": 200, "body": told}, Kind.ANSWER, asked)
    world.fact(j.HARNESS, "wrong screen", {"screen": "failed", "expected": "pending"})
    j.ending(world, "failed", error='the Mini Program should show "pending", but it shows "failed"', wrong=3)
    (reason,) = found(world)
    assert reason.words == (
        f'{at_fault}after 9000 (paid): the Mini Program should show "pending", but it shows "failed"'
    )
    played = world_report(world)
    assert str(brief(played, Masks(world.messages))) == 'The Mini Program shows "failed", but it should show "pending".'
    mistakes = [str(said) for said in explanation(played, Masks(world.messages)) if "mistake" in str(said)]
    whose = {"Mini": '"pending": the mistake is the program\'s.', "merc": '"failed": the mistake is the backend\'s.'}
    assert mistakes == [f"Its backend had told the program {whose.get(at_fault[:4])}"] * bool(at_fault)
    sketch = failure_text(played)
    assert 'shows "failed", should show "pending"' in sketch
    assert "answers GET /api/orders/O1: " in sketch
    assert ("answers GET /api/orders/O1: order.state: failed\n" in sketch) == ("order" in told)


def test_who_shows_an_outcome_that_nobody_could_tell_is_at_fault() -> None:
    world = j.World("w")
    j.scenario(world)
    j.payment(world)
    world.fact(j.HARNESS, "fault", {"crossing": "Mini Program -> merchant", "effect": "request lost"})
    world.fact(j.HARNESS, "wrong screen", {"screen": "paid", "expected": "pending"})
    j.ending(world, "failed", error='the Mini Program should show "pending", but it shows "paid"', wrong=3)
    (reason,) = found(world)
    assert reason.words.startswith("Mini Program at fault: after 9000 (paid): ")


def test_who_does_not_acknowledge_a_notification_is_at_fault() -> None:
    world = failed(
        "A buyer pays", "step 19: the merchant should acknowledge the notification with S, but answered HTTP 200"
    )
    other: j.Payload = {"delivered": True, "status": 200, "body": "{}"}
    way = ("notifyPayment", Kind.ANSWER)
    world.messages = [replace(m, payload=other) if (m.name, m.kind) == way else m for m in world.messages]
    (reason,) = found(world)
    assert reason.words.startswith("merchant backend at fault: after 9000 (paid): step 19: ")


def test_who_shows_an_outcome_of_its_own_accord_is_at_fault() -> None:
    world = j.World("w")
    j.scenario(world)
    j.payment(world)
    world.messages = [
        m for m in world.messages if m.kind is not Kind.ANSWER or m.receiver is not j.PROGRAM or m.id < 30
    ]
    told = world.add(j.APP, j.PROGRAM, "my.tradePay", {"resultCode": "8000"})
    assert told is world.messages[-1]
    world.fact(j.HARNESS, "wrong screen", {"screen": "paid", "expected": "pending"})
    j.ending(world, "failed", error='the Mini Program should show "pending", but it shows "paid"', wrong=3)
    world.fact(j.HARNESS, "fault", {})
    assert at_fault(world_report(world)) is Actor.MINI_PROGRAM


@pytest.mark.parametrize(
    ("shown", "told", "mistake"),
    [
        ("paid", {"state": "pending"}, True),
        ("paid", {"states": ["pending", "failed"]}, False),
        ("failed", {"state": "pending"}, False),
        ("paid", {"state": "TRADE_OPEN"}, False),
    ],
)
def test_who_shows_paid_where_the_backend_has_said_something_else_is_at_fault(
    shown: str, told: j.Payload, mistake: bool
) -> None:
    world = j.World("w")
    j.scenario(world)
    j.payment(world)
    asked = world.add(j.PROGRAM, j.MERCHANT, "GET /api/orders/O1", {}, Kind.CALL)
    world.add(j.MERCHANT, j.PROGRAM, "GET /api/orders/O1", {"status": 200, "body": told}, Kind.ANSWER, asked)
    world.fact(j.HARNESS, "wrong screen", {"screen": shown, "expected": "cancelled"})
    j.ending(world, "failed", error=f'the Mini Program should show "cancelled", but it shows "{shown}"', wrong=3)
    played = world_report(world)
    assert (at_fault(played) is Actor.MINI_PROGRAM) == mistake
    said = [str(said) for said in explanation(played, Masks(world.messages)) if "mistake" in str(said)]
    assert said == ['Its backend had told the program "pending": the mistake is the program\'s.'] * mistake


def test_a_page_that_never_ends_is_the_programs_fault_and_is_told_without_what_to_do_next() -> None:
    world = j.World("w")
    j.scenario(world)
    j.payment(world)
    world.fact(j.HARNESS, "page ended", {})
    j.ending(world, "failed", error="the page did nothing but compute: it was ended\n  next: look for a loop", wrong=3)
    played = world_report(world)
    assert at_fault(played) is Actor.MINI_PROGRAM
    assert str(brief(played, Masks(world.messages))) == "the page did nothing but compute: it was ended"


def test_who_pays_twice_for_one_order_is_at_fault_and_nothing_is_missing_of_the_payment_too_many() -> None:
    world = j.World("A buyer pays")
    j.scenario(world)
    login = j.login(world)
    j.meant(world)
    paid = j.order(world, login, "P1")
    too_many = j.order(world, login, "P2")
    world.messages = [m for m in world.messages if m.id <= paid.id or not m.name.startswith("POST /api/orders")]
    j.settle(world, paid)
    j.ending(world, "failed", error="the journey is not right", wrong=3)
    assert too_many not in world.messages
    (reason,) = found(world)
    assert reason.words.startswith("merchant backend at fault: step 10, ")
    assert "a second payment for an order" in reason.words
    assert [(f.step, f.status) for f in world_report(world).verdict.findings] == [(10, Status.REPEATED)]


def test_a_clue_that_announces_a_log_is_told_with_its_last_line() -> None:
    (reason,) = found(
        failed("A buyer pays", "it shows paid\nalso: the merchant printed last:\n    one\n    two\nalso: more")
    )
    assert list(reason_lines((reason,)))[2] == "         also: the merchant printed last: two"


def test_of_a_step_that_is_not_defined_it_is_not_said_that_the_shop_is_wrong() -> None:
    undefined = failed("A buyer pays", "no step is defined")
    assert "what is wrong is what the program" in failure_text(world_report(undefined))
    undefined.messages = [
        replace(m, payload={**m.payload, "outcome": "undefined"})
        if m.get("outcome") == "failed" and m.name != "scenario end"
        else m
        for m in undefined.messages
    ]
    assert "what is wrong is what the program" not in failure_text(world_report(undefined))


def world_report(world: j.World) -> ScenarioReport:
    return collect([*j.run(), *world.messages]).failing[0]
