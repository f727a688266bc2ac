"""``harness init``: the command line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from harness.config import CONFIG_FILE, has_config
from harness.errors import HarnessError, near
from harness.init.answers import Answers, ask, check_chosen, find_out
from harness.init.files import CI_FILES, FEATURE_FILE, ci_text, config_text, conftest_text, feature_text
from harness.library import step_modules

WRITTEN, WRONG_USE = 0, 2
_EPILOG = """\
On a terminal it asks what it cannot find out, with what it found as the answer; elsewhere, and with --yes, it takes
what it found. Where several programs or backends are there it takes none of them by chance: it names them, and --program
and --backend choose; an H5 and a native program that lie side by side are taken as one shop in both kinds. It never
overwrites a file without --force.

examples:
  harness init
  harness init shop --yes
  harness init --program dist --backend "node server.js" --good "dates" --price "25,000 IQD"
  harness init --program http://localhost:5173/ --backend http://127.0.0.1:8000

exit codes: 0 written, 2 wrong use, 130 interrupted with Ctrl-C, with nothing written
"""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise HarnessError(message, action=f"{self.prog} --help says how it is used")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0 written; raises HarnessError for wrong use."""
    options = _parser().parse_args(argv)
    home: Path = options.folder
    if not home.is_dir():
        raise HarnessError("there is no such folder", place=str(home), action="name the folder of your project")
    if has_config(home) and not options.force:
        raise HarnessError(
            "this project has a config already",
            place=near((home / CONFIG_FILE).absolute()) if (home / CONFIG_FILE).is_file() else str(home),
            action="edit it, or write it anew with --force",
        )
    answers = find_out(
        home.resolve(),
        program=options.program,
        backend=options.backend,
        profile=options.profile,
        good=options.good,
        price=options.price,
    )
    if sys.stdin.isatty() and sys.stdout.isatty() and not options.yes:
        answers = ask(answers, _question)
    else:
        check_chosen(answers)
    texts = _texts(answers, options.ci or _ci(home), conftest=options.conftest)
    _write(home, texts, force=options.force)
    print(_next(answers), end="")
    return WRITTEN


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="harness init",
        description=f"Writes {CONFIG_FILE}, a first feature and a CI job for the Mini Program in a folder.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("folder", nargs="?", type=Path, default=Path(), help="the project (default: this folder)")
    add("--program", default="", metavar="PATH|URL", help="the Mini Program (default: what is found)")
    add(
        "--backend",
        default="",
        metavar="CMD|URL|PATH",
        help='its backend, its folder, or "reference" (default: what is found)',
    )
    add("--profile", default="", metavar="NAME", help="the wallet (default: super_qi)")
    add("--good", default="", metavar="NAME", help="what a buyer can order, as features call it")
    add("--price", default="", metavar="AMOUNT", help='what it costs, as "25,000 IQD"')
    add("--ci", choices=(*CI_FILES, "none"), help="the CI job to write (default: what the project has, else github)")
    add("--conftest", action="store_true", help="write a conftest.py too, so that plain pytest plays the features")
    add("--yes", action="store_true", help="ask nothing")
    add("--force", action="store_true", help="overwrite what is there")
    return parser


def _question(words: str, found: str) -> str:
    try:
        return input(f"{words}{f' [{found}]' if found else ''}: ").strip() or found
    except EOFError:
        print()
        return found


def _ci(home: Path) -> str:
    return "gitlab" if (home / ".gitlab-ci.yml").is_file() and not (home / ".github").is_dir() else "github"


def _texts(answers: Answers, ci: str, *, conftest: bool) -> dict[str, str]:
    texts = {CONFIG_FILE: config_text(answers), FEATURE_FILE: feature_text(answers)}
    if ci in CI_FILES:
        texts[CI_FILES[ci]] = ci_text(ci)
    if conftest:
        texts["conftest.py"] = conftest_text(step_modules())
    return texts


def _write(home: Path, texts: dict[str, str], *, force: bool) -> None:
    for name, text in texts.items():
        file = home / name
        if file.exists() and not force:
            print(f"kept   {name}, which is there already")
            continue
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        except OSError as error:
            action = "make the folder writable, or choose another"
            raise HarnessError(f"it cannot be written: {error.strerror}", place=str(file), action=action) from error
        print(f"wrote  {name}")


def _next(answers: Answers) -> str:
    guessed = [name for name in ("log in", "buy") if name not in answers.actions]
    guessed += [name for name in ("paid", "cancelled") if name not in answers.screens]
    lines = []
    if guessed:
        lines.append(f"write into {CONFIG_FILE} what the buyer taps and sees: {', '.join(guessed)}")
    lines.append("harness run       plays features/first.feature and shows what happened")
    lines.append("harness certify   plays the ready-made cases with your program")
    return "next:\n" + "".join(f"  {number}. {line}\n" for number, line in enumerate(lines, 1))
