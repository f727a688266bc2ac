"""Which step definitions a step means: none is an error, and so are two (findings 3: pytest-bdd runs the first it meets)."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_bdd.parser import Step
from pytest_bdd.scenario import find_fixturedefs_for_step
from pytest_bdd.steps import step_function_context_registry

from harness.errors import HarnessError, near
from harness.library import INSTALLED_STEPS

StepFunction = Callable[..., object]
KNOWN = pytest.StashKey[dict[tuple[str, str, Path], tuple[StepFunction, ...]]]()


def definitions(step: Step, item: pytest.Item) -> tuple[StepFunction, ...]:
    """Return the functions that define a step for this scenario, each once.

    A definition nearer to the feature (a conftest.py beside it) takes the place of those farther away.
    """
    known = item.session.stash.setdefault(KNOWN, {})
    key = (step.type, step.name, item.path)
    if key not in known:
        known[key] = _look_up(step, item)
    return known[key]


def _look_up(step: Step, item: pytest.Item) -> tuple[StepFunction, ...]:
    found: dict[str, dict[StepFunction, None]] = {}
    for fixture in find_fixturedefs_for_step(step, item.session._fixturemanager, item):
        function = step_function_context_registry[fixture.func].step_func
        found.setdefault(fixture.baseid, {})[function] = None
    nearest = tuple(found[max(found, key=len)]) if found else ()
    # A project's conftest.py and an installed plugin stand equally near: the project has the word.
    own = tuple(function for function in nearest if function.__module__.partition(".")[0] != INSTALLED_STEPS)
    return own or nearest


def check_unambiguous(step: Step, item: pytest.Item, place: str) -> None:
    """Raise HarnessError, naming every definition, where a step has more than one."""
    functions = definitions(step, item)
    if len(functions) > 1:
        places = " and ".join(sorted(_place(function) for function in functions))
        raise HarnessError(
            f'{len(functions)} definitions match "{step.keyword} {step.name}": {places}',
            place=place,
            action="make their texts differ, or remove one: which of them is played would be chance",
        )


def _place(function: StepFunction) -> str:
    code = inspect.unwrap(function).__code__
    return f"{near(Path(code.co_filename))}:{code.co_firstlineno} {function.__name__}"
