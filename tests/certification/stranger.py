"""The stranger's subscription desk as a program under test: as its harness.toml says it, or with one place changed."""

from __future__ import annotations

import atexit
import shutil
import tempfile
import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path

from harness import CommandMerchant, Program
from harness.config import RefundConfig
from harness.config.build import build
from harness.runtime.node import find_runner
from harness.suite.project import program_of
from harness.suite.refund import ConfiguredRefund

HOME = Path(__file__).with_name("stranger")
NOTIFY = "NOTIFY_URL"
Change = tuple[str, str]
"""What its page says once, and what it says instead."""

CONFIG = build(HOME / "harness.toml", tomllib.loads((HOME / "harness.toml").read_text(encoding="utf-8")))


def merchant(*, notified: bool = True) -> CommandMerchant:
    """Return its backend, in whatever node there is; one that is not ``notified`` names no address for it."""
    env = {name: value for name, value in CONFIG.merchant.env.items() if notified or name != NOTIFY}
    command = (str(find_runner()), *CONFIG.merchant.command[1:])
    return CommandMerchant(command, HOME, CONFIG.name, env=env, ready=CONFIG.merchant.ready)


DESK = replace(program_of(CONFIG), name="desk", merchant=merchant)
NO_REFUNDS = replace(DESK, name="desk without refunds", refund=None)
OFFICE = ("node", "server.mjs", "refund", "{payment_request_id}", "{amount}")
OFFICE_DESK = replace(
    DESK, name="desk with an office", refund=ConfiguredRefund(RefundConfig(command=OFFICE, partly=True), "")
)
"""The same, refunding by a command of its office."""
STUBBORN_DESK = replace(
    DESK,
    name="stubborn desk",
    refund=ConfiguredRefund(RefundConfig(url="/office/refnd"), "harness.toml: merchant.refund"),
)
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
