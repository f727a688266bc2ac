"""System packages on Debian and Ubuntu, where this user may install them without being asked for a password.

As a command (``python -m harness.setup.apt curl``): installs the packages whose commands are missing.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence

from harness.setup.command import Finished, run
from harness.setup.console import Progress

OPTIONS = (
    "-o", "DPkg::Lock::Timeout=120",
    "-o", "Acquire::Retries=1",
    "-o", "Acquire::http::Timeout=20",
    "-o", "Acquire::https::Timeout=20",
)  # fmt: skip
INSTALL_SECONDS = 600.0


def may_install() -> bool:
    """Return whether apt-get is here and this user is root or has sudo without a password."""
    return shutil.which("apt-get") is not None and _prefix() is not None


def install(*packages: str) -> Finished:
    """Install ``packages`` and return how that ended (code 126 where this user may not).

    Fresh machines and containers have no package lists, or old ones: when the first try fails the lists are fetched and
    it is tried once more.
    """
    prefix = _prefix()
    if shutil.which("apt-get") is None or prefix is None:
        return Finished(126, "apt-get may not be used here")
    command = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", *OPTIONS]
    wanted = ["install", "-y", "-qq", "--no-install-recommends", *packages]
    progress = Progress(f"installing {' '.join(packages)} with apt-get")
    finished = run([*command, *wanted], seconds=INSTALL_SECONDS)
    if not finished.succeeded:
        progress.update("fetching the package lists")
        run([*command, "update", "-qq"], seconds=INSTALL_SECONDS)
        finished = run([*command, *wanted], seconds=INSTALL_SECONDS)
    if finished.succeeded:
        progress.done()
    else:
        progress.failed()
    return finished


def by_hand(*packages: str) -> str:
    """Return the command a person types to install ``packages``."""
    sudo = "sudo " if os.geteuid() != 0 and shutil.which("sudo") else ""
    command = f"{sudo}apt-get update && {sudo}apt-get install -y --no-install-recommends {' '.join(packages)}"
    return command if sudo or os.geteuid() == 0 else f"su -c '{command}'"


def _prefix() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is not None and run(["sudo", "-n", "true"], seconds=10).succeeded:
        return ["sudo", "-n"]
    return None


def main(commands: Sequence[str]) -> int:
    """Install the packages of these names where there is no such command; return the exit code, 1 where one is lacking still."""
    missing = [name for name in commands if shutil.which(name) is None]
    if missing and may_install():
        install(*missing)
    lacking = [name for name in missing if shutil.which(name) is None]
    if lacking:
        print(f"error: {' and '.join(lacking)} cannot be found\n  next: type `{by_hand(*lacking)}`", file=sys.stderr)
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
