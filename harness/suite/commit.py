"""Of which commit a run is the evidence."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

_SECONDS = 20
_CI = ("GITHUB_SHA", "CI_COMMIT_SHA")


def commit_of(folder: Path) -> str:
    """Return the commit that is checked out in ``folder``, with ``-dirty`` where files differ from it; "" for none.

    Where git does not tell, what the CI machine says counts (GitHub Actions, GitLab CI).
    """
    command = ["git", "-C", str(folder), "describe", "--always", "--dirty", "--abbrev=40", "--exclude", "*"]
    try:
        told = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
        found = told.stdout.strip() if told.returncode == 0 else ""
    except (OSError, subprocess.TimeoutExpired):
        found = ""
    return found or next((sha for name in _CI if (sha := os.environ.get(name, ""))), "")
