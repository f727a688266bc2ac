"""`make setup`, run by the system's own Python before anything is installed.

Does only what is not done yet: the environment, its packages, node, the page bundle, a browser. Run by its path.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import types
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

if "harness" not in sys.modules:
    # The real `harness` imports packages that are not here yet: an empty one lets the modules of this folder be found.
    # This folder itself leaves the path, lest its modules hide the standard library's.
    sys.path[0] = str(ROOT)
    empty = types.ModuleType("harness")
    empty.__path__ = [str(ROOT / "harness")]
    sys.modules["harness"] = empty

from harness.errors import HarnessError  # noqa: E402
from harness.setup.command import run  # noqa: E402
from harness.setup.console import RED, Progress, paint, say  # noqa: E402
from harness.setup.driver import ensure_driver  # noqa: E402
from harness.setup.environment import Environment  # noqa: E402
from harness.setup.stamps import Stamps, digest  # noqa: E402

NODE_OLDEST = 20
_BUNDLE = ROOT / "harness" / "runtime" / "dist" / "page.js"
_BUILT = {"node_modules", "dist", "__pycache__"}


def main() -> int:
    """Do what is missing and return the exit code; prints nothing where nothing is."""
    try:
        with _alone():
            _setup(Environment(ROOT))
    except HarnessError as error:
        say(f"{paint('error:', RED)} {error}")
        return 1
    except KeyboardInterrupt:
        say("\nstopped; `make setup` goes on where it was")
        return 130
    return 0


def _setup(venv: Environment) -> None:
    stamps = _packages(venv)
    _node(venv, stamps)
    if stamps.get("driver") != stamps.get("packages"):
        ensure_driver(venv, shutil.which("node", path=_path(venv)))
        stamps.put("driver", stamps.get("packages"))
    _bundle(venv, stamps)
    _browser(venv, stamps)


def _packages(venv: Environment) -> Stamps:
    requirements = ROOT / "requirements.txt"
    stamp_file = venv.folder / "harness-setup.json"
    stamps = Stamps(stamp_file)
    if stamps.get("packages") != digest(os.path.realpath(venv.python), files=[requirements], root=ROOT):
        if not venv.works():
            venv.create()
            stamps = Stamps(stamp_file)  # the old ones went with the old environment
        venv.install(requirements)
        stamps.put("packages", digest(os.path.realpath(venv.python), files=[requirements], root=ROOT))
    if stamps.get("link") != (linked := digest(str(ROOT))):
        venv.link()
        stamps.put("link", linked)
    return stamps


def _node(venv: Environment, stamps: Stamps) -> None:
    requirements = ROOT / "requirements-node.txt"
    path, _, origin = stamps.get("node").rpartition(" ")
    if (
        path
        and shutil.which("node", path=_path(venv)) == path
        and origin in ("system", digest(files=[requirements], root=ROOT))
    ):
        return
    if shutil.which("npm") is not None and (node := shutil.which("node")) is not None and _new_enough(node):
        stamps.put("node", f"{node} system")
        return
    venv.install(requirements)
    stamps.put("node", f"{shutil.which('node', path=_path(venv))} {digest(files=[requirements], root=ROOT)}")


def _new_enough(node: str) -> bool:
    major = run([node, "--version"], seconds=30).output.strip().removeprefix("v").partition(".")[0]
    return major.isdigit() and int(major) >= NODE_OLDEST


def _bundle(venv: Environment, stamps: Stamps) -> None:
    sources = [path for path in (ROOT / "harness" / "runtime").rglob("*") if path.is_file() and not _built(path)]
    wanted = digest(files=sources, root=ROOT)
    if stamps.get("bundle") == wanted and _BUNDLE.exists():
        return
    progress = Progress("building the page bundle")
    finished = run([str(venv.python), "-m", "harness.runtime.build"], seconds=600, env={"PATH": _path(venv)}, cwd=ROOT)
    if not finished.succeeded:
        progress.failed()
        raise HarnessError(f"the page bundle could not be built:\n{finished.output.strip()}")
    progress.done()
    stamps.put("bundle", wanted)


def _built(path: Path) -> bool:
    return bool(_BUILT.intersection(path.relative_to(ROOT).parts))


def _browser(venv: Environment, stamps: Stamps) -> None:
    surroundings = digest(*(os.environ.get(name, "") for name in ("HARNESS_CHROMIUM", "PLAYWRIGHT_BROWSERS_PATH")))
    known, _, path = stamps.get("browser").partition(" ")
    if known == surroundings and os.access(path, os.X_OK):
        return
    # Its progress is for the person, so it writes to the terminal itself; only its answer is read.
    answer = subprocess.run(
        [str(venv.python), "-c", "import sys; from harness.phone.browser import main; sys.exit(main())"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    line = answer.stdout.strip()
    if answer.returncode != 0 or not line.startswith("browser: "):
        raise SystemExit(1)  # it has said why
    say(line)
    stamps.put("browser", f"{surroundings} {line.removeprefix('browser: ').rpartition(' (')[0]}")


def _path(venv: Environment) -> str:
    return f"{venv.bin}{os.pathsep}{os.environ.get('PATH', os.defpath)}"


@contextmanager
def _alone() -> Iterator[None]:
    """Let one setup at a time work in this checkout; the second waits for the first."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another `make` is setting up this checkout; waiting for it ...")
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


if __name__ == "__main__":
    sys.exit(main())
