"""Published npm packages that tests use by name: installed once, from the lock in tests/node, when first asked for."""

from __future__ import annotations

import fcntl
import hashlib
from pathlib import Path

from harness.runtime.node import find_node

FOLDER = Path(__file__).parent / "node"


def node_modules() -> Path:
    """Return the folder of the installed packages; another worker that installs them is waited for."""
    modules, lock = FOLDER / "node_modules", FOLDER / "package-lock.json"
    stamp, wanted = modules / ".lock.sha256", hashlib.sha256(lock.read_bytes()).hexdigest()
    with lock.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not stamp.is_file() or stamp.read_text() != wanted:
            done = find_node().run_npm("ci", "--no-audit", "--no-fund", "--ignore-scripts", cwd=FOLDER)
            assert done.succeeded, done.output
            stamp.write_text(wanted)
    return modules
