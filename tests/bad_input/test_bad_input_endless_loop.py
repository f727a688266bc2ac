"""A program that computes without an end is one clear error in bounded time, never a run that hangs."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from fixtures.buyers import buyer
from fixtures.programs import SHOP
from harness import Stage
from harness.phone import PageEnded, ScreenError
from harness.runtime.build import build

H5 = {"index.html": """<!doctype html><button onclick="setTimeout(() => { while (true) {} })">Pay</button>"""}
NATIVE = {
    "app.json": '{"pages": ["pages/pay/pay"]}',
    "app.js": "App({});",
    "pages/pay/pay.axml": '<button onTap="pay">Pay</button>',
    "pages/pay/pay.js": "Page({ pay() { setTimeout(() => { while (true) {} }); } });",
}
ASKED: dict[str, Callable[..., object]] = {
    "the screen": lambda world: world.phone.see({"contains": "Paid"}),
    "the screen now": lambda world: world.phone.shows({"contains": "Paid"}),
    "whether it rests": lambda world: world.rest(),
    "the next tap": lambda world: world.phone.tap({"text": "Pay"}),
    "the page's clock": lambda world: world.pass_time(1000),
    "its pages": lambda world: world.mini_program.page_stack(),
}


@pytest.mark.parametrize(
    ("kind", "asked"),
    [*(("h5", asked) for asked in ASKED), ("native", "the screen now"), ("native", "whether it rests")],
)
def test_it_is_ended_and_told(
    kind: str,
    asked: str,
    scratch_stage: Stage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("harness.phone.screen.GRACE_SECONDS", 0.2)
    build()
    for path, text in {"h5": H5, "native": NATIVE}[kind].items():
        (file := tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    world = scratch_stage.world("endless", replace(SHOP, name=f"endless {tmp_path}", kind=kind, folder=tmp_path))
    try:
        world.enter_buyer(buyer(1), "1,000 IQD")
        world.open_program()
        world.phone.tap({"text": "Pay"})
        world.phone.patience = 300
        with pytest.raises(
            PageEnded, match="did nothing but compute for 0.5 s and answered nobody: it was ended"
        ) as told:
            for _ in range(100):  # the loop begins a moment after the tap
                with suppress(ScreenError):
                    ASKED[asked](world)
        assert "loop without an end" in told.value.action
        with pytest.raises(PageEnded, match="the page's process has ended"):
            world.phone.shows({"contains": "Paid"})  # which no page that has ended may answer with no
    finally:
        world.close()
