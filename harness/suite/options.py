"""The harness's own options: what they are called, and one clear error for each value that cannot be used."""

from __future__ import annotations

import argparse
import importlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from harness.errors import HarnessError, raised_at
from harness.evidence import KINDS
from harness.phone.remote import VARIABLE, check_address
from harness.suite.program import Program
from harness.suite.project import check_project, profile_of
from harness.suite.sharding import FOLDER, check_shard, shard_of, shard_text
from harness.wallet.profile import load_profile

if TYPE_CHECKING:
    import pytest

PROGRAM_HELP = "give it as package.module:NAME"


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a run: its name, what to write after it, and what it is for. A ``flag`` has no value."""

    name: str
    metavar: str
    help: str
    default: str | None = None
    choices: tuple[str, ...] | None = None
    kind: Callable[[str], object] = str
    flag: bool = False


def whole_number(text: str) -> int:
    """Read a whole number; raises argparse.ArgumentTypeError where it is none."""
    try:
        return int(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f'"{text}" is not a whole number') from error


def natural_number(text: str) -> int:
    """Read a whole number that is not below 0; raises argparse.ArgumentTypeError where it is none."""
    if (number := whole_number(text)) < 0:
        raise argparse.ArgumentTypeError(f'"{text}" is below 0')
    return number


OPTIONS = (
    Option("--reports", "DIR", "where the evidence goes (default: reports)", "reports"),
    Option("--seed", "NUMBER", "make the same buyers and the same order of scenarios again", kind=whole_number),
    Option(
        "--profile", "NAME|FILE", "the wallet: a profile's name or a .toml file (default: the config's, else super_qi)"
    ),
    Option("--program", "MODULE:NAME", "play with this Program instead of the first one"),
    Option("--kinds", "h5,native", "the kinds of program to play each scenario with (default: all that there are)"),
    Option("--tags", "EXPRESSION", 'only scenarios with these tags, as --tags="@h5 and not @slow"'),
    Option("--name", "WORDS", "only scenarios that have these words in their name, or in their Rule's"),
    Option("--touched", "FILE,...", "only scenarios that use one of these files: what a change of them touches"),
    Option(
        "--screenshots",
        "failed|all|story",
        "pictures of the phone: where it fails, at each end, or after each step that changed it",
        "failed",
        choices=("failed", "all", "story"),
    ),
    Option("--retries", "NUMBER", "play what fails so often again; what then passes is flaky", kind=natural_number),
    Option(
        "--traces",
        "off|failed|all",
        "Playwright traces, a group a step: of what failed (it is played again), or of all (slower)",
        "off",
        choices=("off", "failed", "all"),
    ),
    Option(
        "--dry-run", "", "check every scenario without a browser, in seconds; nothing is played or written", flag=True
    ),
    Option(
        "--browser-server",
        "ws://...",
        "play in the browser of a Playwright server (default: what HARNESS_BROWSER_SERVER says)",
    ),
    Option("--allure", "DIR", "write Allure results into this folder too"),
    Option(
        "--shard",
        "NUMBER/COUNT",
        "play one part of several, into DIR/shards; harness merge puts them together",
        kind=shard_text,
    ),
    Option("--plan", "FILE", "which shard plays what (harness plan); written by the first shard where it is not there"),
    Option(
        "--known-durations", "FILE", "plan shards by the durations.json of an earlier run (default: the project's own)"
    ),
)


def add_options(parser: pytest.Parser) -> None:
    """Add the options to pytest's, in one group."""
    group = parser.getgroup("harness", "Mini Program payments")
    for option in OPTIONS:
        if option.flag:
            group.addoption(option.name, help=option.help, action="store_true", default=False)
            continue
        group.addoption(
            option.name,
            metavar=option.metavar,
            help=option.help,
            default=option.default,
            choices=option.choices,
            type=option.kind,
        )
    group.addoption("--make-plan", action="store_true", help=argparse.SUPPRESS)  # harness plan


def check_options(config: pytest.Config) -> None:
    """Raise HarnessError for the first option that is given twice or whose value cannot be used."""
    check_once([str(argument) for argument in config.invocation_params.args])
    check_project(config)
    check_shard(config)
    if server := config.getoption("--browser-server") or os.environ.get(VARIABLE):
        check_address(str(server))
    load_profile(profile_of(config))
    chosen_program(config)
    asked_kinds(config)


def check_once(arguments: Sequence[str]) -> None:
    """Raise HarnessError where one of the options is given more than once."""
    given = [argument.partition("=")[0] for argument in arguments]
    for option in OPTIONS:
        if (times := given.count(option.name)) > 1:
            raise HarnessError(f"{option.name} is given {times} times", action="give it once")


def reports_folder(config: pytest.Config) -> Path:
    """Return where the evidence goes; a relative folder lies in the project. Each shard of a run has one of its own."""
    folder, shard = config.rootpath / str(config.getoption("--reports")), shard_of(config)
    return folder / FOLDER / shard.folder if shard else folder


def seed(config: pytest.Config) -> int:
    """Return the run's seed: the one that was given, else the one pytest-randomly has chosen, else 0, as for every shard."""
    given = config.getoption("--seed")
    if given is None and shard_of(config):
        return 0  # on all machines the same
    if given is None:
        given = getattr(config.option, "randomly_seed", 0)
    return int(given) if str(given).lstrip("-").isdigit() else 0


def chosen_program(config: pytest.Config) -> Program | None:
    """Return the Program that --program names, or None; raises HarnessError where it names none."""
    place = config.getoption("--program")
    return named_program(str(place)) if place else None


def asked_kinds(config: pytest.Config) -> tuple[str, ...]:
    """Return the kinds that --kinds names, or none; raises HarnessError for one that there is not."""
    given = config.getoption("--kinds")
    if given is None:
        return ()
    kinds = tuple(dict.fromkeys(word.strip() for word in str(given).split(",")))
    for kind in kinds:
        if kind not in KINDS:
            raise HarnessError(f'--kinds: there is no kind "{kind}"', action=f"choose from: {', '.join(KINDS)}")
    return kinds


def pick_program(programs: Mapping[str, Program], tags: Sequence[str], chosen: Program | None) -> Program:
    """Return the Program a scenario is played with: the one its tag names, else the chosen one, else the first."""
    if not programs:
        raise HarnessError(
            "no program is named", action='let the fixture "programs" in conftest.py return at least one'
        )
    name = next((tag.removeprefix("program-") for tag in tags if tag.startswith("program-")), "")
    if not name:
        return chosen or next(iter(programs.values()))
    if name not in programs:
        raise HarnessError(
            f'the tag @program-{name} names no program: there is no "{name}"',
            action=f"choose one of: {', '.join(f'@program-{known}' for known in programs)}",
        )
    return programs[name]


def named_program(place: str) -> Program:
    """Return the Program at ``package.module:NAME``; raises HarnessError with where it fails."""
    name, _, attribute = place.partition(":")
    if not name or not attribute:
        raise HarnessError(f'--program: "{place}" is not MODULE:NAME', action=PROGRAM_HELP)
    try:
        module = importlib.import_module(name)
    except Exception as error:
        fact, where = _import_failure(error, name)
        raise HarnessError(f"--program {place}: {fact}", place=where, action=PROGRAM_HELP) from error
    found = getattr(module, attribute, None)
    if isinstance(found, Program):
        return found
    others = [key for key, value in vars(module).items() if isinstance(value, Program)]
    fact = (
        f"{attribute} is a {type(found).__name__}, not a Program" if found is not None else f'there is no "{attribute}"'
    )
    action = f"choose one of: {', '.join(f'{name}:{other}' for other in others)}" if others else PROGRAM_HELP
    raise HarnessError(f"--program {place}: {fact}", place=str(getattr(module, "__file__", "") or ""), action=action)


def _import_failure(error: Exception, name: str) -> tuple[str, str]:
    """Return why a module cannot be imported, and where."""
    if isinstance(error, ModuleNotFoundError) and error.name and f"{name}.".startswith(f"{error.name}."):
        return f'there is no module "{error.name}"', ""
    if isinstance(error, SyntaxError):
        return f"not valid Python: {error.msg}", raised_at(error)
    return f"the module cannot be imported: {type(error).__name__}: {error}", raised_at(error)
