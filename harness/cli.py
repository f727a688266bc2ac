"""The command line: ``harness run`` plays the features and writes the evidence, ``harness report`` writes it again.

Each command imports what it needs when it is called: nobody waits for the browser's library to be told of an option.
"""

from __future__ import annotations

import argparse
import difflib
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from harness.errors import HarnessError, near
from harness.library import step_modules

if TYPE_CHECKING:
    from harness.config import Config

HELP = """usage: harness COMMAND ...

Tests payments in e-wallet Mini Programs end to end.

commands:
  init [OPTIONS] [FOLDER]       write harness.toml, a first feature and a CI job for the Mini Program there
  run [OPTIONS] [FEATURE ...]   play the features and write the evidence
  certify [OPTIONS] [PART ...]  play the ready-made features against your program
  check PROGRAM [OPTIONS]       open every page of a Mini Program and say how each went
  lint [OPTIONS] [FEATURE ...]  say what of the features does not read as it should, and why
  plan --shards COUNT           deal the scenarios out to several machines, by how long each takes
  merge [FOLDER ...]            put the evidence of several machines together into one
  report JOURNAL [--to DIR]     write the reports again from a stored journal
  gate [REPORTS] [OPTIONS]      say whether a release may go out, and why not
  signature make|check ...      make or check a signature by hand
  steps [OPTIONS]               list what a feature can say, with examples
  watch [OPTIONS] [FEATURE ...] play again what each change touches
  wallet [OPTIONS]              run the simulated wallet alone, for a backend or a test tool

harness COMMAND --help says more.

exit codes: 0 passed, 1 failed, 2 wrong use, 130 interrupted with Ctrl-C
"""

RUN_HELP = """usage: harness run [OPTIONS] [FEATURE ...]

Plays the features (all in features/ where none is named) with the Mini Program that harness.toml describes, or
[tool.harness] in pyproject.toml, or a conftest.py, and writes index.html, verdict.json, junit.xml, messages.ndjson
(Cucumber), summary.md (Markdown) and journal.ndjson.

options:
{options}
of pytest's options, which all work too, the most useful here:
  -k WORDS                 only scenarios whose name has these words, as -k "cancelled or expires"
  -m TAGS                  only scenarios with these tags, as -m "6001 or program-seed"
  -n NUMBER                play in so many processes at once
  -x                       stop at the first failure
  --lf                     only the scenarios that failed last time

examples:
  harness run
  harness run features/expiry.feature --screenshots all
  harness run features/expiry.feature:12
  harness run "features/expiry.feature::The cashier expires before the buyer decides"
  harness run --name "leaves the cashier" --tags "@h5 and not @slow"
  harness run --dry-run
  harness run -n 2 --reports reports/nightly --seed 7
  harness run --program shop.programs:BETA --profile wallets/mine.toml

exit codes:
  0    passed
  1    failed: a scenario, or the evidence could not be written; with --dry-run: there is a problem
  2    wrong use: an option, a path or a profile that cannot be used, or no scenario to play
  130  interrupted with Ctrl-C; the evidence of what was played is written
"""

REPORT_HELP = """usage: harness report JOURNAL [--to DIR] [--allure DIR]

Writes index.html, verdict.json, junit.xml, messages.ndjson (Cucumber) and summary.md again from a journal.ndjson, or
from the reports folder of a run that was killed. Lines that cannot be read are left out and counted.

options:
  --to DIR                 where to write (default: beside the journal)
  --allure DIR             write Allure results into this folder too

examples:
  harness report reports/journal.ndjson
  harness report reports --to /tmp/again

exit codes:
  0    written
  1    written, but lines of the journal could not be read
  2    wrong use: there is no journal, or no line of it can be read, or the reports cannot be written
"""

_FLAGS = frozenset(
    "-x -v -vv -vvv -q -qq -s -l --co --collect-only --dry-run --exitfirst --ff --failed-first --full-trace --last-failed --lf"
    " --no-header --no-summary --nf --new-first --pdb --quiet --setup-show --showlocals --stepwise --sw --verbose".split()
)
"""Options of pytest's after which a path may stand; after any other option stands its value."""

_ALONE = (
    "-n",
    "--numprocesses",
    "--dist",
    "-p no:xdist",
    "-pno:xdist",
    "--pdb",
    "-s",
    "-k",
    "-m",
    "--tags",
    "--co",
    "--lf",
)
"""Options of pytest's with which the pack is not spread over several processes by itself."""
_MOST_WORKERS = 8

_GIVE_A_JOURNAL = "give the journal.ndjson of a run, or the folder it lies in"
_SETTINGS = ("pytest.ini", "pyproject.toml", "tox.ini")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise HarnessError(message, action=f"{self.prog} --help says how it is used")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code: 0 passed, 1 failed, 2 wrong use, 130 interrupted."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if command in ("-h", "--help", "help"):
        print(HELP, end="")
        return 0
    try:
        if command in COMMANDS:
            return COMMANDS[command](rest)
        fact = f'there is no command "{command}"' if command else "no command is given"
        raise HarnessError(fact, action="harness run plays the features; harness --help lists the commands")
    except HarnessError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read the output has had enough, as head has
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


def _run(arguments: list[str]) -> int:
    if "-h" in arguments or "--help" in arguments:
        from harness.suite.options import OPTIONS

        options = "".join(f"  {f'{o.name} {o.metavar}':<24} {o.help}\n" for o in OPTIONS)
        print(RUN_HELP.format(options=options), end="")
        return 0
    command = _command(arguments)
    sys.stdout.flush()
    os.execv(command[0], command)  # noqa: S606 - no shell is wanted


def _command(arguments: list[str]) -> list[str]:
    """Return the command that plays; raises HarnessError for wrong use."""
    from harness.config import find_config
    from harness.suite.choosing import joined

    paths = _paths(arguments)
    root = _project(paths)
    config = find_config(root)
    features = _features(config) if config is not None and not paths else root / "features"
    fixed = ["-v", "--no-header", "-p", "harness.suite.plugin", f"--rootdir={root}"]
    fixed += ["-o", f"testpaths={os.path.relpath(features, root)}"]
    if config is not None:  # no conftest need name the steps
        fixed += [word for module in step_modules() for word in ("-p", module)]
    if not any(argument.startswith("--screenshots") for argument in arguments):
        fixed.append("--screenshots=all")
    if any(not path.is_relative_to(root) for path in paths):
        # pytest would look for both beside the features only
        if config is not None and not _conftests(root, config):
            fixed.append("--noconftest")  # one that lies above those features knows other programs
        fixed += [*_settings(root), *([str(root / "conftest.py")] if (root / "conftest.py").is_file() else [])]
    elif not paths and Path.cwd() != root:
        fixed.append(str(features))
    script = Path(__file__).with_name("play.py")
    return [sys.executable, "-P", str(script), *fixed, *joined(arguments)]


def _watch(arguments: list[str]) -> int:
    from harness.watch.command import HELP as WATCH_HELP
    from harness.watch.command import main as watch

    if "-h" in arguments or "--help" in arguments:
        print(WATCH_HELP, end="")
        return 0
    return watch(arguments, _project(_paths([one for one in arguments if one != "--now"])), _command)


def _certify(arguments: list[str]) -> int:
    from harness.certification.command import FEATURES as PACK
    from harness.certification.command import main as certify
    from harness.config import find_config

    def play(chosen: list[str]) -> int:
        root = _project([])
        if not any(argument.startswith("--screenshots") for argument in chosen):
            chosen = ["--screenshots=failed", *chosen]  # the pictures of what passed are a fifth of the time
        if chosen[-len(parts) :] == parts and not any(argument.startswith(_ALONE) for argument in chosen):
            chosen = [*_workers(find_config(root)), *chosen]
        if PACK.is_relative_to(root):
            return _run(chosen)
        # The pack lies outside the project: a conftest.py above it, as in a checkout, is none of the project's.
        own = ["-p", "conftest"] if (root / "conftest.py").is_file() else []
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(root), os.environ.get("PYTHONPATH"))))
        return _run(["--noconftest", *own, *chosen])

    parts = [str(file) for file in sorted(PACK.glob("*.feature"))]
    return certify(arguments, play)


def _workers(config: Config | None) -> list[str]:
    """Return the option for one process a core; none where only one can play, as a port is fixed or the backend runs already."""
    cores = min(
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, _MOST_WORKERS
    )
    alone = config is not None and (config.wallet_port or config.merchant.port or config.merchant.url)
    return [] if alone or cores < 2 else ["-n", str(cores)]


def _plan(arguments: list[str]) -> int:
    from harness.plan_command import main as plan

    return plan(arguments, _run)


def _paths(arguments: Sequence[str]) -> list[Path]:
    """Return the feature files and folders among pytest's arguments; raises HarnessError for a feature that is not there."""
    from harness.suite.choosing import split_line

    found = []
    for before, argument in zip(["", *arguments], arguments, strict=False):
        value = before.startswith("-") and "=" not in before and before not in _FLAGS
        if argument.startswith("-") or value:
            continue
        path = Path(split_line(argument.partition("::")[0])[0]).absolute()
        if path.exists():
            found.append(path)
        elif path.suffix == ".feature":
            raise _missing(path, argument)
    return found


def _missing(path: Path, given: str) -> HarnessError:
    known = [str(file.relative_to(Path.cwd())) for file in Path.cwd().glob("features/**/*.feature")]
    close = difflib.get_close_matches(given, known, n=3) or sorted(known)[:5]
    action = f"choose one of: {', '.join(close)}" if close else "give the path of a feature file"
    return HarnessError("there is no such feature", place=given, action=action)


def _project(paths: Sequence[Path]) -> Path:
    """Return the folder of the project, which has a config or a conftest.py: from here upwards, else from the first feature."""
    here = Path.cwd()
    for start in (here, *paths[:1]):
        if found := _project_folder(start):
            return found
    raise HarnessError(
        "there is no harness.toml and no conftest.py here or above",
        place=str(here),
        action="`harness init` writes one for the Mini Program in this folder",
    )


def _conftests(root: Path, config: Config) -> bool:
    """Whether the project has a conftest.py of its own."""
    return (root / "conftest.py").is_file() or any(config.features.rglob("conftest.py"))


def _features(config: Config) -> Path:
    """Return the folder of the features; raises HarnessError where there is none."""
    if not config.features.is_dir():
        raise HarnessError(
            f"there is no folder {config.features.name}, so there is no scenario to play",
            place=near(config.features),
            action="`harness init` writes a first feature",
        )
    return config.features


def _project_folder(start: Path) -> Path | None:
    """Return the nearest folder with a config, else the highest with a conftest.py from ``start`` up to where a project begins."""
    from harness.config import has_config

    found = None
    for folder in (start, *start.parents):
        if has_config(folder):
            return folder
        if (folder / "conftest.py").is_file():
            found = folder
        if found and any((folder / name).exists() for name in (*_SETTINGS, ".git")):
            break
    return found


def _settings(root: Path) -> list[str]:
    return next((["-c", str(root / name)] for name in _SETTINGS if (root / name).is_file()), [])


def _report(arguments: list[str]) -> int:
    if "-h" in arguments or "--help" in arguments:
        print(REPORT_HELP, end="")
        return 0
    from harness.evidence import write_reports
    from harness.journal import read_journal
    from harness.suite.reports import with_failures

    parser = _Parser(prog="harness report", add_help=False)
    parser.add_argument("journal", type=Path)
    parser.add_argument("--to", type=Path, default=None)
    parser.add_argument("--allure", type=Path, default=None)
    options = parser.parse_args(arguments)
    journals = _journals(options.journal)
    unreadable: list[HarnessError] = []
    messages = [message for journal in journals for message in read_journal(journal, unreadable.append)]
    if not messages:
        raise _nothing(options.journal, unreadable)
    gap = f"{_lines(unreadable)} of the journal could not be read; the first: {unreadable[0]}" if unreadable else ""
    files = _folder(options.journal)
    told = with_failures(messages, [gap] if gap else [])
    for file in write_reports(options.to or files, told, files=files, allure_to=options.allure):
        print(file)
    if gap:
        print(
            f"error: {gap}\n  next: the reports show the other {len(messages)}; the verdict is FAILED", file=sys.stderr
        )
    return 1 if gap else 0


def _folder(given: Path) -> Path:
    return given if given.is_dir() else given.parent


def _journals(given: Path) -> list[Path]:
    """Return the journals to read: a killed run with several processes has left only their parts."""
    from harness.suite.reports import JOURNAL, stored_journals

    if given.is_char_device() or given.is_block_device():
        raise HarnessError("this is a device, not a file", place=str(given), action=_GIVE_A_JOURNAL)
    blank = not given.exists() or (given.is_file() and not given.read_bytes().strip())
    if given.is_dir() or (given.name == JOURNAL and blank):
        return stored_journals(_folder(given))
    return [given]


def _nothing(given: Path, unreadable: Sequence[HarnessError]) -> HarnessError:
    if unreadable:
        fact = f"this is no journal: {_lines(unreadable)} in it, and none can be read; the first: {unreadable[0].fact}"
        return HarnessError(fact, place=unreadable[0].place, action=_GIVE_A_JOURNAL)
    return HarnessError("the journal is empty", place=str(given), action=_GIVE_A_JOURNAL)


def _lines(unreadable: Sequence[object]) -> str:
    return f"{len(unreadable)} line{'' if len(unreadable) == 1 else 's'}"


def _of(module: str) -> Callable[[list[str]], int]:
    """Return the command that a module's ``main`` is."""

    def command(arguments: list[str]) -> int:
        done: int = importlib.import_module(module).main(arguments)
        return done

    return command


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "init": _of("harness.init.command"),
    "run": _run,
    "certify": _certify,
    "check": _of("harness.suite.check.command"),
    "gate": _of("harness.gate_command"),
    "lint": _of("harness.lint_command"),
    "merge": _of("harness.merge_command"),
    "plan": _plan,
    "report": _report,
    "signature": _of("harness.signature_command"),
    "steps": _of("harness.steps_command"),
    "watch": _watch,
    "wallet": _of("harness.wallet_command"),
}
