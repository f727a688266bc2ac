"""The snippet for an undefined step is Python that defines this very step."""

from __future__ import annotations

import re

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st
from pytest_bdd.parser import Step
from pytest_bdd.steps import StepFunctionContext, step_function_context_registry

from harness.suite.snippet import snippet


def step(text: str, kind: str = "when", docstring: str | None = None) -> Step:
    return Step(name=text, type=kind, indent=4, line_number=12, keyword=kind.title(), docstring=docstring)


def defined(code: str) -> StepFunctionContext:
    """Run a snippet and return the definition that it makes."""
    names: dict[str, object] = {"__name__": "pasted"}
    exec(compile(code, "snippet", "exec"), names)  # noqa: S102 - that it can be run is what is tested
    [found] = [value for value in names.values() if value in _functions()]
    return next(c for c in step_function_context_registry.values() if c.step_func is found)


def _functions() -> list[object]:
    return [context.step_func for context in list(step_function_context_registry.values())]


@pytest.mark.parametrize(
    ("text", "pattern", "values"),
    [
        ("the buyer sings", "the buyer sings", {}),
        ('the buyer opens the page "cart" twice', 'the buyer opens the page "{page}" twice', {"page": "cart"}),
        ('writes "a" into "b"', 'writes "{text}" into "{text2}"', {"text": "a", "text2": "b"}),
        ("orders tea for 25,000 IQD", "orders tea for {amount}", {"amount": "25,000 IQD"}),
        ("waits for 12 minutes", "waits for {minutes:d} minutes", {"minutes": 12}),
        ("ends with 6001 (cancelled)", "ends with {code} (cancelled)", {"code": "6001"}),
        ("stands at 33.31", "stands at {number:f}", {"number": 33.31}),
        ("has {3} and 4", "has {{{number:d}}} and {number2:d}", {"number": 3, "number2": 4}),
        ("يدفع المشتري 25,000 IQD", "يدفع المشتري {amount}", {"amount": "25,000 IQD"}),
    ],
)
def test_what_varies_becomes_a_value(text: str, pattern: str, values: dict[str, object]) -> None:
    context = defined(snippet(step(text)))
    assert (str(context.parser.name), context.type) == (pattern, "when")
    assert context.parser.is_matching(text)
    if values:
        assert dict(context.parser.parse_arguments(text) or {}) == values


def test_a_text_below_the_step_is_a_value() -> None:
    assert "(world: World, docstring: str) -> None:" in snippet(step("the wallet answers", docstring="{}"))
    assert "def when_in_line_12(world: World)" in snippet(step("يدفع"))


@examples(
    st.text(st.characters(blacklist_categories=["C", "Z"]) | st.just(" "), min_size=1).map(str.strip).filter(bool)
)
def test_whatever_a_step_says_its_snippet_defines_it(text: str) -> None:
    text = re.sub(" +", " ", text)
    context = defined(snippet(step(text, "given")))
    assert context.parser.is_matching(text)
