"""Whether what a config says of its backend can be done."""

from __future__ import annotations

import difflib
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from harness.config.build import command_words
from harness.config.detect import origin_of
from harness.config.schema import Fault
from harness.config.words import PLACE, REFUND_TEMPLATES, TEMPLATES
from harness.errors import HarnessError
from harness.toml import Key
from harness.wallet.keys import load_private_key, load_public_key
from harness.wallet.profile_build import nearest

_STARTS = ("folder", "port", "env", "env_file", "files", "ready", "ready_seconds", "restart")
_PORTS = range(1, 65536)
Table = Mapping[str, object]


def check_merchant(home: Path, table: Table) -> Iterator[Fault]:
    """Find what is wrong with the table [merchant]."""
    top: Key = ("merchant",)
    if "command" in table and "url" in table:
        fact = "it has both a command and a url"
        yield Fault((*top, "url"), fact, "keep command to have it started, or url where it runs already")
        return
    if "command" not in table and "url" not in table:
        fact = "neither command nor url is there, so nothing says which backend it is"
        yield Fault(top, fact, 'add command = "node server.js" or url = "http://127.0.0.1:8000"')
        return
    if "url" in table:
        yield from _running(table)
    else:
        yield from _started(home, table)
    if "public_key" in table:
        yield from _key(home, (*top, "public_key"), str(table["public_key"]), private=False)
    refund = table.get("refund")
    if isinstance(refund, dict):
        yield from _refund(home, table, refund)


def check_wallet(home: Path, wallet: Table, merchant: Table | None) -> Iterator[Fault]:
    """Find what is wrong with the table [wallet], and what a backend that runs already needs of it."""
    if "port" in wallet and wallet["port"] not in _PORTS:
        yield Fault(("wallet", "port"), f"{wallet['port']} is not a port", "write a number from 1 to 65535")
    if "private_key" in wallet:
        yield from _key(home, ("wallet", "private_key"), str(wallet["private_key"]), private=True)
    if merchant is None or not origin_of(str(merchant.get("url", ""))) or "command" in merchant:
        return
    told = {
        "merchant.client_id": "its Client-Id",
        "merchant.public_key": "the public key that fits its signatures",
        "wallet.private_key": "the wallet's key whose public half it has",
        "wallet.port": "the port at which it calls the wallet",
    }
    missing = [key for key in told if key.rpartition(".")[2] not in (merchant if key.startswith("m") else wallet)]
    if missing:
        fact = (
            f"a backend that runs already has been told more than is said here: {', '.join(told[k] for k in missing)}"
        )
        yield Fault(("merchant", "url"), fact, f"add {', '.join(missing)}; or let command start the backend")


def _running(table: Table) -> Iterator[Fault]:
    url = str(table["url"])
    if not origin_of(url):
        yield Fault(("merchant", "url"), f'"{url}" is not a URL', 'write it like "http://127.0.0.1:8000"')
    for name in _STARTS:
        if name in table:
            fact = "the harness does not start what runs already at a url"
            yield Fault(("merchant", name), fact, f"leave {name} out, or write command instead of url")


def _started(home: Path, table: Table) -> Iterator[Fault]:
    folder = home / str(table.get("folder", "."))
    if not folder.is_dir():
        near = difflib.get_close_matches(folder.name, [p.name for p in _folders(folder.parent)], n=1)
        action = f'did you mean "{near[0]}"?' if near else "name the folder in which the command is to be run"
        yield Fault(("merchant", "folder"), f'there is no folder "{table["folder"]}"', action)
        return
    yield from _command(folder, table["command"])
    if "port" in table and table["port"] not in _PORTS:
        yield Fault(("merchant", "port"), f"{table['port']} is not a port", "write a number from 1 to 65535")
    if int(str(table.get("ready_seconds", 30))) < 1:
        yield Fault(("merchant", "ready_seconds"), "nothing is ready at once", "write 1 or more")
    env = table.get("env")
    for name, value in env.items() if isinstance(env, dict) else ():
        yield from _templates(("merchant", "env", name), str(value), sure=True)
    if "env_file" in table:
        yield from _template_file(home, ("merchant", "env_file"), str(table["env_file"]))
    files = table.get("files")
    for target, template in files.items() if isinstance(files, dict) else ():
        key: Key = ("merchant", "files", target)
        if Path(target).is_absolute() or ".." in Path(target).parts:
            yield Fault(key, f'"{target}" lies outside of the command\'s folder', 'write it like ".env"')
        yield from _template_file(home, key, str(template))


def _refund(home: Path, merchant: Table, refund: Table) -> Iterator[Fault]:
    top: Key = ("merchant", "refund")
    if ("command" in refund) == ("url" in refund):
        fact = "it has both a command and a url" if "command" in refund else "it has neither a url nor a command"
        yield Fault(
            top, fact, 'write url = "/admin/refund", or command = "node refund.js {payment_request_id} {amount}"'
        )
    elif "command" in refund and "command" not in merchant:
        fact = "a command is run as the backend is, with its variables, and the harness does not start this backend"
        yield Fault((*top, "command"), fact, 'write url = "/admin/refund", or let merchant.command start the backend')
    elif "command" in refund:
        folder = home / str(merchant.get("folder", "."))
        known = {**TEMPLATES, **REFUND_TEMPLATES}
        yield from _command(folder, refund["command"], (*top, "command"), known) if folder.is_dir() else ()
    else:
        url = str(refund["url"])
        if not url.startswith("/") and not origin_of(url):
            yield Fault((*top, "url"), f'"{url}" is neither a path nor a URL', f'write it like "/{url.lstrip("/")}"')
        headers = refund.get("headers")
        named = headers.items() if isinstance(headers, dict) else ()
        places: list[tuple[Key, object]] = [(("headers", name), value) for name, value in named]
        for key, text in [(("url",), url), (("body",), refund.get("body", "")), *places]:
            yield from _templates((*top, *key), str(text), sure=key != ("body",), known=REFUND_TEMPLATES)
    for name in ("method", "headers", "body"):
        if "command" in refund and name in refund:
            yield Fault((*top, name), "a command has none", f"leave {name} out")


CARRIED = ("python", "python3", "node")
"""Programs that are started where no PATH names them: ours, and the node that Playwright carries."""


def _command(
    folder: Path, given: object, key: Key = ("merchant", "command"), known: Mapping[str, str] = TEMPLATES
) -> Iterator[Fault]:
    try:
        words = command_words(given)
    except ValueError as error:
        yield Fault(
            key, f"the command cannot be read: {str(error).lower()}", 'write it as a list: ["node", "server.js"]'
        )
        return
    if not words or not words[0].strip():
        yield Fault(key, "the command is empty", 'write it like "node server.js"')
        return
    yield from _templates(key, " ".join(words), sure=True, known=known)
    program = words[0]
    here = folder / program
    if ("/" in program and here.is_file()) or shutil.which(program) or program in CARRIED:
        return
    near = difflib.get_close_matches(program, _commands(folder), n=1, cutoff=0.7)
    action = f'did you mean "{near[0]}"?' if near else "install it, or write its path"
    yield Fault(key, f'there is no program "{program}"', action)


def _templates(key: Key, text: str, *, sure: bool, known: Mapping[str, str] = TEMPLATES) -> Iterator[Fault]:
    """Find templates that are not known; in a file (not ``sure``) only those that are nearly right, for it may have braces."""
    for found in PLACE.finditer(text):
        name = found[1]
        if name in known:
            continue
        advice = nearest(name.lower(), known)
        if sure or advice.startswith("did you mean"):
            yield Fault(key, f"there is no template {{{name}}}", advice)


def _template_file(home: Path, key: Key, given: str) -> Iterator[Fault]:
    try:
        text = (home / given).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        names = [p.relative_to(home).as_posix() for p in (home / given).parent.glob("*") if p.is_file()]
        near = difflib.get_close_matches(given, names, n=1)
        action = f'did you mean "{near[0]}"?' if near else "name a file beside the config"
        yield Fault(key, f'the template "{given}" cannot be read: {reason}', action)
        return
    yield from _templates(key, text, sure=False)


def _key(home: Path, key: Key, given: str, *, private: bool) -> Iterator[Fault]:
    try:
        pem = (home / given).read_bytes()
    except OSError as error:
        yield Fault(key, f'the key "{given}" cannot be read: {error.strerror}', "name a file beside the config")
        return
    try:
        found = load_private_key(pem) if private else load_public_key(pem)
    except HarnessError as error:
        yield Fault(key, f'"{given}": {error.fact}', error.action)
        return
    if private and not isinstance(found, RSAPrivateKey):
        yield Fault(key, f'"{given}": the wallet signs with RSA256, this is no RSA key', "make an RSA key of 2048 bits")


def _folders(home: Path) -> list[Path]:
    try:
        return [entry for entry in home.iterdir() if entry.is_dir()]
    except OSError:
        return []


def _commands(folder: Path) -> list[str]:
    """Return the names of the programs that could have been meant: those on the PATH."""
    found: set[str] = set()
    for place in os.environ.get("PATH", "").split(os.pathsep):
        try:
            found.update(os.listdir(place or folder))
        except OSError:
            continue
    return sorted(found)
