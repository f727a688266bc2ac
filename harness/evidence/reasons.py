"""Why a run failed, in as few lines as there are reasons: one mistake of a shop makes many scenarios fail."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from harness.evidence.fault import at_fault, last_answer
from harness.evidence.masking import Masks
from harness.evidence.report import RunReport, ScenarioReport
from harness.evidence.terminal import error_text, first_wrong, wrong_step
from harness.evidence.words import NAMES, clean, code_words, is_unicode, plain, shorten
from harness.journal import Actor

MOST = 10
"""How many reasons are told: as many as GitHub shows annotations of one step."""
CLUE = "also: "
"""What stands before each clue in the error of a scenario."""
_OUTCOMES = ("inquiryPayment", "notifyPayment")
"""How a merchant hears of the outcome of a payment."""
_LONGEST, _SCREEN = 400, 240
_TELLING = 100
"""The start of a failure says what is wrong; what follows is what else stood on the screen."""
_SHOWN = re.compile(r'(but it shows "[^"]*"): .*')
_OWN = re.compile(r"https?://\S+|\b[\w-]*\d[\w-]*\b")
"""What is another one in each scenario: addresses, ids, amounts."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: what went wrong, in words, and the scenarios that failed for it, in the order of the report."""

    words: str
    scenarios: tuple[ScenarioReport, ...]
    below: tuple[str, ...] = ()
    """What the journal tells of the first beside: its first clue (what was thrown, who refused what) and, where no step is
    wrong, what the wallet told the merchant backend last, and that the program."""

    @property
    def place(self) -> str:
        """Where the first of them does not hold: ``features/result_codes.feature:42``, the line of the step."""
        first = self.scenarios[0]
        step = wrong_step(first)
        file, _, line = first.place.rpartition(":")
        return f"{file}:{step.line if step and step.line else line}"


def reasons(report: RunReport, masks: Mapping[str, Masks]) -> tuple[Reason, ...]:
    """Return why scenarios failed, what most of them failed for first."""
    found: dict[object, list[ScenarioReport]] = {}
    for scenario in report.failing:
        found.setdefault(_key(scenario), []).append(scenario)
    # An English page is read by people who may not read Arabic: where there is a choice, they are shown what they can read.
    groups = [sorted(group, key=lambda scenario: not scenario.name.isascii()) for group in found.values()]
    made = [_reason(group, masks[group[0].world]) for group in groups]
    return tuple(sorted(made, key=lambda reason: -len(reason.scenarios)))


def reason_lines(found: tuple[Reason, ...], *, encoding: str = "utf-8") -> Iterator[str]:
    """Yield ``why      26 scenarios: step 13, ...`` and where the first of them is, for each reason."""
    unicode = is_unicode(encoding)
    for reason in found[:MOST]:
        count = len(reason.scenarios)
        first = reason.scenarios[0]
        variant = f" [{first.variant}]" if first.variant else ""
        rule = f" (Rule: {clean(first.rule)})" if first.rule else ""
        yield plain(f"why      {count} scenario{'s' if count > 1 else ''}: {reason.words}", unicode=unicode)
        yield plain(
            f"         {'first at' if count > 1 else 'at'} {reason.place}: {clean(first.name)}{variant}{rule}",
            unicode=unicode,
        )
        for line in reason.below:
            yield plain(f"         {line}", unicode=unicode)
    if len(found) > MOST:
        yield f"         ... and {len(found) - MOST} more reasons; the evidence has them all"


def annotation_lines(found: tuple[Reason, ...]) -> Iterator[str]:
    """Yield a workflow command of GitHub Actions for each reason: it stands at its line of the feature in the pull request."""
    for reason in found[:MOST]:
        file, _, line = reason.place.rpartition(":")
        count = len(reason.scenarios)
        title = f"{count} scenario{'s' if count > 1 else ''} failed"
        yield f"::error file={_property(file)},line={line},title={title}::{_data(reason.words)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _key(scenario: ScenarioReport) -> object:
    """What scenarios share that failed for one reason: the same wrong fact, whatever ids and amounts it was about."""
    if findings := scenario.verdict.findings:
        first = findings[0]
        return first.step, first.status, first.said, first.value
    wrong = wrong_step(scenario)
    said = _OWN.sub("", error_text(scenario).splitlines()[0])[:_TELLING]
    return said, bool(wrong and wrong.outcome == "undefined"), at_fault(scenario)


def _reason(group: list[ScenarioReport], masks: Masks) -> Reason:
    first = group[0]
    below = [shorten(clean(masks.text(clue)), _LONGEST) for clue in _first_clue(error_text(first))]
    if first.codes and not first.verdict.findings:
        below += _last_words(first, masks)
    return Reason(_words(group, masks), tuple(group), tuple(below))


def _first_clue(error: str) -> Iterator[str]:
    """Yield the first clue of an error; where it only announces lines, as a log's, with the last of these."""
    lines = iter(error.splitlines())
    clue = next((line for line in lines if line.strip().startswith(CLUE)), None)
    if clue is not None:
        told = list(itertools.takewhile(lambda line: not line.strip().startswith(CLUE), lines))
        yield f"{clue} {told[-1].strip()}" if told and clue.endswith(":") else clue


def _words(group: list[ScenarioReport], masks: Masks) -> str:
    first = group[0]
    fault = at_fault(first)
    blame = f"{NAMES[fault]} at fault: " if fault is not None else ""
    if found := first_wrong(first, masks):
        return shorten(clean(blame + found), _LONGEST)
    codes = dict.fromkeys(code for scenario in group for code in scenario.codes[-1:])
    after = f"after {', '.join(code_words(code) for code in codes)}: " if codes else ""
    said = _SHOWN.sub(r"\1", error_text(first).splitlines()[0])
    return shorten(clean(blame + after + masks.text(said)), _SCREEN)


def _last_words(scenario: ScenarioReport, masks: Masks) -> Iterator[str]:
    """Yield what the wallet told the merchant backend last, and what that told the program: it tells whose mistake a screen is."""
    lost = {m.cause for m in scenario.messages if m.name == "notifyPayment" and m.get("delivered") is False}
    for message in reversed(scenario.messages):
        told = message.sender is Actor.WALLET_BACKEND and message.receiver is Actor.MERCHANT
        status = message.text("paymentStatus") or message.text("paymentResult.resultCode")
        if told and status and message.name in _OUTCOMES and message.id not in lost:
            yield f"the wallet told the merchant backend last: {message.name}: {clean(status)}"
            break
    if (last := last_answer(scenario)) is not None:
        answer = masks.message(last)
        body = json.dumps(answer.get("body"), ensure_ascii=False)
        said = shorten(clean(f"{answer.name}: HTTP {answer.get('status')} {body}"), _SCREEN)
        yield f"the merchant backend told the program last: {said}"
