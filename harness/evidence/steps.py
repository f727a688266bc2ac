"""The Gherkin steps of a scenario as a journal tells of them, and what each of them left behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from harness.journal import Actor, Kind, Message

NOT_FINISHED = "not finished"
NOT_RUN = "not run"


@dataclass(frozen=True, slots=True)
class StepDefinition:
    """The function behind a step: its ``pattern`` (a regular expression where ``regular``) and where it is written."""

    pattern: str
    regular: bool
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class GherkinStep:
    """One step of a scenario as written, with its outcome. Time in ms.

    The outcome is passed, failed, undefined, skipped, cannot, "not finished" (the run was stopped in the midst of it) or
    "not run" (something before it ended the scenario). ``arguments`` say where in the text each value stands: its name,
    the first character and the one after the last.
    """

    keyword: str
    text: str
    line: int
    table: tuple[tuple[str, ...], ...] = ()
    outcome: str = NOT_RUN
    error: str = ""
    ms: float = 0.0
    definition: StepDefinition | None = None
    arguments: tuple[tuple[str, int, int], ...] = ()
    text_block: str = ""


@dataclass(frozen=True, slots=True)
class Screenshot:
    """One picture of the phone; ``file`` is relative to the reports folder, ``step`` counts from 0 (None: the scenario's)."""

    title: str
    file: str
    step: int | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """What a step handed over; ``file`` is relative to the reports folder, ``step`` counts from 0 (None: the scenario's)."""

    name: str
    file: str
    media_type: str
    step: int | None = None


def steps_of(start: Message, mine: Sequence[Message], outcome: str) -> tuple[GherkinStep, ...]:
    """Return the steps as written, each with its outcome (``index`` counts from 0)."""
    ran = {whole(m.get("index")): m for m in mine if m.kind is Kind.FACT and m.name == "gherkin step"}
    begun = {whole(m.get("index")) for m in mine if m.kind is Kind.FACT and m.name == "gherkin step begins"}
    rest = "skipped" if outcome == "skipped" else NOT_RUN
    written = start.get("steps")
    steps = []
    for index, step in enumerate(written if isinstance(written, Sequence) and not isinstance(written, str) else ()):
        if not isinstance(step, Mapping):
            continue
        fact = ran.get(index)
        table = step.get("table")
        rows = table if isinstance(table, Sequence) and not isinstance(table, str) else ()
        steps.append(
            GherkinStep(
                keyword=str(step.get("keyword", "")).strip(),
                text=str(step.get("text", "")),
                line=whole(step.get("line")),
                table=tuple(texts(row) for row in rows),
                outcome=text(fact, "outcome") or (NOT_FINISHED if index in begun and outcome == NOT_FINISHED else rest),
                error=text(fact, "error"),
                ms=number(fact.get("ms")) if fact else 0.0,
                definition=_definition(fact),
                arguments=_arguments(fact),
                text_block=str(step.get("text block") or ""),
            )
        )
    return tuple(steps)


def screenshots_of(mine: Sequence[Message]) -> tuple[Screenshot, ...]:
    """Return the pictures that were taken, in order."""
    found = [m for m in mine if m.kind is Kind.FACT and m.name == "screenshot"]
    return tuple(Screenshot(text(m, "title"), text(m, "file"), index_of(m.get("step"))) for m in found)


def attachments_of(mine: Sequence[Message]) -> tuple[Attachment, ...]:
    """Return what was attached, in order."""
    found = [m for m in mine if m.kind is Kind.FACT and m.sender is Actor.HARNESS and m.name == "attachment"]
    return tuple(
        Attachment(text(m, "name"), text(m, "file"), text(m, "mediaType"), index_of(m.get("step"))) for m in found
    )


def _definition(fact: Message | None) -> StepDefinition | None:
    found = fact.get("definition") if fact is not None else None
    if fact is None or not isinstance(found, Mapping):
        return None
    pattern, file = text(fact, "definition.pattern"), text(fact, "definition.file")
    return StepDefinition(pattern, found.get("regular") is True, file, whole(found.get("line")))


def _arguments(fact: Message | None) -> tuple[tuple[str, int, int], ...]:
    given = fact.get("definition.arguments") if fact is not None else None
    rows = given if isinstance(given, Sequence) and not isinstance(given, str) else ()
    triples = [row for row in rows if isinstance(row, Sequence) and not isinstance(row, str) and len(row) == 3]
    return tuple((str(name), whole(start), whole(end)) for name, start, end in triples)


def index_of(value: object) -> int | None:
    """Return the index of a step, None where there is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def text(message: Message | None, path: str) -> str:
    """Return the text at a path of a message, "" where there is none."""
    return (message.text(path) or "") if message is not None else ""


def texts(value: object) -> tuple[str, ...]:
    """Return a list of texts, () where there is none."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(str(item) for item in value)
    return ()


def whole(value: object) -> int:
    """Return a whole number, 0 where there is none."""
    return int(number(value))


def number(value: object) -> float:
    """Return a number, 0.0 where there is none."""
    try:
        found = float(str(value))
    except ValueError:
        return 0.0
    return found if abs(found) < float("inf") else 0.0
