"""Every JSAPI that docs/jsapi.md says is answered does what it should, in an H5 program and in a native one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from surface_case import Case
from surface_cases import CASES, ELSEWHERE
from surface_program import surface_program

from fixtures.buyers import buyer
from harness import Stage, World
from harness.runtime.build import build
from harness.runtime.bundle import EVENTS, NATIVE_APIS
from harness.suite.jsapi_page import page, rows

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
    found = [(case.api, run(world, case)) for case in CASES if world.program.kind in case.kinds]
    assert found == [(case.api, case.expected) for case in CASES if world.program.kind in case.kinds]
    assert world.journal.all(lambda m: m.name == "page error") == []
    facts = {m.name for m in world.journal.all(lambda m: m.name in ("phone call", "vibration", "picture saved", "map"))}
    assert facts == {"phone call", "vibration", "picture saved", "map"}


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
        (row.name, row.works and (native or row.answer != "native programs only")) for row in asked
    ]


def test_the_page_is_up_to_date() -> None:
    advice = "write it anew: .venv/bin/python -m harness.suite.jsapi_page docs/jsapi.md"
    assert (ROOT / "docs" / "jsapi.md").read_text(encoding="utf-8") == page(), advice


def test_every_api_that_works_is_tested() -> None:
    for file, names in ELSEWHERE.items():
        text = (ROOT / file).read_text(encoding="utf-8")
        assert [name for name in names if not re.search(rf"\bmy\.{name}\(|[\"']{name}[\"']", text)] == [], file
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
