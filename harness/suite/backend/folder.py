"""The folder in which a backend runs: its makers' own, or one that shows the same with a few files in other words.

A backend that reads ``.env`` reads it where it is started. Written there it would change the project under test, and two
runs at once would overwrite each other's. So the backend is started in a folder of links to everything in the project,
with the files that were asked for in their places. What it writes beside them is gone after the run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath


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
    """Link all that is in ``real``, but make the folders on the way to a target, so that nothing is written through a link."""
    shown.mkdir()
    made = {parts[0] for parts in targets}
    for entry in real.iterdir() if real.is_dir() else ():
        if entry.name not in made:
            (shown / entry.name).symlink_to(entry)
    for name in made:
        deeper = [parts[1:] for parts in targets if parts[0] == name and len(parts) > 1]
        if deeper:
            _mirror(real / name, shown / name, deeper)
