"""What a journal says of a run, scenario by scenario: plain values that every writer reads.

Computed from messages alone, so a report can be made again later from the NDJSON of one run or of many shards.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from harness.journal import Actor, Kind, Message
from harness.journey import Verdict, judge

NOT_FINISHED = "not finished"
NOT_RUN = "not run"
CANNOT = "cannot"
"""The outcome of a scenario that asks for what the program cannot do: neither passed nor failed, and never left out."""
OUTCOMES = ("passed", "failed", "skipped", CANNOT)
"""What a scenario is counted as."""
CERTIFICATION = "certification"
"""The tag of the ready-made features; a run that played one ends with a certificate."""
BLIND = "paid screen"
"""The capability without which nothing is certified: seeing that the shop hands the goods out."""


@dataclass(frozen=True, slots=True)
class GherkinStep:
    """One step of a scenario as written, with its outcome: passed, failed, undefined, skipped, not run. Time in ms."""

    keyword: str
    text: str
    line: int
    table: tuple[tuple[str, ...], ...] = ()
    outcome: str = NOT_RUN
    error: str = ""
    ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Screenshot:
    """One picture of the phone; ``file`` is relative to the reports folder."""

    title: str
    file: str


@dataclass(frozen=True, slots=True)
class ScenarioReport:
    """One scenario as it ran in its own world.

    ``outcome`` is passed, failed, skipped, cannot or "not finished" (its end is not in the journal: the run was stopped);
    ``capability`` and ``risk`` say what the program cannot do and what that may cost;
    ``expects`` are the resultCodes its tags name, ``codes`` those the Mini Program was given at step 18. Time in ms.
    """

    world: str
    feature: str
    feature_description: str
    file: str
    rule: str
    name: str
    line: int
    tags: tuple[str, ...]
    delivery: str
    program: str
    nodeid: str
    expects: tuple[str, ...]
    steps: tuple[GherkinStep, ...]
    outcome: str
    error: str
    ms: float
    complete: bool
    messages: tuple[Message, ...]
    verdict: Verdict
    screenshots: tuple[Screenshot, ...]
    codes: tuple[str, ...]
    capability: str = ""
    risk: str = ""

    @property
    def failed(self) -> bool:
        """Whether it counts as failed; a scenario that did not finish does."""
        return self.outcome not in ("passed", "skipped", CANNOT)

    @property
    def variant(self) -> str:
        """How it was played, as ``success, native``: the delivery, and the kind of program where that is not H5."""
        return ", ".join(word for word in (self.delivery, self.program if self.program != "h5" else "") if word)

    @property
    def place(self) -> str:
        """Where it is written, as ``features/x.feature:12``."""
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class RunReport:
    """One run: its scenarios in the order of the feature files, and what belongs to no scenario.

    ``loose`` are the messages of worlds without a scenario; ``loose_failures`` says what is wrong there.
    """

    seed: int
    profile: str
    command: str
    started_at: str
    scenarios: tuple[ScenarioReport, ...]
    loose: tuple[Message, ...]
    loose_failures: tuple[str, ...]

    @property
    def failing(self) -> tuple[ScenarioReport, ...]:
        """The scenarios that failed or did not finish."""
        return tuple(s for s in self.scenarios if s.failed)

    def count(self, outcome: str, kind: str = "") -> int:
        """Return how many scenarios passed, failed (not finished counts as failed) or were skipped, of one kind or all."""
        found = self.failing if outcome == "failed" else tuple(s for s in self.scenarios if s.outcome == outcome)
        return sum(1 for s in found if kind in ("", s.program))

    @property
    def passed(self) -> bool:
        """Whether at least one scenario ran, none failed, nothing failed outside a scenario, and the goods could be seen."""
        return self.count("passed") > 0 and not self.failing and not self.loose_failures and not self.blind

    @property
    def cannot(self) -> tuple[ScenarioReport, ...]:
        """The scenarios that ask for what the program cannot do."""
        return tuple(s for s in self.scenarios if s.outcome == CANNOT)

    @property
    def blind(self) -> bool:
        """Whether nobody could see when the goods went out: then nothing is certified."""
        return any(s.capability == BLIND for s in self.cannot)


def collect(messages: Iterable[Message]) -> RunReport:
    """Group a journal by world and return the report of its run; a torn journal gives unfinished scenarios."""
    worlds: dict[str, list[Message]] = {}
    run: Message | None = None
    for message in messages:
        if message.kind is Kind.FACT and message.name == "run":
            run = run or message
        else:
            worlds.setdefault(message.world, []).append(message)
    scenarios, loose, failures = [], [], []
    for world, mine in worlds.items():
        start = _fact(mine, "scenario")
        if start is not None:
            scenarios.append(_scenario(world, start, mine))
        else:
            loose.extend(mine)
            failures.extend(_loose_failures(world, mine))
    scenarios.sort(key=lambda s: (s.file, s.line, s.nodeid, s.delivery, s.program, s.world))
    return RunReport(
        seed=_int(run.get("seed")) if run else 0,
        profile=_text(run, "profile"),
        command=_text(run, "command"),
        started_at=_text(run, "startedAt"),
        scenarios=tuple(scenarios),
        loose=tuple(loose),
        loose_failures=tuple(failures),
    )


def _scenario(world: str, start: Message, mine: Sequence[Message]) -> ScenarioReport:
    end = _fact(mine, "scenario end")
    outcome = _text(end, "outcome") or NOT_FINISHED
    complete = end is not None and end.get("complete") is True
    shots = [m for m in mine if m.kind is Kind.FACT and m.name == "screenshot"]
    return ScenarioReport(
        world=world,
        feature=_text(start, "feature"),
        feature_description=_text(start, "featureDescription"),
        file=_text(start, "file"),
        rule=_text(start, "rule"),
        name=_text(start, "scenario") or world,
        line=_int(start.get("line")),
        tags=_texts(start.get("tags")),
        delivery=_text(start, "delivery"),
        program=_text(start, "program"),
        nodeid=_text(start, "nodeid"),
        expects=_texts(start.get("expects")),
        steps=_steps(start, mine, outcome),
        outcome=outcome,
        error=_text(end, "error"),
        ms=_float(end.get("ms")) if end else 0.0,
        complete=complete,
        messages=tuple(mine),
        verdict=judge(mine, complete=complete),
        screenshots=tuple(Screenshot(_text(m, "title"), _text(m, "file")) for m in shots),
        codes=_codes(mine),
        capability=_text(end, "capability"),
        risk=_text(end, "risk"),
    )


def _steps(start: Message, mine: Sequence[Message], outcome: str) -> tuple[GherkinStep, ...]:
    """Return the steps as written, each with its outcome (``index`` counts from 0)."""
    ran = {_int(m.get("index")): m for m in mine if m.kind is Kind.FACT and m.name == "gherkin step"}
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
                line=_int(step.get("line")),
                table=tuple(_texts(row) for row in rows),
                outcome=_text(fact, "outcome") or rest,
                error=_text(fact, "error"),
                ms=_float(fact.get("ms")) if fact else 0.0,
            )
        )
    return tuple(steps)


def _codes(mine: Sequence[Message]) -> tuple[str, ...]:
    """Return the resultCodes of step 18, each once."""
    found = (
        m.text("resultCode")
        for m in mine
        if (m.sender, m.receiver, m.name, m.kind) == (Actor.WALLET_APP, Actor.MINI_PROGRAM, "my.tradePay", Kind.ANSWER)
    )
    return tuple(dict.fromkeys(code for code in found if code))


def _loose_failures(world: str, mine: Sequence[Message]) -> list[str]:
    """Say what is wrong in a world without a scenario: nobody else has judged it."""
    ends = [m for m in mine if m.kind is Kind.FACT and m.name == "scenario end"]
    found = [
        _text(m, "error") or "a scenario failed"
        for m in ends
        if _text(m, "outcome") not in ("passed", "skipped", CANNOT)
    ]
    found += [f"step {finding.step}: {finding.sentence}" for finding in judge(mine).findings]
    return [f"{world}: {text}" for text in found]


def _fact(mine: Sequence[Message], name: str) -> Message | None:
    return next((m for m in reversed(mine) if m.kind is Kind.FACT and m.name == name), None)


def _text(message: Message | None, path: str) -> str:
    return (message.text(path) or "") if message is not None else ""


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(str(item) for item in value)
    return ()


def _int(value: object) -> int:
    return int(_float(value))


def _float(value: object) -> float:
    try:
        number = float(str(value))
    except ValueError:
        return 0.0
    return number if abs(number) < float("inf") else 0.0
