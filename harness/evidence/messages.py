"""messages.ndjson: the run as Cucumber messages, one a line, for every tool that reads them.

The protocol is that of the npm package @cucumber/messages. What a scenario is held against after its last step, the
contract of the 20 steps, is a hook; so is what makes its world ready. A scenario that was played again is one test case
with several attempts.
"""

from __future__ import annotations

import base64
import json
import platform
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import count
from pathlib import Path

from gherkin.stream.id_generator import IdGenerator

from harness.evidence.gherkin_source import Json, sources
from harness.evidence.masking import Masks, masks_of
from harness.evidence.report import CANNOT, NOT_FINISHED, NOT_RUN, RunReport, ScenarioReport
from harness.evidence.steps import GherkinStep, StepDefinition
from harness.evidence.terminal import error_text, failure_text
from harness.evidence.words import clean

PROTOCOL = "34.2.1"
MOST_EMBEDDED = 4_000_000
"""How many bytes of a file are put into the messages; a larger one is named by its place only."""

_STATUS = {
    "passed": "PASSED",
    "failed": "FAILED",
    "undefined": "UNDEFINED",
    "skipped": "SKIPPED",
    NOT_RUN: "SKIPPED",
    CANNOT: "SKIPPED",
    NOT_FINISHED: "UNKNOWN",
}
_READY = "the world of the scenario is made ready"
_CONTRACT = "the payment is held against the 20 steps"
_TEXT = ("text/", "application/json")


def messages(report: RunReport, folder: Path | None = None, masks: Mapping[str, Masks] | None = None) -> str:
    """Return the run as NDJSON; what was attached is read from ``folder``, and left out where it is not there."""
    masks = masks or masks_of(report)
    lines = _Writer(report, folder, masks).envelopes()
    return "".join(clean(json.dumps(line, ensure_ascii=False)) + "\n" for line in lines)


class _Ids(IdGenerator):
    """Counts from 1, so that the same run gives the same ids."""

    def __init__(self) -> None:
        self._next = count(1)

    def get_next_id(self) -> str:
        return str(next(self._next))


class _Writer:
    def __init__(self, report: RunReport, folder: Path | None, masks: Mapping[str, Masks]) -> None:
        self._report = report
        self._folder = folder
        self._masks = masks
        self._ids = _Ids()
        self._definitions: dict[StepDefinition, str] = {}

    def envelopes(self) -> Iterator[Json]:
        """Yield every message in the order in which the protocol wants them."""
        report, ids = self._report, self._ids
        run, ready, contract = (ids.get_next_id() for _ in range(3))
        found = sources(report, self._masks, ids)
        yield {"meta": _meta()}
        for source in found:
            media = "text/x.cucumber.gherkin+plain"
            yield {"source": {"uri": source.uri, "data": source.text, "mediaType": media}}
            yield {"gherkinDocument": {**source.document, "uri": source.uri}}
            for _, pickle in source.scenarios:
                yield {"pickle": pickle}
        for definition in self._all_definitions():
            yield {"stepDefinition": self._definition(definition)}
        for hook, name, kind in ((ready, _READY, "BEFORE_TEST_CASE"), (contract, _CONTRACT, "AFTER_TEST_CASE")):
            yield {"hook": {"id": hook, "name": name, "type": kind, "sourceReference": {"uri": "harness"}}}
        start = _milliseconds(report.started_at) or min((s.started_at for s in report.scenarios), default=0)
        yield {"testRunStarted": {"id": run, "timestamp": _moment(start)}}
        end = float(start)
        for scenario, pickle in (pair for source in found for pair in source.scenarios):
            yield from self._case(scenario, pickle, run, (ready, contract))
            end = max(end, (scenario.started_at or start) + scenario.ms)
        finished: Json = {"testRunStartedId": run, "success": report.passed, "timestamp": _moment(end)}
        if report.loose_failures:
            finished["message"] = self._masks[""].text("\n".join(report.loose_failures))
        yield {"testRunFinished": finished}

    def _all_definitions(self) -> list[StepDefinition]:
        plays = [play for scenario in self._report.scenarios for play in scenario.attempts]
        found = {step.definition for play in plays for step in play.steps if step.definition is not None}
        return sorted(found, key=lambda d: (d.file, d.line, d.pattern))

    def _definition(self, definition: StepDefinition) -> Json:
        self._definitions[definition] = number = self._ids.get_next_id()
        kind = "REGULAR_EXPRESSION" if definition.regular else "CUCUMBER_EXPRESSION"
        return {
            "id": number,
            "pattern": {"source": definition.pattern, "type": kind},
            "sourceReference": {"uri": definition.file, "location": {"line": max(1, definition.line)}},
        }

    def _case(self, scenario: ScenarioReport, pickle: Json, run: str, hooks: tuple[str, str]) -> Iterator[Json]:
        masks = self._masks[scenario.world]
        case, before, after = (self._ids.get_next_id() for _ in range(3))
        own = [self._ids.get_next_id() for _ in scenario.steps]
        pickled = [str(step["id"]) for step in _steps(pickle)]
        steps: list[Json] = [{"id": before, "hookId": hooks[0]}]
        for step, number, pickle_step in zip(_best(scenario), own, pickled, strict=False):
            steps.append(self._test_step(step, number, pickle_step))
        steps.append({"id": after, "hookId": hooks[1]})
        yield {"testCase": {"id": case, "pickleId": pickle["id"], "testSteps": steps, "testRunStartedId": run}}
        for attempt, play in enumerate(plays := scenario.attempts):
            started = self._ids.get_next_id()
            yield {
                "testCaseStarted": {
                    "id": started,
                    "testCaseId": case,
                    "attempt": attempt,
                    "workerId": play.world.partition(":")[0],
                    "timestamp": _moment(play.started_at),
                }
            }
            yield from self._play(play, started, (before, own[: len(pickled)], after), masks)
            again = attempt < len(plays) - 1
            finished = {"testCaseStartedId": started, "willBeRetried": again}
            yield {"testCaseFinished": {**finished, "timestamp": _moment(play.started_at + play.ms)}}

    def _test_step(self, step: GherkinStep, number: str, pickle_step: str) -> Json:
        definitions = [self._definitions[step.definition]] if step.definition is not None else []
        arguments = [
            {"group": {"start": start, "value": step.text[start:end], "children": []}, "parameterTypeName": name}
            for name, start, end in step.arguments
            if 0 <= start <= end <= len(step.text)
        ]
        matches = [{"stepMatchArguments": arguments}] if definitions else []
        return {
            "id": number,
            "pickleStepId": pickle_step,
            "stepDefinitionIds": definitions,
            "stepMatchArgumentsLists": matches,
        }

    def _play(
        self, play: ScenarioReport, started: str, numbers: tuple[str, list[str], str], masks: Masks
    ) -> Iterator[Json]:
        """Yield what happened in one attempt, its hooks first and last."""
        before, own, after = numbers
        wrong = next((step for step in play.steps if step.outcome in ("failed", "undefined", CANNOT)), None)
        begun = any(step.outcome not in (NOT_RUN, "skipped") for step in play.steps)
        unready = play.failed and play.outcome != NOT_FINISHED and wrong is None and not begun
        at = float(play.started_at)
        error = masks.text(error_text(play)) if play.failed else ""
        yield from _step(started, before, "FAILED" if unready else "PASSED", at, 0, error if unready else "")
        for index, (step, number) in enumerate(zip(play.steps, own, strict=False)):
            text = masks.text(step.error)
            attached = self._attached(play, index, started, number, at, masks)
            yield from _step(started, number, _STATUS.get(step.outcome, "UNKNOWN"), at, step.ms, text, attached)
            at += step.ms
        held = "SKIPPED" if wrong is not None or unready or play.outcome in ("skipped", CANNOT) else "PASSED"
        if play.failed and wrong is None and not unready:
            held = "UNKNOWN" if play.outcome == NOT_FINISHED else "FAILED"
        rest = [*self._attached(play, None, started, after, at, masks), *self._account(play, started, after, at, masks)]
        yield from _step(started, after, held, at, 0, error if held in ("FAILED", "UNKNOWN") else "", rest)

    def _account(self, play: ScenarioReport, started: str, step: str, at: float, masks: Masks) -> Iterator[Json]:
        """Yield the account of a failure, as the terminal gives it, and where its trace is."""
        ids: Json = {"testCaseStartedId": started, "testStepId": step, "timestamp": _moment(at)}
        if play.failed:
            text = {"body": failure_text(play, masks=masks), "contentEncoding": "IDENTITY", "mediaType": "text/plain"}
            yield {"attachment": {**ids, **text, "fileName": "what happened.txt"}}
        for file in (*play.traces, *(play.replay.traces if play.replay else ())):
            yield {"externalAttachment": {**ids, "url": file, "mediaType": "application/zip"}}

    def _attached(
        self, play: ScenarioReport, index: int | None, started: str, step: str, at: float, masks: Masks
    ) -> Iterator[Json]:
        ids: Json = {"testCaseStartedId": started, "testStepId": step, "timestamp": _moment(at)}
        files = [(a.name, a.file, a.media_type) for a in play.attachments if a.step == index]
        files += [(s.title, s.file, "image/jpeg") for s in play.screenshots if s.step == index]
        for name, file, media_type in files:
            data = read_within(self._folder, file)
            if data is None:
                continue
            if len(data) > MOST_EMBEDDED:
                yield {"externalAttachment": {**ids, "url": masks.text(file), "mediaType": media_type}}
                continue
            readable = media_type.startswith(_TEXT)
            body = masks.text(data.decode("utf-8", "replace")) if readable else base64.b64encode(data).decode()
            encoding = "IDENTITY" if readable else "BASE64"
            fact = {"body": body, "contentEncoding": encoding, "mediaType": media_type, "fileName": masks.text(name)}
            yield {"attachment": {**ids, **fact}}


def read_within(folder: Path | None, file: str) -> bytes | None:
    """Return a file's content; None where it is not there, or is not inside ``folder``: a journal may come from elsewhere."""
    if folder is None or not file:
        return None
    try:
        path = (folder / file).resolve()
        return path.read_bytes() if path.is_relative_to(folder.resolve()) and path.is_file() else None
    except (OSError, ValueError):
        return None


def _best(scenario: ScenarioReport) -> list[GherkinStep]:
    """Return the steps, each from the attempt that came to it: a later one may have got further."""
    rows = zip(*(play.steps for play in scenario.attempts), strict=False)
    return [next((step for step in row if step.definition is not None), row[-1]) for row in rows]


def _step(
    started: str, step: str, status: str, at: float, ms: float, text: str, attached: Iterable[Json] = ()
) -> Iterator[Json]:
    ids: Json = {"testCaseStartedId": started, "testStepId": step}
    yield {"testStepStarted": {**ids, "timestamp": _moment(at)}}
    yield from attached
    nanos = round(ms * 1_000_000)
    result: Json = {"status": status, "duration": {"seconds": nanos // 10**9, "nanos": nanos % 10**9}}
    if text:
        result["message"] = text
    if text and status == "FAILED":
        result["exception"] = {"type": "Mismatch", "message": text}
    yield {"testStepFinished": {**ids, "testStepResult": result, "timestamp": _moment(at + ms)}}


def _steps(pickle: Json) -> list[Mapping[str, object]]:
    found = pickle.get("steps")
    return found if isinstance(found, list) else []


def _moment(ms: float) -> Json:
    nanos = round(ms * 1_000_000)
    return {"seconds": nanos // 10**9, "nanos": nanos % 10**9}


def _milliseconds(started_at: str) -> int:
    try:
        return int(datetime.fromisoformat(started_at).timestamp() * 1000)
    except (ValueError, OverflowError):
        return 0


def _meta() -> Json:
    return {
        "protocolVersion": PROTOCOL,
        "implementation": {"name": "miniprogram-payment-harness"},
        "runtime": {"name": platform.python_implementation(), "version": platform.python_version()},
        "os": {"name": platform.system()},
        "cpu": {"name": platform.machine()},
    }
