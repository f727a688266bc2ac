"""What a feature can say: the ready-made steps, and those of the project the command is given in."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import sys
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from pytest_bdd.steps import StepFunctionContext, step_function_context_registry

from harness.catalogue.uses import Use
from harness.errors import HarnessError, near, raised_at
from harness.library import step_modules
from harness.suite.undefined import readable

OWN = "your own"
"""The actor under which a project's own steps stand."""


@dataclass(frozen=True, slots=True)
class Saying:
    """A step definition: its actor, keyword and text with ``{values}``, an example or "", and what it does.

    ``about`` is its whole docstring, ``place`` where it is written (file:line), ``used`` where features say it.
    """

    actor: str
    keyword: str
    text: str
    example: str
    does: str
    about: str = ""
    place: str = ""
    used: tuple[str, ...] = ()


def sayings(said: Sequence[Use], project: Path | None = None) -> list[Saying]:
    """Return every step: the ready-made in the order of their modules, then those of a project's conftest.py files.

    Raises HarnessError for a conftest.py that cannot be imported.
    """
    ready = step_modules()
    for module in ready:
        importlib.import_module(module)
    own = [module.__name__ for module in _project_modules(project)] if project is not None else []
    own = [name for name in own if name not in ready]
    order = {name: number for number, name in enumerate([*ready, *own])}
    contexts = [c for c in step_function_context_registry.values() if _stands_in(c, order)]
    contexts.sort(key=lambda c: (order[c.step_func.__module__], _line(c), c.type or ""))
    return [_saying(context, said, own) for context in contexts]


def _stands_in(context: StepFunctionContext, modules: Container[str]) -> bool:
    """Whether a step is one of these modules', as they are now: one imported before under a name is another."""
    function = inspect.unwrap(context.step_func)
    module = sys.modules.get(function.__module__)
    return function.__module__ in modules and module is not None and function.__globals__ is vars(module)


def _saying(context: StepFunctionContext, said: Iterable[Use], own: Sequence[str]) -> Saying:
    function = inspect.unwrap(context.step_func)
    matching = [use for use in said if context.type in (None, use.kind) and context.parser.is_matching(use.text)]
    about = inspect.getdoc(function) or ""
    module = context.step_func.__module__
    return Saying(
        actor=OWN if module in own else module.rpartition(".")[2].replace("_", " "),
        keyword=(context.type or "*").capitalize(),
        text=readable(str(context.parser.name)),
        example=matching[0].text if matching else "",
        does=about.partition("\n")[0],
        about=about,
        place=f"{near(Path(function.__code__.co_filename))}:{_line(context)}",
        used=tuple(dict.fromkeys(use.place for use in matching)),
    )


def _line(context: StepFunctionContext) -> int:
    return int(inspect.unwrap(context.step_func).__code__.co_firstlineno)


def _project_modules(project: Path) -> Iterator[ModuleType]:
    """Yield a project's conftest.py files and the plugins that they name."""
    files = [project / "conftest.py", *sorted((project / "features").rglob("conftest.py"))]
    if str(project) not in sys.path:
        sys.path.insert(0, str(project))
    for number, file in enumerate(found for found in files if found.is_file()):
        try:
            module = _loaded(f"conftest_of_the_project_{number}", file)
            named = getattr(module, "pytest_plugins", [])
            plugins = [named] if isinstance(named, str) else list(named)
            others = [importlib.import_module(name) for name in plugins if not name.startswith("harness.")]
        except HarnessError:
            raise
        except Exception as error:
            raise HarnessError(
                f"{near(file)} cannot be imported: {type(error).__name__}: {error}",
                place=raised_at(error),
                action="mend it: a run could not begin either",
            ) from error
        yield module
        yield from others


def _loaded(name: str, file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise HarnessError("not a Python module", place=near(file))
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # the registry of steps holds its functions weakly
    spec.loader.exec_module(module)
    return module
