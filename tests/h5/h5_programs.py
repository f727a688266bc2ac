"""What is known of each H5 program of ``programs``: its merchant, its routes, what is tapped and what it shows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from merchants import FormMerchant
from node_packages import node_modules

from fixtures.buyers import buyer
from fixtures.merchant import Merchant
from fixtures.programs import SHOP, ReferenceMerchant
from harness import Program, Stage, World
from harness.runtime.build import PAGE
from harness.runtime.node import find_node

HERE = Path(__file__).parent
PROGRAMS = HERE / "programs"
BACKEND = "https://shop.dar-al-tamr.example"
BUILDS: dict[str, Callable[..., Merchant]] = {"form-post": FormMerchant, "server-rendered": FormMerchant}


def program(name: str, folder: Path) -> Program:
    """Return a program as a project would describe it."""
    screens = ("welcome", "catalogue", "paid", "error")
    build = BUILDS.get(name, Merchant)
    return Program(
        name=f"h5 {name}",
        kind="h5",
        folder=folder,
        merchant=lambda: ReferenceMerchant(build),
        actions={"log in": {"testId": "login"}, "buy Barhi dates, 1 kg": {"testId": "buy-barhi"}},
        screens={screen: {"selector": f"[data-screen={screen}]"} for screen in screens},
        goods=SHOP.goods,
        routes={BACKEND: "merchant"} if name.startswith("other-origin") else {},
    )


def built(folder: Path) -> Path:
    """Return the folder of the single-page programs, built by their own tools when it is not there yet."""
    if not folder.is_dir():
        bundler = PAGE / "node_modules" / "esbuild" / "lib" / "main.js"
        done = find_node().run(
            str(HERE / "build_spas.mjs"), str(PROGRAMS), str(node_modules()), str(bundler), str(folder), cwd=HERE
        )
        assert done.succeeded, done.output
    return folder


def opened(stage: Stage, made: Program) -> World:
    """Put a buyer in front of a program."""
    world = stage.world(made.name, made)
    world.enter_buyer(buyer(3), "100,000 IQD")
    world.open_program()
    return world


def pay(world: World) -> None:
    """Log in, order, confirm at the cashier, and see the order paid."""
    world.act("log in")
    world.act("buy Barhi dates, 1 kg")
    world.expect_cashier("IQD")
    world.phone.tap_cashier("confirm")
    world.expect_screen("paid")
