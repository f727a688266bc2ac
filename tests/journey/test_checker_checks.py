"""The checker checks: a good run's journal is changed one thing at a time, and the verdict must name just that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from fixtures.buyers import buyer
from fixtures.programs import SHOP
from harness import STEPS, Kind, Message, Stage, judge
from harness.journey import AGREEMENTS, Status, Verdict
from harness.journey.reading import read

Journal = tuple[Message, ...]


@pytest.fixture(scope="session")
def good(scratch_stage: Stage) -> Journal:
    """The journal of a real run that went well."""
    world = scratch_stage.world("good", SHOP)
    try:
        world.enter_buyer(buyer(1), "100,000 IQD")
        world.open_program()
        world.act("log in")
        world.note("order", {"amount": world.amount("25,000 IQD"), "description": "Barhi dates, 1 kg"})
        world.act("buy Barhi dates, 1 kg")
        world.phone.tap_cashier("confirm")
        world.expect_screen("paid")
        assert world.settle().passed
        # Until it is acknowledged, a notification may rightly come again.
        world.wait_for(lambda m: m.name == "notifyPayment" and m.kind is Kind.ANSWER, "the acknowledgement")
        return world.journal.messages
    finally:
        world.close()


def _found(verdict: Verdict) -> set[tuple[int, Status]]:
    return {(finding.step, finding.status) for finding in verdict.findings}


def _message(journal: Journal, step: int) -> Message:
    return next(s.message for s in read(journal) if s.step == step)


def test_the_untouched_journal_has_no_finding(good: Journal) -> None:
    verdict = judge(good, complete=True)
    assert verdict.findings == ()
    assert [s.status for s in verdict.journeys[0].steps] == [Status.SEEN] * 20
    assert len(verdict.journeys) == 1


@pytest.mark.parametrize("step", range(1, 21))
def test_a_removed_step_is_missing(good: Journal, step: int) -> None:
    gone = _message(good, step)
    assert _found(judge([m for m in good if m is not gone], complete=True)) == {(step, Status.MISSING)}


@pytest.mark.parametrize("step", range(1, 21))
def test_a_repeated_step_is_repeated(good: Journal, step: int) -> None:
    twice = _message(good, step)
    copy = replace(twice, id=10_000)
    place = good.index(twice) + 1
    assert _found(judge([*good[:place], copy, *good[place:]], complete=True)) == {(step, Status.REPEATED)}


def _moves() -> list[tuple[int, int]]:
    """Every move of a chain step by at least two places, where it is certain which one moved."""
    return [(a, b) for a in range(1, 19) for b in range(1, 19) if abs(a - b) > 1]


@pytest.mark.parametrize(("step", "to"), _moves())
def test_a_moved_step_is_out_of_order(good: Journal, step: int, to: int) -> None:
    moved, target = _message(good, step), _message(good, to)
    rest = [m for m in good if m is not moved]
    place = rest.index(target) + (1 if to > step else 0)
    found = judge([*rest[:place], moved, *rest[place:]], complete=True)
    expected = {(step, Status.OUT_OF_ORDER)}
    assert _found(found) == expected


@pytest.mark.parametrize("step", range(1, 18))
def test_two_neighbours_that_changed_places_are_one_step_out_of_order(good: Journal, step: int) -> None:
    first, second = good.index(_message(good, step)), good.index(_message(good, step + 1))
    swapped = list(good)
    swapped[first], swapped[second] = swapped[second], swapped[first]
    found = _found(judge(swapped, complete=True))
    assert found in ({(step, Status.OUT_OF_ORDER)}, {(step + 1, Status.OUT_OF_ORDER)})


@pytest.mark.parametrize("step", [19, 20])
def test_the_last_two_may_come_in_any_order_after_16_but_not_before(good: Journal, step: int) -> None:
    moved = _message(good, step)
    rest = [m for m in good if m is not moved]
    for to, wrong in [(16, False), (17, False), (18, False), (15, True), (10, True), (1, True)]:
        place = rest.index(_message(good, to)) + 1
        found = _found(judge([*rest[:place], moved, *rest[place:]], complete=True))
        assert found == ({(step, Status.OUT_OF_ORDER)} if wrong else set()), to


def _alter(payload: object, value: str) -> object:
    """Return the payload with each leaf that says ``value`` changed."""
    if isinstance(payload, dict):
        return {key: _alter(item, value) for key, item in payload.items()}
    if isinstance(payload, list | tuple):
        return [_alter(item, value) for item in payload]
    return f"{payload}X" if str(payload) == value else payload


def _altered() -> list[tuple[str, int, Callable[[Message], str | None]]]:
    return [
        (agreement.name, member.step, member.extract)
        for agreement in AGREEMENTS
        for member in agreement.members
        if agreement.name != "scopes"
    ]


@pytest.mark.parametrize(("name", "step", "extract"), _altered(), ids=lambda value: str(value)[:20])
def test_an_altered_value_is_wrong_at_its_step(
    good: Journal, name: str, step: int, extract: Callable[[Message], str | None]
) -> None:
    original = _message(good, step)
    value = extract(original)
    assert value is not None, f"step {step} carries no {name}"
    altered = replace(original, payload={key: _alter(item, value) for key, item in original.payload.items()})
    found = judge([altered if m is original else m for m in good], complete=True)
    assert {(f.step, f.status, f.value) for f in found.findings} == {(step, Status.WRONG_VALUE, name)}
    finding = found.findings[0]
    assert (finding.expected, finding.got) == (value, f"{value}X")


def test_there_are_twenty_steps_and_two_are_inferred() -> None:
    assert [s.number for s in STEPS] == list(range(1, 21))
    assert [s.number for s in STEPS if s.inferred] == [8, 17]
