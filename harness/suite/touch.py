"""Which scenarios a change touches: pure, from what each of them uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_DOCUMENTS = frozenset((".md", ".rst", ".txt"))
FEATURE, MODULE = ".feature", ".py"


@dataclass(frozen=True, slots=True)
class Uses:
    """What one scenario uses, all paths whole: its feature, Python modules, and folders of its program and its merchant.

    ``modules`` are those that define its steps, its fixtures and its program, and the conftest.py files above it.
    """

    nodeid: str
    feature: Path
    modules: frozenset[Path]
    folders: frozenset[Path]


@dataclass(frozen=True, slots=True)
class Project:
    """What all scenarios share: the project's folder, what touches every scenario, and who imports a module.

    ``everything`` are files and folders: the config, what it names, the harness itself where it lies in the project.
    ``importers`` has every Python module of the project that is loaded, with the modules that import it.
    """

    root: Path
    everything: frozenset[Path]
    importers: Mapping[Path, frozenset[Path]]


@dataclass(frozen=True, slots=True)
class Touch:
    """What one changed file touches: the ids of the scenarios that use it, and what it is to them."""

    changed: Path
    nodeids: frozenset[str]
    role: str


def touched(changed: Path, uses: Sequence[Uses], project: Project) -> Touch:
    """Return what a changed file touches; it need not be there any more.

    A feature touches its own scenarios; a Python module those whose steps, fixtures or program are in it or in what imports
    it; a file of a program or a merchant those that are played with it; other files those that use the modules beside them.
    """
    if any(changed == one or one in changed.parents for one in project.everything):
        return Touch(changed, frozenset(one.nodeid for one in uses), "all scenarios use it")
    if changed.suffix == FEATURE:
        return _made(changed, (one for one in uses if one.feature == changed), "a feature")
    known = {*project.importers, *(module for one in uses for module in one.modules)}
    if changed in known:
        return _made(changed, _through([changed], uses, project), "a module")
    inside = [one for one in uses if any(folder in changed.parents for folder in one.folders)]
    if inside and changed.suffix not in _DOCUMENTS:
        return _made(changed, inside, "a file of a program or a merchant")
    beside = _beside(changed, known, project.root)
    return _made(changed, _through(beside, uses, project), "a file beside modules" if beside else "no scenario uses it")


def _made(changed: Path, found: Iterable[Uses], role: str) -> Touch:
    return Touch(changed, frozenset(one.nodeid for one in found), role)


def _through(modules: Iterable[Path], uses: Sequence[Uses], project: Project) -> list[Uses]:
    """Return the scenarios that use one of the modules, or one that imports it, however far away."""
    reached: set[Path] = set()
    open_ = list(modules)
    while open_:
        module = open_.pop()
        if module not in reached:
            reached.add(module)
            open_ += project.importers.get(module, ())
    return [one for one in uses if one.modules & reached]


def _beside(changed: Path, known: Iterable[Path], root: Path) -> list[Path]:
    """Return the modules in the nearest folder above a file that has some; the project's own folder does not count."""
    if changed.suffix in _DOCUMENTS:
        return []
    for folder in changed.parents:
        if folder == root or root not in folder.parents:
            return []
        if found := [module for module in known if module.parent == folder]:
            return found
    return []
