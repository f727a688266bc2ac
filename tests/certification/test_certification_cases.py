"""A slice of the pack with right and wrong programs that it was not made for: each case, in process, on one stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

import pytest
from player import play, play_wrong, scenarios
from stranger import DESK, NO_REFUNDS, OFFICE_DESK, SILENT_DESK, STUBBORN_DESK, changed

from fixtures.programs import SEED_PAGE, SHOP, SHOP_NATIVE
from harness import Program, Stage
from harness.certification.command import FEATURES
from harness.wallet.profile import Delivery

CODES = "result_codes"
AFTER, NEVER = "the notification comes after the result", "the notification comes never"

RIGHT: tuple[tuple[Program, str, str, Delivery], ...] = (
    (DESK, "journey", "A buyer orders and pays", "success"),
    (DESK, CODES, "Paid, and the notification comes twice", "split"),
    (DESK, CODES, f"Settled later, and {NEVER}", "split"),
    (DESK, CODES, "Refused as too risky, and the notification comes while the cashier is open", "split"),
    (DESK, CODES, f"The buyer leaves and the payment expires; {AFTER}", "split"),
    (DESK, CODES, "Paid though the phone did not hear of it; the notification comes before the result", "split"),
    (DESK, CODES, "The result is lost and the wallet has not settled", "success"),
    (DESK, "expiry", "The payment never reached the wallet and expires", "success"),
    (DESK, "repeated_taps", "The buyer taps again while the order is being placed", "success"),
    (DESK, "return_to_cashier", "The buyer leaves the cashier twice and comes back", "success"),
    (DESK, "return_to_cashier", "The buyer tops up and tries again", "success"),
    (DESK, "back_key", "The buyer presses the back key at the cashier", "success"),
    (DESK, "trust", "The notification names another amount", "success"),
    (DESK, "waiting", "The wallet settles while the buyer waits", "success"),
    (DESK, "silent_server", "The server does not answer after the payment", "success"),
    (DESK, "go_live", "A part of the order is refunded", "success"),
    (OFFICE_DESK, "go_live", "The refund is asked for twice", "success"),
    (SILENT_DESK, CODES, f"Paid, and {NEVER}", "success"),
    (SILENT_DESK, "return_to_cashier", "The buyer comes back after the payment has expired", "success"),
    (SHOP, "consent", "The buyer presses the back key at the question", "success"),
    (SHOP, "go_live", "The refund is asked for twice", "success"),
    (SHOP_NATIVE, "go_live", "A part of the order is refunded", "success"),
    (SHOP_NATIVE, "back_key", "The buyer presses the back key after paying", "success"),
)
THANKS = 'return show("Thank you, your paper is on its way.", "");'
ASKS = 'const { status } = await post("/status", { number })'
BELIEVES = changed("believes the phone", (ASKS, f'if (resultCode === "9000") {THANKS}\n  {ASKS}'))
GIVES = changed("gives 8000 away", (ASKS, f'if (resultCode === "8000") {THANKS}\n  {ASKS}'), without=("pending",))
LOOKS_AGAIN = "setTimeout(() => tell(resultCode), 2000);"
NEVER_LOOKS = changed("never looks again", (LOOKS_AGAIN, ""))
WAITS_FOR_A_TAP = replace(NEVER_LOOKS, name="waits for a tap", cannot={"polling": "the reader taps Look again"})
STUCK = changed("hears no failure", ("success: done, fail: done }", "success: done }"))
CANNOT: tuple[tuple[Program, str, str, str], ...] = (
    (SILENT_DESK, CODES, f"Paid, and {AFTER}", "notification"),
    (SILENT_DESK, "trust", "Nobody signed the notification", "notification"),
    (DESK, "consent", "The buyer agrees to share the name", "log in by name action"),
    (NO_REFUNDS, "go_live", "The whole order is refunded", "refund action"),
    (STUBBORN_DESK, "go_live", "A part of the order is refunded", "refund in part action"),
    (WAITS_FOR_A_TAP, "waiting", "The wallet settles while the buyer waits", "polling"),
    (SEED_PAGE, "go_live", "The buyer cancels", "paid screen"),
)

WRONG: tuple[tuple[Program, str, str, Delivery, str], ...] = (
    (BELIEVES, CODES, f"Paid, and {NEVER}", "success", "step 18 unexpected: the Mini Program shows the order as paid"),
    (
        GIVES,
        CODES,
        "The order stays pending while the wallet has not settled",
        "success",
        "should not hand the goods out",
    ),
    (STUCK, CODES, "The buyer leaves the cashier", "split", 'should show "cancelled", but it shows'),
    (
        NEVER_LOOKS,
        "waiting",
        "The wallet settles while the buyer waits",
        "success",
        "the buyer waited and tapped nothing",
    ),
    (
        STUBBORN_DESK,
        "go_live",
        "The whole order is refunded",
        "success",
        "the merchant did not make the refund: POST http",
    ),
)


def named(program: Program, scenario: str) -> str:
    return f"{program.name}-{scenario}"


@pytest.mark.parametrize(
    ("program", "feature", "scenario", "delivery"),
    [pytest.param(*case, id=named(case[0], case[2])) for case in RIGHT],
)
def test_a_right_program_passes(
    scratch_stage: Stage, program: Program, feature: str, scenario: str, delivery: Delivery
) -> None:
    played = play(scratch_stage, program, f"certification/{feature}", scenario, delivery)
    assert (played.said, played.cannot) == ("", "")


@pytest.mark.parametrize(
    ("program", "feature", "scenario", "capability"),
    [pytest.param(*case, id=named(case[0], case[2])) for case in CANNOT],
)
def test_what_a_program_cannot_do_is_told(
    scratch_stage: Stage, program: Program, feature: str, scenario: str, capability: str
) -> None:
    played = play(scratch_stage, program, f"certification/{feature}", scenario)
    assert (played.said, played.cannot) == ("", capability)


@pytest.mark.parametrize(
    ("program", "feature", "scenario", "delivery", "said"),
    [pytest.param(*case, id=case[0].name) for case in WRONG],
)
def test_a_wrong_program_fails_whatever_it_cannot_do(
    scratch_stage: Stage, program: Program, feature: str, scenario: str, delivery: Delivery, said: str
) -> None:
    played = play_wrong(scratch_stage, program, f"certification/{feature}", scenario, delivery, wanted=said)
    assert said in played.said
    assert played.cannot == ""


def test_no_case_passes_where_nobody_sees_the_goods_go_out() -> None:
    seeing = {"the order becomes paid", "the order has become paid", "the goods are not handed out"}
    seeing.add("the order becomes paid while the buyer only waits")
    for file in FEATURES.glob("*.feature"):
        for name, pickle in scenarios(f"certification/{file.stem}").items():
            texts = {str(step["text"]) for step in cast("Sequence[Mapping[str, object]]", pickle["steps"])}
            assert texts & seeing or file.stem == "consent" or "shown the order as pending" in str(texts), name
