"""A merchant that is a command: made ready, watched, stopped whatever happens, started anew where that is due."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from readable import readable

from harness import Backstage, CommandMerchant, Credentials, HarnessError
from harness.journal import Journal, WorldJournal
from harness.suite.backend.ready import Ready
from harness.suite.backend.stack import own_place, telling
from harness.wallet.keys import new_key, private_pem, public_pem

HERE = Path(__file__).parent
KEY = new_key()
CREDENTIALS = Credentials(
    "http://127.0.0.1:4100", "M0001", private_pem(KEY), public_pem(KEY.public_key()), {"pay": "/v1/pay"}
)
Start = Callable[..., tuple[CommandMerchant, str]]


@pytest.fixture(scope="module")
def backstage() -> Iterator[Backstage]:
    with Backstage() as made:
        yield made


@pytest.fixture
def start(backstage: Backstage) -> Iterator[Start]:
    begun: list[CommandMerchant] = []

    def start(*words: str, folder: Path = HERE, journal: WorldJournal | None = None, **more: object) -> object:
        made = CommandMerchant(("python", str(HERE / "small_backend.py"), *words), folder, **more)  # type: ignore[arg-type]
        begun.append(made)
        made.follow(journal)
        return made, made.start(backstage, CREDENTIALS)

    yield start  # type: ignore[misc]
    for made in begun:
        made.stop()


def journal(name: str = "a scenario") -> WorldJournal:
    return Journal().world(name, lambda: 0)


def log(found: WorldJournal, text: str) -> str:
    """Wait for a line that the backend prints, and return it."""
    return found.wait_for(lambda m: text in (m.text("text") or ""), text).text("text") or ""


def gone(pid: int) -> bool:
    """Wait until a process has ended."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return readable(handle, 10)
    finally:
        os.close(handle)


def ask(url: str, path: str) -> str:
    return httpx.get(f"{url}{path}", trust_env=False).text


@pytest.mark.parametrize("ready", ["", "/pid", "open for business"])
def test_it_is_started_when_it_is_ready_and_stopped_with_all_its_children(start: Start, ready: str) -> None:
    found = journal()
    merchant, url = start("child", ready=ready, journal=found)
    pid, child = int(ask(url, "/pid")), int(log(found, "child").split()[1])
    assert log(found, "asked:")
    merchant.stop()
    assert gone(pid)
    assert gone(child)


def test_its_variables_and_files_are_filled_in(start: Start, tmp_path: Path) -> None:
    template, dotenv, project = tmp_path / "env.template", tmp_path / "dotenv", tmp_path / "project"
    template.write_text("CLIENT={client_id}\n")
    dotenv.write_text("TOLD=not this\nOTHER=1\n")
    project.mkdir()
    (project / ".env").write_text("theirs")
    _, url = start(folder=project, env={"TOLD": "{notify_base_url}/paid"}, env_file=dotenv, files={".env": template})
    assert ask(url, "/env") == f"{url}/paid"
    assert ask(url, "/file") == "CLIENT=M0001\n"
    assert (project / ".env").read_text() == "theirs"


def test_a_file_is_found_from_where_the_code_lies(tmp_path: Path) -> None:
    """Node and Path.resolve take a linked script for the file behind the link, which lies beside the project's own files."""
    (tmp_path / "code").mkdir()
    (tmp_path / "template").write_text("CLIENT={client_id}\n")
    merchant = CommandMerchant(("python", "code/beside.py"), tmp_path, files={"conf/shop.env": tmp_path / "template"})
    (tmp_path / "code" / "beside.py").write_text(
        "from pathlib import Path\n"
        "print((Path(__file__).resolve().parent.parent / 'conf' / 'shop.env').read_text())\n"
        "raise ValueError('read it')\n"
    )
    with Backstage() as backstage, pytest.raises(HarnessError) as raised:
        merchant.start(backstage, CREDENTIALS)
    assert raised.value.fact.endswith("ValueError: read it")
    assert raised.value.place.endswith("code/beside.py:3")
    assert not (tmp_path / "conf").exists()


def test_of_a_file_that_is_missing_it_is_said_how_it_is_made(tmp_path: Path) -> None:
    (tmp_path / "shop.py").write_text("open('conf/shop.env')")
    with Backstage() as backstage, pytest.raises(HarnessError) as raised:
        CommandMerchant(("python", "shop.py"), tmp_path).start(backstage, CREDENTIALS)
    assert "files under [merchant]" in raised.value.action


def test_one_that_ends_at_once_says_why(start: Start) -> None:
    with pytest.raises(HarnessError) as raised:
        start("exit")
    assert raised.value.fact == "the merchant ended with exit code 1 before it was ready: the database is not there"
    assert "small_backend.py exit" in raised.value.action


_PRINTED = [
    (
        "node:internal/errors:540\n      throw error;\n\n"
        'TypeError [ERR_INVALID_ARG_TYPE]: The "path" argument must be of type string. Received undefined\n'
        "    at Object.readFileSync (node:fs:441:42)\n  code: 'ERR_INVALID_ARG_TYPE'\n}\n\nNode.js v22.1.0",
        'TypeError [ERR_INVALID_ARG_TYPE]: The "path" argument must be of type string. Received undefined',
    ),
    (
        'Traceback (most recent call last):\n  File "app.py", line 3, in <module>\n    import flask\n'
        "ModuleNotFoundError: No module named 'flask'",
        "ModuleNotFoundError: No module named 'flask'",
    ),
    ("loading\npanic: WALLET_URL is empty\n\ngoroutine 1 [running]:\nexit status 2", "panic: WALLET_URL is empty"),
    ("loading\nWALLET_URL is not set", "WALLET_URL is not set"),
    ("", ""),
]


def test_the_place_of_an_error_is_the_first_in_the_backends_own_files(tmp_path: Path) -> None:
    for name in ("node_modules/express/index.js", "server.js", "app.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    node = ["    at readFileSync (node:fs:441:42)", f"    at use ({tmp_path}/node_modules/express/index.js:1:2)"]
    assert own_place([*node, f"    at Object.<anonymous> ({tmp_path}/server.js:4:1)"], tmp_path).endswith(
        "server.js:4:1"
    )
    assert own_place([f"    at file://{tmp_path}/server.js:7:3"], tmp_path).endswith("server.js:7:3")
    assert own_place([f'  File "{tmp_path}/app.py", line 3, in <module>'], tmp_path).endswith("app.py:3")
    assert own_place(node, tmp_path) == str(tmp_path)


@pytest.mark.parametrize(("printed", "said"), _PRINTED)
def test_the_line_that_names_the_error_is_told_not_the_end_of_its_stack(printed: str, said: str) -> None:
    assert telling(printed.splitlines()) == said


@pytest.mark.parametrize(
    ("words", "ready", "seen"),
    [
        (["deaf"], "", "nothing listens on port"),
        (["deaf"], "/health", "/health does not answer"),
        ([], "Listening on", 'it has not printed "Listening on"'),
    ],
)
def test_one_that_is_never_ready_says_what_was_waited_for(
    start: Start, words: list[str], ready: str, seen: str
) -> None:
    with pytest.raises(HarnessError) as raised:
        start(*words, ready=ready, ready_seconds=0.4)
    assert raised.value.fact.startswith("the merchant was not ready within 0.4 s: ")
    assert seen in raised.value.fact


def test_an_answer_that_says_not_yet_is_not_ready(start: Start) -> None:
    _, url = start()
    ready = Ready("/health", int(url.rpartition(":")[2]), tuple)
    assert not ready()
    assert ready.seen == f"{url}/health answers with HTTP 503"


def test_one_that_cannot_be_started_is_named(backstage: Backstage) -> None:
    with pytest.raises(HarnessError, match="no-such-program: No such file or directory"):
        CommandMerchant(("no-such-program",), HERE).start(backstage, CREDENTIALS)
    with pytest.raises(HarnessError, match="the merchant cannot be started: No such file or directory"):
        CommandMerchant(("python",), HERE / "nowhere").start(backstage, CREDENTIALS)


def test_a_port_that_is_taken_is_named(start: Start) -> None:
    _, url = start()
    port = int(url.rpartition(":")[2])
    with pytest.raises(HarnessError, match=f"port {port}, on which the merchant is to listen, is taken"):
        start(port=port)


def test_it_runs_on_through_a_run(start: Start) -> None:
    first, second = journal("first"), journal("second")
    merchant, url = start(journal=first)
    pid = ask(url, "/pid")
    merchant.follow(second)
    assert ask(url, "/pid") == pid
    assert log(second, "asked:")


def test_it_is_started_anew_for_each_scenario(start: Start) -> None:
    first, second = journal("first"), journal("second")
    merchant, url = start(journal=first, restart="scenario")
    pid = ask(url, "/pid")
    merchant.follow(first)
    assert ask(url, "/pid") == pid
    merchant.follow(second)
    assert ask(url, "/pid") != pid
    assert log(second, "open for business")
    assert gone(int(pid))


def test_one_that_falls_over_is_there_again_for_the_next_scenario(start: Start) -> None:
    first, second = journal("first"), journal("second")
    merchant, url = start(journal=first)
    with suppress(httpx.HTTPError):
        ask(url, "/crash")
    assert log(first, "it ended by itself") == "it ended by itself, with exit code 7"
    assert log(first, "I fall over")
    merchant.follow(second)
    assert int(ask(url, "/pid")) > 0


RUN = """
import signal
from harness import Backstage, CommandMerchant
from test_command import CREDENTIALS, HERE, ask, journal, log
found = journal()
with Backstage() as backstage:
    merchant = CommandMerchant(("python", str(HERE / "small_backend.py"), "child", "stubborn"), HERE)
    merchant.follow(found)
    url = merchant.start(backstage, CREDENTIALS)
    print(ask(url, "/pid"), log(found, "child").split()[1], flush=True)
    signal.pause()
"""


def test_it_ends_with_a_run_that_is_killed() -> None:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE), str(HERE.parent), str(HERE.parents[1])])}
    with subprocess.Popen([sys.executable, "-c", RUN], stdout=subprocess.PIPE, text=True, env=env) as run:
        assert run.stdout is not None
        pids = [int(word) for word in run.stdout.readline().split()]
        run.send_signal(signal.SIGKILL)
    assert len(pids) == 2
    assert all(gone(pid) for pid in pids)
