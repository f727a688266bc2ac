"""The certificate: what cannot be done is told with its risk in every report, and never counts as passed."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import journals as j
from unpacking import opened

from harness.evidence import write_reports
from harness.evidence.certificate import certificate, certificate_lines
from harness.evidence.html import page
from harness.evidence.report import RunReport, collect
from harness.evidence.terminal import kinds_line
from harness.evidence.verdict_json import verdict

RISK = "a payment that is not settled yet may look paid"


def case(number: int, outcome: str, *, rule: str = "8000 is pending", capability: str = "pending screen") -> j.World:
    world = j.World(f"case {number}")
    start = j.scenario(world, f"Case {number}", rule=rule, feature="Every result code", line=number)
    assert isinstance(start.payload, dict)
    start.payload["tags"] = ["certification"]
    end: dict[str, object] = {"outcome": outcome, "error": None, "ms": 5.0, "complete": False}
    if outcome == "cannot":
        end |= {"capability": capability, "risk": RISK}
        world.fact(j.HARNESS, "gherkin step", {"index": 1, "outcome": "cannot", "ms": 1.0, "error": "no such screen"})
    if outcome == "failed":
        end["error"] = 'the Mini Program should show "failed", but it shows "paid"\n  next: mend it'
    world.fact(j.HARNESS, "scenario end", end)
    return world


def report(*worlds: j.World) -> RunReport:
    return collect([*j.run(), *(m for world in worlds for m in world.messages)])


def lines(*worlds: j.World) -> str:
    return "\n".join(certificate_lines(report(*worlds)))


def test_what_cannot_be_done_is_neither_passed_nor_failed() -> None:
    found = report(case(1, "passed"), case(2, "cannot"))
    assert (found.count("passed"), found.count("failed"), found.count("cannot")) == (1, 0, 1)
    assert found.passed
    assert verdict(found)["cannot"] == [
        {"capability": "pending screen", "scenario": "Case 2", "variant": "success", "risk": RISK}
    ]
    assert "1 passed, 1 cannot" in kinds_line(found)


def test_alone_it_proves_nothing() -> None:
    only = report(case(1, "cannot"))
    assert not only.passed
    assert "NOT CERTIFIED: no case passed" in lines(case(1, "cannot"))


def test_nothing_is_certified_where_nobody_sees_the_goods_go_out() -> None:
    blind = [case(1, "passed"), case(2, "cannot", capability="paid screen")]
    assert not report(*blind).passed
    assert "NOT CERTIFIED: nobody can see when the goods go out" in lines(*blind)


def test_the_table_on_the_terminal() -> None:
    text = lines(
        case(1, "passed"), case(2, "cannot"), case(3, "failed", rule="4000 is failed"), case(4, "passed", rule="9000")
    )
    assert text.splitlines() == [
        "Every result code",
        "  ! 8000 is pending  1 of 2 passed, 1 cannot",
        "  ✗ 4000 is failed   0 of 1 passed, 1 failed",
        '      the Mini Program should show "failed", but it shows "paid"',
        "  ✓ 9000             1 of 1 passed",
        "",
        "cannot: what this program cannot do, and the risk",
        "  ! pending screen (1 case)",
        f"      {RISK}",
        "",
        "NOT CERTIFIED: 1 failed",
    ]
    assert lines(case(1, "passed")).endswith("\nCERTIFIED")
    assert lines(case(1, "passed"), case(2, "cannot")).endswith("except for what the program cannot do (1 case)")


def test_it_degrades_to_ascii_and_colours_only_where_asked() -> None:
    found = report(case(1, "passed"), case(2, "cannot"), case(3, "failed"))
    plain = "\n".join(certificate_lines(found, encoding="ascii"))
    assert plain.isascii()
    assert "\033[" not in plain
    assert "\033[33m!\033[0m pending screen" in "\n".join(certificate_lines(found, colour=True))


def test_a_run_without_the_pack_has_no_certificate() -> None:
    ordinary = collect([*j.run(), *j.good().messages])
    assert certificate(ordinary) is None
    assert certificate_lines(ordinary) == []
    assert 'id="certificate"' not in page(ordinary)


def test_every_report_tells_it(tmp_path: Path) -> None:
    worlds = [case(1, "passed"), case(2, "cannot")]
    write_reports(tmp_path, [*j.run(), *(m for world in worlds for m in world.messages)])
    suite = ET.parse(tmp_path / "junit.xml").getroot()[0]
    (skipped,) = suite.iter("skipped")
    assert skipped.get("message") == f"cannot: pending screen; the risk: {RISK}"
    assert {p.get("name"): p.get("value") for p in suite.iter("property")}["cannot pending screen"] == RISK
    assert json.loads((tmp_path / "verdict.json").read_text())["scenarios"]["cannot"] == 1
    html = opened((tmp_path / "index.html").read_text(encoding="utf-8"))
    assert "certified, except for what the program cannot do" in html
    assert f'<td dir="auto">{RISK}</td>' in html
    assert '<article class="card cannot"' in html
