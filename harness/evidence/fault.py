"""Whose mistake a wrong screen is, as far as the journal tells: the program's, or that of the backend behind it."""

from __future__ import annotations

from harness.evidence.arrows import flatten
from harness.evidence.report import ScenarioReport
from harness.faults import PAGE_ENDED, PROGRAM_TO_MERCHANT
from harness.journal import Actor, Kind, Message
from harness.journey import STEPS, Finding, Status
from harness.journey.goods import PAID, SCREEN, WRONG_SCREEN

_OUTCOMES = (PAID, "pending", "failed", "cancelled")
_TELLERS = (Actor.MERCHANT, Actor.WALLET_APP)


def wrong_screen(scenario: ScenarioReport) -> tuple[str, str] | None:
    """Return what the program showed ("" for none of its screens that is known) and what it should have; None: no such thing."""
    found = (m for m in reversed(scenario.messages) if m.name == WRONG_SCREEN and m.kind is Kind.FACT)
    wrong = next(found, None)
    return None if wrong is None else (wrong.text("screen") or "", wrong.text("expected") or "")


def last_answer(scenario: ScenarioReport) -> Message | None:
    """Return what the merchant backend told the program last."""
    way = (Actor.MERCHANT, Actor.MINI_PROGRAM, Kind.ANSWER)
    return next((m for m in reversed(scenario.messages) if (m.sender, m.receiver, m.kind) == way), None)


def at_fault(scenario: ScenarioReport) -> Actor | None:
    """Return who has to mend what failed, the program or the backend behind it; None where the journal does not tell.

    Of a wrong step it is who should have made it so. Of a wrong screen it is the backend where the program shows what that
    told it, and the program where it shows something else.
    """
    findings = scenario.verdict.findings
    if findings:
        return _of_step(findings[0])
    if any(m.name == PAGE_ENDED for m in scenario.messages):
        return Actor.MINI_PROGRAM
    wrong = wrong_screen(scenario)
    if wrong is None:
        return Actor.MERCHANT if _unacknowledged(scenario) else None
    if asked_in_vain(scenario) or _not_told(scenario):
        return Actor.MINI_PROGRAM  # nobody had told it what it shows
    told = told_outcome(scenario)
    return None if not told else Actor.MERCHANT if told == wrong[0] else Actor.MINI_PROGRAM


def told_outcome(scenario: ScenarioReport) -> str:
    """Return the outcome that the backend told the program last, before that showed a wrong screen; "" where it is not clear.

    Backends say it in words of their own: only the names that the screens have themselves are understood.
    """
    wrong, answer = wrong_screen(scenario), last_answer(scenario)
    if wrong is None or answer is None or asked_in_vain(scenario) or _not_told(scenario):
        return ""
    said = {value.lower() for _, value in flatten(answer.get("body"))}
    found = said.intersection(wrong) or (said.intersection(_OUTCOMES) if wrong[0] == PAID else set())
    return found.pop() if len(found) == 1 else ""


def _unacknowledged(scenario: ScenarioReport) -> bool:
    """Whether the merchant has answered a notification with something else than S."""
    answers = [m for m in scenario.messages if m.name == "notifyPayment" and m.kind is Kind.ANSWER]
    return any(m.get("delivered") is True and m.text("result.resultStatus") != "S" for m in answers)


def asked_in_vain(scenario: ScenarioReport) -> bool:
    """Say whether the program has asked its backend since that told it something, and was not heard."""
    answer = last_answer(scenario)
    lost = (m for m in scenario.messages if m.name == "fault" and m.text("crossing") == PROGRAM_TO_MERCHANT)
    return any(answer is None or m.id > answer.id for m in lost)


def _not_told(scenario: ScenarioReport) -> bool:
    """Say whether the program has heard nothing of its backend since the wallet told it the outcome."""
    told = (m for m in reversed(scenario.messages) if m.receiver is Actor.MINI_PROGRAM and m.sender in _TELLERS)
    last = next(told, None)
    return last is not None and last.name == "my.tradePay"


def _of_step(finding: Finding) -> Actor | None:
    if finding.value == SCREEN:
        return Actor.MINI_PROGRAM
    sender = STEPS[finding.step - 1].sender
    # A step too early may be another one's that came too late.
    return (
        sender if sender in (Actor.MINI_PROGRAM, Actor.MERCHANT) and finding.status is not Status.OUT_OF_ORDER else None
    )
