"""The folder in which a backend runs: its makers' own, or one that shows the same with a few files in other words.

A backend that reads ``.env`` reads it where it is started. Written there it would change the project under test, and two
runs at once would overwrite each other's. So the backend is started in a folder that shows everything in the project,
with the files that were asked for in their places. What it writes beside them is gone after the run.

What is shown is a link, but for code: Node takes a linked script for the file that the link leads to, so that
``__dirname`` would lead back into the project, past the files that were asked for. Code is copied.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath

_CODE = frozenset((".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx", ".py", ".rb", ".php", ".pl", ".lua"))
_AS_IT_IS = frozenset(("node_modules", "__pycache__", "venv", "vendor", "reports"))
"""Folders that nobody's own code lies in: linked as a whole, as hidden ones and virtual environments are."""


def folder_with(folder: Path, files: Mapping[str, str], scratch: Path) -> Path:
    """Return a folder like ``folder`` in which these files (target: text) are; ``folder`` itself where there are none."""
    if not files:
        return folder
    shown = scratch / "folder"
    _mirror(folder.resolve(), shown, [PurePath(target).parts for target in files])
    for target, text in files.items():
        file = shown / target
        file.write_text(text, encoding="utf-8")
        file.chmod(0o600)
    return shown


def _mirror(real: Path, shown: Path, targets: Sequence[tuple[str, ...]]) -> None:
    """Show in ``shown`` all that is in ``real``, but for the targets; of folders on the way to one nothing is a link."""
    shown.mkdir()
    names = {parts[0] for parts in targets}
    below = {name: [parts[1:] for parts in targets if parts[0] == name and len(parts) > 1] for name in names}
    for entry in real.iterdir() if real.is_dir() else ():
        if entry.name in below:
            continue
        if _may_hold_code(entry):
            _mirror(entry, shown / entry.name, [])
        elif entry.suffix in _CODE and entry.is_file():
            shutil.copy2(entry, shown / entry.name)
        else:
            (shown / entry.name).symlink_to(entry)
    for name, deeper in below.items():
        if deeper:
            _mirror(real / name, shown / name, deeper)


def _may_hold_code(entry: Path) -> bool:
    left_out = entry.name in _AS_IT_IS or entry.name.startswith(".") or (entry / "pyvenv.cfg").exists()
    return entry.is_dir() and not entry.is_symlink() and not left_out
