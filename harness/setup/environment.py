"""The virtual environment in .venv: made, filled with the pinned packages, and pointed at this checkout."""

from __future__ import annotations

import re
import shlex
import stat
import sys
from pathlib import Path

from harness.errors import HarnessError
from harness.setup import apt
from harness.setup.command import run
from harness.setup.console import Progress

NAME = "miniprogram-payment-harness"
PIP_SECONDS = 1800.0

_REQUIREMENT = re.compile(r"^[A-Za-z0-9][\w.-]*==", re.MULTILINE)
_NO_NETWORK = re.compile(
    r"NewConnectionError|NameResolutionError|ConnectTimeoutError|ConnectionResetError|name resolution"
    r"|Network is unreachable|Connection refused|Connection to \S+ timed out"
)


class Environment:
    """The environment of one checkout; ``python`` is its interpreter."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / ".venv"
        self.bin = self.folder / "bin"
        self.python = self.bin / "python"

    def works(self) -> bool:
        """Return whether there is an interpreter new enough, with pip."""
        probe = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
        return run([str(self.python), "-c", probe], seconds=60).succeeded

    def create(self) -> None:
        """Make the environment anew; raises HarnessError with the command to type where Python lacks what it needs."""
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        progress = Progress(f"creating .venv with Python {version}")
        # From inside an activated .venv, build on the Python that one was built on: .venv itself is about to go.
        base = str(getattr(sys, "_base_executable", sys.executable))
        command = [base, "-m", "venv", "--clear", str(self.folder)]
        finished = run(command, seconds=300)
        if not finished.succeeded and "ensurepip" in finished.output and self._create_with_system_pip(base):
            progress.done("with the system's pip")
            return
        if not finished.succeeded and ("ensurepip" in finished.output or "No module named venv" in finished.output):
            package = f"python{version}-venv"
            progress.done(f"needs {package}")
            if not (apt.may_install() and apt.install(package).succeeded):
                raise HarnessError(
                    f"Python {version} came without the part that makes virtual environments",
                    action=f"type `{apt.by_hand(package)}`, then `make setup`",
                )
            progress = Progress(f"creating .venv with Python {version}")
            finished = run(command, seconds=300)
        if not finished.succeeded:
            progress.failed()
            raise HarnessError(
                f".venv cannot be made:\n{finished.output.strip()}",
                place=str(self.folder),
                action=f"see what Python says above; the command was `{base} -m venv --clear .venv`",
            )
        progress.done()

    def _create_with_system_pip(self, base: str) -> bool:
        """Make the environment without ensurepip and let the system's pip put pip into it, if there is one."""
        if not run([base, "-m", "pip", "--version"], seconds=60).succeeded:
            return False
        if not run([base, "-m", "venv", "--clear", "--without-pip", str(self.folder)], seconds=300).succeeded:
            return False
        install = [base, "-m", "pip", "--python", str(self.python), "install", "--quiet", "pip"]
        return run(install, seconds=300).succeeded and self.works()

    def install(self, requirements: Path) -> None:
        """Install what ``requirements`` pins, hashes checked; raises HarnessError with all that pip said."""
        total = len(_REQUIREMENT.findall(requirements.read_text(encoding="utf-8")))
        progress = Progress(f"installing {total} packages from {requirements.name}")
        collected = 0

        def watch(line: str) -> bool:
            nonlocal collected
            if line.startswith("Collecting "):
                collected += 1
                progress.update(f"{collected} of {total}")
            return True

        finished = run(
            [str(self.python), "-m", "pip", "install", "--require-hashes", "--retries", "2", "-r", str(requirements)],
            seconds=PIP_SECONDS,
            env={"PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "PYTHONHOME": ""},
            on_line=watch,
        )
        if finished.succeeded:
            progress.done()
            return
        progress.failed()
        if _NO_NETWORK.search(finished.output):
            raise HarnessError(
                "the packages cannot be fetched: the package index cannot be reached from here",
                action="connect to the network, or name a mirror in PIP_INDEX_URL, then run `make setup` again",
            )
        raise HarnessError(
            f"pip could not install {requirements.name}:\n{finished.output.strip()}",
            action="see what pip says above, then run `make setup` again",
        )

    def link(self) -> None:
        """Make this checkout importable from anywhere in the environment, and give it its `harness` command.

        A path file and a script are all that an editable install would leave behind; this needs no build tool.
        """
        for packages in self._site_packages():
            (packages / f"{NAME}.pth").write_text(f"{self.root}\n", encoding="utf-8")
        command = self.bin / "harness"
        # Through sh, because a first line that names the interpreter breaks on a space in its path.
        command.write_text(
            "#!/bin/sh\n"
            f"'''exec' {shlex.quote(str(self.python))} \"$0\" \"$@\"\n"
            "'''\n"
            "import sys\n\n"
            "from harness.cli import main\n\n"
            "sys.exit(main())\n",
            encoding="utf-8",
        )
        command.chmod(command.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)

    def set_variable(self, name: str, value: str) -> None:
        """Give every Python of this environment the variable ``name``, unless it is set already."""
        line = f"import os; os.environ.setdefault({name!r}, {value!r})\n"
        for packages in self._site_packages():
            (packages / f"{NAME}-{name.lower()}.pth").write_text(line, encoding="utf-8")

    def _site_packages(self) -> list[Path]:
        return sorted(self.folder.glob("lib/python3.*/site-packages"))
