"""Where a phone's requests lead: routes, folders, a program at a URL, and what is refused."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from dev_server import dev_server
from player import play

from fixtures.buyers import buyer
from fixtures.programs import PHONE, SHOP, SHOP_NATIVE
from harness import CommandMerchant, Program, Stage, World
from harness.phone.routes import Routes, Way
from harness.wallet.profile import load_profile

ROOT = Path(__file__).parents[2]
HARD_CODED = "http://172.20.10.2:1999"
PATHS = json.dumps(dict(load_profile("super_qi").paths))


def python_merchant(origin: str) -> CommandMerchant:
    """Return the merchant in Python; pages of ``origin`` may call it, none where that is ""."""
    env = {
        "WALLET_URL": "{gateway_url}",
        "CLIENT_ID": "{client_id}",
        "PRIVATE_KEY": "{merchant_private_key}",
        "WALLET_KEY_FILE": "{wallet_public_key_file}",
        "OWN_URL": "{notify_base_url}",
        "PATHS": PATHS,
        "ORIGIN": origin,
        "PYTHONPATH": str(ROOT),
    }
    command = (sys.executable, str(Path(__file__).with_name("python_merchant.py")))
    return CommandMerchant(command, ROOT, "Dar Al-Tamr", "دار التمر", env, ready="Uvicorn running")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop, written for a backend at an address of its maker's."""
    folder = tmp_path_factory.mktemp("shop") / "files"
    shutil.copytree(SHOP.folder, folder)
    script = folder / "shop.js"
    text = script.read_text(encoding="utf-8")
    assert text.count("fetch(`/api") == 1
    script.write_text(text.replace("fetch(`/api", f"fetch(`{HARD_CODED}/api"), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def dev(shop: Path) -> Iterator[str]:
    with dev_server(shop) as url:
        yield url


def journey(stage: Stage, program: Program) -> str:
    """Play the feature of the 20 steps; return what is wrong."""
    return play(stage, program, "journey", "A buyer logs in, orders and pays").said


def opened(stage: Stage, program: Program) -> World:
    world = stage.world(program.name, program)
    world.enter_buyer(buyer(1), "100,000 IQD")
    world.open_program()
    return world


def refused(world: World) -> dict[str, str]:
    found = world.journal.all(lambda m: m.name == "refused host")
    return {m.text("host") or "": m.text("reason") or "" for m in found}


def test_a_program_at_a_url_makes_the_whole_journey(scratch_stage: Stage, dev: str) -> None:
    """Opened at a dev server, with a backend at another origin that allows it by CORS."""
    routes = {HARD_CODED: "merchant"}
    program = replace(SHOP, name="at a url", url=f"{dev}/", routes=routes, merchant=lambda: python_merchant(dev))
    assert journey(scratch_stage, program) == ""


def test_a_backend_without_cors_is_not_heard(scratch_stage: Stage, dev: str) -> None:
    routes = {HARD_CODED: "merchant"}
    program = replace(SHOP, name="no cors", url=f"{dev}/", routes=routes, merchant=lambda: python_merchant(""))
    world = opened(scratch_stage, program)
    try:
        world.act("log in")
        world.expect_screen("error")
        said = " ".join(m.text("text") or "" for m in world.journal.all(lambda m: m.name == "console"))
        assert "blocked by CORS policy" in said
        assert not world.journal.all(lambda m: m.name.endswith("/api/login"))
        assert any("INFO:" in clue for clue in world.clues())
    finally:
        world.close()


def test_a_path_of_a_dev_server_leads_to_the_backend(scratch_stage: Stage) -> None:
    with dev_server(SHOP.folder) as url:
        program = replace(
            SHOP, name="dev paths", url=url, routes={"/api": "merchant"}, merchant=lambda: python_merchant("")
        )
        assert journey(scratch_stage, program) == ""


def test_a_native_program_goes_by_its_routes(scratch_stage: Stage) -> None:
    """Its my.request is made by the wallet app, so no CORS applies; another host than its backend's is refused."""
    host = "https://shop.dar-al-tamr.example"
    program = replace(SHOP_NATIVE, name="native routes", routes={host: "merchant"})
    assert journey(scratch_stage, program) == ""
    program = replace(program, name="native refused", routes={"https://other.example": "merchant"})
    world = opened(scratch_stage, program)
    try:
        world.act("log in")
        world.expect_screen("error")
        assert refused(world) == {host: "no route leads there"}
        assert any(f'lead "{host}" somewhere' in clue for clue in world.clues())
    finally:
        world.close()


def test_an_address_that_a_program_insists_on_is_its_own(scratch_stage: Stage) -> None:
    program = replace(SHOP, name="address", address="https://shop.example.iq")
    assert journey(scratch_stage, program) == ""


PAGE = """<!doctype html><title>A program</title><p>nothing yet</p>
<script src="https://cdn.example.com/lib/hello.js"></script>
<script src="https://tracker.example.com/t.js"></script>
<script src="https://tracker.example.com/u.js"></script>
<script>
const asked = (url) => new Promise((done) => my.request({ url, dataType: "text",
  success: ({ data }) => done(data), fail: ({ error }) => done(`error ${error}`) }));
const got = (url) => fetch(url).then((answer) => answer.text(), () => "no answer");
const socket = (url) => new Promise((done) => {
  const made = new WebSocket(url);
  made.onmessage = ({ data }) => done(data);
  made.onerror = () => done("no socket");
});
(async () => {
  const all = [
    window.hello,
    await got("https://cdn.example.com/lib/no.js"),
    await asked("https://cdn.example.com/lib/hello.js"),
    await got("http://plain.example.com/x"),
    await asked("https://asked.example.com/x"),
    await asked("http://asked.example.net/x"),
    await asked("http://cdn.example.net/anything"),
    await socket(document.body.dataset.socket || "ws://socket.example.com/"),
  ];
  document.querySelector("p").textContent = JSON.stringify(all);
})();
</script>"""


def test_scripts_come_from_a_folder_and_the_internet_is_refused(scratch_stage: Stage, tmp_path: Path) -> None:
    folder, vendor = tmp_path / "program", tmp_path / "vendor"
    folder.mkdir()
    vendor.mkdir()
    (vendor / "hello.js").write_text("window.hello = 'hello';", encoding="utf-8")
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    one = vendor / "hello.js"
    routes = {"https://cdn.example.com/lib": str(vendor), "http://cdn.example.net": str(one)}
    world = opened(scratch_stage, replace(PHONE, name="cdn", folder=folder, routes=routes))
    script = "window.hello = 'hello';"
    try:
        shown = json.loads(world.phone.see({"contains": "hello"}))
        assert shown == ["hello", "", script, "no answer", "error 12", "error 12", script, "no socket"]
        nowhere = "no route leads there"
        assert refused(world) == {
            "https://tracker.example.com": nowhere,
            "https://cdn.example.com": f"there is no no.js in {vendor}",
            "http://plain.example.com": nowhere,
            "https://asked.example.com": nowhere,
            "http://asked.example.net": nowhere,
            "http://socket.example.com": nowhere,
        }
    finally:
        world.close()


def test_the_websocket_of_a_dev_server_is_passed_on(scratch_stage: Stage, tmp_path: Path) -> None:
    with dev_server(tmp_path) as url:
        socket = f"{url.replace('http:', 'ws:')}/updates"
        page = PAGE.replace("<p>", f'<body data-socket="{socket}"><p>')
        (tmp_path / "index.html").write_text(page, encoding="utf-8")
        routes = {"https://live.example.com": url}
        world = opened(scratch_stage, replace(PHONE, name="socket", url=f"{url}/index.html", routes=routes))
        try:
            assert '"fresh"' in world.phone.see({"contains": "fresh"})
            script = """() => new Promise((done) => { my.onSocketMessage(({ data }) => done(data));
              my.onSocketError(({ errorMessage }) => done(errorMessage)); my.connectSocket({ url: 'wss://live.example.com/updates' }); })"""
            assert world.phone.page.evaluate(script) == "fresh", "over TLS, by its route"
        finally:
            world.close()


TABLE = {
    "http://172.20.10.2:1999": "merchant",
    "https://CDN.example.com/lib": "/vendor",
    "https://cdn.example.com/lib/deep": "http://127.0.0.1:9",
    "/api": "merchant",
    "/": "refuse",
}
MERCHANT, PROGRAM = "http://127.0.0.1:4000", "http://localhost:5173/app/"


@pytest.mark.parametrize(
    ("origin", "path", "way"),
    [
        ("http://172.20.10.2:1999", "/x", Way("merchant", MERCHANT)),
        ("http://172.20.10.2", "/x", Way("refused")),
        ("https://cdn.example.com", "/lib/a.js", Way("files", file=Path("/vendor"), rest="a.js")),
        ("https://cdn.example.com", "/lib/deep/a.js", Way("elsewhere", "http://127.0.0.1:9")),
        ("https://cdn.example.com", "/library", Way("refused")),
        ("http://127.0.0.1:5173", "/api/login", Way("merchant", MERCHANT)),
        ("http://127.0.0.1:5173", "/apis", Way("refused")),
        ("http://127.0.0.1:4000", "/paid", Way("merchant", MERCHANT)),
        ("http://127.0.0.1:8080", "/", Way("elsewhere", "http://127.0.0.1:8080")),
        ("https://appx", "/web-view.min.js", Way("bridge")),
    ],
)
def test_the_longest_route_that_fits_counts(origin: str, path: str, way: Way) -> None:
    assert Routes(TABLE, merchant=MERCHANT, program=PROGRAM, foreign=True).find(origin, path) == way
    rest = {key: target for key, target in TABLE.items() if key != "/"}
    found = Routes(rest, merchant=MERCHANT, program=PROGRAM, foreign=True).find("http://127.0.0.1:5173", "/apis")
    assert found == Way("program", "http://localhost:5173")
