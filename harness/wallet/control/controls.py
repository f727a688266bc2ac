"""What is decided about a merchant's world: controls, faults, the next answer of an API, the clock."""

from __future__ import annotations

from typing import cast, get_args

from harness.wallet.apis import APIS
from harness.wallet.control.ask import Ask, Refused
from harness.wallet.control.endpoint import Endpoint, Param, Row
from harness.wallet.dates import LATEST, iso
from harness.wallet.profile import Delivery
from harness.wallet.result import STATUS
from harness.wallet.world import NextAnswer, Timing

_YEARS = 10 * 365 * 24 * 3_600_000
_UNITS = {"milliseconds": 1, "seconds": 1000, "minutes": 60_000, "hours": 3_600_000, "days": 86_400_000}


async def show_controls(ask: Ask) -> Row:
    """Show the controls of a merchant's world."""
    controls = ask.home.world.controls
    return {
        "delivery": controls.delivery,
        "notification": controls.notification,
        "settleAfterMs": controls.settle_after,
        "refundAfterMs": controls.refund_after,
        "receipt": controls.receipt,
    }


async def set_controls(ask: Ask) -> Row:
    """Set some of the controls; they hold until they are set again."""
    controls, given = ask.home.world.controls, ask.given
    if "delivery" in given:
        controls.delivery = cast("Delivery", ask.text("delivery"))
    if "notification" in given:
        controls.notification = cast("Timing", ask.text("notification"))
    if "settleAfterMs" in given:
        controls.settle_after = ask.number("settleAfterMs")
    if "refundAfterMs" in given:
        controls.refund_after = ask.number("refundAfterMs")
    if "receipt" in given:
        controls.receipt = ask.flag("receipt")
    return await show_controls(ask)


async def show_faults(ask: Ask) -> Row:
    """Show the faults that are due, and those that can be planned."""
    known = [{"crossing": crossing, "effects": list(effects)} for crossing, effects in ask.lone.crossings.items()]
    return {"faults": [{"crossing": c, "effect": e} for c, e in ask.home.faults.due], "crossings": known}


async def plan_fault(ask: Ask) -> Row:
    """Plan a fault for the next messages at a crossing."""
    crossing, effect = ask.text("crossing"), ask.text("effect")
    if crossing not in ask.lone.crossings:
        known = "; ".join(ask.lone.crossings)
        raise Refused(400, f'there is no crossing "{crossing}"', "crossing", f"choose one of: {known}")
    if effect not in ask.lone.crossings[crossing]:
        known = ", ".join(ask.lone.crossings[crossing])
        raise Refused(400, f'"{effect}" cannot happen at "{crossing}"', "effect", f"choose one of: {known}")
    ask.home.faults.add(crossing, effect, ask.number("times", 1))
    return await show_faults(ask)


async def drop_faults(ask: Ask) -> Row:
    """Drop the faults that are still due."""
    ask.home.faults.due = ()
    return await show_faults(ask)


async def show_next(ask: Ask) -> Row:
    """Show the answers that are planned."""
    planned = ask.home.world.controls.next_answers
    rows = [{"api": api, "code": answer.code, "done": answer.done} for api, due in planned.items() for answer in due]
    return {"nextAnswers": rows}


async def plan_answer(ask: Ask) -> Row:
    """Plan the answer to the next calls of an API."""
    controls, api = ask.home.world.controls, ask.text("api")
    answers = [NextAnswer(ask.text("code"), ask.flag("done"))] * ask.number("times", 1)
    controls.next_answers = {**controls.next_answers, api: [*controls.next_answers.get(api, ()), *answers]}
    return await show_next(ask)


async def drop_next(ask: Ask) -> Row:
    """Drop the answers that are still planned."""
    ask.home.world.controls.next_answers = {}
    return await show_next(ask)


async def show_clock(ask: Ask) -> Row:
    """Show the time in a merchant's world."""
    now = ask.home.world.clock.now()
    return {"now": iso(now), "epochMs": now, "aheadMs": ask.home.shift.milliseconds}


async def advance(ask: Ask) -> Row:
    """Move the clock forward; what falls due on the way has happened when this is answered."""
    total = sum(ask.number(unit) * length for unit, length in _UNITS.items())
    if not 0 < total <= _YEARS:
        raise Refused(400, f"the clock cannot be moved by {total} ms", "milliseconds", "move it by up to ten years")
    if ask.home.world.clock.now() + total > LATEST - 2 * _YEARS:
        raise Refused(409, "the clock is near the end of all dates", "milliseconds", "reset the merchant's world")
    await ask.lone.advance(ask.home, total)
    return await show_clock(ask)


_APIS = tuple(APIS)
_TIMES = Param("times", "integer", least=1, limit=100, note="once where it is not given")
_CONTROLS = (
    Param("delivery", choices=get_args(Delivery), note='"split" hands 4000, 6001 and 6002 to the fail callback'),
    Param("notification", choices=get_args(Timing), note="when the merchant hears of a payment, against the phone"),
    Param("settleAfterMs", "integer", limit=_YEARS, note="how long a payment settles; 0: at once"),
    Param("refundAfterMs", "integer", limit=_YEARS, note="how long a refund settles; 0: at once"),
    Param("receipt", "boolean", note="the cashier stays open on a receipt"),
)
_FAULT = (Param("crossing", required=True), Param("effect", required=True))
_FAULTS = (
    Param("faults", "list", required=True, fields=_FAULT),
    Param(
        "crossings",
        "list",
        required=True,
        fields=(Param("crossing", required=True), Param("effects", "texts", required=True)),
    ),
)
_ANSWER = (
    Param("api", required=True, choices=_APIS),
    Param("code", required=True, choices=tuple(STATUS)),
    Param("done", "boolean", note="the work is done all the same, and only the answer is another"),
)
_ANSWERS = (Param("nextAnswers", "list", required=True, fields=_ANSWER),)
_CLOCK = (
    Param("now", required=True),
    Param("epochMs", "integer", required=True),
    Param("aheadMs", "integer", required=True, note="how far it was moved"),
)

ENDPOINTS = (
    Endpoint("GET", "controls", "show the controls", show_controls, gives=_CONTROLS),
    Endpoint(
        "PATCH",
        "controls",
        "set controls; they hold until they are set again",
        set_controls,
        takes=_CONTROLS,
        gives=_CONTROLS,
        example={"settleAfterMs": 60_000, "notification": "before"},
    ),
    Endpoint("GET", "faults", "show the faults that are due, and those there are", show_faults, gives=_FAULTS),
    Endpoint(
        "POST",
        "faults",
        "plan what goes wrong at a crossing",
        plan_fault,
        takes=(*_FAULT, _TIMES),
        gives=_FAULTS,
        example={"crossing": "wallet backend -> merchant", "effect": "notification lost", "times": 2},
    ),
    Endpoint("DELETE", "faults", "drop the faults that are still due", drop_faults, gives=_FAULTS),
    Endpoint("GET", "next-answers", "show the answers that are planned", show_next, gives=_ANSWERS),
    Endpoint(
        "POST",
        "next-answers",
        "set what the next call of an API is answered with, the work done or not",
        plan_answer,
        takes=(*_ANSWER, _TIMES),
        gives=_ANSWERS,
        example={"api": "pay", "code": "UNKNOWN_EXCEPTION", "done": True},
    ),
    Endpoint("DELETE", "next-answers", "drop the answers that are still planned", drop_next, gives=_ANSWERS),
    Endpoint("GET", "clock", "show the time", show_clock, gives=_CLOCK),
    Endpoint(
        "POST",
        "clock/advance",
        "move the clock forward; notifications on their way are waited for, and what falls due happens",
        advance,
        takes=tuple(Param(unit, "integer", limit=_YEARS) for unit in _UNITS),
        gives=_CLOCK,
        example={"minutes": 10},
    ),
)
