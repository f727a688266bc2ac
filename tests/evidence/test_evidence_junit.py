"""junit.xml: parses, counts, and says why."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import journals as j

from harness.evidence.junit import junit
from harness.evidence.report import collect


def suite(*worlds: j.World) -> ET.Element:
    root = ET.fromstring(junit(collect([*j.run(), *(m for w in worlds for m in w.messages)])))
    assert root.tag == "testsuites"
    (found,) = root
    return found


def skipped(name: str) -> j.World:
    world = j.World(name)
    j.scenario(world, "Later", line=70)
    world.fact(j.HARNESS, "scenario end", {"outcome": "skipped", "error": "needs a second phone", "ms": 0})
    return world


def test_counts_names_and_reasons() -> None:
    found = suite(j.good(), j.wrong_amount(), skipped("s"))
    assert [found.get(k) for k in ("tests", "failures", "errors", "skipped")] == ["3", "1", "0", "1"]
    good, wrong, later = found.findall("testcase")
    assert (good.get("classname"), good.get("name")) == ("Paying for an order", "A buyer pays for an order [success]")
    assert good.get("time") == "0.412"
    failure = wrong.find("failure")
    assert failure is not None
    assert failure.get("message") == 'step 10: amount is "25000", but the order says "25000000"'
    assert "<<< wrong value" in (failure.text or "")
    assert later.find("skipped") is not None
    assert "passed   Given a buyer who is logged in" in (good.findtext("system-out") or "")


def test_properties_say_seed_codes_and_steps() -> None:
    found = {p.get("name"): p.get("value") for p in suite(j.good()).iter("property")}
    assert found["seed"] == "42"
    assert found["step 20"] == "seen"
    assert found["code 9000 success"] == "passed"
    assert found["code 6004 split"] == "not run"


def test_the_elements_stand_in_the_order_that_the_schema_wants() -> None:
    found = suite(j.good(), j.wrong_amount(), skipped("s"))
    assert [child.tag for child in found] == ["properties", "testcase", "testcase", "testcase"]
    allowed = {"failure", "skipped", "system-out"}
    for case in found.findall("testcase"):
        assert {child.tag for child in case} <= allowed
        assert case.get("name")
        assert case.get("classname")


def test_control_characters_are_removed_and_markup_is_text() -> None:
    world = j.World("w")
    j.scenario(world, "A\x00 <b>&\x0b name")
    j.ending(world, "failed", error="bad \x1b[31m <failure> ]]> \ufffe", wrong=0)
    (case,) = suite(world).findall("testcase")
    assert case.get("name") == "A\ufffd <b>&\ufffd name [success]"


def test_the_same_name_twice_is_told_apart() -> None:
    names = [c.get("name") for c in suite(j.good("a"), j.good("b")).findall("testcase")]
    assert len(set(names)) == 2


def test_a_failure_outside_any_scenario_is_a_failed_case() -> None:
    loose = j.payment(j.World("loose"), amount={"currency": "IQD", "value": "1"})
    found = suite(j.good(), loose)
    assert (found.get("tests"), found.get("failures")) == ("2", "1")
