"""The files that only their owner may read: keys, and the facts of a start."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from harness.errors import HarnessError


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read, whole or not at all; raises HarnessError where that fails."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise HarnessError(
            f"the file cannot be written: {error.strerror}", place=str(path), action="choose another folder"
        ) from error


def keep_private(path: Path, content: bytes) -> None:
    """Write a file that is to stay the same; raises HarnessError where it is there with other content."""
    if path.exists():
        if path.read_bytes() != content:
            raise HarnessError(
                "this file is not the one that the wallet wrote",
                place=str(path),
                action="move it away, and the wallet writes its own again",
            )
        return
    write_private(path, content)
