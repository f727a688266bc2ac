"""What setup has already done here, so that the second `make` does nothing: one small JSON file in the environment."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path


class Stamps:
    """Remembers, for each part of the setup, a digest of everything that part was made from.

    Digests are of contents, not of times: switching branches back and forth repeats nothing.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, str] = {}
        try:
            rows = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):  # none yet, or a torn one: do everything again
            return
        if isinstance(rows, dict):
            self._known = {str(key): str(value) for key, value in rows.items()}

    def get(self, part: str) -> str:
        """Return what is remembered of ``part``, or ""."""
        return self._known.get(part, "")

    def put(self, part: str, value: str) -> None:
        """Remember ``value`` for ``part``, on disk at once."""
        self._known[part] = value
        self._path.write_text(json.dumps(self._known, indent=1) + "\n", encoding="utf-8")


def digest(*facts: str, files: Iterable[Path] = (), root: Path = Path()) -> str:
    """Return a digest of ``facts`` and of the contents of ``files`` and their names below ``root``."""
    sha = hashlib.sha256()
    for fact in facts:
        sha.update(fact.encode("utf-8", "surrogateescape") + b"\0")
    for file in sorted(files):
        sha.update(os.fsencode(file.relative_to(root)) + b"\0")
        sha.update(file.read_bytes() + b"\0")
    return sha.hexdigest()
