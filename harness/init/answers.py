"""What a new project is to be: found out, given by options, or asked on a terminal."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from harness.config import Target
from harness.config.detect import Backend, find_backends, find_programs, is_url, kind_of, likely_programs, origin_of
from harness.config.words import SCREENS
from harness.errors import HarnessError
from harness.init.found import actions_of, screens_of, unknown_variables_of, variables_of
from harness.wallet.profile_file import builtin_profiles, read_profile

REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Answers:
    """A new project. ``program`` is a path in ``home`` or a URL; ``backend`` a command, a URL, or "reference".

    ``unknown`` are variables that the backend reads besides. ``programs`` and ``backends`` are all that lie there, each as
    the option that chooses it: where there are several and none was chosen, what stands in ``program`` and ``backend`` is
    only the likeliest. ``partner`` is the folder of the same program in the other kind, "" for none.
    """

    home: Path
    program: str
    kind: str
    backend: str
    folder: str
    profile: str
    good: str
    price: str
    actions: Mapping[str, Target]
    screens: Mapping[str, Target]
    env: Mapping[str, str]
    because: str
    unknown: tuple[str, ...] = ()
    partner: str = ""
    programs: tuple[str, ...] = ()
    backends: tuple[str, ...] = ()


def find_out(
    home: Path, *, program: str = "", backend: str = "", profile: str = "", good: str = "", price: str = ""
) -> Answers:
    """Return what a folder and the options tell; raises HarnessError where there is no program, or an option is wrong."""
    programs = [] if program else _programs(home)
    program, partner = (program, "") if program else _likeliest(home, programs)
    kind = _kind(home, program)
    profile = profile or "super_qi"
    money = read_profile(profile).money  # raises HarnessError for a wallet that there is not
    price = price or f"25,000 {money.label}"
    money.read(price)
    pages = [home / folder for folder in (program, partner) if folder and not is_url(folder)]
    backends = find_backends(home, pages)
    found = next((one for one in backends if backend in ("", one.command, _within(home, one))), None)
    page = None if is_url(program) else home / program
    return Answers(
        home=home,
        program=program,
        kind=kind,
        backend=found.command if found else backend or REFERENCE,
        folder=_within(home, found) if found else ".",
        profile=profile,
        good=good or "the first article",
        price=price,
        actions=actions_of(page) if page else {},
        screens=screens_of(page, SCREENS) if page else {},
        env=variables_of(found.folder if found else home) if found or backend not in ("", REFERENCE) else {},
        because=found.because if found else "",
        unknown=unknown_variables_of(found.folder) if found else (),
        partner=partner,
        programs=() if partner or len(programs) < 2 else tuple(os.path.relpath(one, home) for one in programs),
        backends=() if backend or len(backends) < 2 else tuple(_within(home, one) for one in backends),
    )


def check_chosen(answers: Answers) -> None:
    """Raise HarnessError, naming all of them, where several programs or backends are there and none was chosen."""
    for word, option, found in (
        ("Mini Programs", "program", answers.programs),
        ("backends", "backend", answers.backends),
    ):
        if found:
            raise HarnessError(
                f"there are {len(found)} {word} here: {', '.join(found)}",
                place=str(answers.home),
                action=f"choose one: {' or '.join(f'--{option} {one}' for one in found)}",
            )


def ask(answers: Answers, question: Callable[[str, str], str]) -> Answers:
    """Return what a person says to each question, which is given with what was found; raises HarnessError for a wrong answer."""
    program = question(
        f"the Mini Program (its folder, or the URL at which it is served{_here(answers.programs)})", answers.program
    )
    backend = question(
        f'the backend (its command, the URL where it runs, or "reference"{_here(answers.backends)})', answers.backend
    )
    profile = question(f"the wallet ({', '.join(builtin_profiles())})", answers.profile)
    if (program, backend, profile) != (answers.program, answers.backend, answers.profile):
        given = "" if backend == answers.backend and not answers.backends else backend
        chosen = "" if program == answers.program and answers.partner else program
        answers = find_out(answers.home, program=chosen, backend=given, profile=profile)
    good = question("what a buyer can order", answers.good)
    price = question("what it costs", answers.price)
    read_profile(answers.profile).money.read(price)
    actions = dict(answers.actions)
    for name, what in (("log in", "to log in"), ("buy", f"to order {good}")):
        shown = next(iter(actions[name].values())) if name in actions else ""
        words = question(f"what the buyer taps {what} (the button's words)", shown)
        if words != shown:
            actions[name] = {"text": words}
    screens = dict(answers.screens)
    for name in ("paid", "cancelled", "failed"):
        if name not in screens and (words := question(f"words on the screen when the order is {name}", "")):
            screens[name] = {"contains": words}
    return replace(answers, good=good, price=price, actions=actions, screens=screens)


def _here(found: tuple[str, ...]) -> str:
    return f"; here are {', '.join(found)}" if found else ""


def _programs(home: Path) -> list[Path]:
    found = likely_programs(home)
    if not found:
        raise HarnessError(
            "there is no Mini Program here: no folder with an app.json (native) or an index.html (H5)",
            place=str(home),
            action="harness init --program FOLDER, or --program URL where a server of yours serves it",
        )
    return found


def _likeliest(home: Path, found: list[Path]) -> tuple[str, str]:
    """Return the program that is likely meant, and where the only other one is of the other kind, that as well."""
    kinds = {kind_of(one): os.path.relpath(one, home) for one in reversed(found)}
    if len(found) == 2 and len(kinds) == 2:
        return kinds["h5"], kinds["native"]
    return os.path.relpath(found[0], home), ""


def _kind(home: Path, program: str) -> str:
    if is_url(program):
        if not origin_of(program):
            raise HarnessError(f'--program: "{program}" is not a URL', action='write it like "http://localhost:5173/"')
        return "h5"
    kind = kind_of(home / program)
    if not kind:
        known = [os.path.relpath(folder, home) for folder in find_programs(home)]
        action = f"choose one of: {', '.join(known)}" if known else "name the folder of a Mini Program, or its URL"
        raise HarnessError(f'--program: there is neither an app.json nor an index.html in "{program}"', action=action)
    return kind


def _within(home: Path, found: Backend) -> str:
    return os.path.relpath(found.folder, home)
