"""What a scenario is called: ``features/x.feature::Its Rule::Its name[a row, h5]``, in words as they are written."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping

from harness.errors import HarnessError
from harness.suite.tree import Node, children, line_of

Name = tuple[str, ...]
"""(Rule,), (scenario,) or (Rule, scenario)."""


def node_name(node: Node) -> str:
    """Return what a Rule or scenario is called in an id; one without a name is called by its line.

    ``::`` parts the names of an id and ``[`` begins its row: within a name they are written otherwise.
    """
    text = str(node.get("name", "")) or f"{node.get('keyword', 'Scenario')} in line {line_of(node)}"
    return plain(text)


def plain(text: str) -> str:
    """Return a name without what has a meaning in an id."""
    text = re.sub(r":{2,}", ":", " ".join(text.split())).strip(":")
    return text.replace("[", "(").replace("]", ")")


def row_name(values: Mapping[str, str]) -> str:
    """Return what a row of Examples is called: its values."""
    return ", ".join(" ".join(value.split()) for value in values.values())


def named_scenarios(feature: Node) -> Iterator[tuple[Name, Node]]:
    """Yield every scenario with its name, (scenario,) or (Rule, scenario), in the order of the file."""
    for child in children(feature, "children"):
        rule, scenario = child.get("rule"), child.get("scenario")
        if isinstance(scenario, Mapping):
            yield (node_name(scenario),), scenario
        elif isinstance(rule, Mapping):
            yield from (((node_name(rule), *name), node) for name, node in named_scenarios(rule))


def full_names(feature: object, given: str, place: str) -> list[str]:
    """Return the ids, without their file, that a name of the command line stands for: the Rule may be left out.

    Raises HarnessError where the feature has nothing of that name.
    """
    known: dict[Name, None] = {}
    for name, _ in named_scenarios(feature) if isinstance(feature, Mapping) else ():
        known |= dict.fromkeys((name[:1], name))
    base, bracket, row = given.partition("[")
    asked = tuple(base.split("::"))
    if asked in known:
        return [given]
    found = [f"{'::'.join(name)}{bracket}{row}" for name in known if len(asked) == 1 and name[-1:] == asked]
    if not found and (whole := plain(given)) != given:
        found = ["::".join(name) for name in known if name[-1] == whole]
    if not found:
        raise HarnessError(
            f'there is no Rule and no scenario "{given}"', place=place, action=_nearest(asked[-1], known)
        )
    return found


def _nearest(word: str, known: Iterable[Name]) -> str:
    words = {name[-1]: name for name in known}
    close = difflib.get_close_matches(word, words, n=3, cutoff=0.4) or list(words)[:5]
    return f"choose one of: {' | '.join(close)}" if close else ""
