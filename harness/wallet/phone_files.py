"""The files a phone keeps for a program: temporary ones, and those that the program saved."""

from __future__ import annotations

import mimetypes
import secrets
from dataclasses import dataclass, field, replace
from pathlib import PurePath

LARGEST = 10 * 1024 * 1024
"""The most one file may hold, in bytes, as my.saveFile documents it."""
FOLDER = 50 * 1024 * 1024
"""The most that the program's own folder may hold, in bytes, as FileSystemManager.writeFile documents it."""
MOST = 200
"""How many files a phone keeps for a program before it says that it is full."""

USER_DATA = "https://usr"
"""The folder that a program may write to: ``my.env.USER_DATA_PATH``."""


@dataclass(frozen=True, slots=True)
class PhoneFile:
    """One file; ``path`` is what programs know it by, ``saved_at`` (epoch ms) is 0 while it is temporary."""

    path: str
    name: str
    content: bytes
    media_type: str
    saved_at: int = 0


class PhoneFullError(Exception):
    """There is no room for another file."""


@dataclass(slots=True)
class PhoneFiles:
    """The files by their path. A path is a URL of the wallet app, so that the program can show the file as a picture."""

    _files: dict[str, PhoneFile] = field(default_factory=dict)
    folders: set[str] = field(default_factory=lambda: {USER_DATA})
    """The folders that a program's file manager knows; the first is its own."""

    def add(self, base: str, name: str, content: bytes, media_type: str = "") -> PhoneFile:
        """Keep a temporary file and return it; raises PhoneFullError where it, or one more, is too much."""
        if len(content) > LARGEST or len(self._files) >= MOST:
            raise PhoneFullError
        suffix = PurePath(name).suffix[:12]
        known = media_type.partition(";")[0] or mimetypes.guess_type(name)[0] or "application/octet-stream"
        file = PhoneFile(f"{base}/{secrets.token_urlsafe(12)}{suffix}", name, content, known)
        self._files[file.path] = file
        return file

    def get(self, path: str) -> PhoneFile | None:
        """Return the file at a path."""
        return self._files.get(path)

    def save(self, path: str, now: int) -> PhoneFile | None:
        """Make a temporary file a saved one; None where there is none."""
        file = self._files.get(path)
        if file is not None and not file.saved_at:
            file = self._files[path] = replace(file, saved_at=now)
        return file

    def saved(self) -> list[PhoneFile]:
        """Return the saved files, the oldest first."""
        return sorted((file for file in self._files.values() if file.saved_at), key=lambda file: file.saved_at)

    def put(self, path: str, content: bytes, now: int, media_type: str = "") -> PhoneFile:
        """Keep a file at a path that the program chose, in the place of one that is there; raises PhoneFullError."""
        if len(content) > LARGEST or (path not in self._files and len(self._files) >= MOST):
            raise PhoneFullError
        others = sum(len(f.content) for f in self._files.values() if f.path.startswith(USER_DATA) and f.path != path)
        if others + len(content) > FOLDER:
            raise PhoneFullError
        name = PurePath(path).name
        known = media_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
        file = self._files[path] = PhoneFile(path, name, content, known, now)
        return file

    def remove(self, path: str) -> None:
        """Throw a file away, if it is there."""
        self._files.pop(path, None)

    def below(self, folder: str) -> list[str]:
        """Return the paths of the files and folders anywhere in a folder."""
        return sorted(path for path in (*self._files, *self.folders) if path.startswith(f"{folder.rstrip('/')}/"))

    def remove_saved(self, path: str) -> bool:
        """Throw a saved file away; False where there is none."""
        file = self._files.get(path)
        if file is None or not file.saved_at:
            return False
        del self._files[path]
        return True
