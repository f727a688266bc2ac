"""A step that looks right after a tap waits for what the tap set off, however late that comes, and then judges it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Error as PlaywrightError

import harness.suite.waiting
from fixtures.buyers import buyer
from fixtures.programs import SHOP
from harness import Mismatch, Program, Stage, World
from harness.runtime.build import build
from steps import buyer as buyers
from steps import certification, merchant, phone, program, wallet

GOOD, PRICE = "Barhi dates, 1 kg", "25,000 IQD"
LATE_MS = 300
HOME, NEXT = "pages/home/home", "pages/next/next"
BUTTONS = {
    "store": "setTimeout(() => my.setStorageSync({ key: 'word', data: 'dates' }), LATE)",
    "copy": "setTimeout(() => my.setClipboard({ text: 'dates' }), LATE)",
    "open": f"setTimeout(() => my.navigateTo({{ url: '/{NEXT}' }}), LATE)",
    "fill": "setTimeout(() => this.setData({ word: 'dates' }), LATE)",
    "circle": "my.redirectTo({ url: '/pages/circle/circle?left=40' })",
}
NATIVE = {
    "app.json": f'{{"pages": ["{HOME}", "{NEXT}", "pages/circle/circle"]}}',
    "app.js": "App({});",
    f"{HOME}.axml": "".join(f'<button onTap="{name}">{name}</button>' for name in BUTTONS),
    f"{HOME}.js": f"const LATE = {LATE_MS};\nPage({{ data: {{ word: '' }},\n"
    + "".join(f"{name}() {{ {does}; }},\n" for name, does in BUTTONS.items())
    + "});",
    f"{NEXT}.axml": "<view>next</view>",
    f"{NEXT}.js": "Page({});",
    "pages/circle/circle.axml": "<view>{{left}}</view>",
    "pages/circle/circle.js": """Page({ data: { left: -1 },
onLoad({ left }) { this.setData({ left: Number(left) }); },
onReady() { if (this.data.left > 0) my.redirectTo({ url: '/pages/circle/circle?left=' + (this.data.left - 1) }); } });""",
}
SLOW = """late => {
  const send = window.fetch;
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  const wait = () => Atomics.waitAsync(new Int32Array(memory.buffer), 0, 0, late).value;
  window.fetch = (...given) => wait().then(() => send(...given));
}"""
"""Makes requests start late by real time: the clock that scenarios move does not hurry them."""
TRUSTS = (
    'if (state === "unreachable") return "pending";',
    'if (state === "unreachable") return resultCode === "9000" ? "paid" : "pending";',
)
"""What the shop does where its backend is out of reach, and what it must not do: take the phone's word for it."""


@pytest.fixture
def open_world(scratch_stage: Stage) -> Iterator[Callable[[Program], World]]:
    build()
    worlds: list[World] = []

    def make(given: Program) -> World:
        worlds.append(world := scratch_stage.world("late", given))
        world.enter_buyer(buyer(1), "100,000 IQD")
        world.open_program()
        return world

    yield make
    for world in worlds:
        world.close()


@pytest.fixture
def native(open_world: Callable[[Program], World], tmp_path: Path) -> World:
    """A native program that does everything late."""
    for path, text in NATIVE.items():
        (file := tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return open_world(replace(SHOP, name=f"late {tmp_path}", kind="native", folder=tmp_path))


def order(world: World) -> World:
    """Order, and let the cashier's requests start late from now on."""
    buyers.logs_in(world)
    buyers.orders(world, GOOD, PRICE)
    cashier = world.phone.cashier()
    assert cashier is not None
    cashier.evaluate(SLOW, LATE_MS)
    return world


@pytest.fixture
def shop(open_world: Callable[[Program], World]) -> World:
    """The H5 shop before a slow cashier."""
    return order(open_world(SHOP))


def test_what_is_stored_late_is_kept(native: World) -> None:
    program.taps(native, "store")
    program.keeps(native, "word", "dates")


def test_what_is_copied_late_is_copied(native: World) -> None:
    program.taps(native, "copy")
    phone.has_copied(native, "dates")


def test_a_page_that_opens_late_is_open(native: World) -> None:
    program.taps(native, "open")
    program.has_open(native, 2)
    program.is_on(native, NEXT)


def test_data_that_comes_late_is_there(native: World) -> None:
    program.taps(native, "fill")
    program.has_data(native, "word", "dates")


def test_data_is_looked_for_on_whichever_page_is_in_front_by_then(native: World) -> None:
    program.taps(native, "circle")
    program.has_data(native, "left", "0")


def test_what_never_comes_is_told(native: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(harness.suite.waiting, "PATIENCE_SECONDS", 0.2)
    with pytest.raises(Mismatch, match='should keep "word" as "figs", but keeps null'):
        program.keeps(native, "word", "figs")
    with pytest.raises(Mismatch, match='should have copied "figs", but has ""'):
        phone.has_copied(native, "figs")
    with pytest.raises(Mismatch, match="should have 2 pages open, but has 1"):
        program.has_open(native, 2)
    with pytest.raises(Mismatch, match="should have word = figs in its data"):
        program.has_data(native, "word", "figs")
    with pytest.raises(Mismatch, match="should have taken 25,000 IQD once, but took nothing"):
        wallet.taken_once(native, PRICE)
    with pytest.raises(Mismatch, match="the buyer should have 1 IQD, but has 100,000 IQD"):
        wallet.has_balance(native, "1 IQD")


def test_money_that_is_being_taken_is_taken(shop: World) -> None:
    buyers.confirms(shop)
    wallet.taken_once(shop, PRICE)


def test_a_balance_that_is_about_to_change_has_changed(shop: World) -> None:
    buyers.confirms(shop)
    wallet.has_balance(shop, "75,000 IQD")


def test_the_balance_of_before_is_not_the_balance_any_more(shop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    buyers.confirms(shop)
    monkeypatch.setattr(harness.suite.waiting, "PATIENCE_SECONDS", 1)
    with pytest.raises(Mismatch, match="the buyer should have 100,000 IQD, but has 75,000 IQD"):
        wallet.has_balance(shop, "100,000 IQD")


@pytest.mark.parametrize("check", [wallet.taken_nothing, certification.paid_nothing])
def test_money_that_is_being_taken_is_not_nothing(shop: World, check: Callable[[World], None]) -> None:
    buyers.confirms(shop)
    with pytest.raises(Mismatch, match=r"(taken no money|paid nothing), but (took|paid) 25,000 IQD"):
        check(shop)


def test_a_notification_that_is_about_to_come_has_come(shop: World) -> None:
    buyers.confirms(shop)
    merchant.notified_times(shop, 1)


def test_a_notification_that_is_about_to_come_is_not_none(shop: World) -> None:
    buyers.confirms(shop)
    with pytest.raises(Mismatch, match="should get no notification, but got one"):
        merchant.no_notification(shop)


def test_goods_that_are_about_to_go_out_have_gone_out(shop: World) -> None:
    buyers.confirms(shop)
    merchant.sent_once(shop)


def test_a_cashier_that_is_about_to_close_has_closed(shop: World) -> None:
    buyers.leaves(shop)
    certification.back_in_program(shop)


def test_goods_that_are_about_to_be_handed_out_are_not_kept(
    open_world: Callable[[Program], World], tmp_path: Path
) -> None:
    folder = tmp_path / "trusting"
    shutil.copytree(SHOP.folder, folder)
    script = folder / "shop.js"
    text = script.read_text(encoding="utf-8")
    assert text.count(TRUSTS[0]) == 1
    script.write_text(text.replace(*TRUSTS), encoding="utf-8")
    world = order(open_world(replace(SHOP, name="trusting", folder=folder)))
    phone.server_down(world)
    buyers.confirms(world)
    with pytest.raises(Mismatch, match="should not hand the goods out"):
        certification.goods_kept(world)


def test_a_program_that_waits_for_its_buyer_is_at_rest(shop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(harness.suite.waiting, "PATIENCE_SECONDS", 60)
    shop.rest()  # the cashier is open: my.tradePay is not answered, and needs the buyer for it
    assert shop.phone.waits_for_buyer()
    buyers.leaves(shop)
    shop.rest()
    assert shop.phone.cashier() is None
    assert not shop.phone.waits_for_buyer()


def test_what_a_timer_throws_while_time_passes_is_a_fact_about_the_program(
    open_world: Callable[[Program], World], tmp_path: Path
) -> None:
    page = "<!doctype html><p>Tea</p><script>setTimeout(() => { undefined.tea; }, 60000);</script>"
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    world = open_world(replace(SHOP, name=f"throws {tmp_path}", folder=tmp_path))
    world.phone.see({"text": "Tea"})
    world.pass_time(61_000)
    assert any("the program threw" in clue and "'tea'" in clue for clue in world.clues())


def test_a_program_that_has_led_to_no_page_at_all_is_no_error_of_looking(shop: World) -> None:
    buyers.leaves(shop)
    shop.rest()
    with pytest.raises(PlaywrightError, match="ERR_UNSAFE_PORT"):
        shop.phone.page.goto("http://127.0.0.1:1/")
    shop.look_again()
    assert not shop.phone.waits_for_buyer()
