"""The command line: which command is meant, and the exit codes that all of them share.

Each command imports what it needs when it is called: nobody waits for the browser's library to be told of an option.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from harness import run_command
from harness.errors import HarnessError

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


def _watch(arguments: list[str]) -> int:
    from harness.watch.command import HELP as WATCH_HELP
    from harness.watch.command import main as watch

    if "-h" in arguments or "--help" in arguments:
        print(WATCH_HELP, end="")
        return 0
    features = run_command.features_in([one for one in arguments if one != "--now"])
    return watch(arguments, run_command.project_of(features), run_command.play_command)


def _certify(arguments: list[str]) -> int:
    from harness.certification.command import FEATURES as PACK
    from harness.certification.command import main as certify
    from harness.config import find_config

    def play(chosen: list[str]) -> int:
        root = run_command.project_of([])
        if not any(argument.startswith("--screenshots") for argument in chosen):
            chosen = ["--screenshots=failed", *chosen]  # the pictures of what passed are a fifth of the time
        if chosen[-len(parts) :] == parts and not any(argument.startswith(_ALONE) for argument in chosen):
            chosen = [*_workers(find_config(root)), *chosen]
        if PACK.is_relative_to(root):
            return run_command.main(chosen)
        # The pack lies outside the project: a conftest.py above it, as in a checkout, is none of the project's.
        own = ["-p", "conftest"] if (root / "conftest.py").is_file() else []
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(root), os.environ.get("PYTHONPATH"))))
        return run_command.main(["--noconftest", *own, *chosen])

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

    return plan(arguments, run_command.main)


def _of(module: str) -> Callable[[list[str]], int]:
    """Return the command that a module's ``main`` is."""

    def command(arguments: list[str]) -> int:
        done: int = importlib.import_module(module).main(arguments)
        return done

    return command


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "init": _of("harness.init.command"),
    "run": run_command.main,
    "certify": _certify,
    "check": _of("harness.suite.check.command"),
    "gate": _of("harness.gate_command"),
    "lint": _of("harness.lint_command"),
    "merge": _of("harness.merge_command"),
    "plan": _plan,
    "report": _of("harness.report_command"),
    "signature": _of("harness.signature_command"),
    "steps": _of("harness.steps_command"),
    "watch": _watch,
    "wallet": _of("harness.wallet_command"),
}
