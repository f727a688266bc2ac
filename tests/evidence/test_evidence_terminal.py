"""What the terminal says: two lines for the run, a block of text for each failure."""

from __future__ import annotations

from dataclasses import replace

import journals as j

from harness.evidence.findings import finding_words
from harness.evidence.hints import NOTIFICATION_RISK, hints
from harness.evidence.html import page
from harness.evidence.masking import Masks
from harness.evidence.report import RunReport, collect
from harness.evidence.summary import summary
from harness.evidence.terminal import codes_line, failure_text, journey_line
from harness.journal import Kind
from harness.journey import Finding, Sentence, Status


def report(*worlds: j.World) -> RunReport:
    return collect([*j.run(), *(m for world in worlds for m in world.messages)])


def test_the_journey_line_counts_and_marks_what_is_inferred() -> None:
    line = journey_line(report(j.good()))
    assert line.startswith("journey  20/20 steps seen   1✓ 2✓ 3✓ 4✓ 5✓ 6✓ 7✓ 8✓* 9✓ ")
    assert "17✓*" in line
    assert line.endswith("* inferred: not in the wallet's text")


def test_the_journey_line_names_faults_and_holes() -> None:
    line = journey_line(report(j.wrong_amount()))
    assert "19/20 steps seen" in line
    assert "10✗" in line
    assert "✗ step 10 wrong value: merchant backend → wallet backend: initiates the payment (pay)" in line
    assert "not run: 15, 16, 17, 19, 20" in journey_line(report(j.cancelled()))


def test_the_codes_line_is_honest() -> None:
    line = codes_line(report(j.good("a"), j.good("b", delivery="split"), j.cancelled()))
    assert line == "codes    9000 ✓✓  8000 ··  4000 ··  6001 ✓·  6002 ··  6004 ··   (success/split; · 9 not run)"


def test_colour_only_where_asked() -> None:
    found = report(j.good(), j.wrong_amount())
    for write in (journey_line, codes_line):
        assert "\033" not in write(found)
        assert "\033[31m✗\033[0m" in write(found, colour=True)


def test_a_terminal_without_utf8_gets_ascii() -> None:
    found = report(j.good(), j.wrong_amount(), j.cancelled())
    for text in (
        journey_line(found, encoding="latin-1"),
        codes_line(found, encoding="cp1252"),
        failure_text(found.failing[0], encoding="ascii"),
    ):
        assert text.isascii()


def test_a_failure_shows_place_steps_fact_first_wrong_step_and_arrow() -> None:
    text = failure_text(report(j.wrong_amount()).failing[0])
    assert text.startswith("features/payment.feature:48: The amount is the order's [success]\n")
    for line in (
        "  ✓ When the buyer pays 25,000 IQD",
        "  ✗ Then the wallet answers 9000 (paid)",
        "  - And the Mini Program shows paid",
        '  what happened: step 10: amount is "25000", but the order says "25000000"',
        "  first wrong step: step 10, merchant backend → wallet backend: initiates the payment (pay): wrong value: "
        'amount is "25000" (25 IQD), but the order says "25000000" (25,000 IQD)',
    ):
        assert f"{line}\n" in text
    assert text.count("<<<") == 1
    assert "\033" not in text


def test_a_failure_with_a_good_journey_says_so() -> None:
    world = j.World("w")
    j.scenario(world)
    j.payment(world)
    j.ending(world, "failed", error="the Mini Program shows pending\n  expected: paid", wrong=3)
    text = failure_text(report(world).failing[0])
    assert "what happened: the Mini Program shows pending\n      expected: paid\n" in text
    assert (
        "the journey: right in every step seen, the last of them 20; resultCode 9000 (paid); what is wrong is" in text
    )


def test_a_run_that_was_stopped_names_the_last_message() -> None:
    world = j.good()
    cut = next(i for i, m in enumerate(world.messages) if m.name == "confirm")
    text = failure_text(collect(world.messages[: cut + 1]).failing[0])
    assert "the run was stopped before this scenario ended; the last message was confirm, buyer → wallet app" in text


def test_an_undefined_step_is_named() -> None:
    world = j.World("w")
    j.scenario(world)
    world.fact(j.HARNESS, "gherkin step", {"index": 0, "outcome": "undefined", "ms": 0})
    world.fact(j.HARNESS, "scenario end", {"outcome": "failed", "error": None, "ms": 1})
    assert 'no step is defined for "a buyer who is logged in"' in failure_text(report(world).failing[0])


def test_control_characters_do_not_reach_the_terminal() -> None:
    world = j.World("w")
    j.scenario(world)
    j.ending(world, "failed", error="\x1b[2Jgone\x07", wrong=0)
    assert "\x1b" not in failure_text(report(world).failing[0])


def test_a_payment_of_which_nobody_is_notified_is_a_hint_with_its_risk() -> None:
    assert hints(report(j.good())) == ()
    mute = without_notification(j.good())
    (hint,) = hints(report(mute))
    said = "step 19 was not run: the buyer paid (scenarios: 1), but the merchant asked for no notification; "
    assert str(hint) == said + NOTIFICATION_RISK
    assert hints(report(mute, j.good())) == (), "another scenario has shown that it is notified"
    for page_of in (page(report(mute)), summary(report(mute))):
        assert "asked for no notification" in page_of


def test_a_refused_call_is_where_the_journey_ends() -> None:
    world = j.World("w")
    j.scenario(world)
    asked = world.add(j.PROGRAM, j.MERCHANT, "POST /api/orders", {"path": "/api/orders"}, Kind.CALL, j.login(world))
    pay: j.Payload = {"paymentRequestId": "R1", "order": {"buyer": {"referenceBuyerId": "C100"}}}
    call = world.add(j.MERCHANT, j.BACKEND, "pay", pay, Kind.CALL, asked)
    result: j.Payload = {"result": {"resultStatus": "F", "resultCode": "INVALID_SIGNATURE"}}
    world.add(j.BACKEND, j.MERCHANT, "pay", result, Kind.ANSWER, call)
    j.ending(world, "failed", error="the cashier should open", wrong=1, complete=False)
    text = failure_text(report(world).failing[0])
    assert (
        "the journey: the wallet refused step 10, and what was to follow is missing; before it nothing is wrong" in text
    )
    (row,) = (line for line in text.splitlines() if line.startswith("  11 "))
    assert row.startswith("  11 ! ")
    assert row.endswith(": refused: INVALID_SIGNATURE")


def test_of_several_payments_the_wrong_one_is_drawn_and_each_other_one_is_a_line() -> None:
    world = j.World("w")
    j.scenario(world)
    j.meant(world)
    login = j.login(world)
    j.settle(world, j.order(world, login))
    j.meant(world)
    cheap: j.Payload = {"currency": "IQD", "value": "25000"}
    j.settle(world, j.order(world, login, "P2", cheap), "P2", cheap)
    j.ending(world, "failed", error="step 10: amount", wrong=1)
    lines = failure_text(report(world).failing[0]).splitlines()
    first, second = (next(n for n, line in enumerate(lines) if f"payment P{k}," in line) for k in (1, 2))
    assert lines[first] == "  1 of 2: payment P1, 9000 (paid): nothing wrong"
    assert lines[second] == "  2 of 2: payment P2, 9000 (paid): step 10 wrong value"
    assert second == first + 1
    assert "<<< wrong value" in "\n".join(lines[second:])


def without_notification(world: j.World) -> j.World:
    """The same run of a merchant whose pay request names no paymentNotifyUrl."""
    world.messages = [
        replace(m, payload={key: value for key, value in m.payload.items() if key != "paymentNotifyUrl"})
        for m in world.messages
        if m.name != "notifyPayment"
    ]
    return world


def test_two_long_values_are_told_where_they_part() -> None:
    url = "http://127.0.0.1:4711/cashier?orderId=rA7q"
    words = ("redirect URL", f'"{url}y"', f'"{url}Y"')
    finding = Finding(
        13, Status.WRONG_VALUE, Sentence.NOT_THE_OUTCOME, "redirect URL", f"{url}y", f"{url}Y", words=words
    )
    said = finding_words(finding, Masks(()))
    assert "127.0.0.1" not in said
    assert '"…derId=rA7qY"' in said
    assert '"…derId=rA7qy"' in said
    short = ("amount", '"25000"', '"25000000"')
    finding = Finding(10, Status.WRONG_VALUE, Sentence.NOT_THE_OUTCOME, "sum", "25000000", "25000", words=short)
    assert '"25000"' in finding_words(finding, Masks(()))
