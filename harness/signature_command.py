r"""``harness signature``: makes a signature, or checks one and says what is wrong with it, by hand (signing.md)."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from harness.errors import HarnessError
from harness.wallet.dates import iso, parse
from harness.wallet.keys import PrivateKey, PublicKey, load_private_key, load_public_key
from harness.wallet.profile import load_profile
from harness.wallet.shown import shown_whole
from harness.wallet.signing import sign, sign_as, signed_text
from harness.wallet.verification import check_request
from harness.wallet.world import Merchant

_EXAMPLES = """\
examples:
  harness signature make --key merchant.pem --path /v1/payments/pay --client-id M0001 --body pay.json
  harness signature check --key merchant.pub.pem --path /v1/payments/pay --client-id M0001 --body pay.json \\
      --time 2026-01-01T12:00:00+03:00 --signature 'algorithm=RSA256, keyVersion=1, signature=tG0...'

A notification is checked with the wallet's public key and the path of the notify URL; an answer with the path of its
request and the time of its Response-Time header.

exit codes: 0 valid (or made), 1 not valid, 2 wrong use
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0 valid or made, 1 not valid, 2 wrong use."""
    options = _parser().parse_args(argv)
    try:
        if not options.path.startswith("/"):
            action = "give what follows the host, as in /v1/payments/pay"
            raise HarnessError(f'the path "{options.path}" does not begin with a slash', action=action)
        body = _read(options.body, "the body") if options.body else b""
        if options.command == "make":
            return _make(options, body)
        return _check(options, body)
    except HarnessError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="harness signature",
        description="Makes a signature, or checks one by hand and says what is wrong with it.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="check a signature and explain what is wrong with it")
    make = commands.add_parser("make", help="print the headers of a signed request and the exact text signed")
    check.add_argument("--key", required=True, metavar="FILE", help="the signer's public key (PEM or Base64)")
    check.add_argument(
        "--time", required=True, help="the text of the Request-Time header (of an answer: Response-Time)"
    )
    check.add_argument("--signature", required=True, metavar="HEADER", help="the value of the Signature header")
    make.add_argument("--key", required=True, metavar="FILE", help="the signer's private key (PEM or Base64)")
    make.add_argument("--time", default="", help="the text of the Request-Time header (default: now)")
    make.add_argument(
        "--encoding", choices=("raw", "percent"), help="how the Base64 is written (default: the profile's)"
    )
    make.add_argument("--key-version", metavar="N", help="the keyVersion to name (default: the profile's)")
    for command in (check, make):
        command.add_argument("--path", required=True, help="the path that is called, without scheme and host")
        command.add_argument("--client-id", required=True, metavar="ID", help="the text of the Client-Id header")
        command.add_argument(
            "--body", default="", metavar="FILE", help="the body, - for standard input (default: empty)"
        )
        command.add_argument(
            "--profile", default="super_qi", help="the wallet, by name or TOML file (default: %(default)s)"
        )
    return parser


def _make(options: argparse.Namespace, body: bytes) -> int:
    key = load_private_key(_read(options.key, "the key"), options.key)
    rules = load_profile(options.profile).signature
    moment = options.time or iso(time.time_ns() // 1_000_000)
    text = signed_text(options.path, options.client_id, moment, body)
    header = sign_as(rules, key, text)
    if options.encoding or options.key_version:
        encoding, version = options.encoding or rules.encoding, options.key_version or rules.key_version
        header = sign(key, text, encoding=encoding, key_version=version)
    print("Content-Type: application/json; charset=UTF-8")
    print(f"Client-Id: {options.client_id}")
    print(f"Request-Time: {moment}")
    print(f"Signature: {header}")
    print(f"\nThe text that was signed ({len(text)} bytes; \\n is a newline, \\\\ a backslash):")
    print(shown_whole(text))
    return 0


def _check(options: argparse.Namespace, body: bytes) -> int:
    key = _public_key(options.key)
    rules = load_profile(options.profile).signature
    merchant = Merchant(options.client_id, "", "", key)
    headers = {"Request-Time": options.time, "Signature": options.signature}
    verdict = check_request(rules, merchant, options.path, headers, body, _moment(options.time))
    if verdict.code:
        print(f"not valid ({verdict.code}): {verdict.check.reason}")
        return 1
    text = signed_text(options.path.partition("?")[0], options.client_id, options.time, body)
    print(f"valid: {verdict.check.algorithm} over these {len(text)} bytes (\\n is a newline, \\\\ a backslash):")
    print(shown_whole(text))
    return 0


def _public_key(file: str) -> PublicKey:
    data = _read(file, "the key")
    if b"PRIVATE KEY" not in data:
        return load_public_key(data, file)
    key: PrivateKey = load_private_key(data, file)
    return key.public_key()


def _moment(text: str) -> int:
    """Return the time of the signature itself: by hand, an old signature is as good as a new one."""
    try:
        return parse(text)
    except ValueError:
        return 0


def _read(file: str, what: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise HarnessError(
            f"{what} cannot be read: {error.strerror}",
            place=file,
            action="give the path of a file, or - for standard input",
        ) from error
