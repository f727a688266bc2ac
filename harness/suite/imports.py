"""Who imports whom among a project's own Python modules, as far as they are loaded."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import ModuleType

_FOREIGN = frozenset(("site-packages", "node_modules"))


def loaded_modules(root: Path, modules: Mapping[str, ModuleType] | None = None) -> dict[str, Path]:
    """Return the name and the file of every loaded module whose source lies in a folder, installed libraries left out."""
    found: dict[str, Path] = {}
    for name, module in list((modules or sys.modules).items()):
        file = getattr(module, "__file__", None)
        if not isinstance(file, str) or not file.endswith(".py"):
            continue
        path = Path(file)
        if path.is_relative_to(root) and _FOREIGN.isdisjoint(path.parts):
            found[name] = path
    return found


def importers(names: Mapping[str, Path]) -> dict[Path, frozenset[Path]]:
    """Return, for the file of each module, the files of those that import it. ``names`` are modules and their files."""
    found: dict[Path, set[Path]] = {file: set() for file in names.values()}
    for name, file in names.items():
        package = name if file.name == "__init__.py" else name.rpartition(".")[0]
        for imported in _imported(file, package):
            if imported in names and names[imported] != file:
                found[names[imported]].add(file)
    return {file: frozenset(mine) for file, mine in found.items()}


def _imported(file: Path, package: str) -> Iterator[str]:
    """Yield the names of all modules that a file may import, its packages included."""
    tree = None
    with suppress(OSError, SyntaxError, ValueError):
        tree = ast.parse(file.read_bytes())
    for node in ast.walk(tree) if tree is not None else ():
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield from _with_packages(alias.name)
        elif isinstance(node, ast.ImportFrom):
            base = _base(node, package)
            yield from _with_packages(base)
            yield from (f"{base}.{alias.name}" for alias in node.names)


def _base(node: ast.ImportFrom, package: str) -> str:
    above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
    return ".".join([*above, *([node.module] if node.module else [])])


def _with_packages(name: str) -> Iterator[str]:
    parts = name.split(".")
    yield from (".".join(parts[:end]) for end in range(1, len(parts) + 1))
