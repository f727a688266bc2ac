"""The contract: reads a journal and says of each of the 20 steps what was seen. Pure: no I/O, no clock, no browser."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from harness.journal import Message
from harness.journey.agreement import bad_signatures, disagreements
from harness.journey.goods import goods_given_away
from harness.journey.grouping import Attempt, Login, Payment, group
from harness.journey.leaks import leaks
from harness.journey.order import misplaced
from harness.journey.path import Due, Path, allowed_repeat, failed, login_path, payment_path
from harness.journey.reading import Sighting, read
from harness.journey.sentences import Sentence
from harness.journey.steps import STEPS
from harness.journey.twice import asked_again, second_payments
from harness.journey.verdict import Finding, JourneyVerdict, Status, StepVerdict, Verdict

CALLS_TRADE_PAY = 13


def judge(messages: Iterable[Message], *, complete: bool = False) -> Verdict:
    """Return the verdict on the journal of one world.

    With ``complete`` every step that the facts call for must have been seen; without, steps after the last one seen
    count as not reached (a scenario may stop on the way), but a gap is still missing. Source: journey.md.
    """
    journal = list(messages)
    sightings = read(journal)
    place = {message.id: index for index, message in enumerate(journal)}
    logins, payments = group(journal, sightings)
    intents = [m for m in journal if m.name == "order"]
    leaked = leaks(sightings, journal)
    if (given := goods_given_away(journal, intents)) is not None:
        leaked = [*leaked, given]
    journeys = []
    again = second_payments(payments, intents)
    for number, payment in enumerate(payments):
        attempts: Sequence[Attempt | None] = payment.attempts or [None]
        known = [*leaked, *([again[number]] if number in again else [])]
        intent = intents[min(number, len(intents) - 1) :][:1] if intents else []
        for index, attempt in enumerate(attempts):
            last = index == len(attempts) - 1
            twice = number in again
            one = _payment_verdict(payment, attempt, intent, place, known, last=last, complete=complete, twice=twice)
            journeys.append(one)
    paid = {id(payment.login) for payment in payments}
    journeys.extend(_login_verdict(one, place, leaked, complete=complete) for one in logins if id(one) not in paid)
    return Verdict(tuple(sorted(journeys, key=_first_message)))


def _first_message(journey: JourneyVerdict) -> int:
    return min((i for step in journey.steps for i in step.messages), default=0)


def _login_verdict(login: Login, place: dict[int, int], leaked: list[Finding], *, complete: bool) -> JourneyVerdict:
    due = login_path(login) | dict.fromkeys(range(9, 21), Due.MUST)
    begun = 8 if any(s.step == 5 for s in login.sightings) else 4
    needed = range(1, begun + 1) if complete else range(0)
    findings = disagreements(login.sightings, login.facts, refused=False)
    findings += bad_signatures(login.sightings)
    return _verdict("", "", login.sightings, due, needed, findings + leaked, place, None, Path("", due))


def _payment_verdict(
    payment: Payment,
    attempt: Attempt | None,
    intent: list[Message],
    place: dict[int, int],
    known: list[Finding],
    *,
    last: bool,
    complete: bool,
    twice: bool,
) -> JourneyVerdict:
    path = payment_path(payment, attempt, last=last)
    due = login_path(payment.login) | path.due
    if twice:  # the order was placed once, for the other payment of it; this one is wrong because it is there at all
        due = due | {9: Due.MAY}
        complete = complete and attempt is not None
    sightings = [*(payment.login.sightings if payment.login else ()), *payment.sightings]
    sightings = [s for s in sightings if last or s.step not in (19, 20)]
    sightings += attempt.sightings if attempt else []
    sightings.sort(key=lambda s: place[s.message.id])
    facts = [*intent, *payment.facts, *(payment.login.facts if payment.login else ())]
    refused = any(s.step == 11 and failed(s.message) for s in sightings)
    undelivered = {m.cause for m in payment.others if m.name == "notifyPayment" and m.get("delivered") is False}
    sightings = [s for s in sightings if not (s.step == 19 and s.message.id in undelivered)]
    findings = disagreements(sightings, facts, refused=refused)
    findings += bad_signatures(sightings) + _outcomes(sightings, path)
    needed = range(1, 21) if complete else range(0)
    created = payment.created
    payment_id = (created.text("paymentId") or "") if created else ""
    return _verdict(payment_id, path.code, sightings, due, needed, findings + known, place, payment, path)


def _outcomes(sightings: list[Sighting], path: Path) -> list[Finding]:
    """Check that 17 says what the books say, 18 what 17 calls for, and 19 and 20 the final outcome."""
    final = "FAIL" if path.outcome == "CLOSED" else path.outcome
    fields = {
        17: ("status", ("status",), path.execution),
        18: ("resultCode", ("resultCode",), path.code),
        19: ("payment result", ("paymentResult.resultCode", "paymentStatus", "result.resultCode"), final),
        20: ("outcome", ("outcome",), final),
    }
    found = []
    for sighting in sightings:
        if sighting.step not in fields:
            continue
        name, paths, expected = fields[sighting.step]
        got = next((text for p in paths if (text := sighting.message.text(p)) is not None), "")
        if sighting.step == 18 and sighting.message.get("error") is not None and not got:
            continue
        if sighting.step == 19:
            status = sighting.message.text("paymentResult.resultStatus") or sighting.message.text("result.resultStatus")
            got = {"S": "SUCCESS", "F": "FAIL"}.get(status or "", got)
        if expected and got != expected:
            words = (name, f'"{got}"', f'"{expected}"')
            wrong = (Status.WRONG_VALUE, Sentence.NOT_THE_OUTCOME, name, expected, got, sighting.message.id)
            found.append(Finding(sighting.step, *wrong, words))
    return found


def _verdict(
    payment_id: str,
    code: str,
    sightings: list[Sighting],
    due: dict[int, Due],
    needed: range,
    findings: list[Finding],
    place: dict[int, int],
    payment: Payment | None,
    path: Path,
) -> JourneyVerdict:
    seen: dict[int, list[Sighting]] = {}
    for sighting in sorted(sightings, key=lambda s: place[s.message.id]):
        seen.setdefault(sighting.step, []).append(sighting)
    findings = [*findings, *_repeats(seen, payment, twice=path.notified_twice)]
    findings += _out_of_order(seen)
    furthest = max((n for n in seen if n <= 18), default=0)
    steps = []
    for step in STEPS:
        found = seen.get(step.number, [])
        wanted = due.get(step.number, Due.MAY)
        if not found and wanted is Due.MUST and (step.number in needed or step.number < furthest):
            findings.append(Finding(step.number, Status.MISSING, Sentence.MISSING, words=(step.sender, step.title)))
        elif found and wanted is Due.NOT:
            first, words = found[0].message.id, (step.sender, step.title)
            findings.append(Finding(step.number, Status.UNEXPECTED, Sentence.UNEXPECTED, message=first, words=words))
        steps.append((step.number, found, wanted))
    mine = {s.message.id for s in sightings}
    findings = [f for f in findings if f.message is None or f.message in mine or f.value == "accessToken"]
    findings.sort(key=lambda f: f.step)
    return JourneyVerdict(
        payment_id,
        code,
        tuple(_step_verdict(number, found, wanted, findings) for number, found, wanted in steps),
        tuple(findings),
    )


def _repeats(seen: dict[int, list[Sighting]], payment: Payment | None, *, twice: bool) -> list[Finding]:
    again = asked_again(seen.get(10, []), payment)
    found = [again] if again else []
    for step, all_seen in seen.items():
        if again and step in range(9, 13):
            continue  # what led to it, and what it led to
        for index, sighting in enumerate(all_seen[1:], start=1):
            if not allowed_repeat(sighting, all_seen[:index], payment, twice=twice):
                said: Sentence = Sentence.REPEATED
                words: tuple[str, ...] = (str(index + 1), STEPS[step - 1].sender, STEPS[step - 1].title)
                if step == CALLS_TRADE_PAY:
                    said, words = Sentence.CASHIER_AGAIN, (str(index + 1),)
                found.append(Finding(step, Status.REPEATED, said, message=sighting.message.id, words=words))
                break
    return found


def _out_of_order(seen: dict[int, list[Sighting]]) -> list[Finding]:
    return [
        Finding(step, Status.OUT_OF_ORDER, said, message=seen[step][0].message.id, words=(str(other),))
        for step, (said, other) in misplaced(list(seen)).items()
    ]


def _step_verdict(number: int, found: list[Sighting], wanted: Due, findings: list[Finding]) -> StepVerdict:
    mine = tuple(f for f in findings if f.step == number)
    ids = tuple(s.message.id for s in found)
    if mine:
        ranked = [Status.WRONG_VALUE, Status.MISSING, Status.OUT_OF_ORDER, Status.REPEATED, Status.UNEXPECTED]
        return StepVerdict(number, min((f.status for f in mine), key=ranked.index), ids, mine)
    if found:
        return StepVerdict(number, Status.SEEN, ids)
    return StepVerdict(number, Status.NOT_EXPECTED if wanted is Due.NOT else Status.NOT_REACHED)
