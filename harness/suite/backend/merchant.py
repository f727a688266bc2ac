"""A merchant that is a command: started with what a wallet gives a merchant, watched, and stopped with the run."""

from __future__ import annotations

import asyncio
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from harness.config.check_merchant import CARRIED
from harness.config.words import filled
from harness.errors import HarnessError, near
from harness.journal import Actor, WorldJournal
from harness.runtime.node import find_runner
from harness.serving import LOOPBACK, Backstage, bind
from harness.suite.backend.folder import folder_with
from harness.suite.backend.process import Process, ending
from harness.suite.backend.ready import Ready, listens
from harness.suite.backend.stack import own_place, telling
from harness.suite.backend.templates import template_values, variables
from harness.suite.program import Credentials
from harness.wallet.keys import PublicKey

LOG, ENDED = "merchant log", "merchant ended"
"""The facts that a backend leaves in the journal: each line that it prints, and that it ended by itself."""
MOST_LINES = 1000
"""How many lines of one scenario the journal takes."""
COMMAND_SECONDS = 60.0
"""How long a command that is run beside it may take."""
_SHOWN = 12
_TRIES = 3
_NO_FILE = ("ENOENT", "No such file or directory")
_TAKEN = ("EADDRINUSE", "ddress already in use", "ddress in use")


@dataclass(slots=True)
class CommandMerchant:
    """Starts a merchant's backend by its command, in ``folder``; ``restart`` says whether anew for each scenario.

    ``env`` and ``files`` (target: template) and the ``env_file`` may name templates (``templates.py``); ``PORT`` and what
    Python needs to print at once are set besides. ``port`` is the one on which the backend insists, 0 for any free one.
    ``ready`` is a path, a URL or words in the output, "" for an open port; ``ready_seconds`` is how long that may take.
    ``client_id`` and ``public_key`` are those that it has of its own, "" and None for what the wallet gives it.
    """

    command: tuple[str, ...]
    folder: Path
    name: str = "Merchant"
    name_arabic: str = "Merchant"
    env: Mapping[str, str] = field(default_factory=dict)
    env_file: Path | None = None
    files: Mapping[str, Path] = field(default_factory=dict)
    port: int = 0
    ready: str = ""
    ready_seconds: float = 30
    restart: Literal["run", "scenario"] = "run"
    client_id: str = ""
    public_key: PublicKey | None = None
    _credentials: Credentials | None = field(default=None, init=False)
    _process: Process | None = field(default=None, init=False)
    _journal: WorldJournal | None = field(default=None, init=False)
    _listening: int = field(default=0, init=False)
    _given: tuple[Path, dict[str, str], dict[str, str]] | None = field(default=None, init=False)
    _printed: int = field(default=0, init=False)

    def start(self, backstage: Backstage, credentials: Credentials) -> str:
        """Start it and return its base URL; raises HarnessError with its last lines where it does not become ready."""
        self._credentials = credentials

        async def stop() -> None:
            await asyncio.to_thread(self.stop)

        backstage.at_exit(stop)
        if self.port and listens(self.port):
            raise HarnessError(
                f"port {self.port}, on which the merchant is to listen, is taken by another process",
                place=f"{LOOPBACK}:{self.port}",
                action="stop what listens there, or let the merchant listen on {port} and leave port out",
            )
        self._run(credentials)
        return f"http://{LOOPBACK}:{self._listening}"

    def follow(self, journal: WorldJournal | None) -> None:
        """Write what it prints into this scenario's journal from now on; start it anew where that is due, or it has ended."""
        if journal is self._journal:
            return
        self._journal, self._printed = journal, 0
        process, credentials = self._process, self._credentials
        if process is None or credentials is None or journal is None:
            return
        if self.restart == "scenario" or process.ended:
            process.stop()
            self._run(credentials, port=self._listening)

    def run(self, command: Sequence[str], values: Mapping[str, str]) -> tuple[int, str]:
        """Run a command in the folder and with the variables of the backend; return its exit code and what it printed."""
        if self._given is None:
            raise HarnessError("the merchant does not run", action="start it before a command is run beside it")
        folder, env, known = self._given
        words = [filled(word, {**known, **values}) for word in command]
        words[0] = _program(words[0], env)
        try:
            done = subprocess.run(
                words,
                cwd=folder,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=COMMAND_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return 124, f"it did not end within {COMMAND_SECONDS:g} s"
        except OSError as error:
            return 127, str(error.strerror)
        return done.returncode, done.stdout.decode(errors="replace")

    def stop(self) -> None:
        """End it, with all that it has started."""
        process, self._process = self._process, None
        if process is not None:
            process.stop()

    def _run(self, credentials: Credentials, port: int = 0) -> None:
        for _ in range(_TRIES):
            self._listening = port or self.port or _free_port()
            process = self._process = self._begin(credentials, self._listening)
            ready = Ready(self.ready, self._listening, process.printed)
            if process.wait(ready, self.ready_seconds):
                return
            ended = process.ended
            self.stop()
            taken = ended and not port and not self.port and any(w in line for line in process.lines for w in _TAKEN)
            if not taken:  # another program was quicker to take the free port: it gets another one
                break
        raise self._not_ready(process, ready, ended=ended)

    def _begin(self, credentials: Credentials, port: int) -> Process:
        scratch = Path(tempfile.mkdtemp(prefix="harness-merchant-"))
        try:
            values = template_values(credentials, scratch, port)
            files = {target: filled(_read(template), values) for target, template in self.files.items()}
            folder = folder_with(self.folder, files, scratch)
            env = {**_environment(), "PORT": str(port), "PWD": str(folder)}
            if self.env_file is not None:
                env |= variables(_read(self.env_file), values)
            env |= {name: filled(value, values) for name, value in self.env.items()}
            self._given = (folder, env, values)
            command = [filled(word, values) for word in self.command]
            command[0] = _program(command[0], env)
            return Process(command, folder, self.folder.resolve(), env, scratch, self._line, self._end)
        except OSError as error:
            shutil.rmtree(scratch, ignore_errors=True)
            raise HarnessError(
                f"the merchant cannot be started: {error.strerror}",
                place=str(error.filename or self.folder),
                action="name the folder in which its command is to be run",
            ) from error
        except BaseException:
            shutil.rmtree(scratch, ignore_errors=True)
            raise

    def _line(self, line: str) -> None:
        """Take a line that it printed, on the thread that reads them."""
        journal = self._journal
        self._printed += 1
        if journal is None or self._printed > MOST_LINES:
            return
        last = self._printed == MOST_LINES
        journal.fact(Actor.MERCHANT, LOG, {"text": "(what it printed after this is not kept)" if last else line})

    def _end(self, code: int) -> None:
        if (journal := self._journal) is not None:
            journal.fact(Actor.MERCHANT, ENDED, {"code": code, "text": f"it ended by itself, with {ending(code)}"})

    def _not_ready(self, process: Process, ready: Ready, *, ended: bool) -> HarnessError:
        lines = [line for line in process.lines if line.strip()]
        hand = f"try it by hand: {shlex.join(self.command)}"
        if ended and process.code is not None:
            fact = f"the merchant ended with {ending(process.code)} before it was ready"
            if said := telling(lines):
                action = f"{hand}; all that it printed stands in the evidence, as the merchant's log"
                if any(words in said for words in _NO_FILE):
                    action = f"have the file made from a template of yours: files under [merchant], docs/backend.md; or {hand}"
                return HarnessError(f"{fact}: {said}", place=own_place(lines, self.folder), action=action)
        else:
            fact = f"the merchant was not ready within {self.ready_seconds:g} s: {ready.seen}"
        shown = "\n".join(f"    {line}" for line in lines[-_SHOWN:])
        fact += f"; it printed last:\n{shown}" if lines else "; it printed nothing"
        return HarnessError(fact, place=near(self.folder), action=hand)


def _environment() -> dict[str, str]:
    """Return our own environment, made fit: what it prints comes at once, and no proxy stands before the wallet."""
    env = {"PYTHONUNBUFFERED": "1", **os.environ}
    for name in ("NO_PROXY", "no_proxy"):
        env[name] = ",".join(filter(None, (env.get(name, ""), LOOPBACK, "localhost")))
    return env


def _program(name: str, env: Mapping[str, str]) -> str:
    """Return a program by its path; Python and node are here even where no PATH names them."""
    if name not in CARRIED or shutil.which(name, path=env.get("PATH")):
        return name
    return str(find_runner()) if name == "node" else sys.executable


def _free_port() -> int:
    with bind() as sock:
        return int(sock.getsockname()[1])


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise HarnessError(f"the template cannot be read: {reason}", place=near(file)) from error
