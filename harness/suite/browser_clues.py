"""What the browser, or a program's own service worker, kept from the program or from its merchant: clues to a failure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from harness.journal import Kind, Message

_CORS = re.compile(
    r"Access to (?P<what>.+?) at '(?P<url>[^']+)'(?: \(redirected from '[^']+'\))? from origin '(?P<origin>[^']+)'"
    r" has been blocked by CORS policy: (?P<reason>.+)",
    re.DOTALL,
)
_POLICY = re.compile(
    r"(?P<what>[^\n]+?) (?:because it )?violates the following (?:report-only )?Content Security Policy directive:"
    r" \"(?P<row>[^\"]+)\""
)
_MIXED = re.compile(r"Mixed Content: .*?requested an insecure (?P<what>.+?) '(?P<url>[^']+)'", re.DOTALL)


def browser_clues(messages: Sequence[Message]) -> Iterator[str]:
    """Yield each thing that was kept back, with who may allow it."""
    for message in messages:
        if message.kind is not Kind.FACT:
            continue
        if message.name == "console":
            yield from _said(message.text("text") or "")
        elif message.name == "gateway called by a page":
            yield (
                f"the program's page called the wallet's gateway: {message.text('method')} {message.text('path')}\n"
                "  next: let the merchant's backend call it; its key belongs on no phone, and the gateway answers no page"
            )
        elif message.name == "payment opened by a page":
            yield (
                "the program went to the payment's URL by itself, where the wallet shows nothing to pay\n"
                "  next: give the URL to my.tradePay, which opens the cashier over the program"
            )
        elif message.name == "service worker":
            asked = f"{message.text('method')} {message.text('url')}"
            yield (
                f"the program's service worker answered {asked} from {_source(message)}: the merchant was not asked\n"
                "  next: let the worker pass on what asks the merchant"
            )


def _said(text: str) -> Iterator[str]:
    if found := _CORS.search(text):
        reason = found["reason"].splitlines()[0].removesuffix(".")
        yield (
            f"the browser kept the answer of {found['url']} from the program at {found['origin']} (CORS): {reason}\n"
            f'  next: let that server answer with "Access-Control-Allow-Origin: {found["origin"]}", or ask it by my.request'
        )
    elif found := _POLICY.search(text):
        yield (
            f"the program's own Content-Security-Policy ({_short(found['row'])}) forbids it: {found['what']}\n"
            "  next: allow it in the policy; in the wallet it is forbidden as well"
        )
    elif found := _MIXED.search(text):
        yield (
            f"the program is at https, so the browser did not ask for {found['url']}\n"
            "  next: ask for it at https; a wallet refuses it as well"
        )


def _source(message: Message) -> str:
    return "its cache" if message.text("from") == "cache" else "its own script"


def _short(row: str) -> str:
    name, *sources = row.split()
    return " ".join([name, *sources[:4], *(["…"] if len(sources) > 4 else [])])
