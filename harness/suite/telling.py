"""What a step that is played tells the journal: how it went, what the buyer saw, and what the page was made of."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error as PlaywrightError
from pytest_bdd.parser import Feature, Scenario, Step

from harness.errors import HarnessError, raised_at
from harness.suite.attachments import attach, file_name
from harness.suite.attempts import ATTEMPT, Attempt
from harness.suite.capabilities import Cannot
from harness.suite.options import reports_folder
from harness.suite.world import World

STEP_STARTED = pytest.StashKey[float]()
DEFINITION = pytest.StashKey[dict[str, object]]()


def words(error: BaseException) -> str:
    """Return an error as a person reads it: never a traceback."""
    if isinstance(error, HarnessError):
        return str(error)
    return f"{type(error).__name__}: {error} ({raised_at(error)})"


def feature_file(request: pytest.FixtureRequest, feature: Feature) -> str:
    """Return where a feature is written, relative to the project where it lies there."""
    root, file = request.config.rootpath, Path(feature.filename)
    return str(file.relative_to(root)) if file.is_relative_to(root) else str(file)


def note_step(
    request: pytest.FixtureRequest, scenario: Scenario, step: Step, outcome: str, error: str | None = None
) -> None:
    """Write how a step went: its outcome, its time in ms, and its definition where it has one."""
    world: World = request.getfixturevalue("world")
    began = request.node.stash.get(STEP_STARTED, time.perf_counter())
    ms = round((time.perf_counter() - began) * 1000, 1)
    fact: dict[str, object] = {"index": scenario.steps.index(step), "outcome": outcome, "ms": ms}
    if outcome != "undefined":
        fact["definition"] = request.node.stash.get(DEFINITION, None)
    world.note("gherkin step", {**fact, "error": error} if error else fact)


def step_ends(world: World) -> None:
    """Close what is open for the step that was played."""
    world.trace.end_step()
    world.step = None


def keep_source(world: World) -> None:
    """Keep what the page is made of where a step failed."""
    if not world.has_phone:
        return
    with suppress(Exception):  # what cannot be kept must not hide why it was wanted
        text = world.phone.page.content()
        attach(world.journal, world.reports, "the page's HTML", text, "text/plain", step=world.step)


def story(request: pytest.FixtureRequest) -> None:
    """Add the screen to the storyboard, where it is another one than before.

    A picture costs about 25 ms, so a scenario that passes has a storyboard only with ``--screenshots story``; one that is
    played again because it failed always has one.
    """
    world: World = request.getfixturevalue("world")
    attempt = request.node.stash.get(ATTEMPT, Attempt())
    wanted = request.config.getoption("--screenshots") == "story" or attempt.number > 0 or attempt.replay
    if not wanted or not world.has_phone:
        return
    # A phone that is off or busy shows nothing, a full disk keeps nothing, and neither is a fault of the scenario.
    with suppress(PlaywrightError, OSError):
        taken = world.phone.small_picture()
        if taken == world.last_picture:
            return
        file = f"screenshots/{file_name(world.journal)}.jpg"
        path = reports_folder(request.config) / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(taken)
        world.last_picture = taken
        world.note("screenshot", {"title": "after this line", "file": file, "step": world.step})


def picture(request: pytest.FixtureRequest, title: str) -> None:
    """Take a picture of what the buyer sees, where a phone is on."""
    world: World = request.getfixturevalue("world")
    if not world.has_phone:
        return
    file = f"screenshots/{file_name(world.journal)}.jpg"
    try:
        world.phone.screenshot(reports_folder(request.config) / file)
    except Exception as error:  # noqa: BLE001 - a picture that cannot be taken must not hide why it was wanted
        world.note("console", {"type": "warning", "text": f"no picture: {error}"})
        return
    fact: dict[str, object] = {"title": title, "file": file}
    world.note("screenshot", fact if world.step is None else {**fact, "step": world.step})


def refusal(error: BaseException | None, world: World | None) -> Cannot | None:
    """Return why a scenario ended with "cannot"; what was wrong before that makes it fail all the same."""
    if not isinstance(error, Cannot) or world is None:
        return None
    world.look()
    return error if world.verdict().passed else None
