"""What changes in a project: each burst of changes once, without what no scenario can use."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from watchfiles import Change, watch

Changes = frozenset[Path]

_FOLDERS = frozenset(
    ("node_modules", "__pycache__", "venv", "reports", "htmlcov", "bower_components", "allure-results", "test-results")
)
_ENDS = ("~", ".pyc", ".pyo", ".tmp", ".swp", ".swx", ".log", ".lock", ".pid", ".db", ".sqlite", ".sqlite3")
_ENDS_TOO = ("-journal", "-wal", "-shm")
_MADE_BY_PYTEST = "pytest-cache-files-"
_DEBOUNCE_MS = 300
"""How long after the last of a burst of changes, as an editor or a branch change makes, they are told."""
_STEP_MS = 50
_LOOK_MS = 500


def counts(path: Path, root: Path, *left_out: Path) -> bool:
    """Whether a change of this file may matter: it is none of an editor's, a backend's or a tool's own.

    ``left_out`` are folders that the harness itself writes into.
    """
    if not path.is_relative_to(root) or any(path.is_relative_to(folder) for folder in left_out):
        return False
    *folders, name = path.relative_to(root).parts or ("",)
    if any(folder in _FOLDERS or folder.startswith(".") for folder in folders) or name in _FOLDERS:
        return False
    if name.startswith(".") and not name.startswith(".env"):
        return False
    if any(part.startswith(_MADE_BY_PYTEST) for part in (*folders, name)):
        return False
    return not name.endswith((*_ENDS, *_ENDS_TOO)) and not name.isdigit()


def not_ignored(paths: Changes, root: Path) -> Changes:
    """Return the paths that git does not ignore; all of them where there is no git."""
    try:
        asked = "\0".join(str(path) for path in paths)
        done = subprocess.run(
            ["git", "check-ignore", "-z", "--stdin"], cwd=root, input=asked, capture_output=True, text=True, check=False
        )
    except OSError:
        return paths
    return paths - {Path(name) for name in done.stdout.split("\0") if name}


class Watcher:
    """Tells of changes below a folder from threads of its own, until it is stopped.

    Folders that nobody edits, as node_modules, are not looked at: they would take a system's whole room for watches.
    """

    def __init__(self, root: Path, left_out: Sequence[Path], tell: Callable[[Changes], None]) -> None:
        self._root = root
        self._left_out = tuple(left_out)
        self._tell = tell
        self._end = threading.Event()
        self._again = threading.Event()
        self._ready = [threading.Event(), threading.Event()]
        self._threads = [
            threading.Thread(target=self._watch_top, name="watch top", daemon=True),
            threading.Thread(target=self._watch_below, name="watch below", daemon=True),
        ]

    def start(self) -> None:
        """Begin; return when every change from now on is told."""
        for thread in self._threads:
            thread.start()
        for ready in self._ready:
            ready.wait()

    def stop(self) -> None:
        """End."""
        self._end.set()
        self._again.set()
        for thread in self._threads:
            thread.join()

    def _watch_top(self) -> None:
        """Watch the files of the folder itself, and for new folders in it."""
        for found in self._changes([self._root], self._end, self._ready[0], recursive=False):
            if any(change is Change.added and path.is_dir() for change, path in found):
                self._again.set()
            self._told(path for _, path in found)

    def _watch_below(self) -> None:
        while not self._end.is_set():
            self._again.clear()
            if self._end.is_set():  # stopped between the two lines above
                return
            folders = [path for path in self._root.iterdir() if path.is_dir() and self._counts(path)]
            if not folders:
                self._ready[1].set()
                self._again.wait()
                continue
            for found in self._changes(folders, self._again, self._ready[1], recursive=True):
                self._told(path for _, path in found)

    def _changes(
        self, folders: Sequence[Path], end: threading.Event, ready: threading.Event, *, recursive: bool
    ) -> Iterator[list[tuple[Change, Path]]]:
        for found in watch(
            *folders,
            watch_filter=lambda _change, path: self._counts(Path(path)),
            debounce=_DEBOUNCE_MS,
            step=_STEP_MS,
            stop_event=end,
            rust_timeout=_LOOK_MS,
            yield_on_timeout=True,
            raise_interrupt=False,
            recursive=recursive,
            ignore_permission_denied=True,
        ):
            ready.set()  # the first look has begun before it came to an end
            if found:
                yield [(change, Path(path)) for change, path in found]

    def _told(self, paths: Iterator[Path]) -> None:
        if changed := not_ignored(frozenset(path for path in paths if not path.is_dir()), self._root):
            self._tell(changed)

    def _counts(self, path: Path) -> bool:
        return counts(path, self._root, *self._left_out)
