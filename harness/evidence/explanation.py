"""Why a scenario failed, in plain words for one who does not code: a few sentences, each in two languages."""

from __future__ import annotations

from collections.abc import Iterable

from harness.evidence.arrows import currency_of
from harness.evidence.fault import at_fault, told_outcome, wrong_screen
from harness.evidence.findings import finding_said
from harness.evidence.masking import Masks
from harness.evidence.report import CANNOT, NOT_FINISHED, UNDEFINED, ScenarioReport
from harness.evidence.said import Said
from harness.evidence.terminal import error_text, wrong_step
from harness.evidence.words import NAMES, money, parted, shorten
from harness.journal import Actor, Kind
from harness.journey import RESULT_CODES, STEPS, Finding, Status
from harness.journey.sentences import Sentence

_SENTENCES = {
    Status.MISSING: "Step {0} of 20 did not happen: {1} → {2}: {3}.",
    Status.OUT_OF_ORDER: "Step {0} of 20 came at the wrong moment: {1} → {2}: {3}.",
    Status.REPEATED: "Step {0} of 20 happened more often than it may: {1} → {2}: {3}.",
    Status.UNEXPECTED: "Step {0} of 20 must not happen here: {1} → {2}: {3}.",
    Status.WRONG_VALUE: "Step {0} of 20 carries a wrong value: {1} → {2}: {3}.",
}
_SPEAKING = (
    Sentence.CASHIER_AGAIN,
    Sentence.LEAKED,
    Sentence.LEAKED_WITHIN,
    Sentence.LEAKED_IN_CLAIMS,
    Sentence.SECOND_WHILE_OPEN,
    Sentence.SECOND_WHEN_PAID,
    Sentence.OLD_REQUEST,
    Sentence.GIVEN_AWAY,
    Sentence.GIVEN_AWAY_AS,
)
"""What the contract says of a step in words that need no others: they tell what it means for the buyer or the shop."""
_LONGEST = 120


def explanation(scenario: ScenarioReport, masks: Masks) -> tuple[Said, ...]:
    """Return the story of one play: the line that does not hold, the first step that went wrong, what the wallet did."""
    if not scenario.failed and scenario.outcome != CANNOT:
        return ()
    return (*_line(scenario, masks), *_journey(scenario, masks), *_money(scenario))


def brief(scenario: ScenarioReport, masks: Masks) -> Said:
    """Return a failure in one sentence: the wrong value or the step of the payment, else what was said of the line."""
    findings = scenario.verdict.findings
    if scenario.failed and not findings and (wrong := wrong_screen(scenario)) is not None and wrong[0]:
        return Said('The Mini Program shows "{0}", but it should show "{1}".', wrong)
    if not findings or not scenario.failed:
        return Said("{0}", (shorten(masks.text(error_text(scenario).split("\n  next:")[0]), 160),))
    if findings[0].said in _SPEAKING:
        return finding_said(findings[0], masks)
    for value in _value(findings[0], masks, currency_of(scenario.messages)):
        if len(value.args) == 1:
            return Said("Step {0}: the signature is not valid: {1}.", (str(findings[0].step), *value.args))
        return Said("Step {0}: the {1} is {2}, but it must be {3}.", (str(findings[0].step), *value.args))
    return _step(findings[0])


def to_mend(scenario: ScenarioReport) -> Said | None:
    """Return who has to mend it, None where nobody knows."""
    actor = at_fault(scenario)
    return None if actor is None else Said("To be mended: the {0}.", (NAMES[actor],))


def _step(finding: Finding) -> Said:
    step = STEPS[finding.step - 1]
    speaking = "Step {0} of 20 is wrong: {1} → {2}: {3}."
    text = speaking if finding.said in _SPEAKING else _SENTENCES[finding.status]
    return Said(text, (str(step.number), NAMES[step.sender], NAMES[step.receiver], step.title))


def _line(scenario: ScenarioReport, masks: Masks) -> Iterable[Said]:
    wrong = wrong_step(scenario)
    if scenario.outcome == CANNOT:
        yield Said("The program cannot do what this scenario asks: it has no {0}.", (masks.text(scenario.capability),))
        yield Said("The risk: {0}.", (masks.text(scenario.risk).rstrip("."),))
    elif wrong is not None and wrong.outcome == UNDEFINED:
        yield Said("Nobody has said what this line means: “{0}”.", (_quoted(f"{wrong.keyword} {wrong.text}", masks),))
    elif wrong is not None:
        yield Said("This line does not hold: “{0}”.", (_quoted(f"{wrong.keyword} {wrong.text}", masks),))
    elif scenario.outcome == NOT_FINISHED:
        yield Said("The run was stopped before this scenario ended.")
    elif scenario.verdict.findings:
        yield Said("Every line holds, but the payment behind them did not go as it must.")
    else:
        yield Said("It failed before its first line was played.")


def _quoted(text: str, masks: Masks) -> str:
    return shorten(masks.text(text), _LONGEST)


def _journey(scenario: ScenarioReport, masks: Masks) -> Iterable[Said]:
    findings = scenario.verdict.findings
    if (whose := to_mend(scenario)) is not None:
        yield whose
    if findings:
        first = findings[0]
        yield _step(first)
        if first.said in _SPEAKING and not first.words:  # one with words in it stands below, whole
            yield Said("{0}.", (str(first.said),))
        yield from _value(first, masks, currency_of(scenario.messages))
        if len(findings) > 1:
            yield Said("{0} more steps or values are wrong after it.", (str(len(findings) - 1),))
    elif scenario.failed and any(journey.payment_id for journey in scenario.verdict.journeys):
        yield Said("The 20 steps of the payment itself are right: what is wrong is what the shop makes of them.")
        yield from _fault(scenario)


def _fault(scenario: ScenarioReport) -> Iterable[Said]:
    """Yield whose mistake it is, where that is known."""
    told = told_outcome(scenario)
    if not told:
        return
    if at_fault(scenario) is Actor.MERCHANT:
        yield Said('Its backend had told the program "{0}": the mistake is the backend\'s.', (told,))
    else:
        yield Said('Its backend had told the program "{0}": the mistake is the program\'s.', (told,))


def _value(finding: Finding, masks: Masks, currency: str) -> Iterable[Said]:
    if finding.status is not Status.WRONG_VALUE or not finding.expected:
        return
    expected, got = finding.expected, finding.got
    if finding.value == "signature":
        yield Said("The signature is not valid: {0}.", (shorten(masks.text(got.split("; the text")[0]), _LONGEST),))
        return
    if finding.value == "amount" and currency:
        expected, got = money(currency, expected), money(currency, got)
    told = parted(masks.text(got or "nothing"), masks.text(expected))
    shown = tuple(shorten(text, _LONGEST) for text in (masks.text(finding.value), *told))
    yield Said("The {0} is {1}, but it must be {2}.", shown)


def _money(scenario: ScenarioReport) -> Iterable[Said]:
    for code in scenario.codes[-1:]:
        if code in RESULT_CODES:
            yield Said("The wallet told the Mini Program {0}: {1}.", (code, RESULT_CODES[code]))
    books = [m for m in scenario.messages if m.kind is Kind.FACT and m.name == "ledger"]
    taken = [money(m.text("amount.currency"), m.text("amount.value")) for m in books if m.get("taken") is True]
    if taken:
        yield Said("The wallet took {0} from the buyer.", (", ".join(filter(None, taken)),))
    elif any(journey.payment_id for journey in scenario.verdict.journeys):
        yield Said("The wallet took no money from the buyer.")
