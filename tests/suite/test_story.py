"""The storyboard: a small picture after each step that changed what the buyer sees, and none where nobody asked for it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from fixtures.programs import SHOP
from harness import Stage
from harness.evidence.steps import screenshots_of
from harness.suite.attempts import ATTEMPT, Attempt
from harness.suite.telling import story
from harness.suite.world import World

LARGEST = 60_000


def asked(world: World, folder: Path, option: str, attempt: Attempt) -> pytest.FixtureRequest:
    """Return the part of pytest's request that a storyboard looks at."""
    stash = pytest.Stash()
    stash[ATTEMPT] = attempt
    config = SimpleNamespace(rootpath=folder, getoption={"--screenshots": option, "--reports": "reports"}.get)
    return cast(
        "pytest.FixtureRequest",
        SimpleNamespace(getfixturevalue=lambda _name: world, config=config, node=SimpleNamespace(stash=stash)),
    )


def test_a_picture_is_kept_where_the_screen_is_another_one(scratch_stage: Stage, tmp_path: Path) -> None:
    world = scratch_stage.world("a storyboard", SHOP)

    def steps(option: str, attempt: Attempt, *numbers: int) -> list[int | None]:
        for world.step in numbers:
            story(asked(world, tmp_path, option, attempt))
        return [shot.step for shot in screenshots_of(world.journal.messages)]

    try:
        assert steps("story", Attempt(), 0) == [], "no phone is on yet"
        world.enter_buyer(world.person(), "100,000 IQD")
        world.open_program()
        world.phone.draw()
        assert steps("failed", Attempt(), 1) == [], "a scenario that passes is not slowed down"
        assert steps("story", Attempt(), 2, 3) == [2]
        world.phone.page.evaluate("document.body.textContent = 'another screen'")
        assert steps("failed", Attempt(number=1), 4, 5) == [2, 4], (
            "what failed has a storyboard when it is played again"
        )
        for shot in screenshots_of(world.journal.messages):
            data = (tmp_path / "reports" / shot.file).read_bytes()
            assert data.startswith(b"\xff\xd8\xff")
            assert len(data) < LARGEST
    finally:
        world.close()
