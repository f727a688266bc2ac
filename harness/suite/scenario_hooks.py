"""What is done around each scenario and each of its steps: its facts for the journal, its pictures, how it ended."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_bdd.parser import Feature, Scenario, Step

from harness.evidence import CANNOT, CERTIFICATION, CLUE, collect, failure_text
from harness.faults import PAGE_ENDED
from harness.phone import PageEnded
from harness.suite import attempts, traces
from harness.suite.attachments import file_name
from harness.suite.capabilities import Cannot
from harness.suite.definitions import check_unambiguous
from harness.suite.dry_run import check_own_steps
from harness.suite.errors import Mismatch, NoBrowser, NotPlayable
from harness.suite.features import FeatureFile
from harness.suite.options import reports_folder
from harness.suite.step_facts import RunBook, all_tags, definition, scenario_facts
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
from harness.suite.world import World

BOOK = pytest.StashKey[RunBook]()
WORLD = pytest.StashKey[World]()
STARTED = pytest.StashKey[float]()
FAILED = pytest.StashKey[bool]()
SOFT = pytest.StashKey[list[str]]()


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
        if isinstance(exception, PageEnded):
            world.note(PAGE_ENDED, {"text": exception.fact})
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
    world.look_again()
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
        [f"{CLUE}{clue}" for clue in world.clues()] if error is not None and not isinstance(error, NotPlayable) else []
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
