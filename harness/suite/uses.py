"""What each collected scenario uses, and the choice of those that a change touches (``--touched``)."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import pytest
from pytest_bdd.scenario import scenario_wrapper_template_registry
from pytest_bdd.steps import step_function_context_registry

from harness.config import Config
from harness.errors import HarnessError, near
from harness.suite.definitions import definitions
from harness.suite.features import EXAMPLE
from harness.suite.imports import importers, loaded_modules
from harness.suite.kinds import known_programs, program_of_kind
from harness.suite.options import chosen_program
from harness.suite.program import Program
from harness.suite.project import profile_of, project_of
from harness.suite.touch import Project, Touch, Uses, touched

_CONFIGS = ("harness.toml", "pyproject.toml", "pytest.ini", "tox.ini", "requirements.txt")
_HARNESS = Path(__file__).parents[1]
_TOLD = "touched"
"""Under this name a process is told into which file it says what is touched."""


class _Node(Protocol):
    """What is needed of a process that plays, as pytest-xdist knows it."""

    workerinput: dict[str, object]
    gateway: _Gateway


class _Gateway(Protocol):
    id: str


class Touched:
    """A pytest plugin: of the scenarios that would be played it leaves those that use a file which --touched names.

    Where several processes play, each of them chooses for itself, and the first one's lines are said by the one they are
    played for: it knows what is left, but not what is touched.
    """

    def __init__(self, config: pytest.Config) -> None:
        given = str(config.getoption("--touched"))
        self._changed = [(config.invocation_params.dir / name).resolve() for name in given.split(",") if name]
        self._lines: list[str] = []
        self._config = config
        self._folder: TemporaryDirectory[str] | None = None

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Take out what uses none of the files."""
        uses = [uses_of(item) for item in items]
        project = project_facts(config, uses)
        found = [touched(file, uses, project) for file in self._changed]
        wanted = frozenset[str]().union(*(touch.nodeids for touch in found))
        self._lines = list(_told(found, len(items)))
        if file := getattr(config, "workerinput", {}).get(_TOLD):
            Path(file).write_text("\n".join(self._lines), encoding="utf-8")
        if out := [item for item in items if item.nodeid not in wanted]:
            config.hook.pytest_deselected(items=out)
            items[:] = [item for item in items if item.nodeid in wanted]

    def pytest_report_collectionfinish(self) -> list[str]:
        """Say how many scenarios use each file."""
        return self._lines

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: _Node) -> None:
        """Tell a process that is to play where it says what is touched."""
        self._folder = self._folder or TemporaryDirectory(prefix="harness-touched-")
        node.workerinput[_TOLD] = str(Path(self._folder.name) / str(node.gateway.id))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logstart(self) -> None:
        """Say it before the first scenario of those that other processes play."""
        self._say()

    def _say(self) -> None:
        if self._folder is None or self._lines:
            return
        told = next((file for file in sorted(Path(self._folder.name).iterdir())), None)
        self._lines = told.read_text(encoding="utf-8").splitlines() if told is not None else []
        reporter = self._config.pluginmanager.get_plugin("terminalreporter")
        if isinstance(reporter, pytest.TerminalReporter):
            for line in self._lines:
                reporter.write_line(line)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """End well where nothing was touched: that is no wrong use."""
        self._say()
        if self._folder is not None:
            self._folder.cleanup()
        if session.exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED:
            session.exitstatus = pytest.ExitCode.OK


def _told(found: Sequence[Touch], all_: int) -> Iterator[str]:
    for touch in found:
        count = len(touch.nodeids)
        use = f"{count} of {all_} scenarios" if count else "no scenario"
        yield f"touched  {near(touch.changed)}: {use} {'uses' if count == 0 else 'use'} it"


def uses_of(item: pytest.Item) -> Uses:
    """Return what a scenario uses; of a test that is none, the file it stands in."""
    functions = tuple(_step_functions(item))
    fixtures = {name for function in functions for name in inspect.signature(function).parameters}
    modules = {_file(function) for function in functions} | set(_fixture_files(item, fixtures)) | set(_plugins(item))
    program = _program(item)
    folders: set[Path] = set()
    if program is not None:
        modules.add(_file(program.merchant))
        folders = set(_folders(item.config, program))
    return Uses(item.nodeid, item.path, frozenset(modules), frozenset(folders))


def project_facts(config: pytest.Config, uses: Sequence[Uses]) -> Project:
    """Return what all scenarios of a project share."""
    root = config.rootpath.resolve()
    names = loaded_modules(root)
    names |= {str(file): file for one in uses for file in one.modules if file.is_relative_to(root)}
    return Project(root, frozenset(_everything(config, root)), importers(names))


def _everything(config: pytest.Config, root: Path) -> Iterator[Path]:
    yield from (root / name for name in _CONFIGS)
    if _HARNESS.is_relative_to(root) and "site-packages" not in _HARNESS.parts:
        yield _HARNESS
    if (profile := profile_of(config)).endswith(".toml"):
        yield (config.invocation_params.dir / profile).resolve()
    project = project_of(config)
    if project is not None:
        named = (
            project.merchant.public_key,
            project.merchant.env_file,
            project.wallet_key,
            *project.merchant.files.values(),
        )
        yield from (file.resolve() for file in named if file is not None)


def _step_functions(item: pytest.Item) -> Iterator[Callable[..., object]]:
    function, callspec = getattr(item, "function", None), getattr(item, "callspec", None)
    template = scenario_wrapper_template_registry.get(function) if function is not None else None
    if template is None:
        return
    for step in template.render(callspec.params.get(EXAMPLE, {}) if callspec is not None else {}).steps:
        yield from definitions(step, item)


def _fixture_files(item: pytest.Item, names: set[str]) -> Iterator[Path]:
    """Yield the files of the fixtures that a scenario and its steps ask for, and of those that these ask for."""
    seen: set[str] = set()
    open_ = [*names, *getattr(item, "fixturenames", ())]
    while open_:
        name = open_.pop()
        if name in seen:
            continue
        seen.add(name)
        for fixture in item.session._fixturemanager.getfixturedefs(name, item) or ():  # noqa: SLF001 - no public way asks which fixtures there are
            if fixture.func not in step_function_context_registry:
                yield _file(fixture.func)
                open_ += fixture.argnames


def _plugins(item: pytest.Item) -> Iterator[Path]:
    """Yield the files whose hooks a scenario is played under: each conftest.py above it, and plugins that define no step."""
    steps = {context.step_func.__module__ for context in list(step_function_context_registry.values())}
    for plugin in item.config.pluginmanager.get_plugins():
        file = getattr(plugin, "__file__", None)
        if not inspect.ismodule(plugin) or not isinstance(file, str):
            continue
        path = Path(file)
        if path.name == "conftest.py":
            if path.parent in item.path.parents:
                yield path
        elif path.is_relative_to(item.config.rootpath) and plugin.__name__ not in steps:
            yield path


def _program(item: pytest.Item) -> Program | None:
    """Return the program that a scenario is played with, None where that cannot be told before it is played."""
    config, tags = item.config, [mark.name for mark in item.iter_markers()]
    callspec = getattr(item, "callspec", None)
    kind = callspec.params.get("kind") if callspec is not None else None
    try:
        chosen = chosen_program(config)
        programs = known_programs(item) or ({chosen.name: chosen} if chosen is not None else {})
        return program_of_kind(programs, tags, chosen, kind)
    except HarnessError:
        return None


def _folders(config: pytest.Config, program: Program) -> Iterator[Path]:
    if not program.url:
        yield program.folder.resolve()
    project: Config | None = project_of(config)
    for target in program.routes.values():
        if Path(target).is_absolute():
            yield Path(target).resolve()
    if project is not None and project.name == program.name and project.merchant.command:
        yield project.merchant.folder.resolve()


def _file(function: object) -> Path:
    """Return the file in which a function, or the class of a callable, is written."""
    unwrapped = inspect.unwrap(function) if callable(function) else function
    code = getattr(unwrapped, "__code__", None)
    if code is not None:
        return Path(code.co_filename)
    module = inspect.getmodule(unwrapped if inspect.isclass(unwrapped) else type(unwrapped))
    return Path(getattr(module, "__file__", None) or "")
