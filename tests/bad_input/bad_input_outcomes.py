"""A project whose scenarios end in every way there is, in as few seconds as possible: no browser is needed for most."""

from __future__ import annotations

FEATURE = """Feature: Every way to end
  What comes of a scenario is told apart.

  Background:
    Given a note "before each"

  Rule: What holds is green

    Scenario: It passes
      When something is attached
      Then it holds

    Scenario Outline: It passes for <who>
      Then it holds for "<who>"

      Examples:
        | who    |
        | Zainab |
        | Ali    |

  Rule: What does not hold is told apart

    Scenario: A step fails
      Then it does not hold
      And it holds

    Scenario: A step is not known
      Then nobody has written this
      And it holds

    Scenario: Soft checks fail in their step
      When two soft checks do not hold
      Then it holds
      And a soft check of the browser's kind does not hold

    Scenario: It is skipped on the way
      When it is skipped
      Then it holds

    Scenario: It passes when it is tried again
      Then it holds the second time

    @ignored
    Scenario: It is never begun
      Then it holds
"""

STEPS = """
import pytest
from pathlib import Path
from playwright.sync_api import expect
from pytest_bdd import given, parsers, then, when
from harness import Mismatch, World


@given(parsers.parse('a note "{text}"'))
def note(world: World, text: str) -> None:
    world.note("note", {"text": text, "accessToken": "tok-5f1e9c2d"})


@when("something is attached")
def attached(world: World) -> None:
    world.attach("a payload", {"amount": 25000, "token": "tok-5f1e9c2d"})
    world.attach("a log", "line 1\\nline 2 with tok-5f1e9c2d")
    world.attach("a picture", b"\\x89PNG\\r\\n\\x1a\\n")


@then("it holds")
def holds() -> None:
    pass


@then(parsers.re(r'it holds for "(?P<who>[^"]+)"'))
def holds_for(who: str) -> None:
    assert who in ("Zainab", "Ali")


@then("it does not hold")
def does_not() -> None:
    raise Mismatch("the order should be paid, but it is open")


@when("two soft checks do not hold")
def softly(world: World) -> None:
    with world.soft("the total"):
        raise Mismatch("25 is not 26")
    with world.soft():
        raise AssertionError("the receipt is not there")
    with world.soft("what holds"):
        pass


@then("a soft check of the browser's kind does not hold")
def browser_soft(world: World) -> None:
    world.checks._of_playwright.append(AssertionError("Locator expected to be visible"))


@when("it is skipped")
def skipped() -> None:
    pytest.skip("no need")


@then("it holds the second time")
def second(world: World, request: pytest.FixtureRequest) -> None:
    mark = Path(str(request.config.rootpath)) / "tried"
    if not mark.exists():
        mark.write_text("once")
        raise Mismatch("not yet")


def pytest_bdd_apply_tag(tag, function):
    if tag == "ignored":
        pytest.mark.skip(reason="not wanted")(function)
        return True
    return None
"""
