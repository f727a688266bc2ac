"""``harness run``: which project is meant, and the command that plays it, in a process of its own."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from harness.errors import HarnessError, near
from harness.library import step_modules

if TYPE_CHECKING:
    from harness.config import Config

HELP = """usage: harness run [OPTIONS] [FEATURE ...]

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
  143  ended by SIGTERM, as a CI ends a job; the same evidence
"""

_FLAGS = frozenset(
    "-x -v -vv -vvv -q -qq -s -l --co --collect-only --dry-run --exitfirst --ff --failed-first --full-trace --last-failed --lf"
    " --no-header --no-summary --nf --new-first --pdb --quiet --setup-show --showlocals --stepwise --sw --verbose".split()
)
"""Options of pytest's after which a path may stand; after any other option stands its value."""

_PLAY_NOTHING = frozenset({"--dry-run", "--collect-only", "--co", "--make-plan"})

_SETTINGS = ("pytest.ini", "pyproject.toml", "tox.ini")


def main(arguments: list[str]) -> int:
    """Become the process that plays; return 0 where only help is wanted. Raises HarnessError for wrong use."""
    if "-h" in arguments or "--help" in arguments:
        from harness.suite.options import OPTIONS

        options = "".join(f"  {f'{o.name} {o.metavar}':<24} {o.help}\n" for o in OPTIONS)
        print(HELP.format(options=options), end="")
        return 0
    _forget_the_last_verdict(arguments)
    command = play_command(arguments)
    sys.stdout.flush()
    os.execv(command[0], command)  # noqa: S606 - no shell is wanted


def _forget_the_last_verdict(arguments: Sequence[str]) -> None:
    """Remove the verdict of an earlier run: a gate that is asked after a run that could not begin must not find it.

    ``harness report`` writes it again from the journal.
    """
    if any(argument in _PLAY_NOTHING for argument in arguments):
        return
    pairs = zip(arguments, [*arguments[1:], ""], strict=False)
    given = [
        value if name == "--reports" else name.partition("=")[2]
        for name, value in pairs
        if name.startswith("--reports")
    ]
    with suppress(HarnessError, OSError):
        ((project_of([]) / (given[-1] if given else "reports")) / "verdict.json").unlink(missing_ok=True)


def play_command(arguments: list[str]) -> list[str]:
    """Return the command that plays; raises HarnessError for wrong use."""
    from harness.config import find_config
    from harness.suite.choosing import joined

    paths = features_in(arguments)
    root = project_of(paths)
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


def features_in(arguments: Sequence[str]) -> list[Path]:
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


def project_of(paths: Sequence[Path]) -> Path:
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
