"""What comes late by real time, which no scenario's clock hurries, is judged all the same: a wrong shop is found, a right one is not.

Each wrong shop here is found by the same scenario when nothing is late (``test_wrong_programs``).
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from player import Played, play
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from wrong_backends import DeliversTwice, NoCheckOfTheAmount, NoCheckOfTheSignature
from wrong_h5_bugs import PAGES
from wrong_native_bugs import NATIVES
from wrong_pages import h5, native

from fixtures.merchant import Merchant
from fixtures.programs import SHOP, SHOP_NATIVE, ReferenceMerchant
from harness import Program, Stage
from harness.phone import Phone
from harness.wallet.notifier import Notifier

LATE_MS = 300
WAIT = (
    "const LATER = () => { const m = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });"
    f" return Promise.resolve(Atomics.waitAsync(new Int32Array(m.buffer), 0, 0, {LATE_MS}).value); }};\n"
)
"""A wait by real time: the page's own clock is the scenario's."""
TRUST, PACK_TRUST, SILENT, CODES = "trust", "certification/trust", "certification/silent_server", "result_codes"
UNSIGNED, STRANGER = "Nobody signed the notification", "Somebody else signed the notification"
AMOUNT, UNREACHED = "The notification names another amount", "The server does not answer after the payment"
TWICE, TAPS = "The wallet notifies the merchant twice of one payment", "An impatient buyer taps twice"
KINDS = [SHOP, SHOP_NATIVE]


def in_background(right: type[Merchant]) -> type[Merchant]:
    """Return a backend that acknowledges each notification at once and does its work later, as many do."""

    class InBackground(right):  # type: ignore[valid-type, misc]
        async def notified(self, request: Request) -> Response:
            raw = await request.body()

            async def receive() -> dict[str, object]:
                return {"type": "http.request", "body": raw, "more_body": False}

            async def work() -> None:
                await asyncio.sleep(LATE_MS / 1000)
                await right.notified(self, Request(dict(request.scope), receive))

            self.work = [*getattr(self, "work", []), asyncio.get_running_loop().create_task(work())]
            return JSONResponse({"result": {"resultStatus": "S", "resultCode": "SUCCESS", "resultMessage": "success"}})

    return InBackground


class TakesItsTime(Merchant):
    """Takes up every second order late."""

    async def create_order(self, request: Request) -> Response:
        self.orders = getattr(self, "orders", 0) + 1
        if self.orders % 2 == 0:
            await asyncio.sleep(2 * LATE_MS / 1000)
        return await super().create_order(request)


def behind(shop: Program, build: Callable[..., Merchant], name: str) -> Program:
    """Return a shop with this backend behind it."""
    return replace(shop, name=f"late {shop.name} {name}", merchant=lambda: ReferenceMerchant(build))


def hears_late(unreached: str) -> dict[str, Program]:
    """Return shops that hear my.tradePay's result late, and call what they cannot look up ``unreached``."""
    h5_wait = ("  const POLL_MS = 3000;", f"  {WAIT}  const POLL_MS = 3000;")
    h5_late = (
        "const result = await new Promise((ended) => {",
        "const result = await new Promise((now) => { const ended = (result) => LATER().then(() => now(result));",
    )
    unknown = 'if (state === "unreachable") return "pending";'
    order = "pages/order/order.js"
    return {
        "h5": h5(f"late {unreached}", h5_wait, h5_late, (unknown, unknown.replace('"pending"', f'"{unreached}"'))),
        "native": native(
            f"late {unreached}",
            (order, "const POLL_MS = 3000;", f"{WAIT}const POLL_MS = 3000;"),
            (
                order,
                "success: ended, fail: ended }",
                "success: (result) => LATER().then(() => ended(result)), fail: (result) => LATER().then(() => ended(result)) }",
            ),
            (
                "services/outcome.js",
                "if (state === 'unreachable') return 'pending';",
                f"if (state === 'unreachable') return '{unreached}';",
            ),
        ),
    }


def found(stage: Stage, program: Program, feature: str, scenario: str) -> str:
    played = play(stage, program, feature, scenario, patience=1500)
    assert not played.passed, "the wrong shop passes"
    return played.said


@pytest.mark.parametrize("shop", KINDS, ids=["h5", "native"])
@pytest.mark.parametrize(
    ("build", "feature", "scenario", "said"),
    [
        (NoCheckOfTheSignature, TRUST, UNSIGNED, 'should show "pending", but it shows "paid"'),
        (NoCheckOfTheSignature, PACK_TRUST, STRANGER, "should not hand the goods out"),
        (NoCheckOfTheAmount, TRUST, AMOUNT, 'should show "pending", but it shows "paid"'),
        (DeliversTwice, TRUST, TWICE, "should have sent the goods once, but sent them"),
    ],
)
def test_a_backend_that_acts_on_a_notification_after_its_answer_is_found(
    scratch_stage: Stage, shop: Program, build: type[Merchant], feature: str, scenario: str, said: str
) -> None:
    wrong = behind(shop, in_background(build), f"{build.__name__} {scenario}")
    assert said in found(scratch_stage, wrong, feature, scenario)


@pytest.mark.parametrize("kind", ["h5", "native"])
@pytest.mark.parametrize(
    ("unreached", "said"), [("paid", "not hand the goods out"), ("failed", "not give the order up")]
)
def test_a_shop_that_hears_the_result_late_is_not_judged_before(
    scratch_stage: Stage, kind: str, unreached: str, said: str
) -> None:
    assert said in found(scratch_stage, hears_late(unreached)[kind], SILENT, UNREACHED)


@pytest.mark.parametrize("kind", ["h5", "native"])
def test_a_right_shop_that_hears_the_result_late_passes(scratch_stage: Stage, kind: str) -> None:
    right(play(scratch_stage, hears_late("pending")[kind], SILENT, UNREACHED))


@pytest.mark.parametrize("kind", ["h5", "native"])
def test_a_second_order_that_the_backend_takes_up_late_is_found(scratch_stage: Stage, kind: str) -> None:
    bug = next(bug for bug in (*PAGES, *NATIVES) if bug.kind == kind and bug.what == "lets the buyer tap twice")
    wrong = behind(bug.program(), TakesItsTime, "takes its time")
    assert "a second payment for an order" in found(scratch_stage, wrong, TRUST, TAPS)


def test_a_shop_that_calls_a_pending_order_paid_a_moment_later_is_found(scratch_stage: Stage) -> None:
    now = "screens[screenFor(state, result)](order, result, state);"
    later = 'if (screenFor(state, result) === "pending") setTimeout(() => showPaid(order), 2000);'
    wrong = h5("paid a moment later", (now, f"{now} {later}"))
    assert "step 18" in found(scratch_stage, wrong, CODES, "The wallet settles later")


@pytest.mark.parametrize("shop", KINDS, ids=["h5", "native"])
@pytest.mark.parametrize("scenario", ["The fourth notification arrives", "No notification arrives for a day"])
def test_a_first_notification_that_is_on_its_way_is_waited_for_before_hours_pass(
    scratch_stage: Stage, shop: Program, scenario: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver = Notifier._deliver_now

    async def late(self: Notifier, *given: object, **named: object) -> object:
        await asyncio.sleep(LATE_MS / 1000)
        return await deliver(self, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Notifier, "_deliver_now", late)
    right(play(scratch_stage, shop, "notification", scenario))


@pytest.mark.parametrize("shop", KINDS, ids=["h5", "native"])
def test_a_buyer_who_has_left_has_left_before_the_payment_expires(
    scratch_stage: Stage, shop: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    tap = Phone.tap_cashier

    def slowly(self: Phone, name: str) -> None:
        frame = self.screen.await_cashier(self.screen.deadline())
        frame.wait_for_load_state("domcontentloaded")
        frame.evaluate(
            f"() => {{ {WAIT} const send = window.fetch; window.fetch = (...given) => LATER().then(() => send(...given)); }}"
        )
        tap(self, name)

    monkeypatch.setattr(Phone, "tap_cashier", slowly)
    scenario = "The buyer leaves and the payment expires; the notification comes after the result"
    right(play(scratch_stage, shop, "certification/result_codes", scenario))


def right(played: Played) -> None:
    assert not played.said, json.dumps(played.said)
