"""A browser on another machine plays as one here does; a server that is not there is one clear error."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from browser_server import browser_server
from player import Played, play
from playwright.sync_api import Browser
from ports import held_port

from fixtures.programs import SHOP
from harness import HarnessError, Stage
from harness.phone import REFUSED, BrowserHolder
from harness.phone.remote import check_address
from harness.runtime.bundle import BRIDGE_URLS

T = TypeVar("T")
Work = Callable[[Callable[[Stage], T]], T]


@pytest.fixture(scope="module")
def remotely(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Work[T]]:
    """Do something with a stage whose browser is elsewhere, in a thread of its own: Playwright has one browser a thread."""
    folder = tmp_path_factory.mktemp("far")
    with browser_server(folder) as address, ThreadPoolExecutor(1) as pool:
        holder = BrowserHolder(address)
        stage = Stage(folder / "reports", browsers=holder)
        try:
            pool.submit(stage.__enter__).result()
            assert stage.remote
            yield lambda work: pool.submit(work, stage).result()
        finally:
            pool.submit(stage.__exit__, None, None, None).result()
            pool.submit(holder.close).result()


def test_a_payment_is_played_in_a_browser_on_another_machine(remotely: Work[Played]) -> None:
    played = remotely(
        lambda stage: play(stage, replace(SHOP, name="far"), "journey", "A buyer logs in, orders and pays")
    )
    assert played.passed, played.said


def test_what_the_page_asks_for_elsewhere_goes_through_its_network_here(remotely: Work[object], tmp_path: Path) -> None:
    shutil.copytree(SHOP.folder, folder := tmp_path / "shop")
    page = (folder / "index.html").read_text(encoding="utf-8")
    scripts = (
        f'<head><script src="{BRIDGE_URLS[0].replace("*", "1.0.0")}" onload="window.bridged = 1"></script>'
        '<img src="https://pictures.example/dates.png">'
    )
    (folder / "index.html").write_text(page.replace("<head>", scripts, 1), encoding="utf-8")

    def look(stage: Stage) -> object:
        world = stage.world("elsewhere", replace(SHOP, name="bridged", folder=folder))
        world.enter_buyer(world.person(), "100,000 IQD")
        world.open_program()
        refused = world.journal.wait_for(lambda m: m.name == REFUSED, "the refusal", seconds=60)
        world.phone.page.wait_for_function("window.bridged === 1")
        world.close()
        return refused.get("host")

    assert remotely(look) == "https://pictures.example"


@pytest.mark.parametrize("address", ["", "http://127.0.0.1:1", "ws:///x", "ws://127.0.0.1:a", "ws://[", "127.0.0.1:1"])
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(HarnessError, match="is no address of a browser server"):
        check_address(address)


def test_no_server_is_there(unused: int) -> None:
    holder = BrowserHolder(f"ws://127.0.0.1:{unused}/x")
    with pytest.raises(HarnessError, match=f"ws://127.0.0.1:{unused}/x: there is no browser server") as error:
        gets(holder)
    assert "playwright run-server" in error.value.action


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (
            "HTTP/1.1 428 Precondition Required\r\n\r\nPlaywright version mismatch:\n"
            "  - server version: v1.40\n  - client version: v1.65\n",
            "the browser server is of Playwright 1.40, this is 1.65",
        ),
        ("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "or another path of it: HTTP 404"),
        ("220 mail.example ESMTP\r\n", "the browser server gives no browser"),
    ],
)
def test_what_answers_is_not_our_server(answer: str, said: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:

        def serve() -> None:
            connection, _ = door.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(answer.encode())

        door.settimeout(60)
        thread = threading.Thread(target=serve)
        thread.start()
        with pytest.raises(HarnessError) as error:
            gets(BrowserHolder(f"ws://127.0.0.1:{door.getsockname()[1]}"))
        thread.join()
    assert said in error.value.fact


def gets(holder: BrowserHolder) -> Browser:
    """Get a browser in a thread of its own: Playwright allows one at a time in each."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(holder.get).result()


@pytest.fixture
def unused() -> Iterator[int]:
    with held_port() as port:
        yield port
