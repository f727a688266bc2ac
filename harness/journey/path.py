"""Which path a payment should have taken: what the facts call for, step by step (journey.md, "how each resultCode bends the path")."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from harness.journal import Kind, Message
from harness.journey.grouping import Attempt, Login, Payment
from harness.journey.reading import Sighting

CODE_OF_STATUS = {
    "SUCCESS": "9000",
    "AUTH_SUCCESS": "9000",
    "FAIL": "4000",
    "CLOSED": "4000",
    "CANCELLED": "4000",
    "PROCESSING": "8000",
    "UNKNOWN": "6004",
}
FINAL = ("SUCCESS", "FAIL", "CLOSED")


class Due(Enum):
    """Whether a step belongs to a path."""

    MUST = "must"
    MAY = "may"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Path:
    """The path the facts call for: the resultCode ("" before it is known) and what is due at each of the 20 steps.

    ``execution`` is the status step 17 must carry, ``outcome`` the final status in the wallet's books ("" while open),
    ``notified_twice`` whether the scenario made the wallet notify twice.
    """

    code: str
    due: dict[int, Due]
    execution: str = ""
    outcome: str = ""
    notified_twice: bool = False


def login_path(login: Login | None) -> dict[int, Due]:
    """Return what is due at steps 1 to 8; a refused authorization ends at step 4, a refused token at step 7's answer."""
    due = dict.fromkeys(range(1, 9), Due.MUST)
    if login is not None and any(s.step in (3, 4) and failed(s.message) for s in login.sightings):
        due.update(dict.fromkeys(range(5, 9), Due.NOT))
        if not any(s.step == 3 for s in login.sightings):
            # The buyer refused on the phone: the wallet backend was never asked.
            due.update({2: Due.MAY, 3: Due.MAY})
    return due


def failed(message: Message) -> bool:
    """Whether an answer says that the call failed: a JSAPI error, or a result other than S and A."""
    status = message.text("result.resultStatus")
    return message.get("error") is not None or status not in (None, "S", "A")


def payment_path(payment: Payment, attempt: Attempt | None, *, last: bool) -> Path:
    """Return the path of one payment attempt; ``last`` says that no later attempt pays the same payment."""
    due = dict.fromkeys(range(9, 13), Due.MUST)
    refused = any(s.step == 11 and failed(s.message) for s in payment.sightings)
    ledger = [m for m in payment.facts if m.name == "ledger"]
    outcome = next((m.text("status") or "" for m in ledger if m.text("status") in FINAL), "")
    if refused and payment.created is None:
        return Path("", due | dict.fromkeys(range(13, 21), Due.NOT))
    code, execution = _code(payment, attempt, ledger)
    due |= {13: Due.MUST, 14: Due.MUST, 18: Due.MUST}
    due |= dict.fromkeys((15, 16, 17), Due.MUST)
    loss = _loss(payment, attempt)
    left = attempt is not None and _left(payment, attempt) is not None
    confirmed = attempt is None or any(s.step == 15 for s in attempt.sightings)
    if code == "6001" or (code == "4000" and left and not confirmed):
        due |= dict.fromkeys((15, 16, 17), Due.NOT)
    if loss == "request lost":
        due |= {16: Due.NOT, 17: Due.NOT}
    elif loss == "answer lost":
        due |= {17: Due.NOT}
    if attempt is not None and _bridge_error(attempt):
        due |= dict.fromkeys((14, 15, 16, 17), Due.NOT)
    due |= _aftermath(payment, outcome, last=last)
    return Path(
        code=code if attempt is not None else "",
        due=due,
        execution=execution,
        outcome=outcome,
        notified_twice=_notification_fault(payment) == "twice",
    )


def _code(payment: Payment, attempt: Attempt | None, ledger: list[Message]) -> tuple[str, str]:
    """Return the resultCode the facts call for and the status step 17 must carry."""
    if attempt is None:
        return "", ""
    executions = {s.message.id for s in attempt.sightings if s.step == 16}
    executions |= {s.message.cause or 0 for s in attempt.sightings if s.step == 17}
    book = next((m.text("status") or "" for m in ledger if m.cause in executions), "")
    loss = _loss(payment, attempt)
    if loss in ("request lost", "answer lost"):
        return "6002", book
    if loss == "result lost":
        return "6004", "UNKNOWN"
    if book:
        return CODE_OF_STATUS.get(book, ""), book
    if (leave := _left(payment, attempt)) is not None:
        return ("6001" if leave.text("state") == "open" else "4000"), ""
    answer = _first(attempt, 17)
    if answer is not None:
        status = answer.text("status") or ""
        return CODE_OF_STATUS.get(status, ""), status
    result = _first(attempt, 18)
    return (result.text("resultCode") or "" if result is not None else ""), ""


def _first(attempt: Attempt, step: int) -> Message | None:
    return next((s.message for s in attempt.sightings if s.step == step), None)


def _bridge_error(attempt: Attempt) -> bool:
    result = _first(attempt, 18)
    return result is not None and result.get("error") is not None and result.get("resultCode") is None


def _within(payment: Payment, attempt: Attempt, name: str) -> list[Message]:
    """Return the messages called ``name`` that came about within this attempt."""
    ids = {s.message.id for s in attempt.sightings} | {s.message.cause for s in attempt.sightings}
    return [m for m in payment.others if m.name == name and (m.cause in ids or len(payment.attempts) == 1)]


def _loss(payment: Payment, attempt: Attempt | None) -> str:
    if attempt is None:
        return ""
    effects = [m.text("effect") or "" for m in _within(payment, attempt, "fault")]
    return next((e for e in effects if e in ("request lost", "answer lost", "result lost")), "")


def _left(payment: Payment, attempt: Attempt) -> Message | None:
    left = _within(payment, attempt, "leave")
    return left[0] if left else None


def _notification_fault(payment: Payment) -> str:
    faults = [m for m in payment.facts if m.name == "fault" and m.text("crossing") == "notification"]
    return faults[-1].text("effect") or "" if faults else ""


def _notifications_lost(payment: Payment) -> bool:
    crossing = "wallet backend -> merchant"
    return any(m.name == "fault" and m.text("crossing") == crossing for m in (*payment.facts, *payment.others))


def _aftermath(payment: Payment, outcome: str, *, last: bool) -> dict[int, Due]:
    """Return what is due at 19 and 20: only once final, and 19 only where it was asked for."""
    pay = next((s.message for s in payment.sightings if s.step == 10), None)
    created = payment.created
    url = pay.text("paymentNotifyUrl") if pay is not None else created.text("paymentNotifyUrl") if created else None
    notify_on = created.get("notifyOn") if created is not None else ["SUCCESS"]
    kinds = [str(kind) for kind in notify_on] if isinstance(notify_on, list | tuple) else []
    final = "FAIL" if outcome == "CLOSED" else outcome
    due = {19: Due.NOT, 20: Due.NOT}
    if last and outcome:
        if url and final in kinds and _notification_fault(payment) != "never":
            due[19] = Due.MAY if _notifications_lost(payment) else Due.MUST
        due[20] = {"SUCCESS": Due.MUST, "FAIL": Due.MAY}.get(outcome, Due.NOT)
    return due


def allowed_repeat(sighting: Sighting, earlier: list[Sighting], payment: Payment | None, *, twice: bool) -> bool:
    """Whether a message that came again was right to come again (an unanswered request, a notification not acknowledged)."""
    if sighting.step == 20:
        return all(s.message.text("channel") != sighting.message.text("channel") for s in earlier)
    if payment is None or sighting.step not in (10, 11, 19):
        return False
    answers = {m.cause: m for m in payment.others if m.kind is Kind.ANSWER}
    answers |= {s.message.cause: s.message for s in payment.sightings if s.step == 11}
    if sighting.step == 19:
        acks = [answers.get(s.message.id) for s in earlier]
        acknowledged = any(a is not None and a.text("result.resultStatus") == "S" for a in acks)
        resent = sighting.message.get("resend") is True
        return resent or not acknowledged or (twice and len(earlier) == 1)
    previous = earlier[-1].message
    if sighting.step == 10:
        answer = answers.get(previous.id)
        return answer is not None and answer.text("result.resultStatus") == "U"
    return previous.text("result.resultStatus") == "U"
