"""An H5 program that loads the wallet's bridge from the internet runs on a machine without one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from fixtures.buyers import buyer
from fixtures.programs import SHOP
from harness import Stage

PAGE = """<!doctype html><title>A program</title><p data-testid="said">nothing yet</p>
<script src="https://cdn.marmot-cloud.com/npm/hylid-bridge/2.10.0/index.js"></script>
<script>
my.getAuthCode({ scopes: ["auth_base"], success: (answer) => {
  document.querySelector("p").textContent = answer.authCode ? "logged in" : "no code";
} });
</script>"""


@pytest.mark.parametrize("bridge", [True, False])
def test_the_bridge_script_is_answered_with_the_wallets_own(bridge: bool, scratch_stage: Stage, tmp_path: Path) -> None:
    page = PAGE if bridge else PAGE.replace("https://cdn.marmot-cloud.com/npm/hylid-bridge/2.10.0/index.js", "mine.js")
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    (tmp_path / "mine.js").write_text("", encoding="utf-8")
    world = scratch_stage.world("bridge", replace(SHOP, name=f"bridge-{bridge}", folder=tmp_path))
    try:
        world.enter_buyer(buyer(1), "1,000 IQD")
        world.open_program()
        assert world.phone.see({"contains": "logged in"})
    finally:
        world.close()
    assert not world.journal.all(lambda m: m.name in ("console", "page error"))
