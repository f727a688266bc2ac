"""Playwright's driver: a node of its own, which on a bare system lacks one library and will not start."""

from __future__ import annotations

import re

from harness.errors import HarnessError
from harness.setup import apt
from harness.setup.command import Finished, run
from harness.setup.environment import Environment

# What the driver's node links to beyond the C library, and the Debian package that brings it.
_PACKAGES = {"libatomic.so.1": "libatomic1", "libstdc++.so.6": "libstdc++6"}
_MISSING = re.compile(r"error while loading shared libraries: (\S+?):")


def ensure_driver(venv: Environment, other_node: str | None) -> None:
    """Make Playwright's driver start: installs the library it lacks where we may, else runs it on ``other_node``.

    Raises HarnessError with the command to type where neither helps.
    """
    finished = _start(venv)
    missing = _MISSING.search(finished.output)
    package = _PACKAGES.get(missing[1], "") if missing else ""
    if package and apt.may_install() and apt.install(package).succeeded:
        finished = _start(venv)
    if finished.succeeded:
        return
    if other_node is not None and _start(venv, other_node).succeeded:
        venv.set_variable("PLAYWRIGHT_NODEJS_PATH", other_node)
        return
    if missing is None:
        raise HarnessError(f"Playwright does not start:\n{finished.output.strip()}", place=str(venv.python))
    raise HarnessError(
        f"Playwright does not start: the system library {missing[1]} is missing",
        action=f"type `{apt.by_hand(package)}`, then `make setup`" if package else "install it, then `make setup`",
    )


def _start(venv: Environment, node: str = "") -> Finished:
    env = {"PLAYWRIGHT_NODEJS_PATH": node} if node else {}
    return run([str(venv.python), "-m", "playwright", "--version"], seconds=60, env=env)
