"""The delivery log: numbered, in order, found by payment, and never larger than it may be."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from harness.wallet.deliveries import Deliveries, Delivery

ONE = Delivery("P", 1, 0, "http://127.0.0.1/notify", 200, "", "acknowledged")


@given(st.lists(st.sampled_from("ABCD"), max_size=60), st.integers(1, 12))
def test_the_newest_are_remembered(payments: list[str], most: int) -> None:
    log = Deliveries(most)
    added = []
    for at, payment_id in enumerate(payments):
        delivery = replace(ONE, payment_id=payment_id, number=log.begin(payment_id), at=at)
        log.add(delivery)
        added.append(delivery)
    kept = added[-most:]
    assert log.all() == tuple(kept)
    for payment_id in "ABCD":
        mine = [d for d in kept if d.payment_id == payment_id]
        assert log.of(payment_id) == tuple(mine)
        assert log.ended(payment_id, ["acknowledged"]) is bool(mine)
        assert not log.ended(payment_id, ["failed", "refused"])
        numbers = [d.number for d in mine]
        assert numbers == sorted(set(numbers))


def test_each_payment_counts_for_itself() -> None:
    log = Deliveries()
    assert [log.begin("A"), log.begin("B"), log.begin("A")] == [1, 1, 2]


def test_what_is_forgotten_leaves_nothing_behind() -> None:
    log = Deliveries(10)
    for number in range(1000):
        payment_id = f"P{number}"
        log.add(replace(ONE, payment_id=payment_id, number=log.begin(payment_id)))
    assert len(log.all()) == len(log._of) == len(log._begun) == 10
