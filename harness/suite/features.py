"""Feature files as pytest sees them: collected directly, one item a scenario, ``pytest features/x.feature`` works."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_bdd import scenario
from pytest_bdd.parser import Feature
from pytest_bdd.scenario import get_python_name_generator

from harness.errors import HarnessError
from harness.suite.gherkin import ENCODING, read_feature


def collect_feature(file: Path, parent: pytest.Collector) -> FeatureFile:
    """Return the collector of a feature file; one that lies outside the project has its whole path for an id."""
    root = parent.config.rootpath
    nodeid = file.relative_to(root).as_posix() if file.is_relative_to(root) else file.as_posix()
    made: FeatureFile = FeatureFile.from_parent(parent, path=file, nodeid=nodeid)
    return made


class FeatureFile(pytest.Module):
    """A ``.feature`` file as a module of tests."""

    def _getobj(self) -> types.ModuleType:
        module = types.ModuleType(self.path.stem)
        module.__file__ = str(self.path)
        try:
            feature = read_feature(self.path)
        except HarnessError as error:
            raise self.CollectError(str(error)) from None
        for tag in sorted(_tags(feature)):
            self.config.addinivalue_line("markers", f"{tag}: a tag in the feature files")
        for name in feature.scenarios:
            bound = scenario(self.path.name, name, encoding=ENCODING, features_base_dir=str(self.path.parent))(_empty())
            for test_name in get_python_name_generator(name):
                if not hasattr(module, test_name):
                    setattr(module, test_name, bound)
                    break
        return module


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
