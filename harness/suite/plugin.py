"""The pytest side: options, fixtures, the facts of each scenario, and the reports at the end."""

from __future__ import annotations

import difflib
import importlib
import os
import time
import traceback
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest
from _pytest.terminal import TerminalReporter
from pytest_bdd.parser import Feature, Scenario, Step

from harness.errors import HarnessError
from harness.evidence import codes_line, collect, failure_text, journey_line, verdict, write_reports
from harness.journal import Actor, Message, read_journal
from harness.journey import RESULT_CODES
from harness.phone import BrowserHolder
from harness.suite.errors import Mismatch
from harness.suite.features import FeatureFile
from harness.suite.program import Program
from harness.suite.stage import Stage
from harness.suite.world import World
from harness.wallet.profile import Delivery

WORLD = pytest.StashKey[World]()
STARTED = pytest.StashKey[float]()
STEP_STARTED = pytest.StashKey[float]()
FAILED = pytest.StashKey[bool]()
STAGES = pytest.StashKey[list[Stage]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the harness's options in one group."""
    group = parser.getgroup("harness", "Mini Program payments")
    group.addoption("--reports", default="reports", metavar="DIR", help="where the evidence goes (default: reports)")
    group.addoption("--seed", type=int, default=None, help="make the same buyers and the same order again")
    group.addoption("--profile", default="super_qi", help="the wallet: a profile's name or a .toml file")
    group.addoption("--program", metavar="MODULE:NAME", help="play with this Program instead of the first one")
    group.addoption(
        "--screenshots",
        choices=("failed", "all"),
        default="failed",
        help="pictures of the phone: only where a scenario fails, or at the end of each",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Give this run one seed and start with an empty journal."""
    config.stash[STAGES] = []
    seed = config.getoption("--seed")
    if seed is not None and hasattr(config.option, "randomly_seed"):
        config.option.randomly_seed = seed
    if not hasattr(config, "workerinput"):
        folder = _reports(config)
        for old in [*folder.glob("journal*.ndjson"), *folder.glob("parts/*.ndjson")]:
            old.unlink(missing_ok=True)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect feature files."""
    if file_path.suffix == ".feature":
        return cast("pytest.Collector", FeatureFile.from_parent(parent, path=file_path))
    return None


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a scenario tagged @deliveries under both ways of delivering a result (jsapi.md 1.3)."""
    if metafunc.definition.get_closest_marker("deliveries"):
        metafunc.fixturenames.append("delivery")
        metafunc.parametrize("delivery", ["success", "split"], indirect=True)


@pytest.fixture
def delivery(request: pytest.FixtureRequest) -> Delivery | None:
    """How my.tradePay delivers codes other than 9000: "success" or "split"; None for the profile's own way."""
    return getattr(request, "param", None)


@pytest.fixture(scope="session")
def browsers() -> Iterator[BrowserHolder]:
    """The session's one browser, started when a test first needs it."""
    holder = BrowserHolder()
    yield holder
    holder.close()


@pytest.fixture(scope="session")
def stage(request: pytest.FixtureRequest, browsers: BrowserHolder) -> Iterator[Stage]:
    """The servers, the wallet and the browser of this session."""
    config = request.config
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    name = f"parts/journal-{worker}.ndjson" if worker else "journal.ndjson"
    with Stage(
        _reports(config), journal_name=name, profile=str(config.getoption("--profile")), browsers=browsers
    ) as made:
        made.journal.world("run", lambda: int(time.time() * 1000)).fact(
            Actor.HARNESS,
            "run",
            {
                "seed": _seed(config),
                "profile": made.profile.id,
                "command": " ".join(config.invocation_params.args),
                "startedAt": datetime.now(UTC).isoformat(timespec="seconds"),
            },
        )
        config.stash[STAGES].append(made)
        yield made


@pytest.fixture(scope="session")
def scratch_stage(tmp_path_factory: pytest.TempPathFactory, browsers: BrowserHolder) -> Iterator[Stage]:
    """A stage whose journal is no part of this run's evidence: for tests of the harness, or of steps."""
    with Stage(tmp_path_factory.mktemp("scratch"), browsers=browsers) as made:
        yield made


@pytest.fixture(scope="session")
def programs() -> dict[str, Program]:
    """The programs under test by name; the project's conftest gives them."""
    raise HarnessError("no program is named", action='define a session fixture "programs" in conftest.py')


@pytest.fixture
def world(
    request: pytest.FixtureRequest, stage: Stage, programs: dict[str, Program], delivery: Delivery | None
) -> Iterator[World]:
    """The world of this scenario."""
    tags = {mark.name for mark in request.node.iter_markers()}
    name = next((tag.removeprefix("program-") for tag in tags if tag.startswith("program-")), "")
    other = request.config.getoption("--program")
    program = programs[name] if name else _named(other) if other else next(iter(programs.values()))
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    made = stage.world(f"{worker}:{request.node.name}", program, delivery=delivery)
    made.seed = zlib.crc32(request.node.nodeid.encode()) ^ _seed(request.config)
    request.node.stash[WORLD] = made
    yield made
    made.close()


def pytest_bdd_before_scenario(request: pytest.FixtureRequest, feature: Feature, scenario: Scenario) -> None:
    """Write what is about to be played into the journal."""
    world: World = request.getfixturevalue("world")
    rule = scenario.rule
    tags = {*feature.tags, *scenario.tags, *(rule.tags if rule else ())}
    root = request.config.rootpath
    file = Path(feature.filename)
    world.note(
        "scenario",
        {
            "feature": feature.name,
            "featureDescription": feature.description,
            "file": str(file.relative_to(root)) if file.is_relative_to(root) else str(file),
            "rule": rule.name if rule else "",
            "scenario": scenario.name,
            "line": scenario.line_number,
            "tags": sorted(tags),
            "delivery": world.controls.delivery,
            "program": world.program.kind,
            "nodeid": request.node.nodeid,
            "expects": sorted(tags & RESULT_CODES.keys()),
            "steps": [
                {
                    "keyword": step.keyword,
                    "text": step.name,
                    "line": step.line_number,
                    "table": step.datatable.raw() if step.datatable else None,
                }
                for step in scenario.steps
            ],
        },
    )
    request.node.stash[STARTED] = time.perf_counter()


def pytest_bdd_before_step(request: pytest.FixtureRequest) -> None:
    """Remember when a step began."""
    request.node.stash[STEP_STARTED] = time.perf_counter()


def pytest_bdd_after_step(request: pytest.FixtureRequest, scenario: Scenario, step: Step) -> None:
    """Write that a step passed."""
    _note_step(request, scenario, step, "passed")


def pytest_bdd_step_error(request: pytest.FixtureRequest, scenario: Scenario, step: Step, exception: Exception) -> None:
    """Write that a step failed, with a picture of what the buyer sees."""
    _note_step(request, scenario, step, "failed", _words(exception))
    request.node.stash[FAILED] = True
    _picture(request, "where it failed")


def pytest_bdd_step_func_lookup_error(
    request: pytest.FixtureRequest, feature: Feature, scenario: Scenario, step: Step, exception: Exception
) -> None:
    """Say which step is not defined, where, and which known ones are nearest."""
    del exception
    request.node.stash[FAILED] = True
    text = f'"{step.keyword} {step.name}" is not defined'
    known = _known_steps(request)
    near = difflib.get_close_matches(step.name, known, n=3, cutoff=0.4)
    action = f"write one of: {' | '.join(near)}" if near else "define it in steps/, or use a step that is there"
    error = HarnessError(text, place=f"{feature.rel_filename}:{step.line_number}", action=action)
    _note_step(request, scenario, step, "undefined", str(error))
    raise error


def pytest_bdd_after_scenario(request: pytest.FixtureRequest) -> None:
    """Hold every scenario against the contract, whether or not a step asks for it."""
    if request.node.stash.get(FAILED, False):
        return
    world: World = request.getfixturevalue("world")
    if request.config.getoption("--screenshots") == "all":
        _picture(request, "at the end")
    found = world.verdict(complete=world.complete)
    if not found.passed:
        _picture(request, "at the end")
        raise Mismatch(f"the journey is not right:\n{world.explain(found)}")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Write how a scenario ended, and show a failure as the fact, the steps and the diagram instead of a traceback."""
    outcome = yield
    report: pytest.TestReport = outcome.get_result()  # type: ignore[attr-defined]
    world = item.stash.get(WORLD, None)
    if isinstance(item.parent, FeatureFile) and report.failed and call.when != "call" and call.excinfo is not None:
        if isinstance(call.excinfo.value, HarnessError):
            report.longrepr = str(call.excinfo.value)
    if world is None or call.when != "call":
        return
    error = _words(call.excinfo.value) if call.excinfo is not None and report.failed else None
    began = item.stash.get(STARTED, None)
    world.note(
        "scenario end",
        {
            "outcome": report.outcome,
            "error": error,
            "ms": round((time.perf_counter() - began) * 1000, 1) if began else 0,
            "complete": world.complete,
        },
    )
    if report.failed:
        shown = collect(world.journal.messages).scenarios
        report.longrepr = failure_text(shown[0]) if shown else error


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the reports from the journal; a verdict that is not passed makes the run fail."""
    config = session.config
    if hasattr(config, "workerinput"):
        return
    folder = _reports(config)
    parts = sorted(folder.glob("parts/journal-*.ndjson"))
    journal = folder / "journal.ndjson"
    try:
        for made in config.stash[STAGES]:
            if made.writer.failure is not None:
                raise made.writer.failure
        if parts:
            journal.write_bytes(b"".join(part.read_bytes() for part in parts))
        if not journal.is_file():
            return
        messages = list(read_journal(journal))
        write_reports(folder, messages)
        config.stash[SUMMARY] = _summary(config, messages)
        if session.exitstatus == pytest.ExitCode.OK and not verdict(collect(messages))["passed"]:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
    except (HarnessError, OSError) as error:
        config.stash[SUMMARY] = [f"error: {error}"]
        session.exitstatus = pytest.ExitCode.INTERNAL_ERROR


SUMMARY = pytest.StashKey[list[str]]()


def pytest_terminal_summary(terminalreporter: TerminalReporter, config: pytest.Config) -> None:
    """Print the journey line, the codes line and where the evidence is."""
    lines = config.stash.get(SUMMARY, [])
    if lines:
        terminalreporter.section("payments")
        for line in lines:
            terminalreporter.write_line(line)


def _summary(config: pytest.Config, messages: list[Message]) -> list[str]:
    report = collect(messages)
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    colour = bool(reporter and reporter.hasmarkup)
    encoding = getattr(getattr(reporter, "_tw", None), "_file", None)
    name = getattr(encoding, "encoding", None) or "utf-8"
    passed = "PASSED" if verdict(report)["passed"] else "FAILED"
    folder = _reports(config)
    return [
        journey_line(report, colour=colour, encoding=name),
        codes_line(report, colour=colour, encoding=name),
        f"verdict  {passed}   seed {_seed(config)}",
        f"evidence {folder / 'index.html'}",
    ]


def _named(place: str) -> Program:
    module, _, name = place.partition(":")
    try:
        found = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise HarnessError(f"--program: {error}", place=place, action="give it as package.module:NAME") from error
    if not isinstance(found, Program):
        raise HarnessError("--program: this is not a Program", place=place, action="give it as package.module:NAME")
    return found


def _reports(config: pytest.Config) -> Path:
    return config.rootpath / str(config.getoption("--reports"))


def _seed(config: pytest.Config) -> int:
    given = config.getoption("--seed")
    if given is None:
        given = getattr(config.option, "randomly_seed", 0)
    return int(given) if str(given).lstrip("-").isdigit() else 0


def _words(error: BaseException) -> str:
    if isinstance(error, HarnessError):
        return str(error)
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({frame.filename}:{frame.lineno})"


def _note_step(
    request: pytest.FixtureRequest, scenario: Scenario, step: Step, outcome: str, error: str | None = None
) -> None:
    world: World = request.getfixturevalue("world")
    began = request.node.stash.get(STEP_STARTED, time.perf_counter())
    ms = round((time.perf_counter() - began) * 1000, 1)
    fact: dict[str, object] = {"index": scenario.steps.index(step), "outcome": outcome, "ms": ms}
    world.note("gherkin step", {**fact, "error": error} if error else fact)


def _picture(request: pytest.FixtureRequest, title: str) -> None:
    world: World = request.getfixturevalue("world")
    if not world.has_phone:
        return
    name = "".join(c if c.isalnum() else "-" for c in world.journal.name) + f"-{len(world.journal.messages)}.jpg"
    file = f"screenshots/{name}"
    try:
        world.phone.screenshot(_reports(request.config) / file)
    except Exception as error:  # noqa: BLE001 - a picture that cannot be taken must not hide why it was wanted
        world.note("console", {"type": "warning", "text": f"no picture: {error}"})
        return
    world.note("screenshot", {"title": title, "file": file})


def _known_steps(request: pytest.FixtureRequest) -> list[str]:
    manager = request.session._fixturemanager  # pytest-bdd keeps its steps there and nowhere public
    names = []
    for defs in getattr(manager, "_arg2fixturedefs", {}).values():
        for definition in defs:
            context = getattr(definition.func, "_pytest_bdd_step_context", None)
            if context is not None:
                names.append(str(context.parser.name))
    return names
