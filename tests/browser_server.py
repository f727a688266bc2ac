"""Playwright's own server in a second process: a browser on "another machine".

Where the system lets us, the process has a network of its own, in which nothing of this machine's loopback is there: then
the browser reaches a program only over the websocket, as it would from far away. Both ends of that are one relay over a
socket file.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import playwright

from harness.phone import find_browser

_FOLDERS = {"x86_64": "chrome-headless-shell-linux64", "aarch64": "chrome-headless-shell-linux-arm64"}


@contextmanager
def browser_server(folder: Path) -> Iterator[str]:
    """Start a server and yield its address; ``folder`` is for what it needs."""
    environment = {**os.environ, "PLAYWRIGHT_BROWSERS_PATH": str(_browsers(folder))}
    run = [sys.executable, "-m", "playwright", "run-server", "--host", "127.0.0.1", "--port", "0", "--path", "/there"]
    apart = _may_be_apart()
    far = folder / "far.sock"
    if apart:
        run = ["unshare", "--net", sys.executable, __file__, str(far), *run]
    with subprocess.Popen(run, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        try:
            assert process.stdout is not None
            said = next((line for line in process.stdout if "Listening on ws://" in line), "")
            address = said.partition("Listening on ")[2].strip()
            assert address, "the browser server did not start"
            if not apart:
                yield address
            else:
                with socket.create_server(("127.0.0.1", 0)) as near:
                    serving = threading.Thread(target=_relay, args=(near, str(far)), daemon=True)
                    serving.start()
                    yield f"ws://127.0.0.1:{near.getsockname()[1]}/there"
                    near.shutdown(socket.SHUT_RDWR)
                serving.join()
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # asked politely, the wrapper ends and leaves its node behind


def _browsers(folder: Path) -> Path:
    """Return a folder of browsers as Playwright's own looks, in which its one is that of this machine."""
    known = json.loads((Path(playwright.__file__).parent / "driver" / "package" / "browsers.json").read_text())
    revision = next(b["revision"] for b in known["browsers"] if b["name"] == "chromium-headless-shell")
    program = folder / f"chromium_headless_shell-{revision}" / _FOLDERS[os.uname().machine] / "chrome-headless-shell"
    program.parent.mkdir(parents=True)
    program.symlink_to(shutil.which(find_browser().path) or find_browser().path)
    return folder


def _may_be_apart() -> bool:
    done = subprocess.run(["unshare", "--net", "ip", "link", "set", "lo", "up"], capture_output=True, check=False)
    return done.returncode == 0


def _relay(near: socket.socket, far: str | tuple[str, int]) -> None:
    """Carry each connection of ``near`` to ``far``, a socket file or a host and a port, until ``near`` is closed."""
    pairs = []
    while True:
        try:
            connection, _ = near.accept()
        except OSError:
            break
        pairs.append(threading.Thread(target=_pair, args=(connection, far)))
        pairs[-1].start()
    for pair in pairs:
        pair.join()


def _pair(connection: socket.socket, far: str | tuple[str, int]) -> None:
    with connection, socket.socket(socket.AF_UNIX if isinstance(far, str) else socket.AF_INET) as other:
        other.connect(far)
        back = threading.Thread(target=_carry, args=(other, connection))
        back.start()
        _carry(connection, other)
        back.join()


def _carry(one: socket.socket, two: socket.socket) -> None:
    with suppress(OSError):
        while data := one.recv(1 << 16):
            two.sendall(data)
    for end in (one, two):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


def _far_side(file: str, run: list[str]) -> None:
    """Be the other machine: its loopback on, the server running, and a socket file that leads to it."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    with subprocess.Popen(run, stdout=subprocess.PIPE, text=True) as server, socket.socket(socket.AF_UNIX) as door:
        assert server.stdout is not None
        door.bind(file)
        door.listen()
        for line in server.stdout:
            if "Listening on ws://" in line:
                port = int(line.partition("127.0.0.1:")[2].partition("/")[0])
                threading.Thread(target=_relay, args=(door, ("127.0.0.1", port)), daemon=True).start()
            print(line, end="", flush=True)


if __name__ == "__main__":
    _far_side(sys.argv[1], sys.argv[2:])
