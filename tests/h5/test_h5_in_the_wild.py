"""H5 programs as they are found: each of ``programs`` logs in and pays to the last of the 20 steps (docs/h5.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from h5_programs import PROGRAMS, opened, pay

from harness import Program, Stage, World
from harness.journey import Status

BREAKING = {"csp-forbids-itself", "other-origin-fetch", "gateway-from-page", "goes-to-the-payment"}
"""Programs that a wallet breaks; test_h5_refused.py has them."""
PAYING = sorted(folder.name for folder in PROGRAMS.iterdir() if folder.is_dir() and folder.name not in BREAKING)


def is_whole(world: World) -> None:
    """All 20 steps are seen, and nothing went wrong in the page."""
    verdict = world.settle()
    assert [number for number in range(1, 21) if verdict.step(number).status is not Status.SEEN] == []
    assert not world.journal.all(lambda m: m.name in ("console", "page error", "refused host"))
    assert world.clues() == []


def served_by_worker(world: World) -> list[tuple[str | None, str]]:
    facts = world.journal.all(lambda m: m.name == "service worker")
    return [(m.text("from"), (m.text("url") or "").partition("/api/")[2]) for m in facts]


@pytest.mark.parametrize(
    "name", [name for name in PAYING if name not in ("windvane", "service-worker", "service-worker-module")]
)
def test_a_program_pays(name: str, scratch_stage: Stage, programs_h5: Mapping[str, Program]) -> None:
    world = opened(scratch_stage, programs_h5[name])
    try:
        pay(world)
        is_whole(world)
        assert world.result().text("resultCode") == "9000"
        if name in ("spa-react", "spa-vue"):  # their routers: the order has an address of its own
            assert "/orders/" in world.phone.page.url
            world.phone.page.reload(wait_until="commit")
            world.expect_screen("paid")
        assert len(world.phone.context.pages) == 1
    finally:
        world.close()


def test_windvane_pays_where_the_wallet_has_it(
    windvane_stage: Stage, scratch_stage: Stage, programs_h5: Mapping[str, Program]
) -> None:
    world = opened(windvane_stage, programs_h5["windvane"])
    try:
        pay(world)
        is_whole(world)
        assert world.journal.all(lambda m: m.name == "my.tradePay" and m.text("via") == "WindVane")
    finally:
        world.close()
    world = opened(scratch_stage, programs_h5["windvane"])
    try:
        world.act("log in")
        world.expect_screen("error")  # Super Qi has no window.WindVane
    finally:
        world.close()


@pytest.mark.parametrize(
    ("name", "address"),
    [("service-worker", ""), ("service-worker", "https://shop.example.iq"), ("service-worker-module", "")],
)
def test_what_a_service_worker_answers_is_in_the_journal(
    name: str, address: str, scratch_stage: Stage, programs_h5: Mapping[str, Program]
) -> None:
    """It pays; the worker sees nothing of what goes to the wallet; what comes from its cache is no secret of its own."""
    world = opened(scratch_stage, replace(programs_h5[name], address=address))
    try:
        pay(world)
        verdict = world.settle()
        assert [number for number in range(1, 21) if verdict.step(number).status is not Status.SEEN] == []
        assert served_by_worker(world) == [("cache", "goods")]
        assert not world.journal.all(lambda m: m.name in ("console", "page error"))
        assert [clue.splitlines()[0].rpartition("/api/")[2] for clue in world.clues()] == [
            "goods from its cache: the merchant was not asked"
        ]
        calls = world.journal.all(lambda m: m.name == "GET /api/goods" and m.kind == "call")
        assert len(calls) == 1  # when the worker filled its cache
        seen = world.phone.page.evaluate("fetch('/seen').then((answer) => answer.json())")
        assert [url.rpartition("/")[2] for url in seen if "/api/login" in url or "jsapi" in url] == ["login"]
    finally:
        world.close()


def test_the_bridge_script_exports_nothing(scratch_stage: Stage, programs_h5: Mapping[str, Program]) -> None:
    """One file answers a script tag and an import, and a script tag's file cannot export."""
    world = opened(scratch_stage, programs_h5["bridge-imported"])
    try:
        address = "https://cdn.marmot-cloud.com/npm/hylid-bridge/2.10.0/index.js"
        page = world.phone.page
        assert page.evaluate(f"import('{address}').then((all) => Object.keys(all))") == []
        module = f"import my from '{address}';"
        script = (
            "(text) => document.head.append(Object.assign(document.createElement('script'), { type: 'module', text }))"
        )
        with page.context.expect_event("weberror"):
            page.evaluate(script, module)
        assert "does not provide an export named 'default'" in "".join(world.clues())
    finally:
        world.close()
