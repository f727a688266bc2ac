"""Programs that throw and merchants that are down: the failure says what is behind the screen, and where."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
import pytest
import uvicorn
from bad_input_kit import GOOD, SECONDS, new_project
from ports import held_port

from fixtures.buyers import buyer
from fixtures.merchant import Merchant, open_store
from fixtures.programs import SHOP, SHOP_NATIVE, ReferenceMerchant
from harness import Backstage, Credentials, Mismatch, Program, Stage, World
from harness.serving import LOOPBACK, bind
from harness.suite.errors import NotPlayable

Open = Callable[[Program], World]
CLICK = 'node.addEventListener("click", () => run(work));'
FIRST = "  const POLL_MS = 3000;"


@pytest.fixture
def opened(scratch_stage: Stage) -> Iterator[Open]:
    worlds: list[World] = []

    def open_world(program: Program) -> World:
        world = scratch_stage.world("bad input", program)
        worlds.append(world)
        world.enter_buyer(buyer(1), "100,000 IQD")
        world.open_program()
        return world

    yield open_world
    for world in worlds:
        world.close()


def _until(world: World, holds: Callable[[], object]) -> None:
    """Wait for a fact; Playwright hands over what happened only while it is spoken to."""
    deadline = time.monotonic() + SECONDS
    while not holds() and time.monotonic() < deadline:
        world.phone.text()


def _see_page_error(world: World) -> None:
    _until(world, lambda: world.journal.find(lambda m: m.name == "page error"))


def _shop(folder: Path, right: str, wrong: str) -> tuple[Program, str]:
    """Return a shop with another line in its script, and that line's number."""
    shutil.copytree(SHOP.folder, folder, dirs_exist_ok=True)
    script = folder / "shop.js"
    text = script.read_text(encoding="utf-8")
    assert text.count(right) == 1
    script.write_text(text.replace(right, wrong), encoding="utf-8")
    number = text[: text.index(right)].count("\n") + 1
    return replace(SHOP, name=str(folder), folder=folder), str(number)


@pytest.mark.parametrize(
    ("right", "wrong", "column", "error"),
    [
        (FIRST, "notThere.atAll();", 1, "ReferenceError: notThere is not defined"),
        (FIRST, "const POLL_MS = = 3000;", 17, "SyntaxError: Unexpected token '='"),
        (CLICK, "node.onclick = () => { null.x(); };", 29, "TypeError: Cannot read properties of null (reading 'x')"),
        (CLICK, "node.onclick = async () => { throw new RangeError('no'); };", 36, "RangeError: no"),
        (CLICK, "node.onclick = () => { throw 'just a text'; };", 24, "just a text"),
    ],
)
def test_a_program_that_throws_is_named_with_file_line_and_column(
    opened: Open, tmp_path: Path, right: str, wrong: str, column: int, error: str
) -> None:
    program, line = _shop(tmp_path, right, wrong)
    if right == CLICK:  # the line is indented in the shop, and the first one is not replaced with its indent
        column += 4
    world = opened(program)
    if right == CLICK:
        world.act("log in")
    _see_page_error(world)
    assert world.clues() == [f"{tmp_path / 'shop.js'}:{line}:{column}: the program threw {error}"]


def test_a_native_program_that_throws_is_named_with_file_line_and_column(opened: Open, tmp_path: Path) -> None:
    shutil.copytree(SHOP_NATIVE.folder, tmp_path, dirs_exist_ok=True)
    script = tmp_path / "app.js"
    text = script.read_text(encoding="utf-8")
    script.write_text(text.replace("\nApp({", "\nnobody.home();\nApp({"), encoding="utf-8")
    line = text[: text.index("\nApp({") + 1].count("\n") + 1
    world = opened(replace(SHOP_NATIVE, name=str(tmp_path), folder=tmp_path))
    _see_page_error(world)
    assert f"{script}:{line}:1: the program threw ReferenceError: nobody is not defined" in world.clues()


@dataclass(slots=True)
class Nowhere:
    """A merchant that returns a URL, of all things."""

    url: object
    name: str = "Nowhere"
    name_arabic: str = "Nowhere"

    def start(self, backstage: Backstage, credentials: Credentials) -> str:
        del backstage, credentials
        return self.url  # type: ignore[return-value]


def test_a_merchant_that_is_down_is_named_with_url_and_step(opened: Open) -> None:
    with held_port() as port:
        url = f"http://{LOOPBACK}:{port}"
        world = opened(replace(SHOP, name="down", merchant=lambda: Nowhere(url)))
        world.act("log in")
        world.expect_screen("error")
    assert world.clues() == [
        f"step 5 (POST /api/login): the merchant cannot be reached at {url}: All connection attempts failed"
        "\n  next: start the merchant, or let its start() return the URL at which it listens"
    ]


@dataclass(slots=True)
class Mortal(ReferenceMerchant):
    """The reference merchant on a server of its own, which can be stopped."""

    url: str = ""
    stop: list[Callable[[], None]] = field(default_factory=list)

    def start(self, backstage: Backstage, credentials: Credentials) -> str:
        merchant = backstage.call(lambda: self.build(credentials, "", open_store()))
        backstage.at_exit(merchant.close)
        sock = bind()
        sock.listen()
        self.url = merchant.base_url = f"http://{LOOPBACK}:{sock.getsockname()[1]}"
        server = uvicorn.Server(uvicorn.Config(merchant.app(), log_config=None, lifespan="off"))
        done = asyncio.run_coroutine_threadsafe(server.serve(sockets=[sock]), backstage.loop)

        def stop() -> None:
            server.should_exit = True
            done.result(timeout=20)

        self.stop.append(stop)
        return self.url


@pytest.mark.parametrize("paying", [False, True])
def test_a_merchant_that_dies_midway_is_named_with_the_step_after_which_it_died(opened: Open, paying: bool) -> None:
    mortal = Mortal()
    world = opened(replace(SHOP, name=f"mortal-{paying}", merchant=lambda: mortal))
    world.act("log in")
    world.expect_screen("catalogue")
    if paying:
        world.act("buy Barhi dates, 1 kg")
        world.expect_cashier("25,000 IQD")
    mortal.stop[0]()
    if paying:
        world.phone.tap_cashier("confirm")
        world.expect_screen("pending")
        world.wait_for(
            lambda m: m.name == "notifyPayment" and m.get("delivered") is False, "a notification that is lost"
        )
    else:
        world.act("buy Barhi dates, 1 kg")
        world.expect_screen("error")
    clues = "\n".join(world.clues())
    unreachable = f"the merchant cannot be reached at {mortal.url}: All connection attempts failed"
    if paying:
        at = f"{mortal.url}/wallet/notify"
        assert f"step 19 (notifyPayment): the notification did not reach the merchant at {at}" in clues
        assert f"after step 20: {unreachable}" in clues
    else:
        assert f"POST /api/orders, after step 8: {unreachable}" in clues


class Throws(Merchant):
    """Throws where it should answer."""

    def login_answer(self, *_: object) -> dict[str, object]:
        raise ZeroDivisionError("dates by nothing")


def test_a_merchant_that_throws_is_named_with_its_line_and_leaves_no_traceback(
    opened: Open, caplog: pytest.LogCaptureFixture
) -> None:
    world = opened(replace(SHOP, name="throws", merchant=lambda: ReferenceMerchant(Throws)))
    world.act("log in")
    world.expect_screen("error")
    _until(world, lambda: len(world.clues()) > 1)  # it is answered first and logged then
    thrown, answered = world.clues()
    assert thrown.startswith("tests/bad_input/test_bad_input_programs.py:") or f"{Path(__file__)}:" in thrown
    assert thrown.endswith(": a server threw ZeroDivisionError: dates by nothing")
    assert answered.startswith("step 8 (POST /api/login): the merchant answered with HTTP 500: Internal Server Error")
    assert not [record for record in caplog.records if record.exc_info]


@dataclass(slots=True)
class Falls(Nowhere):
    """A merchant every request of which throws."""

    def start(self, backstage: Backstage, credentials: Credentials) -> str:
        async def app(_scope: object, _receive: object, _send: object) -> None:
            raise ZeroDivisionError("dates by nothing")

        self.url = backstage.serve(app)
        return str(self.url)


def test_of_two_open_sessions_each_keeps_what_its_own_servers_threw(tmp_path: Path) -> None:
    falls = [Falls(""), Falls("")]
    with Stage(tmp_path / "first") as first, Stage(tmp_path / "second") as second:
        for stage, merchant in zip((first, second), falls, strict=True):
            stage.site(replace(SHOP, merchant=lambda merchant=merchant: merchant))  # type: ignore[misc]
        for stage, merchant in zip((second, second, first), (falls[1], falls[1], falls[0]), strict=True):
            before = len(stage.crashes)
            assert httpx.get(str(merchant.url)).status_code == 500
            deadline = time.monotonic() + SECONDS
            while len(stage.crashes) == before and time.monotonic() < deadline:
                time.sleep(0.001)  # it is answered first and logged then
        assert [len(stage.crashes) for stage in (first, second)] == [1, 2]


@pytest.mark.parametrize("url", [None, "", "127.0.0.1:8000", "ftp://127.0.0.1", "http://", "http://[::"])
def test_a_start_that_returns_no_url_is_refused(opened: Open, url: object) -> None:
    with pytest.raises(NotPlayable, match="which is not a URL") as caught:
        opened(replace(SHOP, name=f"no-url-{url}", merchant=lambda: Nowhere(url)))
    assert repr(url) in caught.value.fact


def test_a_program_without_a_page_is_refused(opened: Open, tmp_path: Path) -> None:
    with pytest.raises(NotPlayable, match=r"there is no index\.html here"):
        opened(replace(SHOP, name="no-page", folder=tmp_path))


def test_a_screen_that_the_program_does_not_know_is_refused(opened: Open) -> None:
    with pytest.raises(Mismatch, match='has no screen "payed"'):
        opened(SHOP).expect_screen("payed")


PROGRAMS = """
from dataclasses import replace
from fixtures.programs import SHOP
from pathlib import Path


class Sleeping:
    name = name_arabic = "x"

    def start(self, backstage, credentials):
        raise ConnectionError("the database sleeps")


ASLEEP = replace(SHOP, name="asleep", merchant=Sleeping)
THROWS = replace(SHOP, name="throws", folder=Path(__file__).parent / "page")
"""


def test_a_merchant_that_does_not_start_is_told_once(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    project.write("programs.py", PROGRAMS)
    project.write("features/more.feature", GOOD)
    done = project.run("--program", "programs:ASLEEP")
    fact = 'the merchant of the program "asleep" does not start: ConnectionError: the database sleeps'
    assert done.code == 1, done.said
    assert done.said.count(f"what happened: programs.py:11: {fact}") == 1
    assert done.said.count(f"\nthe same again: programs.py:11: {fact}\n") == 1
    assert done.verdict["scenarios"] == {"passed": 0, "failed": 2, "skipped": 0, "cannot": 0, "flaky": 0}
    assert all(fact in failure for failure in done.failures)


def test_the_terminal_and_the_evidence_say_what_the_program_threw(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    project.write("programs.py", PROGRAMS)
    project.write("page/index.html", "<!doctype html><h1>A shop</h1><script src=shop.js></script>")
    project.write("page/shop.js", "\n\n  nobody.home();\n")
    project.write(
        "features/good.feature", GOOD.replace("in the wallet", "in the wallet, and a Mini Program that throws")
    )
    done = project.run("--program", "programs:THROWS")
    assert done.code == 1, done.said
    clue = "also: page/shop.js:3:3: the program threw ReferenceError: nobody is not defined"
    assert clue in done.said
    assert clue in done.failures[0]
    assert clue in (done.reports / "index.html").read_text(encoding="utf-8")
