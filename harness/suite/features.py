"""Feature files as pytest sees them: collected directly, one item a scenario, ``pytest features/x.feature`` works."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_bdd import exceptions, scenario
from pytest_bdd.feature import get_feature
from pytest_bdd.parser import Feature
from pytest_bdd.scenario import get_python_name_generator

from harness.errors import HarnessError


class FeatureFile(pytest.Module):
    """A ``.feature`` file as a module of tests."""

    def _getobj(self) -> types.ModuleType:
        module = types.ModuleType(self.path.stem)
        module.__file__ = str(self.path)
        feature = _parse(self.path)
        for tag in sorted(_tags(feature)):
            self.config.addinivalue_line("markers", f"{tag}: a tag in the feature files")
        for name in feature.scenarios:
            bound = scenario(self.path.name, name, features_base_dir=str(self.path.parent))(_empty())
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


def _parse(path: Path) -> Feature:
    try:
        feature: Feature = get_feature(str(path.parent), path.name)
    except exceptions.FeatureError as error:
        line = getattr(error, "line", "") or ""
        text = str(error.args[0] if error.args else error)
        place = f"{path}:{line}" if line else str(path)
        raise pytest.Collector.CollectError(
            str(HarnessError(f"not a valid feature: {text}", place=place, action="mend the line named here"))
        ) from error
    return feature
