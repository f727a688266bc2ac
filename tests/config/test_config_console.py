"""What a config may say of a program: several taps in a row, typing, and screens that only the console tells."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from fixtures.buyers import buyer
from fixtures.programs import SHOP
from harness import Mismatch, Stage
from harness.phone.console import Console

PAGE = """<!doctype html>
<button id="first" onclick="document.querySelector('#second').hidden = false">Choose</button>
<div id="second" hidden>
  <input placeholder="Name">
  <button onclick="console.log('state: ' + document.querySelector('input').value)">Tell</button>
</div>
"""


def test_the_last_line_that_tells_a_screen_counts() -> None:
    console = Console(("paid", "not paid"))
    console.take("something else")
    assert console.told == ""
    console.take("the order is not paid")
    assert console.told == "not paid"
    console.take("the order is paid")
    console.take("nothing of it")
    assert (console.told, console.last) == ("paid", "nothing of it")
    console.forget()
    assert console.told == ""


def test_an_action_may_be_several_taps_and_typing_and_a_screen_a_line(scratch_stage: Stage, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(PAGE, encoding="utf-8")
    tell = {"text": "Tell"}

    def typed(words: str) -> tuple[dict[str, str], ...]:
        return ({"text": "Choose"}, {"selector": "input", "type": words}, tell)

    program = replace(
        SHOP,
        name="teller",
        folder=tmp_path,
        actions={"buy": typed("paid"), "look up": typed("pending"), "resume": (tell,), "log in": ()},
        screens={"paid": {"console": "state: paid"}, "pending": {"console": "state: pending"}},
    )
    world = scratch_stage.world("teller", program)
    try:
        world.enter_buyer(buyer(1), "100,000 IQD")
        world.open_program()
        world.act("log in")
        world.act("buy")
        world.expect_screen("paid")
        world.act("look up")
        world.expect_screen("pending")
        assert not world.phone.shows(program.screens["paid"])
        world.act("resume")
        world.expect_screen("pending")
        world.phone.patience = 100
        with pytest.raises(Mismatch, match='should show "paid", but it shows "pending"'):
            world.expect_screen("paid")
    finally:
        world.close()
