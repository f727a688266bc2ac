"""The pytest side: options, fixtures, the facts of each scenario, and the reports at the end."""

from __future__ import annotations

import os
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_bdd.parser import Feature, Scenario, Step

from harness.errors import HarnessError
from harness.evidence import CANNOT, CERTIFICATION, KINDS, collect, failure_text
from harness.journal import Actor
from harness.phone import BrowserHolder
from harness.suite import attempts, traces
from harness.suite.attachments import file_name
from harness.suite.capabilities import Cannot
from harness.suite.choosing import deselect_unchosen, parse_tags, take_lines
from harness.suite.definitions import check_unambiguous
from harness.suite.dry_run import DryRun, check_own_steps
from harness.suite.errors import Mismatch, NoBrowser, NotPlayable
from harness.suite.features import FeatureFile, collect_feature, example_id
from harness.suite.kinds import deselect_unplayed, parametrize_kinds, program_of_kind
from harness.suite.options import add_options, check_options, chosen_program, reports_folder, seed
from harness.suite.program import Program
from harness.suite.project import deliveries_of, profile_of, programs_of, project_of, wallet_key_of
from harness.suite.reports import part
from harness.suite.run import TROUBLES, Run, opening
from harness.suite.sharding import process_of, share
from harness.suite.stage import Stage
from harness.suite.step_facts import RunBook, all_tags, definition, planned, scenario_facts
from harness.suite.telling import (
    DEFINITION,
    STEP_STARTED,
    feature_file,
    keep_source,
    note_step,
    picture,
    refusal,
    step_ends,
    story,
    words,
)
from harness.suite.told import GENERAL
from harness.suite.undefined import undefined_step
from harness.suite.uses import Touched
from harness.suite.world import World
from harness.wallet.profile import Delivery

RUN = pytest.StashKey[Run]()
SOFT = pytest.StashKey[list[str]]()
BOOK = pytest.StashKey[RunBook]()
WORLD = pytest.StashKey[World]()
STARTED = pytest.StashKey[float]()
FAILED = pytest.StashKey[bool]()
STAGES = pytest.StashKey[list[Stage]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the harness's options in one group."""
    add_options(parser)


def pytest_configure(config: pytest.Config) -> None:
    """Give this run one seed, and end it here where an option cannot be used."""
    config.stash[STAGES] = []
    for name in KINDS:
        config.addinivalue_line("markers", f"{name}: played with a program of this kind")
    given = config.getoption("--seed")
    if given is not None and hasattr(config.option, "randomly_seed"):
        config.option.randomly_seed = given
    try:
        take_lines(config)
    except HarnessError as error:
        raise pytest.UsageError(str(error)) from None
    share(config)
    if config.getoption("--touched") is not None:
        config.pluginmanager.register(Touched(config), "harness-touched")
    if hasattr(config, "workerinput"):
        return
    # A feature that cannot be read keeps no other from being played.
    config.option.continue_on_collection_errors = True
    config.stash[RUN] = Run(config)
    if config.getoption("--dry-run"):
        config.pluginmanager.register(DryRun(config), "harness-dry-run")
    config.pluginmanager.register(config.stash[RUN], "harness-run")
    try:
        check_options(config)
        if tags := config.getoption("--tags"):
            parse_tags(str(tags))
    except HarnessError as error:
        raise pytest.UsageError(str(error)) from None


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect feature files."""
    if file_path.suffix == ".feature":
        return collect_feature(file_path, parent)
    return None


@pytest.hookimpl(trylast=True)  # a row of Examples is named first
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a scenario tagged @deliveries under both ways of delivering a result (jsapi.md 1.3)."""
    if metafunc.definition.get_closest_marker("deliveries"):
        metafunc.fixturenames.append("delivery")
        metafunc.parametrize("delivery", deliveries_of(metafunc.config), indirect=True)
    if metafunc.definition.getparent(FeatureFile) is not None:
        parametrize_kinds(metafunc)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a row of Examples by its values."""
    return example_id(val, argname)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take out the scenarios that none of this run's kinds of program may play."""
    deselect_unplayed(config, items)
    deselect_unchosen(config, items)


@pytest.fixture
def delivery(request: pytest.FixtureRequest) -> Delivery | None:
    """How my.tradePay delivers codes other than 9000: "success" or "split"; None for the profile's own way."""
    return getattr(request, "param", None)


@pytest.fixture
def kind(request: pytest.FixtureRequest) -> str | None:
    """The kind of program this scenario is played with: "h5" or "native"; None for the program's own."""
    return getattr(request, "param", None)


@pytest.fixture(scope="session")
def browsers(pytestconfig: pytest.Config) -> Iterator[BrowserHolder]:
    """The session's one browser, started when a test first needs it."""
    holder = BrowserHolder(str(pytestconfig.getoption("--browser-server") or ""))
    yield holder
    holder.close()


@pytest.fixture(scope="session")
def stage(request: pytest.FixtureRequest, browsers: BrowserHolder) -> Iterator[Stage]:
    """The servers, the wallet and the browser of this session."""
    config = request.config
    name = part(os.environ.get("PYTEST_XDIST_WORKER"))
    project = project_of(config)
    if run := config.stash.get(RUN, None):
        run.begin()
    with Stage(
        reports_folder(config),
        journal_name=name,
        profile=profile_of(config),
        browsers=browsers,
        wallet_key=wallet_key_of(config),
        gateway_port=project.wallet_port if project else 0,
    ) as made:
        now = made.journal.world("run", lambda: int(time.time() * 1000))
        for fact, what in opening(config, made.profile.id).items():
            now.fact(Actor.HARNESS, fact, what)
        config.stash[STAGES].append(made)
        config.stash[BOOK] = RunBook(now, planned(request.session))
        yield made


@pytest.fixture(scope="session")
def scratch_stage(tmp_path_factory: pytest.TempPathFactory, browsers: BrowserHolder) -> Iterator[Stage]:
    """A stage whose journal is no part of this run's evidence: for tests of the harness, or of steps."""
    with Stage(tmp_path_factory.mktemp("scratch"), browsers=browsers) as made:
        yield made


@pytest.fixture(scope="session")
def programs(pytestconfig: pytest.Config) -> dict[str, Program]:
    """The programs under test by name: the one that the config describes, where the project's conftest gives none."""
    return programs_of(pytestconfig)


@pytest.fixture
def world(
    request: pytest.FixtureRequest,
    stage: Stage,
    programs: dict[str, Program],
    delivery: Delivery | None,
    kind: str | None,
) -> Iterator[World]:
    """The world of this scenario."""
    tags = [mark.name for mark in request.node.iter_markers()]
    program = program_of_kind(programs, tags, chosen_program(request.config), kind)
    made = stage.world(f"{process_of(request.config)}:{request.node.name}", program, delivery=delivery)
    made.seed = zlib.crc32(request.node.nodeid.encode()) ^ seed(request.config)
    attempt = request.node.stash.get(attempts.ATTEMPT, None)
    made.trace.on = attempt.traced if attempt is not None else request.config.getoption("--traces") == "all"
    request.node.stash[WORLD] = made
    request.node.stash[attempts.WORLD_NAME] = made.journal.name
    with made.checks.of_playwright():
        yield made
    made.close()


def pytest_bdd_before_scenario(request: pytest.FixtureRequest, feature: Feature, scenario: Scenario) -> None:
    """Write what is about to be played into the journal."""
    world: World = request.getfixturevalue("world")
    world.certifying = CERTIFICATION in all_tags(feature, scenario)
    attempt = request.node.stash.get(attempts.ATTEMPT, attempts.Attempt())
    file = feature_file(request, feature)
    request.config.stash[BOOK].source(file, Path(feature.filename))
    world.note(
        "scenario",
        {
            "file": file,
            **scenario_facts(request.node, feature, scenario),
            "delivery": world.controls.delivery,
            "program": world.program.kind,
            "startedAt": int(time.time() * 1000),
            **({"attempt": attempt.number, "after": attempt.after} if attempt.after else {}),
            **({"replay": True} if attempt.replay else {}),
        },
    )
    for step in scenario.steps:
        check_unambiguous(step, request.node, f"{file}:{step.line_number}")
    request.node.stash[STARTED] = time.perf_counter()
    check_own_steps(scenario, f"{file}:{scenario.line_number}")


def pytest_bdd_before_step(
    request: pytest.FixtureRequest,
    feature: Feature,
    scenario: Scenario,
    step: Step,
    step_func: Callable[..., object],
) -> None:
    """Write that a step begins, so that what stops the run in the midst of it is known."""
    world: World = request.getfixturevalue("world")
    world.step = scenario.steps.index(step)
    world.note("gherkin step begins", {"index": world.step})
    world.trace.begin_step(f"{step.keyword} {step.name}", Path(feature.filename), step.line_number)
    request.node.stash[DEFINITION] = definition(step, step_func)
    request.node.stash[STEP_STARTED] = time.perf_counter()


def pytest_bdd_after_step(request: pytest.FixtureRequest, scenario: Scenario, step: Step) -> None:
    """Write that a step passed, or which of its soft checks did not hold."""
    world: World = request.getfixturevalue("world")
    if found := world.checks.take():
        text = "\n".join(found)
        note_step(request, scenario, step, "failed", text)
        request.node.stash.setdefault(SOFT, []).append(f"{step.keyword} {step.name}: {text}")
        picture(request, "where a soft check did not hold")
    else:
        note_step(request, scenario, step, "passed")
        story(request)
    if world.certifying:
        world.look()
    step_ends(world)


def pytest_bdd_step_error(request: pytest.FixtureRequest, scenario: Scenario, step: Step, exception: Exception) -> None:
    """Write that a step failed, or that the program cannot do it, with a picture of what the buyer sees."""
    world: World = request.getfixturevalue("world")
    if isinstance(exception, Cannot):
        note_step(request, scenario, step, CANNOT, str(exception))
    else:
        note_step(request, scenario, step, "failed", "\n".join([words(exception), *world.checks.take()]))
        request.node.stash[FAILED] = True
        picture(request, "where it failed")
        keep_source(world)
    step_ends(world)


def pytest_bdd_step_func_lookup_error(
    request: pytest.FixtureRequest, feature: Feature, scenario: Scenario, step: Step, exception: Exception
) -> None:
    """Say which step is not defined, where, and which known ones are nearest."""
    del exception
    request.node.stash[FAILED] = True
    error = undefined_step(step, f"{feature_file(request, feature)}:{step.line_number}")
    note_step(request, scenario, step, "undefined", str(error))
    raise error


def pytest_bdd_after_scenario(request: pytest.FixtureRequest) -> None:
    """Hold every scenario against the contract, whether or not a step asks for it."""
    if request.node.stash.get(FAILED, False):
        return
    world: World = request.getfixturevalue("world")
    if request.config.getoption("--screenshots") == "all":
        picture(request, "at the end")
    world.look()
    found = world.verdict(complete=world.complete)
    wrong = list(request.node.stash.get(SOFT, []))
    if not found.passed:
        picture(request, "at the end")
        wrong.append(f"the journey is not right:\n{world.explain(found)}")
    if wrong:
        raise Mismatch("\n".join(wrong))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Play a scenario again where --retries or --traces asks for it."""
    if item.getparent(FeatureFile) is None or not attempts.wanted(item.config):
        return None

    def forget() -> None:
        for key in (STARTED, STEP_STARTED):
            item.stash.setdefault(key, 0.0)
            del item.stash[key]
        item.stash[FAILED], item.stash[SOFT] = False, []
        if WORLD in item.stash:
            del item.stash[WORLD]

    attempts.play(item, nextitem, forget)
    return True


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Write how a scenario ended, and show a failure as the fact, the steps and the diagram instead of a traceback."""
    raised, mine = call.excinfo, item.getparent(FeatureFile) is not None
    if mine and raised is not None and isinstance(raised.value, Exception):
        # pytest would spend a second on a traceback that nobody sees, through the 24,000 lines of Playwright's API.
        brief = pytest.fail.Exception(str(raised.value), pytrace=False)
        call.excinfo = pytest.ExceptionInfo.from_exc_info((type(brief), brief, raised.tb))
    outcome = yield
    call.excinfo = raised
    report: pytest.TestReport = outcome.get_result()  # type: ignore[attr-defined]
    error = raised.value if raised is not None and report.failed else None
    cannot = refusal(error, item.stash.get(WORLD, None))
    if cannot is not None:
        error = None
        report.outcome, report.longrepr = "skipped", (str(item.path), 0, f"Skipped: {cannot}")
        report.user_properties.append((CANNOT, cannot.capability))
    elif isinstance(error, Cannot):
        error = Mismatch(f"the journey is not right:\n{item.stash[WORLD].explain(item.stash[WORLD].verdict())}")
    if error is not None and mine:
        report.longrepr = words(error)
        if isinstance(error, NotPlayable):
            item.stash[attempts.SETTLED] = True
            report.user_properties.append((GENERAL, str(error)))
        if isinstance(error, NoBrowser):
            item.session.shouldfail = "without a browser no scenario can be played"
    world = item.stash.get(WORLD, None)
    if world is None or call.when != "call":
        return
    for file in world.trace.save(reports_folder(item.config) / traces.FOLDER, file_name(world.journal)):
        world.note(traces.FACT, {"file": f"{traces.FOLDER}/{file.name}"})
    clues = (
        [f"also: {clue}" for clue in world.clues()] if error is not None and not isinstance(error, NotPlayable) else []
    )
    began = item.stash.get(STARTED, None)
    world.note(
        "scenario end",
        {
            "outcome": report.outcome if cannot is None else CANNOT,
            "error": "\n".join([words(error), *clues]) if error is not None else None,
            **({"capability": cannot.capability, "risk": cannot.risk} if cannot is not None else {}),
            "ms": round((time.perf_counter() - began) * 1000, 1) if began else 0,
            "complete": world.complete,
            "notification": world.controls.notification,
        },
    )
    shown = collect(world.journal.messages).scenarios
    if error is not None and shown:
        report.longrepr = failure_text(shown[0])


def pytest_report_teststatus(report: pytest.TestReport) -> tuple[str, str, tuple[str, dict[str, bool]]] | None:
    """Tell what a program cannot do apart from what was skipped, and what is played again from what failed."""
    if report.outcome == attempts.RETRIED:
        return attempts.RETRIED, "R", (attempts.RETRIED.upper(), {"yellow": True})
    if report.when == "call" and CANNOT in dict(report.user_properties):
        return CANNOT, "c", (CANNOT.upper(), {"yellow": True})
    return None


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Say what went wrong with this process's part of the evidence."""
    config = session.config
    troubles = [str(made.writer.failure) for made in config.stash[STAGES] if made.writer.failure is not None]
    if run := config.stash.get(RUN, None):
        for text in troubles:
            run.trouble(text)
    else:
        config.workeroutput[TROUBLES] = troubles  # type: ignore[attr-defined]
