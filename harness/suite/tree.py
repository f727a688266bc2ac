"""The tree that Gherkin's parser makes of a feature file: how to walk it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Node = Mapping[str, object]


def line_of(node: Node) -> int:
    """Return the line a node of the tree stands in, 0 where it does not say."""
    location = node.get("location")
    return int(str(location["line"])) if isinstance(location, Mapping) else 0


def children(node: Node, key: str) -> Sequence[Node]:
    """Return the nodes in a list of a node, none where there is no such list."""
    found = node.get(key)
    return found if isinstance(found, list) else []
