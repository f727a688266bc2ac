"""What the journal is told of a feature's source, of its scenarios and of their steps, so that reports need no other file."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_bdd.parser import Feature, Scenario, Step
from pytest_bdd.parsers import StepParser, parse, re
from pytest_bdd.scenario import scenario_wrapper_template_registry
from pytest_bdd.steps import step_function_context_registry

from harness.errors import near
from harness.journal import Actor, WorldJournal
from harness.journey import RESULT_CODES
from harness.suite.features import EXAMPLE
from harness.suite.gherkin import ENCODING, Example
from harness.suite.names import row_name

SOURCE, PLANNED = "source", "planned"


class RunBook:
    """Writes down once what many scenarios share: the text of a feature, and which scenarios were to be played."""

    def __init__(self, journal: WorldJournal, planned: list[str]) -> None:
        self._journal = journal
        self._sources: set[str] = set()
        journal.fact(Actor.HARNESS, PLANNED, {"nodeids": planned})

    def source(self, uri: str, file: Path) -> None:
        """Keep the text of a feature file under ``uri``."""
        if uri in self._sources:
            return
        self._sources.add(uri)
        self._journal.fact(
            Actor.HARNESS, SOURCE, {"uri": uri, "text": file.read_text(encoding=ENCODING, errors="replace")}
        )


def all_tags(feature: Feature, scenario: Scenario) -> set[str]:
    """Return the tags of a scenario, those of its feature and its Rule included."""
    return {*feature.tags, *scenario.tags, *(scenario.rule.tags if scenario.rule else ())}


def scenario_facts(item: pytest.Item, feature: Feature, scenario: Scenario) -> dict[str, object]:
    """Return what is written of a scenario: its feature, Rule, name, place, tags, steps, and its id."""
    tags = all_tags(feature, scenario)
    return {
        "feature": feature.name,
        "featureDescription": feature.description,
        "rule": scenario.rule.name if scenario.rule else "",
        "scenario": scenario.name,
        "line": scenario.line_number,
        **row_facts(item, scenario),
        "tags": sorted(tags),
        "nodeid": item.nodeid,
        "expects": sorted(tags & RESULT_CODES.keys()),
        "steps": written_steps(scenario),
    }


def row_facts(item: pytest.Item, scenario: Scenario) -> dict[str, object]:
    """Return which row of its Examples a scenario is: its line, and its values where the scenario's name is silent on them."""
    callspec, function = getattr(item, "callspec", None), getattr(item, "function", None)
    row = callspec.params.get(EXAMPLE) if callspec is not None else None
    template = scenario_wrapper_template_registry.get(function) if function is not None else None
    if not isinstance(row, Example) or template is None:
        return {}
    return {"row": row.line, **({"example": row_name(row)} if template.name == scenario.name else {})}


def written_steps(scenario: Scenario) -> list[dict[str, object]]:
    """Return the steps of a scenario as they are written, with their tables and texts."""
    return [
        {
            "keyword": step.keyword,
            "text": step.name,
            "line": step.line_number,
            "table": step.datatable.raw() if step.datatable else None,
            **({"text block": step.docstring} if step.docstring else {}),
        }
        for step in scenario.steps
    ]


def definition(step: Step, step_func: Callable[..., object]) -> dict[str, object]:
    """Return the definition of a step: its pattern, where it is, and where in the step each of its arguments stands."""
    parser = next(
        (
            context.parser
            for context in list(step_function_context_registry.values())
            if context.step_func is step_func and context.parser.is_matching(step.name)
        ),
        None,
    )
    file = Path(inspect.getsourcefile(step_func) or "")
    return {
        "pattern": str(parser.name) if parser is not None else step.name,
        "regular": isinstance(parser, re),
        "file": near(file),
        "line": inspect.unwrap(step_func).__code__.co_firstlineno,
        "arguments": [[name, *span] for name, span in _spans(parser, step.name).items()],
    }


def _spans(parser: StepParser | None, text: str) -> dict[str, tuple[int, int]]:
    if isinstance(parser, re):
        match = parser.regex.fullmatch(text)
        return {name: match.span(name) for name in match.groupdict() if match.start(name) >= 0} if match else {}
    if isinstance(parser, parse):
        found = parser.parser.parse(text)
        return {str(name): (int(span[0]), int(span[1])) for name, span in found.spans.items()} if found else {}
    return {}


def planned(session: pytest.Session) -> list[str]:
    """Return the ids of the scenarios that this session is to play."""
    return [item.nodeid for item in session.items if ".feature::" in item.nodeid]
