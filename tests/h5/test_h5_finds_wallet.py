"""H5 programs find the wallet in the ways that are in use, and pay to the last of the 20 steps (docs/h5.md)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from fixtures.buyers import buyer
from fixtures.programs import SHOP
from harness import Stage
from harness.journey import Status

CDN = "https://cdn.marmot-cloud.com/npm/hylid-bridge"
SHOP_SCRIPT = (SHOP.folder / "shop.js").read_text(encoding="utf-8")
PAGE = """<!doctype html><link rel="icon" href="data:,"><p id="shop-name"></p><p id="shop-place"></p>
<main data-screen="welcome"></main>"""
FROM_HERE = '<script src="shop.js" defer></script>'
LATER = """document.head.append(Object.assign(document.createElement("script"), { src: "shop.js" }));"""
HEADS = {
    "script tag": f'<script src="{CDN}/2.10.0/index.js"></script>{FROM_HERE}',
    "older script tag": f'<script src="{CDN}/1.0.6/index.js"></script>{FROM_HERE}',
    "Alipay's script": f'<script src="https://appx/web-view.min.js"></script>{FROM_HERE}',
    "imported for its effect": f'<script type="module">import "{CDN}/2.10.0/index.js"; {LATER}</script>',
    "script made later": f"""<script>const bridge = Object.assign(document.createElement("script"),
        {{ src: "{CDN}/2.10.0/index.js", onload: () => {{ {LATER} }} }}); document.head.append(bridge);</script>""",
    "a my of its own": f"<script>window.my = {{ env: 'web' }};</script>{FROM_HERE}",
    "ready event": f"""<script>document.addEventListener("AlipayJSBridgeReady", () => {{ {LATER} }});</script>""",
    "user agent": f"<script>if (/miniprogram|griver/i.test(navigator.userAgent)) {{ {LATER} }}</script>",
    "system info": f"<script>const {{ app }} = my.getSystemInfoSync(); if (app && !/web/i.test(app)) {{ {LATER} }}</script>",
}


def write(folder: Path, head: str) -> Path:
    (folder / "index.html").write_text(PAGE + head, encoding="utf-8")
    (folder / "shop.js").write_text(SHOP_SCRIPT, encoding="utf-8")
    return folder


@pytest.mark.parametrize("way", HEADS)
def test_a_program_finds_the_wallet_and_pays(way: str, scratch_stage: Stage, tmp_path: Path) -> None:
    program = replace(SHOP, name=f"h5 {way}", folder=write(tmp_path, HEADS[way]))
    world = scratch_stage.world("h5", program)
    try:
        world.enter_buyer(buyer(3), "100,000 IQD")
        world.open_program()
        world.act("log in")
        world.act("buy Barhi dates, 1 kg")
        world.expect_cashier("IQD")
        world.phone.tap_cashier("confirm")
        world.expect_screen("paid")
        verdict = world.settle()
        assert [number for number in range(1, 21) if verdict.step(number).status is not Status.SEEN] == []
        assert not world.journal.all(lambda m: m.name in ("console", "page error"))
    finally:
        world.close()


def test_the_bridge_script_exports_nothing(scratch_stage: Stage, tmp_path: Path) -> None:
    """One file answers a script tag and an import, and a script tag's file cannot export."""
    says = 'document.querySelector("main").textContent = `exports: ${Object.keys(all).length}`'
    head = f'<script type="module">import * as all from "{CDN}/2.10.0/index.js"; {says};</script>'
    world = scratch_stage.world("h5", replace(SHOP, name="h5 exports", folder=write(tmp_path, head)))
    try:
        world.enter_buyer(buyer(3), "100,000 IQD")
        world.open_program()
        assert world.phone.see({"contains": "exports: 0"})
    finally:
        world.close()
