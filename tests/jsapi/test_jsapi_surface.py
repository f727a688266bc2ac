"""Every JSAPI that docs/jsapi.md says is answered does what it should, in an H5 program and in a native one."""

from __future__ import annotations

import base64
import io
import re
import wave
from collections.abc import Iterator
from pathlib import Path

import playwright
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from echo_socket import echo_socket
from surface_case import Case
from surface_cases import CASES, ELSEWHERE
from surface_program import surface_program

from fixtures.buyers import buyer
from harness import Stage, World
from harness.journal import Actor
from harness.runtime.build import build
from harness.runtime.bundle import EVENTS, NATIVE_APIS
from harness.suite.jsapi_page import NOBODYS, page, rows

ROOT = Path(__file__).parents[2]
KINDS = ("h5", "native")


@pytest.fixture(params=KINDS)
def world(request: pytest.FixtureRequest, scratch_stage: Stage, tmp_path: Path) -> Iterator[World]:
    build()
    world = scratch_stage.world("surface", surface_program(request.param, tmp_path / "program"))
    world.senses.holds_up("T-12")
    world.senses.network("4G")
    world.senses.battery(42)
    world.senses.chooses_file(ROOT / "fixtures" / "pictures" / "receipt.png")
    world.senses.stands_at(30.5, 47.7, name="Quay")
    world.senses.knows("Zainab", "0770")
    world.senses.program_in_wallet("A2", "Bill shop")
    world.senses.points_to(90)
    world.senses.wifi_nearby("Quay", "dates")
    world.senses.withholds("microphone")
    world.senses.bluetooth_nearby("D1", "Scales", {"fff0": {"fff1": "01"}})
    world.enter_buyer(buyer(3), "1,000 IQD")
    world.open_program()
    world.mini_program.page_stack()
    yield world
    world.close()


def run(world: World, case: Case) -> object:
    """Run one case; the buyer taps while it waits."""
    page = world.phone.page
    script = f"() => {{ window.ended = (async () => ({case.script}))().catch((problem) => String(problem)); }}"
    page.evaluate(script)
    for tap in case.taps:
        world.phone.tap({"testId": tap})
    return page.evaluate("() => window.ended")


def test_what_every_api_answers(world: World) -> None:
    with echo_socket() as echo:
        everything = {"echo": echo, "keys": _keys(), "beep": _beep(), "signs": _signs()}
        world.phone.page.evaluate("(everything) => void Object.assign(window, everything)", everything)
        _check_every_api(world)


def _keys() -> dict[str, str]:
    """Return a key pair for my.rsa: base64 of DER."""
    key = generate_private_key(65537, 2048)
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return {"private": base64.b64encode(private).decode(), "public": base64.b64encode(public).decode()}


def _beep() -> str:
    """Return a sound of a twentieth of a second as a data URL."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(bytes(400))
    return f"data:audio/wav;base64,{base64.b64encode(file.getvalue()).decode()}"


def _signs() -> str:
    """Return a font as a data URL: one that comes with the browser's driver."""
    font = min(Path(playwright.__file__).parent.rglob("*.ttf"), key=lambda file: file.stat().st_size)
    return f"data:font/ttf;base64,{base64.b64encode(font.read_bytes()).decode()}"


def _check_every_api(world: World) -> None:
    found = [(case.api, run(world, case)) for case in CASES if world.program.kind in case.kinds]
    assert found == [(case.api, case.expected) for case in CASES if world.program.kind in case.kinds]
    assert world.journal.all(lambda m: m.name == "page error") == []
    own: tuple[object, ...] = ({"n": 1}, "aQ==") if world.program.kind == "h5" else ()
    words = ("dates", "aGk=", "mine", *own)
    last = words[-1]  # what the program's own sockets carry is not held back for the journal
    world.journal.wait_for(lambda m: m.sender is Actor.MERCHANT and m.get("body") == last, "the last word", seconds=60)
    crossed = [(m.sender, m.get("body"), m.cause is not None) for m in world.journal.all(lambda m: m.name == "WS /ws")]
    assert [(sender, body) for sender, body, _ in crossed] == [
        (sender, word) for word in words for sender in (Actor.MINI_PROGRAM, Actor.MERCHANT)
    ]
    assert all(caused for sender, _, caused in crossed if sender is Actor.MERCHANT)
    known = {
        "phone call",
        "vibration",
        "picture saved",
        "map",
        "shared",
        "wifi joined",
        "bluetooth",
        "program opened",
        "program left",
        "subscription",
        "subscription ended",
        "file saved to disk",
    }
    assert {m.name for m in world.journal.all(lambda m: m.name in known)} == known


def test_the_phone_is_moved_and_left(world: World) -> None:
    page = world.phone.page
    page.evaluate("""async () => { window.heard = []; const hear = (name) => (told) => heard.push([name, ...Object.values(told ?? {})]);
      for (const name of ['AccelerometerChange', 'CompassChange', 'GyroscopeChange', 'AppHide', 'AppShow']) my[`on${name}`](hear(name));
      window.listening = my.watchShake().then(hear('shaken'));
      await my.startAccelerometer(); await my.stopCompass(); await my.stopGyroscope(); }""")
    page.evaluate("() => new Promise((done) => setTimeout(done, 0))")
    page.wait_for_function("() => heard.length >= 1")
    page.evaluate("() => { heard.length = 0; }")
    world.senses.moves(0, 1, 0)
    world.senses.points_to(180)
    world.senses.turns(1, 0, 0)
    page.evaluate("() => Promise.all([my.startCompass(), my.startGyroscope(), my.stopAccelerometer()])")
    world.senses.moves(1, 0, 0)
    world.senses.points_to(270)
    world.senses.turns(2, 0, 0)
    world.senses.shakes()
    world.senses.leaves_program()
    world.senses.returns_to_program()
    page.evaluate("() => listening")
    told = page.evaluate("() => heard.map(([name, first]) => [name, typeof first === 'number' ? first : null])")
    assert told == [
        ["AccelerometerChange", 0],
        ["CompassChange", 270],
        ["GyroscopeChange", 2],
        *([["shaken", None]] if told[3][0] == "shaken" else []),
        ["AppHide", None],
        ["AppShow", None],
        *([["shaken", None]] if told[3][0] != "shaken" else []),
    ]


STYLES = """async ([api, params, before]) => {
  const ways = [
    (say) => new Promise((done) => my[api]({ ...params, success: (r) => say('success', r), fail: (r) => say('fail', r),
      complete: (r) => done(say('complete', r)) })),
    (say) => my[api]({ ...params }).then((r) => say('success', r), (r) => say('fail', r)),
    (say) => new Promise((done) => my[api]({ ...params }, (r) => done(say('callback', r)))),
  ];
  const told = [];
  for (const way of ways) {
    if (before !== '') await my[before]();
    const said = [], results = new Set();
    await way((name, result) => { said.push(name); results.add(result); });
    const [result] = results;
    told.push([said, results.size, result?.error ?? null]);
  }
  window.told = told;
}"""
SHEETS = {
    "alert": "alert-ok",
    "confirm": "confirm-ok",
    "prompt": "prompt-ok",
    "showModal": "confirm-cancel",
    "showActionSheet": "action-cancel",
    "showSharePanel": "action-cancel",
    "chooseCity": "action-cancel",
    "chooseLocation": "action-cancel",
    "choosePhoneContact": "action-cancel",
    "openSetting": "alert-ok",
    "datePicker": "date-cancel",
    "getLocation": "consent-deny",
    "chooseContact": "action-cancel",
    "regionPicker": "action-cancel",
    "chooseDistrict": "action-cancel",
}
ASKS_ONCE = {"getLocation"}
BEFORE = {"stopWifi": "startWifi", "chooseImage": "takeAll"}


def test_every_api_has_the_three_styles(world: World) -> None:
    """Callbacks, a promise, one callback: each tells the same, once, and with callbacks one object is given to all."""
    native = world.program.kind == "native"
    names = [
        row.name
        for row in rows()
        if row.form == "async" and row.works and (native or row.answer != "native programs only")
    ]
    page, told = world.phone.page, {}
    page.evaluate(
        "async () => { my.takeAll = async () => { for (;;) try { await my.chooseImage({ count: 9 }); } catch { return; } }; }"
    )
    for name in names:
        page.evaluate(
            f"(given) => {{ void ({STYLES})(given).catch((problem) => {{ window.told = String(problem); }}); }}",
            [name, {}, BEFORE.get(name, "")],
        )
        if name == "watchShake":
            for _ in range(3):
                page.evaluate("() => new Promise((done) => setTimeout(done, 0))")
                world.senses.shakes()
        for _ in range(0 if name not in SHEETS else 1 if name in ASKS_ONCE else 3):
            world.phone.tap({"testId": SHEETS[name]})
        told[name] = page.wait_for_function(
            "() => { const { told } = window; delete window.told; return told; }"
        ).json_value()
    wrong = {name: found for name, found in told.items() if not _alike(found)}
    assert wrong == {}


def _alike(found: object) -> bool:
    """Say whether the three styles told the same."""
    if not isinstance(found, list) or len(found) != 3:
        return False
    (called, objects, error), (promised, _, again), (single, _, third) = found
    end = "success" if error is None else "fail"
    return bool(
        called == [end, "complete"]
        and objects == 1
        and promised == [end]
        and single == ["callback"]
        and error == again == third
    )


NAMES = "['MemoryWarning', 'AppShow', 'AppHide', 'Error', 'UnhandledRejection']"


def test_the_phone_tells_who_listens(world: World) -> None:
    page = world.phone.page
    page.evaluate(f"""() => {{ window.heard = []; window.listener = (told) => heard.push(told.networkType);
      my.onNetworkStatusChange(listener); my.onUserCaptureScreen(() => heard.push('picture'));
      for (const name of {NAMES}) my['on' + name](() => heard.push(name)); }}""")
    world.senses.network("3G")
    world.senses.takes_screenshot()
    world.senses.happens("MemoryWarning", {})
    page.evaluate(f"""() => {{ my.offNetworkStatusChange(listener); my.offUserCaptureScreen();
      for (const name of {NAMES}) my['off' + name](); }}""")
    for event in ("NetworkStatusChange", "UserCaptureScreen", "MemoryWarning", "AppShow", "Error"):
        world.senses.happens(event, {"networkType": "2G"})
    assert page.evaluate("heard") == ["3G", "picture", "MemoryWarning"]


def test_without_a_network_nothing_is_sent(world: World) -> None:
    world.senses.network("NOTREACHABLE")
    script = """async () => { const { apFilePaths: [filePath] } = await my.chooseImage(); const url = location.origin + '/bill.txt';
      const calls = [my.request({ url }), my.downloadFile({ url }), my.uploadFile({ url, filePath, fileName: 'a' })];
      return Promise.all([my.getNetworkType(), ...calls.map((call) => call.catch(({ error }) => error))]); }"""
    told = world.phone.page.evaluate(script)
    assert told == [{"networkAvailable": False, "networkType": "NOTREACHABLE"}, 12, 12, 12]


def test_every_style_of_calling_gets_the_same(world: World) -> None:
    script = """() => Promise.all([
      my.scan().then(({ code }) => code),
      new Promise((done) => my.scan({ success: ({ code }) => done(code) })),
      new Promise((done) => my.scan({}, ({ code }) => done(code))),
      new Promise((done) => my.call('scan', {}, ({ code }) => done(code))),
      new Promise((done) => AlipayJSBridge.call('scan', {}, ({ code }) => done(code)))])"""
    assert world.phone.page.evaluate(script) == ["T-12"] * 5


def test_the_profile_is_read_once_the_buyer_agreed(scratch_stage: Stage, tmp_path: Path) -> None:
    build()
    world = scratch_stage.world("profile", surface_program("native", tmp_path / "program"))
    try:
        world.enter_buyer(buyer(3), "1,000 IQD")
        world.open_program()
        world.phone.tap({"testId": "profile"})
        world.phone.tap({"testId": "consent-deny"})
        world.phone.see({"text": "refused"})
        world.phone.tap({"testId": "profile"})
        world.phone.tap({"testId": "consent-allow"})
        world.phone.see({"text": "agreed"})
        script = "() => my.getOpenUserInfo().then(({ response }) => JSON.parse(response).response)"
        told = world.phone.page.evaluate(script)
        assert (told["code"], told["nickName"]) == ("10000", buyer(3).full_name)
        assert (
            world.phone.page.evaluate("() => my.getAuthUserInfo().then(({ nickName }) => nickName)")
            == buyer(3).full_name
        )
    finally:
        world.close()


def test_can_i_use_agrees_with_the_page(world: World) -> None:
    asked = [row for row in rows() if "." not in row.name]
    can = world.phone.page.evaluate("(names) => names.map((name) => my.canIUse(name))", [row.name for row in asked])
    native = world.program.kind == "native"
    assert [(row.name, truth) for row, truth in zip(asked, can, strict=True)] == [
        (row.name, row.works and row.answer != "inside a web-view" and (native or row.answer != "native programs only"))
        for row in asked
    ]


def test_the_page_is_up_to_date() -> None:
    advice = "write it anew: .venv/bin/python -m harness.suite.jsapi_page docs/jsapi.md"
    assert (ROOT / "docs" / "jsapi.md").read_text(encoding="utf-8") == page(), advice


def test_every_api_that_works_is_tested() -> None:
    for file, names in ELSEWHERE.items():
        text = (ROOT / file).read_text(encoding="utf-8")
        assert [name for name in names if not re.search(rf"\bmy\.{name}\b|[\"']{name}[\"']", text)] == [], file
    assert [row.name for row in rows() if row.answer.endswith(NOBODYS)] == []
    tested = {case.api for case in CASES} | {name for names in ELSEWHERE.values() for name in names} | set(EVENTS)
    assert [row.name for row in rows() if row.works and row.name not in tested] == []


def test_what_native_programs_answer_by_themselves_is_listed(scratch_stage: Stage, tmp_path: Path) -> None:
    build()
    world = scratch_stage.world("native names", surface_program("native", tmp_path / "program"))
    try:
        world.enter_buyer(buyer(3), "1,000 IQD")
        world.open_program()
        world.mini_program.page_stack()
        offered = world.phone.tester("offered")
        assert isinstance(offered, list)
        assert set(NATIVE_APIS) <= set(offered)
        script = "(names) => names.filter((name) => /^[a-z]+[A-Z]/.test(name) && typeof my[name] === 'function')"
        members = set(world.phone.page.evaluate(script, offered))
        assert members - {row.name for row in rows() if row.works} - {"qicardSignContract", "getSiteInfo"} == set()
    finally:
        world.close()
