"""Builds the bundles in ``dist/`` from ``page/``: ``python -m harness.runtime.build [--check]``.

Does only what is not done yet: packages are installed when the lock changed, bundles are made when a source changed.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from harness.errors import HarnessError
from harness.runtime.node import Node, find_node
from harness.setup.command import Finished

PAGE = Path(__file__).parent / "page"
"""The TypeScript project of the page side."""

BUNDLE = Path(__file__).parent / "dist" / "page.js"
"""The bundle every page gets (not in git)."""

OTHERS = ("worker.js", "native.js", "compile.mjs", "less.mjs")
"""What ``build`` makes beside it: what service workers get, the runtime of native programs, their compiler, and Less."""

_STAMP = BUNDLE.with_suffix(".js.sha256")
_MODULES = PAGE / "node_modules"
_LOCK_STAMP = _MODULES / ".lock.sha256"


def build(force: bool = False) -> Path:
    """Make the bundles if a source changed since the last time, or if ``force``; return the path of ``page.js``.

    Raises HarnessError when node is missing, npm cannot install, or a source has an error.
    """
    if not PAGE.is_dir():  # installed: the wheel brings the bundles, not what they are made of
        return _shipped()
    wanted = _digest(_sources())
    if not force and _is_built(wanted):
        return BUNDLE
    with _alone():
        if not force and _is_built(wanted):  # another process was faster
            return BUNDLE
        node = _prepared_node()
        with tempfile.TemporaryDirectory(prefix="build-", dir=BUNDLE.parent) as folder:
            finished = node.run("build.mjs", folder, cwd=PAGE)
            fresh = [Path(folder) / bundle.name for bundle in _bundles()]
            if not finished.succeeded or not all(bundle.is_file() for bundle in fresh):
                raise _failure("the page runtime could not be bundled", finished)
            for bundle in fresh:  # one by one, each at once: others may be reading them
                bundle.replace(BUNDLE.with_name(bundle.name))
        _STAMP.write_text(wanted)
    return BUNDLE


def check() -> None:
    """Check the types of the page side and of its tests; raises HarnessError with what the compiler found."""
    with _alone():
        node = _prepared_node()
    for project in ("tsconfig.json", "compiler/tsconfig.json", "native/tsconfig.json", "test/tsconfig.json"):
        finished = node.run(
            str(Path("node_modules/typescript/bin/tsc")),
            "--noEmit",
            "-p",
            project,
            cwd=PAGE,
        )
        if not finished.succeeded:
            raise _failure(f"the types of the page runtime are wrong ({project})", finished)


def main(argv: Sequence[str] | None = None) -> int:
    """Build the bundle, or check types with ``--check``; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m harness.runtime.build", description="Build the page runtime.")
    parser.add_argument(
        "--check",
        action="store_true",
        help="check the types (tsc, strict) instead of building",
    )
    parser.add_argument("--force", action="store_true", help="build even if nothing changed")
    arguments = parser.parse_args(argv)
    try:
        if arguments.check:
            check()
            print("page runtime: types are right")
        else:
            path = build(force=arguments.force)
            print(f"page runtime: {path} ({path.stat().st_size} bytes)")
    except HarnessError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def _prepared_node() -> Node:
    node = find_node()
    lock = PAGE / "package-lock.json"
    wanted = _digest([lock])
    if _read(_LOCK_STAMP) != wanted:
        # No install scripts: the bundler works without its own, and nothing else has to run on this machine.
        finished = node.run_npm("ci", "--no-audit", "--no-fund", "--ignore-scripts", cwd=PAGE)
        if not finished.succeeded:
            raise HarnessError(
                f"npm could not install the bundler: {_first_error(finished)}",
                place=str(lock),
                action="check that npm reaches its registry (`npm ping`), then run `make setup`",
            )
        _LOCK_STAMP.write_text(wanted)
    return node


def _failure(fact: str, finished: Finished) -> HarnessError:
    said = "no answer in time" if finished.stopped else finished.output.strip() or finished.last_line
    return HarnessError(f"{fact}:\n{said}", place=str(PAGE), action="mend the source it names")


def _first_error(finished: Finished) -> str:
    if finished.stopped:
        return "it did not end in time"
    errors = [line.strip() for line in finished.output.splitlines() if line.startswith("npm error")]
    return " ".join(errors[:2]) or finished.last_line


def _bundles() -> list[Path]:
    return [BUNDLE, *(BUNDLE.with_name(name) for name in OTHERS)]


def _shipped() -> Path:
    if missing := [bundle.name for bundle in _bundles() if not bundle.is_file()]:
        raise HarnessError(
            f"the installed harness lacks {', '.join(missing)}",
            place=str(BUNDLE.parent),
            action="install it again, from a wheel that was built after `make setup`",
        )
    return BUNDLE


def _is_built(wanted: str) -> bool:
    return all(bundle.is_file() for bundle in _bundles()) and _read(_STAMP) == wanted


def _sources() -> list[Path]:
    """Return every file the bundles depend on."""
    names = ("package-lock.json", "tsconfig.json", "build.mjs", "bundling.mjs")
    folders = (PAGE / name for name in ("src", "compiler", "native"))
    return [
        *(PAGE / name for name in names),
        *sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()),
    ]


def _digest(files: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise HarnessError(
                f"a source of the page runtime cannot be read: {error.strerror}",
                place=str(path),
            ) from error
        digest.update(f"{path.relative_to(PAGE).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _read(path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError:
        return ""


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Keep other processes of this checkout from building at the same time (test workers start together)."""
    BUNDLE.parent.mkdir(exist_ok=True)
    try:
        import fcntl
    except ImportError:  # no such locks on Windows; there the last builder wins, with the same result
        yield
        return
    with (BUNDLE.parent / "build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    raise SystemExit(main())
