"""The sequence diagram: 20 numbered arrows, wrong ones told apart, every text escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

import journals as j

from harness.evidence.arrows import arrows, of_journey
from harness.evidence.diagram import mermaid, svg
from harness.evidence.masking import Masks
from harness.evidence.sketch import sketch
from harness.journal import Kind, Message
from harness.journey import JourneyVerdict, judge

NS = "{http://www.w3.org/2000/svg}"


def only(messages: Sequence[Message]) -> JourneyVerdict:
    (journey,) = judge(messages, complete=True).journeys
    return journey


def groups(messages: Sequence[Message]) -> list[tuple[str, int]]:
    """Return (class, step) of each numbered arrow, top to bottom."""
    root = ET.fromstring(svg(messages, only(messages)))
    return [(g.get("class", ""), int(g.get("data-step", ""))) for g in root.iter(f"{NS}g") if g.get("data-step")]


def test_a_good_payment_has_20_green_numbered_arrows_in_order() -> None:
    messages = j.payment(j.World("w")).messages
    assert groups(messages) == [("ok", number) for number in range(1, 21)]
    numbers = [t.text for t in ET.fromstring(svg(messages, only(messages))).iter(f"{NS}text") if t.get("class") == "n"]
    assert numbers == [str(n) for n in range(1, 21)]


def test_it_can_be_read_without_seeing_it() -> None:
    messages = j.payment(j.World("w")).messages
    root = ET.fromstring(svg(messages, only(messages), name="A payment"))
    assert root.get("role") == "img"
    assert root.get("aria-label") == "Sequence diagram of A payment: 20 steps seen, none wrong"


def test_a_missing_step_is_dashed_in_its_place() -> None:
    whole = j.payment(j.World("w")).messages
    for name, kind, step in (("cashier", Kind.EVENT, 14), ("applyToken", Kind.ANSWER, 7), ("message", Kind.EVENT, 20)):
        messages = j.without(whole, lambda m, name=name, kind=kind: (m.name, m.kind) == (name, kind))  # type: ignore[misc]
        found = groups(messages)
        assert [number for _, number in found] == list(range(1, 21))
        assert [number for css, number in found if css == "miss"] == [step]
    assert ".sq .miss .l{stroke-dasharray" in svg(whole, only(whole))


def test_a_step_out_of_order_is_red_where_it_came_and_a_reader_who_points_at_it_is_told() -> None:
    whole = j.payment(j.World("w")).messages
    early = next(m for m in whole if (m.name, m.kind) == ("confirm", Kind.EVENT))
    rest = [m for m in whole if m is not early]
    rest.insert(next(n for n, m in enumerate(rest) if m.name == "cashier"), early)
    found = groups(rest)
    wrong = [number for css, number in found if css == "bad"]
    assert wrong
    assert set(wrong) <= {14, 15}
    order = [number for _, number in found]
    assert order.index(15) == order.index(14) - 1
    root = ET.fromstring(svg(rest, only(rest)))
    (arrow,) = [g for g in root.iter(f"{NS}g") if g.get("data-step") == str(wrong[0])]
    told = arrow.findtext(f"{NS}title") or ""
    assert told.startswith(f"Step {wrong[0]}, out of order: ")
    assert "paymentId: P1" in told


def test_a_wrong_value_is_red_and_says_what_was_wrong() -> None:
    messages = j.wrong_amount().messages
    assert [n for css, n in groups(messages) if css == "bad"] == [10]
    assert "amount is &quot;25000&quot; (25 IQD), but the order says" in svg(messages, only(messages))


def test_a_repeated_step_is_green_once_and_orange_after() -> None:
    messages = j.payment(j.World("w")).messages
    at = next(i for i, m in enumerate(messages) if m.name == "confirm")
    again = j.changed([messages[at]], lambda m: True, id=900)
    twice = [*messages[: at + 1], *again, *messages[at + 1 :]]
    assert [css for css, number in groups(twice) if number == 15] == ["ok", "extra"]


def test_a_step_that_must_not_happen_is_orange() -> None:
    messages = list(j.cancelled().messages)
    at = next(i for i, m in enumerate(messages) if m.name == "leave")
    told = j.World("w2", first=800)
    paid: j.Payload = {"paymentId": "P1", "channel": "sms", "outcome": "SUCCESS", "amount": j.AMOUNT}
    extra = told.add(j.BACKEND, j.BUYER, "message", paid)
    messages.insert(at + 1, extra)
    journey = only(messages)
    assert [n for css, n in groups(messages) if css == "extra"] == [f.step for f in journey.findings] == [20]


def test_leaving_the_cashier_is_drawn_but_is_no_step() -> None:
    messages = j.cancelled().messages
    text = svg(messages, only(messages))
    assert "leaves the cashier" in text
    assert [number for _, number in groups(messages)] == [*range(1, 15), 18]


def test_many_inquiries_are_one_arrow() -> None:
    world = j.payment(j.World("w"))
    for _ in range(5):
        call = world.add(j.MERCHANT, j.BACKEND, "inquiryPayment", {"paymentId": "P1"}, Kind.CALL)
        world.add(
            j.BACKEND, j.MERCHANT, "inquiryPayment", {"paymentId": "P1", "paymentStatus": "SUCCESS"}, Kind.ANSWER, call
        )
    found = [a for a in arrows(world.messages, only(world.messages), Masks([])) if "inquiry" in a.title]
    assert [a.value for a in found] == ["(5 times)", "SUCCESS (5 times)"]


def test_two_payments_of_one_login_get_a_diagram_each() -> None:
    world = j.World("w")
    logged_in = j.login(world)
    for payment in ("P1", "P2"):
        j.settle(world, j.order(world, logged_in, payment), payment)
    journeys = judge(world.messages).journeys
    first, second = journeys
    for journey, mine, other in ((first, "P1", "P2"), (second, "P2", "P1")):
        kept = of_journey(world.messages, journey, journeys)
        text = svg(kept, journey)
        assert f"paymentId={mine}" in text
        assert f"paymentId={other}" not in text
        assert text.count("<circle") == 20


def test_inferred_steps_are_marked_in_every_form() -> None:
    messages = j.payment(j.World("w")).messages
    journey = only(messages)
    for text in (svg(messages, journey), mermaid(messages, journey), sketch(messages, journey)):
        assert "answers the login *" in text
        assert "returns the payment result *" in text
    assert "inferred: not in the wallet's text" in svg(messages, journey)


def test_text_from_outside_cannot_break_out() -> None:
    evil = '</title><script>alert(1)</script>"\x00\x1b[31m'
    world = j.World("w")
    messages = j.changed(
        j.payment(world).messages,
        lambda m: m.name == "message",
        payload={"paymentId": "P1", "channel": evil, evil: evil},
    )
    text = svg(messages, only(messages), name=evil)
    ET.fromstring(text)
    assert "<script" not in text
    assert not re.search(r"[\x00-\x08\x1b]", text)


def test_mermaid_has_a_line_for_each_step_and_a_red_box_for_a_wrong_one() -> None:
    messages = j.wrong_amount().messages
    text = mermaid(messages, only(messages))
    assert text.startswith("sequenceDiagram\n    participant B as buyer")
    assert [int(n) for n in re.findall(r"->>\w: (\d+)\. ", text)] == list(range(1, 21))
    assert text.count("rect rgb") == text.count("    end\n") == 1
    for line in text.splitlines():
        assert line.count(";") == len(re.findall(r"#\d+;", line)), "an unescaped ; ends a Mermaid statement"


def test_the_text_sketch_points_at_the_wrong_arrow() -> None:
    messages = j.wrong_amount().messages
    lines = sketch(messages, only(messages)).splitlines()
    assert [line[:4] for line in lines if "<<<" in line] == ["10 ✗"]
    assert sketch(messages, only(messages), unicode=False).isascii()


def test_a_false_notification_is_drawn_with_what_was_false_and_what_the_merchant_answered() -> None:
    world = j.World("w")
    j.payment(world)
    for fault, status in (("not signed", 200), ("another amount", 401)):
        call = world.add(j.HARNESS, j.MERCHANT, "false notification", {"fault": fault}, Kind.CALL)
        world.add(j.MERCHANT, j.HARNESS, "false notification", {"status": status, "body": "so"}, Kind.ANSWER, call)
    messages = world.messages
    picture = svg(messages, only(messages))
    assert picture.count('<g class="beside fault">') == 4
    text = sketch(messages, only(messages))
    for said in ("not signed", "another amount"):
        assert f"false notification: {said}" in text
    for said in ("HTTP 200: so", "HTTP 401: so"):
        assert f"answer to it: {said}" in text
