"""Fonts: a machine without any draws Arabic and Latin text as empty boxes."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

from harness.setup import apt
from harness.setup.command import run
from harness.setup.console import warn

PACKAGE = "fonts-dejavu-core"
"""Debian's smallest font package with both Latin and Arabic letters."""

_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
_ARABIC = re.compile(r"dejavusans|noto(sans|naskh|kufi)arabic|freesans|unifont|amiri|kacst|arial|tahoma", re.IGNORECASE)


def has_fonts() -> bool:
    """Return whether a font with Arabic letters is installed (by file name where there is no fontconfig)."""
    if sys.platform == "darwin":  # every macOS has them
        return True
    if shutil.which("fc-list") is not None:
        return bool(run(["fc-list", ":lang=ar", "family"], seconds=20).output.strip())
    return any(
        _ARABIC.search(path.name) for folder in _FOLDERS for path in Path(folder).expanduser().rglob("*.[ot]t[fc]")
    )


def ensure_fonts() -> None:
    """Install a font where there is none and we may; else warn in one line."""
    if has_fonts() or (apt.may_install() and apt.install(PACKAGE).succeeded):
        return
    warn(f"no font with Arabic letters: pages will show empty boxes; install one: {apt.by_hand(PACKAGE)}")
