"""The pytest side: options, what is collected, fixtures, and who writes the reports at the end."""

from __future__ import annotations

import os
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.errors import HarnessError
from harness.evidence import CANNOT, KINDS
from harness.journal import Actor
from harness.phone import BrowserHolder
from harness.suite import attempts, scenario_hooks
from harness.suite.choosing import deselect_unchosen, parse_tags, take_lines
from harness.suite.dry_run import DryRun
from harness.suite.features import FeatureFile, collect_feature, example_id
from harness.suite.kinds import deselect_unplayed, parametrize_kinds, program_of_kind
from harness.suite.options import add_options, check_options, chosen_program, reports_folder, seed
from harness.suite.program import Program
from harness.suite.project import deliveries_of, profile_of, programs_of, project_of, wallet_key_of
from harness.suite.reports import part
from harness.suite.run import TROUBLES, Run, opening
from harness.suite.scenario_hooks import BOOK, WORLD
from harness.suite.sharding import process_of, share
from harness.suite.stage import Stage
from harness.suite.step_facts import RunBook, planned
from harness.suite.uses import Touched
from harness.suite.world import World
from harness.wallet.profile import Delivery

RUN = pytest.StashKey[Run]()
STAGES = pytest.StashKey[list[Stage]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the harness's options in one group."""
    add_options(parser)


def pytest_configure(config: pytest.Config) -> None:
    """Give this run one seed, and end it here where an option cannot be used."""
    config.stash[STAGES] = []
    config.pluginmanager.register(scenario_hooks, "harness-scenarios")
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
