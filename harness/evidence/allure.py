"""Allure results: one file a scenario with its steps and attachments, for Allure's own report.

The format is that of Allure 2 (``*-result.json``, ``*-attachment.*``, ``environment.properties``). Every attempt is a
result of its own with the same history id, which is how Allure shows retries and calls a scenario flaky.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.evidence.masking import Masks, masks_of
from harness.evidence.messages import read_within
from harness.evidence.report import CANNOT, NOT_FINISHED, NOT_RUN, RunReport, ScenarioReport
from harness.evidence.steps import GherkinStep
from harness.evidence.terminal import error_text, failure_text
from harness.evidence.words import clean

Json = dict[str, object]

_STATUS = {
    "passed": "passed",
    "failed": "failed",
    "undefined": "broken",
    NOT_FINISHED: "broken",
    CANNOT: "skipped",
    "skipped": "skipped",
    NOT_RUN: "skipped",
}


@dataclass(frozen=True, slots=True)
class ResultFile:
    """One file of the results: its name and its content."""

    name: str
    content: bytes


def allure(report: RunReport, folder: Path | None = None, masks: Mapping[str, Masks] | None = None) -> list[ResultFile]:
    """Return the files of a run's Allure results; what was attached is read from ``folder``. Times are epoch ms."""
    masks = masks or masks_of(report)
    facts = {"seed": str(report.seed), "wallet": report.profile, "command": report.command}
    environment = "".join(f"{key}={' '.join(value.split())}\n" for key, value in facts.items())
    files = {"environment.properties": environment.encode()}
    for scenario in report.scenarios:
        for number, play in enumerate(scenario.attempts):
            _result(play, number, folder, masks[scenario.world], files)
    return [ResultFile(name, content) for name, content in files.items()]


def _result(play: ScenarioReport, number: int, folder: Path | None, masks: Masks, files: dict[str, bytes]) -> None:
    history = hashlib.md5((play.nodeid or play.world).encode("utf-8", "replace"), usedforsecurity=False).hexdigest()
    name = _id(f"{history} {play.world} {number}")
    labels = {
        "framework": "miniprogram-payment-harness",
        "language": "gherkin",
        "feature": masks.text(play.feature),
        "story": masks.text(play.rule),
        "suite": play.file,
        "parentSuite": play.program,
        "host": play.world.partition(":")[0],
    }
    found: Json = {
        "uuid": name,
        "historyId": history,
        "testCaseId": history,
        "fullName": f"{play.place}: {masks.text(play.name)}",
        "name": masks.text(play.name) + (f" [{play.variant}]" if play.variant else ""),
        "description": masks.text(play.feature_description),
        "status": _STATUS.get(play.result, "broken"),
        "stage": "finished",
        "start": play.started_at,
        "stop": round(play.started_at + play.ms),
        "labels": [
            *({"name": key, "value": value} for key, value in labels.items() if value),
            *({"name": "tag", "value": tag} for tag in play.tags),
        ],
        "parameters": [
            {"name": key, "value": value}
            for key, value in (("delivery", play.delivery), ("program", play.program))
            if value
        ],
        "steps": _steps(play, folder, masks, files),
        "attachments": _attachments(play, None, folder, masks, files),
    }
    if play.failed:
        account = failure_text(play, masks=masks)
        found["statusDetails"] = {"message": masks.text(error_text(play)), "trace": account}
    elif play.outcome == CANNOT:
        found["statusDetails"] = {"message": f"cannot: {play.capability}; the risk: {masks.text(play.risk)}"}
    elif play.error:
        found["statusDetails"] = {"message": masks.text(play.error)}
    text = json.dumps(found, ensure_ascii=False, indent=1)
    files[f"{name}-result.json"] = clean(text).encode("utf-8", "replace")


def _steps(play: ScenarioReport, folder: Path | None, masks: Masks, files: dict[str, bytes]) -> list[Json]:
    rows, at = [], float(play.started_at)
    for index, step in enumerate(play.steps):
        row = _step(step, at, masks)
        row["attachments"] = _attachments(play, index, folder, masks, files)
        rows.append(row)
        at += step.ms
    return rows


def _step(step: GherkinStep, at: float, masks: Masks) -> Json:
    row: Json = {
        "name": f"{step.keyword} {masks.text(step.text)}",
        "status": _STATUS.get(step.outcome, "broken"),
        "stage": "finished" if step.outcome != NOT_RUN else "pending",
        "start": round(at),
        "stop": round(at + step.ms),
        "parameters": [{"name": name, "value": masks.text(step.text[a:b])} for name, a, b in step.arguments],
    }
    if step.error or step.outcome == NOT_RUN:
        row["statusDetails"] = {"message": masks.text(step.error) or NOT_RUN}
    return row


def _attachments(
    play: ScenarioReport, index: int | None, folder: Path | None, masks: Masks, files: dict[str, bytes]
) -> list[Json]:
    wanted = [(a.name, a.file, a.media_type) for a in play.attachments if a.step == index]
    wanted += [(s.title, s.file, "image/jpeg") for s in play.screenshots if s.step == index]
    wanted += [
        ("Playwright trace", file, "application/vnd.allure.playwright-trace") for file in play.traces if index is None
    ]
    rows: list[Json] = []
    for title, file, media_type in wanted:
        data = read_within(folder, file)
        if data is None:
            continue
        source = f"{_id(file)}-attachment{Path(file).suffix}"
        files[source] = data
        rows.append({"name": masks.text(title), "source": source, "type": media_type})
    return rows


def _id(text: str) -> str:
    """Return an id that is the same for the same text, in the form of a UUID."""
    found = hashlib.md5(text.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()
    return f"{found[:8]}-{found[8:12]}-{found[12:16]}-{found[16:20]}-{found[20:]}"
