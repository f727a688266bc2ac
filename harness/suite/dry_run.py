"""``--dry-run``: every scenario is checked without a browser, a server or a step played, and nothing is written.

A scenario's steps have to be defined, once each, with values that their definitions understand and words that the
program knows; what cannot be read at all is told as in every run.
"""

from __future__ import annotations

import difflib
import inspect
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from _pytest.terminal import TerminalReporter
from pytest_bdd.parser import Scenario, Step
from pytest_bdd.scenario import scenario_wrapper_template_registry
from pytest_bdd.steps import StepFunctionContext, step_function_context_registry

from harness.errors import HarnessError
from harness.evidence import CERTIFICATION
from harness.suite.definitions import check_unambiguous, definitions
from harness.suite.features import EXAMPLE, FeatureFile
from harness.suite.kinds import known_programs, program_of_kind
from harness.suite.options import chosen_program
from harness.suite.program import Program
from harness.suite.project import profile_of
from harness.suite.step_words import Word, words_of
from harness.suite.undefined import undefined_step
from harness.wallet.profile import Profile, load_profile

TABLE, TEXT_BLOCK = "datatable", "docstring"


@dataclass(slots=True, eq=False)
class DryRun:
    """A pytest plugin that checks the scenarios where a run would play them."""

    config: pytest.Config
    began: float = field(default_factory=time.perf_counter)
    problems: dict[str, str] = field(default_factory=dict)
    features: set[Path] = field(default_factory=set)
    scenarios: int = 0
    steps: set[tuple[Path, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.config.option.dist = "no"  # there is nothing to divide among processes

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a feature that cannot be read."""
        if report.failed:
            self.problems.setdefault(report.nodeid, report.longreprtext)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Check every scenario instead of playing it."""
        profile = load_profile(profile_of(self.config))
        for item in sorted(session.items, key=lambda item: (str(item.path), item.location[1] or 0)):
            if item.getparent(FeatureFile) is None:
                continue
            self.features.add(item.path)
            self.scenarios += 1
            for key, error in self._problems(item, profile):
                self.problems.setdefault(key, str(error))
        session.testsfailed = len(self.problems)
        if reporter := self.config.pluginmanager.get_plugin("terminalreporter"):
            reporter.stats.pop("error", None)  # a feature that cannot be read is told like all the others
        return True

    def pytest_terminal_summary(self, terminalreporter: TerminalReporter) -> None:
        """Print each problem with its place, then how much was checked."""
        for text in sorted(self.problems.values(), key=_place):
            terminalreporter.write_line(text.rstrip())
        seconds = time.perf_counter() - self.began
        found = _count(len(self.problems), "problem") if self.problems else "no problem"
        counts = (
            _count(len(self.features), "feature"),
            _count(self.scenarios, "scenario"),
            _count(len(self.steps), "step"),
        )
        terminalreporter.write_line(f"dry run: {found} in {', '.join(counts)}; nothing was played ({seconds:.1f} s)")

    def _problems(self, item: pytest.Item, profile: Profile) -> Iterator[tuple[str, HarnessError]]:
        """Yield what is wrong with a scenario, each under a key by which it is told once for all rows and kinds."""
        template = scenario_wrapper_template_registry[item.function]  # type: ignore[attr-defined]
        params: Mapping[str, object] = getattr(getattr(item, "callspec", None), "params", {})
        row = params.get(EXAMPLE)
        scenario = template.render(row if isinstance(row, Mapping) else {})
        file = item.nodeid.partition("::")[0]
        place = f"{file}:{scenario.line_number}"
        tags = [mark.name for mark in item.iter_markers()]
        program = None
        try:
            check_own_steps(scenario, place)
            programs = known_programs(item)
            if programs:
                kind = params.get("kind")
                program = program_of_kind(programs, tags, chosen_program(self.config), str(kind) if kind else None)
        except HarnessError as error:
            yield str(error), HarnessError(error.fact, place=error.place or place, action=error.action)
        known = Known(program if CERTIFICATION not in tags else None, profile)
        for step in scenario.steps:
            self.steps.add((item.path, step.line_number))
            there = f"{file}:{step.line_number}"
            if not definitions(step, item):
                undefined = undefined_step(step, there)
                yield f"{there} {undefined.action}", undefined
                continue
            try:
                check_unambiguous(step, item, there)
                arguments = _arguments(step, item, there)
                words = list(words_of(definitions(step, item)[0], arguments))
            except HarnessError as error:
                yield str(error), error
                continue
            for word in words:
                if unknown := known.unknown(word, there):
                    yield f"{there} {word}", unknown


@dataclass(frozen=True, slots=True)
class Known:
    """What words mean something: those of the program, where it is to know them, and of the wallet's money."""

    program: Program | None
    profile: Profile

    def unknown(self, word: Word, place: str) -> HarnessError | None:
        """Return the error for a word that means nothing, None for one that does."""
        if word.kind == "amount":
            try:
                self.profile.money.read(word.text)
            except HarnessError as error:
                return HarnessError(error.fact, place=place, action=error.action)
            return None
        if self.program is None:
            return None
        table: Mapping[str, Iterable[str]] = {
            "action": self.program.actions,
            "screen": self.program.screens,
            "good": [good.name for good in self.program.goods],
        }
        names = list(table[word.kind])
        if word.text in names:
            return None
        kind = "goods" if word.kind == "good" else word.kind
        close = difflib.get_close_matches(word.text, names, n=3) or names
        action = f"known: {', '.join(close)}" if close else f"name its {kind} in the project's config"
        return HarnessError(f'the program {self.program.name} has no {kind} "{word.text}"', place=place, action=action)


def check_own_steps(scenario: Scenario, place: str) -> None:
    """Raise HarnessError where a scenario has no steps but those of a background, which stands above it."""
    if all(step.line_number < scenario.line_number for step in scenario.steps):
        raise HarnessError(
            "the scenario has no steps of its own, so it checks nothing",
            place=place,
            action="write its steps, or remove it",
        )


def _arguments(step: Step, item: pytest.Item, place: str) -> dict[str, object]:
    """Return the values of a step as its function gets them; raises HarnessError where one cannot be had."""
    function = definitions(step, item)[0]
    context = _context(step, function)
    given: dict[str, object] = {}
    for name, value in (context.parser.parse_arguments(step.name) or {}).items():
        try:
            given[name] = context.converters[name](value) if name in context.converters else value
        except Exception as error:
            raise HarnessError(
                f'"{value}" is no {name}: {error}', place=place, action=f'mend "{step.keyword} {step.name}"'
            ) from error
    for name, parameter in inspect.signature(function).parameters.items():
        if name == TABLE and step.datatable is None and parameter.default is parameter.empty:
            raise HarnessError(f'"{step.name}" needs a table', place=place, action="write one below the step")
        if name == TEXT_BLOCK and step.docstring is None and parameter.default is parameter.empty:
            raise HarnessError(
                f'"{step.name}" needs a text', place=place, action='write it below the step, between """'
            )
        if name in given or name in (TABLE, TEXT_BLOCK) or parameter.default is not parameter.empty:
            continue
        manager = item.session._fixturemanager  # noqa: SLF001 - no public way asks for a fixture before tests run
        if name != "request" and not manager.getfixturedefs(name, item) and name not in _targets():
            raise HarnessError(
                f'the definition of "{step.name}" wants "{name}", which is neither in its text nor a fixture',
                place=place,
                action=f"name it in the text as {{{name}}}, or write the fixture",
            )
    return given


def _context(step: Step, function: object) -> StepFunctionContext:
    contexts = step_function_context_registry.values()
    return next(c for c in contexts if c.step_func is function and c.parser.is_matching(step.name))


def _targets() -> set[str]:
    """Return the fixtures that steps make (target_fixture): they are there once such a step was played."""
    return {str(c.target_fixture) for c in step_function_context_registry.values() if c.target_fixture}


def _place(text: str) -> tuple[str, int]:
    file, _, rest = text.partition(".feature:")
    line = re.match(r"\d+", rest)
    return file, int(line[0]) if line else 0


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
