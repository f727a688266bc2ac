"""Switching a phone on: a browser context with the wallet's runtime in it, and the console and errors of its page recorded."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Browser, ConsoleMessage, WebError

from harness.journal import Actor, WorldJournal
from harness.phone.console import Console
from harness.phone.phone import Phone
from harness.phone.remote import lead
from harness.phone.thrown import place_of
from harness.runtime.bundle import PhoneConfig, init_script

WIDTH, HEIGHT = 360, 740


@dataclass(frozen=True, slots=True)
class PhoneSetup:
    """What a phone needs to know of its wallet, its owner and its program."""

    id: str
    key: str
    app_origin: str
    program_url: str
    language: str
    user_agent: str
    apis: tuple[str, ...]
    app_id: str
    app_name: str
    version: str
    now: Callable[[], int]
    native: bool = False
    console: tuple[str, ...] = ()
    """Parts of lines by which the program tells its screens in the console."""
    proxy: str = ""
    """The origin of its network's proxy, "" for none; ``past`` are hosts with ports that are reached without it."""
    past: tuple[str, ...] = ()
    remote: bool = False
    """Whether the browser is on another machine."""


def switch_on(browser: Browser, setup: PhoneSetup, journal: WorldJournal) -> Phone:
    """Open a fresh phone on a browser."""
    locale = "ar-IQ" if setup.language == "ar" else "en-US"
    engine = f"_{secrets.token_hex(8)}"
    context = browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT},
        user_agent=f"Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Mobile {setup.user_agent} Phone/{setup.id}",
        locale=locale,
        has_touch=True,
        reduced_motion="reduce",
        proxy={"server": setup.proxy, "bypass": ",".join(setup.past)} if setup.proxy and not setup.remote else None,
        ignore_https_errors=bool(setup.proxy),  # https ends at the proxy, behind a certificate of its own
    )
    system = {
        "app": setup.app_name,
        "brand": "Harness",
        "model": "Phone",
        "platform": "Android",
        "system": "14",
        "version": setup.version,
        "language": locale,
        "pixelRatio": 1,
        "screenWidth": WIDTH,
        "screenHeight": HEIGHT,
        "windowWidth": WIDTH,
        "windowHeight": HEIGHT,
    }
    config = PhoneConfig(
        host=setup.app_origin,
        phone=setup.id,
        key=setup.key,
        apis=setup.apis,
        app_id=setup.app_id,
        system_info=system,
        engine=engine,
        native=setup.native,
    )
    if setup.remote and setup.proxy:
        lead(context, setup.proxy, setup.past)
    context.add_init_script(init_script(config))
    context.clock.install(time=setup.now() / 1000)
    page = context.new_page()
    phone = Phone(context, page, engine, setup.program_url, setup.app_origin, journal, native=setup.native)
    phone.console = Console(setup.console)

    def thrown(problem: WebError) -> None:
        name, where = problem.error.name, problem.location
        text = f"{name}: {problem.error.message}" if name else problem.error.message
        place = place_of(where["url"], where["line"], where["column"], setup.program_url)
        journal.fact(Actor.HARNESS, "page error", {"text": text, "place": place})

    def said(message: ConsoleMessage) -> None:
        phone.console.take(message.text)
        if message.type in ("error", "warning"):
            journal.fact(Actor.HARNESS, "console", {"type": message.type, "text": message.text})

    context.on("weberror", thrown)
    page.on("console", said)
    return phone
