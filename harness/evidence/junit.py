"""junit.xml: one testcase a scenario, for CI systems. Valid by the common JUnit schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET

from harness.evidence.coverage import code_cells, kind_codes, kind_steps, played_kinds, step_statuses
from harness.evidence.masking import Masks
from harness.evidence.report import CANNOT, FLAKY, GherkinStep, RunReport, ScenarioReport
from harness.evidence.terminal import error_text, failure_text
from harness.evidence.words import clean, shorten


def junit(report: RunReport, masks: Mapping[str, Masks] | None = None) -> str:
    """Return the run as JUnit XML; ``masks`` by world, made here where none are given. Times are in seconds."""
    masks = masks or {}
    scenarios = report.scenarios
    failures = len(report.failing) + len(report.loose_failures)
    counts = {
        "name": "payments",
        "tests": str(len(scenarios) + len(report.loose_failures)),
        "failures": str(failures),
        "errors": "0",
        "skipped": str(report.count("skipped") + report.count(CANNOT)),
        "time": f"{sum(s.ms for s in scenarios) / 1000:.3f}",
    }
    root = ET.Element("testsuites")
    suite = ET.SubElement(
        root, "testsuite", counts | ({"timestamp": clean(report.started_at)} if report.started_at else {})
    )
    properties = ET.SubElement(suite, "properties")
    for name, value in _properties(report).items():
        ET.SubElement(properties, "property", {"name": name, "value": clean(value)})
    taken: dict[tuple[str, str], int] = {}
    for scenario in scenarios:
        _case(suite, scenario, masks.get(scenario.world) or Masks(scenario.messages), taken)
    loose = masks.get("") or Masks(report.loose)
    for text in report.loose_failures:
        case = ET.SubElement(
            suite, "testcase", {"classname": "outside any scenario", "name": clean(text.split(":")[0]), "time": "0"}
        )
        ET.SubElement(case, "failure", {"message": clean(shorten(loose.text(text), 300))}).text = clean(
            loose.text(text)
        )
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _properties(report: RunReport) -> dict[str, str]:
    found = {"flaky": str(report.count(FLAKY))} if report.count(FLAKY) else {}
    found |= {"seed": str(report.seed), "profile": report.profile, "command": report.command}
    found |= {f"step {number}": word for number, word in step_statuses(report).items()}
    cells = code_cells(report).items()
    found |= {f"code {code} {delivery}": word for code, row in cells for delivery, word in row.items()}
    for scenario in report.cannot:
        found[f"cannot {scenario.capability}"] = scenario.risk
    kinds = played_kinds(report)
    found["kinds"] = ", ".join(kinds)
    for kind in kinds if len(kinds) > 1 else ():
        found |= {f"{kind} step {number}": word for number, word in kind_steps(report, kind).items()}
        mine = kind_codes(report, kind).items()
        found |= {f"{kind} code {code} {delivery}": word for code, row in mine for delivery, word in row.items()}
    return {name: value for name, value in found.items() if value}


def _case(suite: ET.Element, scenario: ScenarioReport, masks: Masks, taken: dict[tuple[str, str], int]) -> None:
    feature = masks.text(scenario.feature) or scenario.file or "features"
    name = masks.text(scenario.name) + (f" [{scenario.variant}]" if scenario.variant else "")
    count = taken[feature, name] = taken.get((feature, name), 0) + 1
    case = ET.SubElement(
        suite,
        "testcase",
        {
            "classname": clean(feature),
            "name": clean(name if count == 1 else f"{name} #{count}"),
            "time": f"{scenario.ms / 1000:.3f}",
        },
    )
    if scenario.failed:
        message = shorten(masks.text(error_text(scenario)), 300)
        failure = ET.SubElement(case, "failure", {"message": clean(message), "type": scenario.result})
        failure.text = clean(failure_text(scenario, masks=masks))
    elif scenario.outcome == "skipped":
        ET.SubElement(case, "skipped", {"message": clean(masks.text(scenario.error) or "skipped")})
    elif scenario.outcome == CANNOT:
        text = f"cannot: {masks.text(scenario.capability)}; the risk: {masks.text(scenario.risk)}"
        ET.SubElement(case, "skipped", {"message": clean(text)})
    for attempt in scenario.earlier:
        # Maven's Surefire has made these names known to CI systems: a test that failed at first, and passed or not.
        tag = "flakyFailure" if scenario.outcome == FLAKY else "rerunFailure"
        told = {"message": clean(shorten(masks.text(error_text(attempt)), 300)), "type": attempt.result}
        ET.SubElement(case, tag, told).text = clean(failure_text(attempt, masks=masks))
    lines = [scenario.place, *map(_step_line, scenario.steps), *_files(scenario)]
    ET.SubElement(case, "system-out").text = clean(masks.text("\n".join(lines)))


def _step_line(step: GherkinStep) -> str:
    took = f"   {step.ms / 1000:.3f} s" if step.ms else ""
    return f"{step.outcome:<8} {step.keyword} {step.text}{took}"


def _files(scenario: ScenarioReport) -> Iterator[str]:
    """Name the files of a scenario as Jenkins and GitLab look for them in a test's output."""
    for play in (*scenario.attempts, *((scenario.replay,) if scenario.replay else ())):
        files = (*(a.file for a in play.attachments), *(shot.file for shot in play.screenshots), *play.traces)
        yield from (f"[[ATTACHMENT|{file}]]" for file in files)
