"""Native Mini Programs: compiles a source folder (AXML, ACSS, JS, SJS) into what a phone's browser runs.

The compiler is ``page/compiler`` (TypeScript), run by node as ``dist/compile.mjs``. What it made is kept in
``dist/programs`` by the content of the folder: an unchanged program is not compiled again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, TypedDict, cast

from harness.errors import HarnessError
from harness.runtime.node import find_runner
from harness.setup.command import run

DIST = Path(__file__).parent / "dist"
"""Where the bundles are, and what was compiled."""

COMPILE_SECONDS = 120.0
"""The longest a compilation may take."""

KEPT_DAYS = 14
"""How long compiled programs and files are kept."""

_SOURCES = frozenset({".json", ".js", ".ts", ".axml", ".acss", ".less", ".css", ".sjs"})
_SKIPPED = frozenset({".git", ".tea", ".cache", "__pycache__"})


class _Row(TypedDict):
    severity: Literal["error", "warning"]
    file: str
    line: int
    column: int
    message: str
    excerpt: str
    next: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing the compiler says about a file; ``line`` and ``column`` count from 1, 0 means the whole file."""

    severity: Literal["error", "warning"]
    file: str
    line: int
    column: int
    message: str
    excerpt: str
    next: str

    @property
    def place(self) -> str:
        """The place as ``file:line:column``, or the file alone."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class CompiledProgram:
    """A native program, ready for a browser.

    ``root`` is the folder of its app.json, ``text`` is the program as JSON (``page/compiler/output.ts``); ``warnings``
    is what the platform would accept but a developer should mend; ``routes`` are the pages in the order of app.json.
    ``compiled`` and ``cached`` count the files of this compilation.
    """

    root: Path
    text: str
    routes: tuple[str, ...]
    warnings: tuple[Diagnostic, ...]
    compiled: int
    cached: int


class CompileError(HarnessError):
    """A program that cannot be run; ``diagnostics`` has all that was found, the errors first."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        first, *others = (each for each in diagnostics if each.severity == "error")
        fact = first.message + (f"\n    {first.excerpt}" if first.excerpt else "")
        for other in others[:9]:
            fact += f"\n{other.place}: {other.message}"
        if len(others) > 9:
            fact += f"\nand {len(others) - 9} more"
        super().__init__(fact, place=first.place, action=first.next)
        self.diagnostics = diagnostics


def compile_program(folder: Path) -> CompiledProgram:
    """Compile the program in ``folder``.

    Raises CompileError with file, line and column for what cannot be run, HarnessError when the compiler is not there.
    """
    if not folder.is_dir():
        raise HarnessError(
            "there is no such folder", place=str(folder), action="name the folder of a native Mini Program"
        )
    root = folder.resolve()
    store = _store()
    kept = store / f"{_fingerprint(root)}.json"
    answer = _read(kept)
    if answer is None:
        answer = _compile(root, store, kept)
    diagnostics = tuple(Diagnostic(**row) for row in cast("list[_Row]", answer["diagnostics"]))
    program = answer["program"]
    if not isinstance(program, Mapping):
        raise CompileError(diagnostics)
    return CompiledProgram(
        root=Path(str(answer["root"])),
        text=json.dumps(program, separators=(",", ":")).replace("<", "\\u003c"),
        routes=tuple(program["routes"]),
        warnings=diagnostics,
        compiled=int(cast("int", answer["compiled"])),
        cached=int(cast("int", answer["cached"])),
    )


def is_native(folder: Path) -> bool:
    """Say whether a folder looks like a native program rather than an H5 one."""
    return (folder / "app.json").is_file() or (folder / "mini.project.json").is_file()


def runtime_script() -> bytes:
    """Return the script that runs compiled programs in a browser; raises HarnessError when it is not built."""
    return _bundle("native.js").read_bytes()


def _compile(root: Path, store: Path, kept: Path) -> Mapping[str, object]:
    request = {"folder": str(root), "cache": str(store / "files"), "version": _version()}
    with tempfile.TemporaryDirectory(prefix="compile-", dir=store) as scratch:
        out = Path(scratch) / "answer.json"
        finished = run(
            [str(find_runner()), str(_bundle("compile.mjs")), json.dumps(request), str(out)], seconds=COMPILE_SECONDS
        )
        if not finished.succeeded or (answer := _read(out)) is None:
            said = "it did not end in time" if finished.stopped else finished.output.strip()[-2000:]
            raise HarnessError(f"the compiler failed: {said}", place=str(root), action="report this: it is our fault")
        out.replace(kept)
    _prune(store)
    return answer


def _prune(store: Path) -> None:
    """Throw away what was made long ago; another process may be doing the same."""
    oldest = time.time() - KEPT_DAYS * 86_400
    for path in (*store.glob("*.json"), *store.glob("files/*.json")):
        with contextlib.suppress(OSError):
            if path.stat().st_mtime < oldest:
                path.unlink()


def _read(path: Path) -> Mapping[str, object] | None:
    try:
        answer = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return answer if isinstance(answer, dict) else None


def _store() -> Path:
    folder = DIST / "programs"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _bundle(name: str) -> Path:
    path = DIST / name
    if not path.is_file():
        raise HarnessError("the runtime of native programs is not built", place=str(path), action="run `make setup`")
    return path


def _version() -> str:
    return _digest_of(_bundle("compile.mjs"), _bundle("compile.mjs").stat().st_mtime_ns)


@cache
def _digest_of(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _fingerprint(root: Path) -> str:
    """Return a digest of all sources by content; of packages, which are many and do not change by hand, by date."""
    digest = hashlib.sha256(f"{_version()}\n{root}\n".encode())
    for path, packaged in _sources(root):
        stat = path.stat()
        digest.update(f"{path}\0{stat.st_size}\0".encode())
        digest.update(str(stat.st_mtime_ns).encode() if packaged else path.read_bytes())
    return digest.hexdigest()[:40]


def _sources(root: Path) -> Iterator[tuple[Path, bool]]:
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED)
        packaged = "node_modules" in Path(folder).parts
        for name in sorted(files):
            path = Path(folder) / name
            if path.suffix in _SOURCES and path.exists():
                yield path, packaged
