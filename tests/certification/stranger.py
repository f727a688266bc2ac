"""The stranger's subscription desk as a program under test: as its harness.toml says it, or with one place changed."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

from harness import CommandMerchant, Good, Program

HOME = Path(__file__).with_name("stranger")
NOTIFY = "NOTIFY_URL"
Change = tuple[str, str]
"""What its page says once, and what it says instead."""

DESK = Program(
    name="desk",
    kind="h5",
    folder=HOME / "web",
    merchant=lambda: merchant(),
    actions={"log in": {"text": "Enter"}, "try again": {"text": "Pay again"}, "buy One month": {"text": "Subscribe"}},
    screens={
        "catalogue": {"text": "Subscribe"},
        "paid": {"contains": "on its way"},
        "pending": {"contains": "One moment"},
        "failed": {"contains": "It did not work"},
        "cancelled": {"contains": "not paid yet"},
        "error": {"contains": "Sorry:"},
    },
    goods=(Good("One month", "5,000 IQD", "The Basra Morning, one month"),),
)


def merchant(*, notified: bool = True) -> CommandMerchant:
    """Return its backend; one that is not ``notified`` names no address for it."""
    env = {
        "PORT": "{port}",
        "WALLET_URL": "{gateway_url}",
        "WALLET_CLIENT_ID": "{client_id}",
        "MY_PRIVATE_KEY": "{merchant_private_key_file}",
        "WALLET_PUBLIC_KEY": "{wallet_public_key_file}",
        NOTIFY: "{notify_base_url}/from-wallet",
    }
    kept = {name: value for name, value in env.items() if notified or name != NOTIFY}
    return CommandMerchant(("node", "server.mjs"), HOME, "The Basra Morning", env=kept, ready="The desk is open")


SILENT_DESK = replace(DESK, name="silent desk", merchant=lambda: merchant(notified=False))
"""The same without notifications: it asks the wallet whenever its page asks."""


@cache
def changed(name: str, *changes: Change, without: tuple[str, ...] = ()) -> Program:
    """Return the desk with these places of its page changed, and without these screens."""
    home = Path(tempfile.mkdtemp(prefix="desk-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    text = (DESK.folder / "index.html").read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, f"{name}: {old}"
        text = text.replace(old, new)
    (home / "index.html").write_text(text, encoding="utf-8")
    screens = {screen: target for screen, target in DESK.screens.items() if screen not in without}
    return replace(DESK, name=name, folder=home, screens=screens)
