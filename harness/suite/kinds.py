"""Which kinds of program a scenario is played with: H5, native, or one after the other."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pytest

from harness.errors import HarnessError
from harness.evidence import KINDS
from harness.suite.errors import NotPlayable
from harness.suite.options import asked_kinds, chosen_program, pick_program
from harness.suite.program import Program

NO_KIND = "no kind"
"""The parameter of a scenario that none of the kinds in this run may play: it is deselected."""


def offered_kinds(programs: Mapping[str, Program], tags: Sequence[str], chosen: Program | None) -> tuple[str, ...]:
    """Return the kinds in which the program of a scenario is there; a program that was chosen by --program is alone."""
    if chosen is not None:
        return (chosen.kind,)
    base = pick_program(programs, tags, None)
    return tuple(kind for kind in KINDS if kind == base.kind or partner(programs, base, kind) is not None)


def partner(programs: Mapping[str, Program], base: Program, kind: str) -> Program | None:
    """Return the same program in another kind: that of ``shop`` is called ``shop-native``."""
    found = programs.get(f"{base.name}-{kind}")
    return found if found is not None and found.kind == kind else None


def program_of_kind(
    programs: Mapping[str, Program], tags: Sequence[str], chosen: Program | None, kind: str | None
) -> Program:
    """Return the Program that a scenario is played with; raises NotPlayable where it is not there in this kind."""
    base = pick_program(programs, tags, chosen)
    if kind is None or base.kind == kind:
        return base
    found = partner(programs, base, kind)
    if found is None:
        raise NotPlayable(
            f'the program "{base.name}" is {base.kind}, and there is none like it that is {kind}',
            action=f'name one "{base.name}-{kind}" in the fixture "programs", or leave out --kinds',
        )
    return found


def parametrize_kinds(metafunc: pytest.Metafunc) -> None:
    """Play a scenario once with each kind of program: those that --kinds names, else those that there are.

    The tags @h5 and @native restrict a scenario; ``-m native`` chooses what is played with a native program.
    """
    config, tags = metafunc.config, [mark.name for mark in metafunc.definition.iter_markers()]
    chosen = chosen_program(config)
    asked = asked_kinds(config)
    kinds = asked or offered_kinds_of(metafunc, tags, chosen)
    if not asked and len(kinds) < 2 and not _restricted(tags):
        return
    played = _allowed(kinds, tags)
    metafunc.fixturenames.append("kind")
    marked = [pytest.param(kind, marks=getattr(pytest.mark, kind)) for kind in played]
    metafunc.parametrize("kind", marked or [pytest.param(NO_KIND, id="no-kind")], indirect=True)


def offered_kinds_of(metafunc: pytest.Metafunc, tags: Sequence[str], chosen: Program | None) -> tuple[str, ...]:
    """Return the kinds a scenario's program is there in, as the project's fixture "programs" says; () where unknown."""
    if chosen is not None:
        return (chosen.kind,)
    programs = known_programs(metafunc.definition)
    try:
        return offered_kinds(programs, tags, None) if programs else ()
    except HarnessError:
        return ()  # told where the scenario is played, with its place


def known_programs(item: pytest.Item) -> Mapping[str, Program]:
    """Return the programs that the project's fixture "programs" gives a scenario; none where only a run can say."""
    found = item.session._fixturemanager.getfixturedefs("programs", item)  # noqa: SLF001 - no public way asks a fixture before tests run
    if not found:
        return {}
    given = {"pytestconfig": item.config}
    if any(name not in given for name in found[-1].argnames):
        return {}
    try:
        programs: Mapping[str, Program] = found[-1].func(  # type: ignore[assignment]  # a session fixture that returns
            **{name: given[name] for name in found[-1].argnames}
        )
    except HarnessError:
        return {}  # told where the scenario is played, with its place
    return programs


def deselect_unplayed(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take out the scenarios whose tags allow none of this run's kinds."""
    out = [item for item in items if NO_KIND in getattr(getattr(item, "callspec", None), "params", {}).values()]
    if out:
        config.hook.pytest_deselected(items=out)
        items[:] = [item for item in items if item not in out]


def _restricted(tags: Collection[str]) -> bool:
    return any(kind in tags for kind in KINDS)


def _allowed(kinds: Sequence[str], tags: Collection[str]) -> list[str]:
    return [kind for kind in kinds if kind in tags or not _restricted(tags)]
