"""Feature files as pytest sees them: collected directly, one item a scenario, ``pytest features/x.feature`` works.

A file holds its scenarios and its Rules, a Rule its own; each is called as it is written (harness.suite.names).
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from _pytest.python import PyCollector
from pytest_bdd import scenario
from pytest_bdd.parser import Feature, ScenarioTemplate
from pytest_bdd.scenario import make_python_name, scenario_wrapper_template_registry

from harness.errors import HarnessError
from harness.suite.gherkin import ENCODING, Example, read_feature, rows_of
from harness.suite.names import row_name

EXAMPLE = "_pytest_bdd_example"
"""The parameter in which pytest-bdd hands a row of Examples over."""


def collect_feature(file: Path, parent: pytest.Collector) -> FeatureFile:
    """Return the collector of a feature file; one that lies outside the project has its whole path for an id."""
    root = parent.config.rootpath
    nodeid = file.relative_to(root).as_posix() if file.is_relative_to(root) else file.as_posix()
    made: FeatureFile = FeatureFile.from_parent(parent, path=file, nodeid=nodeid)
    return made


class _Scenarios(PyCollector):
    """A collector of scenarios: each is an attribute of its object, under the name it is written with."""

    def scenarios(self) -> Iterator[pytest.Function]:
        """Yield an item for every scenario and row, in the order of the file."""
        for name, bound in list(vars(self.obj).items()):
            if not isinstance(bound, types.FunctionType) or bound not in scenario_wrapper_template_registry:
                continue
            for item in self._genfunctions(name, bound):
                # -k takes no blanks: with underscores for them a whole name can be given to it.
                item.extra_keyword_matches.add(f"test_{make_python_name(name)}")
                yield item


class FeatureRule(_Scenarios):
    """A Rule of a feature file."""

    def _getobj(self) -> object:
        file = self.getparent(FeatureFile)
        return file.rules[self.name] if file is not None else None

    def collect(self) -> Iterable[pytest.Item | pytest.Collector]:
        """Return the scenarios of the Rule."""
        return list(self.scenarios())


class FeatureFile(_Scenarios, pytest.Module):
    """A ``.feature`` file as a module of tests."""

    rules: dict[str, types.SimpleNamespace]

    def _getobj(self) -> types.ModuleType:
        module = types.ModuleType(self.path.stem)
        module.__file__ = str(self.path)
        self.rules = {}
        try:
            feature = read_feature(self.path)
            rows = rows_of(self.path)
        except HarnessError as error:
            raise self.CollectError(str(error)) from None
        for tag in sorted(_tags(feature)):
            self.config.addinivalue_line("markers", f"{tag}: a tag in the feature files")
        for key, template in feature.scenarios.items():
            *rule, name = key.split("::")
            said = template.rule.description if template.rule is not None else ""
            owner = self.rules.setdefault(rule[0], types.SimpleNamespace(__doc__=said or None)) if rule else module
            setattr(owner, name, self._bound(key, template, rows.get(template.line_number, ())))
        return module

    def collect(self) -> Iterable[pytest.Item | pytest.Collector]:
        """Yield the scenarios that stand under no Rule, then the Rules: Gherkin knows no other order."""
        yield from self.scenarios()
        for name in self.rules:
            rule: FeatureRule = FeatureRule.from_parent(self, name=name)
            yield rule

    def _bound(self, key: str, template: ScenarioTemplate, rows: Iterable[Example]) -> types.FunctionType:
        """Return the function that plays a scenario; it says that it is written where the scenario is."""
        template.examples = []  # pytest-bdd would name the rows in ASCII
        bound = scenario(self.path.name, key, encoding=ENCODING, features_base_dir=str(self.path.parent))(_empty())
        given = [pytest.param(row, marks=[getattr(pytest.mark, tag) for tag in row.tags]) for row in rows]
        if given:
            bound = pytest.mark.parametrize(EXAMPLE, given)(bound)
        if not isinstance(bound, types.FunctionType):
            raise TypeError(f"pytest-bdd made a {type(bound).__name__} of a scenario")
        bound.__doc__ = template.description or None
        bound.__code__ = bound.__code__.replace(co_filename=str(self.path), co_firstlineno=template.line_number)
        return bound


def example_id(value: object, argname: str) -> str | None:
    """Return what a parameter is called in an id: a row by its values, anything else as pytest would."""
    return row_name(value) if argname == EXAMPLE and isinstance(value, dict) else None


def _empty() -> Callable[[], None]:
    def run() -> None:
        """A scenario's steps are its body."""

    return run


def _tags(feature: Feature) -> Iterator[str]:
    yield from feature.tags
    for template in feature.scenarios.values():
        yield from template.tags
        if template.rule is not None:
            yield from template.rule.tags
        for examples in template.examples:
            yield from examples.tags
