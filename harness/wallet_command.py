"""``harness wallet``: the simulated wallet alone, without a browser or a program, until Ctrl-C."""

from __future__ import annotations

import argparse
import contextlib
import json
import logging
import os
import re
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from socket import socket
from typing import NoReturn

from harness.errors import HarnessError
from harness.faults import CROSSINGS
from harness.journal import JournalWriter
from harness.journal.journal import Sink
from harness.serving import LOOPBACK, Backstage, bind
from harness.setup.console import coloured
from harness.wallet.alone.facts import Facts
from harness.wallet.alone.lone import LoneWallet
from harness.wallet.alone.opening import (
    CLIENT_ID,
    PRIVATE_KEY,
    WALLET_KEY,
    Wanted,
    identity_of,
    is_client_id,
    open_wallet,
    write_keys,
)
from harness.wallet.alone.printer import Printer
from harness.wallet.alone.progress import Progress
from harness.wallet.alone.secrets_on_disk import write_private
from harness.wallet.alone.serving import lone_app
from harness.wallet.keys import load_public_key, public_pem
from harness.wallet.outgoing import outgoing_client
from harness.wallet.profile import load_profile
from harness.wallet.store.store import Store

_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""What ends it in order; SIGHUP comes when its terminal is closed."""
MOST_JOURNAL = 256 * 1024 * 1024
"""The size at which DIR/journal.ndjson makes room for a new one, in bytes; one older file is kept."""

_EPILOG = """\
examples:
  harness wallet
  harness wallet --port 8080 --data wallet-data
  harness wallet --quiet --json facts.json &
  harness wallet --profile gcash --merchant-key my_public_key.pem --client-id MY-CLIENT-ID

docs/wallet.md shows a merchant that logs in, pays, inquires and refunds, and lists the control API.

exit codes: 0 stopped with Ctrl-C, SIGTERM or SIGHUP, 2 wrong use
"""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise HarnessError(message, action=f"{self.prog} --help says how it is used")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0 stopped by its user, 2 wrong use."""
    options = _parser().parse_args(argv)
    try:
        return _run(options)
    except HarnessError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="harness wallet",
        description="Runs the simulated wallet alone: gateway, cashier and control API on 127.0.0.1, until Ctrl-C.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--profile", default="super_qi", metavar="P", help="the wallet, by name or TOML file (default: %(default)s)")
    add("--port", type=int, default=0, metavar="N", help="the port of all three (default: any free one)")
    add("--data", type=Path, metavar="DIR", help="keep everything there, also over a crash (default: nothing is kept)")
    add("--json", metavar="FILE", help="write the facts there as JSON when all is ready (-: to standard output)")
    add(
        "--allow-notify",
        nargs="+",
        action="extend",
        default=[],
        metavar="HOST",
        help="hosts besides this machine that notifications may go to",
    )
    add("--merchant-key", type=Path, metavar="PUBLIC.pem", help="the merchant's public key (default: a pair is made)")
    add("--client-id", default="", metavar="ID", help=f"the merchant's Client-Id (default: {CLIENT_ID})")
    add("--quiet", action="store_true", help="say nothing while it answers")
    return parser


def _run(options: argparse.Namespace) -> int:
    stop = threading.Event()
    before = {name: signal.signal(name, lambda *_: stop.set()) for name in _STOPPING}
    try:
        return _serve(options, stop)
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def _serve(options: argparse.Namespace, stop: threading.Event) -> int:
    wanted = Wanted(
        profile=load_profile(options.profile),
        merchant_key=_public_key(options.merchant_key),
        client_id=_client_id(options.client_id),
        allowed_hosts=tuple(map(_host, options.allow_notify)),
    )
    if options.json and options.json != "-":
        Path(options.json).unlink(missing_ok=True)  # whoever waits for it waits for this start
    with ExitStack() as stack:
        sock = stack.enter_context(_listen(options.port))
        printer = Printer()
        stack.callback(printer.close)
        stack.enter_context(_logged(printer.log_to(logging.ERROR if options.quiet else logging.WARNING)))
        store = _store(options.data, printer)
        if store is not None:
            stack.callback(store.close)
        identity = identity_of(wanted, store)
        folder = options.data.absolute() if options.data else _own_folder(stack)
        private, public = write_keys(identity, folder)
        writer = (
            JournalWriter(options.data / "journal.ndjson", resume=True, most=MOST_JOURNAL) if options.data else None
        )
        if writer is not None:
            stack.callback(writer.close)
        progress = Progress(printer.say, colour=coloured())
        backstage = stack.enter_context(Backstage())
        http = backstage.call(lambda: outgoing_client(certificates=bool(wanted.allowed_hosts)))
        backstage.at_exit(http.aclose)
        origin = f"http://{LOOPBACK}:{sock.getsockname()[1]}"
        sinks: list[Sink] = [writer] if writer else []
        sinks += [] if options.quiet else [progress]
        first = writer.last + 1 if writer else 1
        lone = backstage.call(lambda: open_wallet(wanted, identity, http, CROSSINGS, origin, store, sinks, first))

        def facts() -> Facts:
            return Facts(
                wanted.profile,
                origin,
                f"{origin}{identity.control_prefix}",
                lone.default,
                wanted.profile.signature.key_version,
                private,
                public,
                folder if options.data else None,
                writer.path.absolute() if writer else None,
                os.getpid(),
            )

        heard = _hear_nothing if options.quiet else progress.control
        backstage.serve(lone_app(lone, identity.control_prefix, lambda: facts().to_dict(), heard), sock)
        _announce(facts(), options.json)
        stop.wait()
        kept = backstage.call(lambda: _count(lone))
    where = f"; {kept} payment{'' if kept == 1 else 's'} kept in {options.data}" if options.data else ""
    print(f"wallet stopped{where}", file=sys.stderr)
    if writer is not None and writer.failure is not None:
        print(f"warning: {writer.failure}", file=sys.stderr)
    return 0


@contextlib.contextmanager
def _logged(handler: logging.Handler) -> Iterator[None]:
    """Let a handler have what libraries log, in the place of Python's last resort."""
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)


def _hear_nothing(_method: str, _path: str, _status: int, _fact: str) -> None:
    """Tell nobody of a request to the control API."""


def _client_id(given: str) -> str:
    if given and not is_client_id(given):
        raise HarnessError(f"{given!r} is no Client-Id", action="write up to 64 letters, digits and signs, no spaces")
    return given


def _host(given: str) -> str:
    if not re.fullmatch(r"[\w.-]+|\[[0-9a-fA-F:.]+\]", given, re.ASCII):
        raise HarnessError(f"{given!r} is no host", action="write its name alone, as shop.example or 10.0.0.7")
    return given


def _public_key(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        given = path.read_bytes()
    except OSError as error:
        raise HarnessError(f"the merchant's key cannot be read: {error.strerror}", place=str(path)) from error
    return public_pem(load_public_key(given, str(path))).decode()


def _listen(port: int) -> socket:
    sock = bind(port)
    try:
        # Two sockets may be bound to one port; only one can listen there.
        sock.listen(256)
    except OSError as error:
        sock.close()
        raise HarnessError(
            f"port {port} cannot be used: {error.strerror}",
            place=f"{LOOPBACK}:{port}",
            action="choose another port, or 0 for any free one",
        ) from error
    return sock


def _store(folder: Path | None, printer: Printer) -> Store | None:
    if folder is None:
        return None
    keys = [name for name in (PRIVATE_KEY, WALLET_KEY) if (folder / name).exists()]
    file = folder / "wallet.db"
    if keys and not (file.exists() and file.stat().st_size):
        raise HarnessError(
            f"the folder has the {keys[0]} of a wallet, but its wallet.db is gone",
            place=str(folder),
            action="bring it back, or give another folder to begin anew",
        )
    return Store(folder, lambda error: printer.say(f"error: {error}"))


def _own_folder(stack: ExitStack) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="harness-wallet-"))
    stack.callback(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _announce(facts: Facts, json_to: str | None) -> None:
    text = json.dumps(facts.to_dict(), ensure_ascii=False, indent=2) + "\n"
    if json_to and json_to != "-":
        write_private(Path(json_to), text.encode())
    with contextlib.suppress(BrokenPipeError):
        print(facts.block(), file=sys.stderr if json_to == "-" else sys.stdout, flush=True)
        if json_to == "-":
            print(text, end="", flush=True)


def _count(lone: LoneWallet) -> int:
    return sum(len(home.world.payments.by_id) for home in lone.homes.values())
