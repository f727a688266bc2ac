"""What a run says on the terminal: the journey line, the codes line, and a block of text for each failed scenario."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from harness.evidence.arrows import currency_of, of_journey
from harness.evidence.coverage import DELIVERIES, KINDS, code_cells, faulty, kind_codes, played_kinds, step_statuses
from harness.evidence.findings import finding_words
from harness.evidence.masking import Masks
from harness.evidence.report import CANNOT, NOT_FINISHED, NOT_RUN, OUTCOMES, GherkinStep, RunReport, ScenarioReport
from harness.evidence.sketch import sketch
from harness.evidence.words import NAMES, clean, code_words, is_unicode, plain, step_words
from harness.journal import Kind
from harness.journey import STEPS, JourneyVerdict, Status

_GREEN, _RED, _DIM, _PLAIN = "\033[32m", "\033[31m", "\033[2m", "\033[0m"
_MARKS = {
    "passed": "✓",
    "failed": "✗",
    "undefined": "✗",
    NOT_RUN: "·",
    "skipped": "-",
    CANNOT: "!",
    Status.SEEN.value: "✓",
}
_PAINT = {"✓": _GREEN, "✗": _RED, "·": _DIM}
_STEP_MARKS = {"passed": "✓", "failed": "✗", "undefined": "✗"}


def journey_line(report: RunReport, *, colour: bool = False, encoding: str = "utf-8") -> str:
    """Return ``journey  20/20 steps seen   1✓ 2✓ ...``, with a line for each step at fault and what is inferred."""
    words = step_statuses(report)
    seen = sum(1 for word in words.values() if word == Status.SEEN.value)
    cells = []
    for step in STEPS:
        mark = _MARKS.get(words[step.number], "✗")
        cells.append(f"{step.number}{_paint(mark, colour, encoding)}{'*' if step.inferred else ''}")
    wrong = sum(map(faulty, words.values()))
    count = f"{seen}/{len(STEPS)} steps seen{f', {wrong} wrong' if wrong else ''}"
    lines = [f"journey  {count}   {' '.join(cells)}"]
    for number, word in words.items():
        if faulty(word):
            said = plain(step_words(number), unicode=is_unicode(encoding))
            lines.append(f"         {_paint('✗', colour, encoding)} step {number} {word}: {said}")
    missed = [str(number) for number, word in words.items() if word == NOT_RUN]
    if missed:
        lines.append(f"         not run: {', '.join(missed)}")
    lines.append("         * inferred: not in the wallet's text")
    return "\n".join(lines)


def codes_line(report: RunReport, *, colour: bool = False, encoding: str = "utf-8") -> str:
    """Return ``codes    9000 ✓✓  8000 ✓✓ ... (success/split)``, a line a kind of program; what was not run is a dot."""
    kinds = played_kinds(report)
    if len(kinds) < 2:
        return "codes    " + _codes(code_cells(report), colour, encoding)
    wide = max(map(len, kinds))
    lines = [f"{kind:<{wide}}  {_codes(kind_codes(report, kind), colour, encoding)}" for kind in kinds]
    return "codes    " + "\n         ".join(lines)


def kinds_line(report: RunReport, *, encoding: str = "utf-8") -> str:
    """Return ``kinds    h5 50 passed   native not run``: what each kind of program was played for."""
    parts = []
    for kind in dict.fromkeys((*KINDS, *played_kinds(report))):
        counts = [(report.count(outcome, kind), outcome) for outcome in OUTCOMES]
        said = ", ".join(f"{count} {outcome}" for count, outcome in counts if count)
        parts.append(f"{kind or 'unnamed'} {said or NOT_RUN}")
    return "kinds    " + plain("   ".join(parts), unicode=is_unicode(encoding))


def refused_lines(report: RunReport) -> list[str]:
    """Return a line for each host that was not reached: ``refused  https://cdn.example.com  /lib.js: no route leads there``."""
    scenarios: dict[str, int] = {}
    lines: dict[str, str] = {}
    for scenario in report.scenarios:
        for message in scenario.messages:
            if message.kind is Kind.FACT and message.name == "refused host":
                host = clean(message.text("host") or "")
                scenarios[host] = scenarios.get(host, 0) + 1
                asked = clean(f"{message.text('path') or ''}: {message.text('reason')}").removeprefix(": ")
                lines.setdefault(host, f"refused  {host}  {asked}")
    return [f"{line}; {scenarios[host]} scenario{'s' if scenarios[host] > 1 else ''}" for host, line in lines.items()]


def _codes(cells: Mapping[str, Mapping[str, str]], colour: bool, encoding: str) -> str:
    parts = [
        f"{code} {''.join(_paint(_MARKS[row[delivery]], colour, encoding) for delivery in DELIVERIES)}"
        for code, row in cells.items()
    ]
    open_cells = sum(1 for row in cells.values() for word in row.values() if word == NOT_RUN)
    dot = plain("·", unicode=is_unicode(encoding))
    tail = f"; {dot} {open_cells} not run" if open_cells else ""
    return f"{'  '.join(parts)}   ({'/'.join(DELIVERIES)}{tail})"


def _paint(mark: str, colour: bool, encoding: str) -> str:
    shown = {"✓": "+", "✗": "X", "·": "."}.get(mark, mark) if not is_unicode(encoding) else mark
    return f"{_PAINT.get(mark, '')}{shown}{_PLAIN}" if colour and mark in _PAINT else shown


def error_text(scenario: ScenarioReport) -> str:
    """Return why a scenario failed: its own error, that of its first wrong step, or that it did not finish."""
    wrong = wrong_step(scenario)
    text = scenario.error or (wrong.error if wrong else "")
    if text:
        return text
    if scenario.outcome == NOT_FINISHED:
        last = next((m for m in reversed(scenario.messages) if m.sender is not m.receiver), None)
        seen = f"; the last message was {last.name}, {NAMES[last.sender]} → {NAMES[last.receiver]}" if last else ""
        return f"the run was stopped before this scenario ended{seen}"
    if wrong and wrong.outcome == "undefined":
        return f'no step is defined for "{wrong.text}"'
    return "it failed and gave no reason"


def wrong_step(scenario: ScenarioReport) -> GherkinStep | None:
    """Return the first step of the scenario that failed or is undefined."""
    return next((s for s in scenario.steps if s.outcome in ("failed", "undefined")), None)


def first_wrong(scenario: ScenarioReport, masks: Masks) -> str:
    """Return the first wrong step of the journey in words, or "" where the journey is as it should be."""
    findings = scenario.verdict.findings
    if not findings:
        return ""
    words = finding_words(findings[0], masks, currency_of(scenario.messages))
    return f"step {findings[0].step}, {step_words(findings[0].step)}: {findings[0].status}: {words}"


def _as_far_as_it_came(scenario: ScenarioReport) -> str:
    """Return, for a failure without a wrong step, how far the payment came: what is wrong lies after that, or beside it."""
    steps = [step for journey in scenario.verdict.journeys for step in journey.steps]
    last = max((step.number for step in steps if step.status is Status.SEEN), default=0)
    names = [(step.sender, step.receiver, step.name, step.number) for step in STEPS]
    refused = [m for m in scenario.messages if m.kind is Kind.ANSWER and m.text("result.resultStatus") == "F"]
    ended = {number for m in refused for a, b, name, number in names if (a, b, name) == (m.receiver, m.sender, m.name)}
    if ended:
        return f"the wallet refused step {max(ended)}, and what was to follow is missing; before it nothing is wrong"
    codes = "".join(f"; resultCode {code_words(code)}" for code in scenario.codes)
    seen = f"right in every step seen, the last of them {last}{codes}"
    if not last or any(step.outcome == "undefined" for step in scenario.steps):
        return seen
    return f"{seen}; what is wrong is what the program or its backend makes of it"


def explaining(scenario: ScenarioReport) -> JourneyVerdict | None:
    """Return the journey that explains a failure: the first wrong one, else the last; None where there is none."""
    journeys = scenario.verdict.journeys
    return next((one for one in journeys if not one.passed), journeys[-1] if journeys else None)


def failure_text(scenario: ScenarioReport, *, encoding: str = "utf-8", masks: Masks | None = None) -> str:
    """Return a failed scenario as plain text without ANSI: the steps, the fact, the first wrong step, the diagram."""
    masks = masks or Masks(scenario.messages)
    unicode = is_unicode(encoding)
    lines = [f"{scenario.place}: {scenario.name}" + (f" [{scenario.variant}]" if scenario.variant else "")]
    lines += [f"  {_STEP_MARKS.get(step.outcome, '-')} {step.keyword} {step.text}" for step in scenario.steps]
    lines.append("")
    lines.append("  what happened: " + masks.text(error_text(scenario)).strip().replace("\n", "\n    "))
    wrong = first_wrong(scenario, masks)
    if wrong:
        lines.append(f"  first wrong step: {wrong}")
    elif scenario.verdict.journeys:
        lines.append(f"  the journey: {_as_far_as_it_came(scenario)}")
    texts = [plain(masks.text(clean(line)), unicode=unicode) for line in lines]
    texts += ["", *("  " + line for line in _drawn(scenario, masks, unicode=unicode))]
    return "\n".join(texts).rstrip() + "\n"


def _drawn(scenario: ScenarioReport, masks: Masks, *, unicode: bool) -> Iterator[str]:
    """Yield the diagram of the first journey that explains the failure, and a line for each other one."""
    journeys = scenario.verdict.journeys
    shown = explaining(scenario)
    for number, journey in enumerate(journeys, start=1):
        if len(journeys) > 1:
            yield f"{number} of {len(journeys)}: {plain(masks.text(_in_short(journey)), unicode=unicode)}"
        if journey is shown:
            mine = of_journey(scenario.messages, journey, journeys)
            yield from sketch(mine, journey, masks=masks, unicode=unicode).splitlines()
            yield "* inferred: not in the wallet's text   ! it came, and says no"


def _in_short(journey: JourneyVerdict) -> str:
    """Return one journey on a line: of which payment it is, how it ended, and what is wrong with it."""
    which = f"payment {journey.payment_id}" if journey.payment_id else "no payment was made"
    ended = f", {code_words(journey.code)}" if journey.code else ""
    wrong = dict.fromkeys(f"step {finding.step} {finding.status}" for finding in journey.findings)
    return f"{which}{ended}: {', '.join(wrong) or 'nothing wrong'}"
