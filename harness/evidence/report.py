"""What a journal says of a run, scenario by scenario: plain values that every writer reads.

Computed from messages alone, so a report can be made again later from the NDJSON of one run or of many shards.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from harness.evidence.steps import NOT_FINISHED as NOT_FINISHED
from harness.evidence.steps import NOT_RUN as NOT_RUN
from harness.evidence.steps import Attachment as Attachment
from harness.evidence.steps import GherkinStep as GherkinStep
from harness.evidence.steps import Screenshot as Screenshot
from harness.evidence.steps import attachments_of, number, screenshots_of, steps_of, text, texts, whole
from harness.journal import Actor, Kind, Message
from harness.journey import Verdict, judge

_GRAVE = frozenset({"failed", "undefined", NOT_FINISHED})
CANNOT = "cannot"
"""The outcome of a scenario that asks for what the program cannot do: neither passed nor failed, and never left out."""
FLAKY = "flaky"
"""The outcome of a scenario that failed and passed when it was played again."""
UNDEFINED = "undefined"
OUTCOMES = ("passed", "failed", "skipped", CANNOT, FLAKY)
"""What a scenario is counted as."""
MERGE = "merge"
"""The world in which a journal has what was found out when shards were put together."""
CERTIFICATION = "certification"
"""The tag of the ready-made features; a run that played one ends with a certificate."""
NOTIFICATIONS = ("after", "before", "cashier open", "twice", "never")
"""When a wallet may notify the merchant of a payment, against the phone's own result (notify.md)."""
LINT = "lint"
"""The fact in which a run tells what of its features does not read as it should."""
BLIND = "paid screen"
"""The capability without which nothing is certified: seeing that the shop hands the goods out."""

UNKNOWN = "unknown"
"""What stands for the commit of a shard of which nobody knows it, beside others of which it is known."""


@dataclass(frozen=True, slots=True)
class ScenarioReport:
    """One scenario as it ran in its own world.

    ``outcome`` is passed, failed, skipped, cannot, flaky or "not finished" (its end is not in the journal: the run was
    stopped); ``earlier`` are the attempts before this last one, ``replay`` is the play for the trace, which counts for
    nothing; ``traces`` are Playwright traces, relative to the reports folder; ``started_at`` is real time, epoch ms;
    ``capability`` and ``risk`` say what the program cannot do and what that may cost;
    ``row`` is the line of its row of Examples (0: none), ``example`` that row's values where the name is silent on them;
    ``notification`` is when the wallet was to notify the merchant: one of NOTIFICATIONS.
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
    started_at: int = 0
    attachments: tuple[Attachment, ...] = ()
    traces: tuple[str, ...] = ()
    row: int = 0
    example: str = ""
    earlier: tuple[ScenarioReport, ...] = ()
    replay: ScenarioReport | None = None
    notification: str = NOTIFICATIONS[0]

    @property
    def attempts(self) -> tuple[ScenarioReport, ...]:
        """Every attempt, the first one first; the outcome of the last is its own, never "flaky"."""
        own = replace(self, outcome="passed", earlier=()) if self.outcome == FLAKY else self
        return (*self.earlier, own)

    @property
    def result(self) -> str:
        """Return the outcome, in which a step that nobody has defined is told apart from one that failed."""
        undefined = self.outcome == "failed" and any(step.outcome == UNDEFINED for step in self.steps)
        return UNDEFINED if undefined else self.outcome

    @property
    def all_traces(self) -> tuple[str, ...]:
        """The traces of every attempt, and of the play for the trace."""
        plays = (*self.earlier, self, *((self.replay,) if self.replay else ()))
        return tuple(file for play in plays for file in play.traces)

    @property
    def failed(self) -> bool:
        """Whether it counts as failed; a scenario that did not finish does."""
        return self.outcome not in ("passed", "skipped", CANNOT, FLAKY)

    @property
    def variant(self) -> str:
        """How it was played, as ``success, native``: its row, the delivery, and the kind of program where that is not H5."""
        return ", ".join(
            word for word in (self.example, self.delivery, self.program if self.program != "h5" else "") if word
        )

    @property
    def place(self) -> str:
        """Where it is written, as ``features/x.feature:12``."""
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class RunReport:
    """One run: its scenarios in the order of the feature files, and what belongs to no scenario.

    ``loose`` are the messages of worlds without a scenario; ``loose_failures`` says what is wrong there. ``sources`` are
    the feature files as they were played, by name; ``planned`` the ids of all that was to be played; ``outside`` the
    outcomes, by id, of what was never played because something before it failed or skipped it; ``lint`` says what of the
    features does not read as it should (place, rule, fact), None where nobody has looked; ``part`` says which shard of
    how many this is, as ``2/3``, "" for a whole run and for shards that were merged; ``commit`` is of which commit of the
    project this is the evidence, with ``-dirty`` where files differ from it, "" where nobody knows, and all of them where
    shards have played different ones.
    """

    seed: int
    profile: str
    command: str
    started_at: str
    scenarios: tuple[ScenarioReport, ...]
    loose: tuple[Message, ...]
    loose_failures: tuple[str, ...]
    sources: Mapping[str, str] = field(default_factory=dict)
    outside: Mapping[str, str] = field(default_factory=dict)
    planned: tuple[str, ...] = ()
    lint: tuple[Mapping[str, object], ...] | None = None
    part: str = ""
    commit: str = ""

    @property
    def results(self) -> dict[str, str]:
        """The outcome of every scenario by its id: of those played, of those that could not be, and of those not run."""
        found = dict.fromkeys(self.planned, NOT_RUN)
        found |= self.outside
        for scenario in self.scenarios:
            if scenario.nodeid and not (scenario.nodeid in found and found[scenario.nodeid] in _GRAVE):
                found[scenario.nodeid] = scenario.result
        return dict(sorted(found.items()))

    @property
    def not_run(self) -> tuple[str, ...]:
        """The ids of the scenarios that were to be played and were not."""
        return tuple(nodeid for nodeid, result in self.results.items() if result == NOT_RUN)

    @property
    def flaky(self) -> tuple[ScenarioReport, ...]:
        """The scenarios that passed only when they were played again."""
        return tuple(s for s in self.scenarios if s.outcome == FLAKY)

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
        """Whether something passed, nothing failed, all that was planned was played, and the goods could be seen.

        A flaky scenario does not fail a run; a gate may refuse it. One shard of several may have nothing that passed.
        """
        return (
            (self.count("passed") + self.count(FLAKY) > 0 or bool(self.part))
            and not self.not_run
            and not self.failing
            and not self.loose_failures
            and not self.blind
        )

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
    sources: dict[str, str] = {}
    planned: dict[str, None] = {}
    lints: list[Message] = []
    parts: dict[str, None] = {}
    commits: dict[str, None] = {}
    merged = False
    for message in messages:
        if message.kind is Kind.FACT and message.name == "run":
            run = run or message
            commits[text(message, "commit") or UNKNOWN] = None
        elif message.kind is Kind.FACT and message.name == "source":
            sources.setdefault(text(message, "uri"), text(message, "text"))
        elif message.kind is Kind.FACT and message.name == "planned":
            planned |= dict.fromkeys(texts(message.get("nodeids")))
            merged = merged or message.world == MERGE
        elif message.kind is Kind.FACT and message.name == "shard":
            parts[f"{text(message, 'number')}/{text(message, 'of')}"] = None
        elif message.kind is Kind.FACT and message.name == LINT:
            lints.append(message)
        else:
            worlds.setdefault(message.world, []).append(message)
    played: dict[str, tuple[Message, ScenarioReport]] = {}
    loose: list[Message] = []
    failures: list[str] = []
    for world, mine in worlds.items():
        start = _fact(mine, "scenario")
        if start is not None:
            played[world] = (start, _scenario(world, start, mine))
        else:
            loose.extend(mine)
            failures.extend(_loose_failures(world, mine))
    scenarios = joined_attempts(played)
    scenarios.sort(key=lambda s: (s.file, s.line, s.row, s.nodeid, s.delivery, s.program, s.world))
    return RunReport(
        seed=whole(run.get("seed")) if run else 0,
        profile=text(run, "profile"),
        command=text(run, "command"),
        started_at=text(run, "startedAt"),
        scenarios=tuple(scenarios),
        loose=tuple(loose),
        loose_failures=tuple(failures),
        sources=sources,
        outside=_outside(loose),
        planned=tuple(planned),
        lint=_lint(lints),
        part="" if merged else ", ".join(parts),
        commit="" if list(commits) in ([], [UNKNOWN]) else ", ".join(sorted(commits)),
    )


def _lint(told: Iterable[Message]) -> tuple[Mapping[str, object], ...] | None:
    """Return what is found in the features, in their order: several shards may each tell of some, or of the same."""
    lists = [found for message in told if isinstance(found := message.get("findings"), list)]
    rows = [one for found in lists for one in found if isinstance(one, Mapping)]
    once = {tuple(str(one.get(key)) for key in ("place", "rule", "fact")): one for one in rows}
    return tuple(once[key] for key in sorted(once, key=_in_order)) if lists else None


def _in_order(finding: Sequence[str]) -> tuple[object, ...]:
    file, *numbers = finding[0].split(":")
    return file, [whole(number) for number in numbers], finding[1:]


def joined_attempts(played: Mapping[str, tuple[Message, ScenarioReport]]) -> list[ScenarioReport]:
    """Return one report a scenario: its last attempt, with those before it and the play for its trace.

    An attempt names the world of the one before it; where that is not in the journal it stands for itself.
    """
    before = {world: text(start, "after") for world, (start, _) in played.items()}
    replays = {before[world]: report for world, (start, report) in played.items() if start.get("replay") is True}
    retried = {before[w] for w, (start, _) in played.items() if before[w] in played and start.get("replay") is not True}
    scenarios = []
    for world, (start, report) in played.items():
        if world in retried or start.get("replay") is True:
            continue
        earlier: list[ScenarioReport] = []
        at = before[world]
        while at in played and len(earlier) < len(played):
            earlier.insert(0, played[at][1])
            at = before[at]
        flaky = report.outcome == "passed" and any(attempt.failed for attempt in earlier)
        outcome = FLAKY if flaky else report.outcome
        scenarios.append(replace(report, outcome=outcome, earlier=tuple(earlier), replay=replays.get(world)))
    return scenarios


def _outside(loose: Iterable[Message]) -> dict[str, str]:
    """Return the outcomes of scenarios that were never played, by id."""
    ends = [m for m in loose if m.kind is Kind.FACT and m.name == "scenario end"]
    return {text(m, "nodeid"): text(m, "outcome") for m in ends if text(m, "nodeid")}


def _scenario(world: str, start: Message, mine: Sequence[Message]) -> ScenarioReport:
    end = _fact(mine, "scenario end")
    outcome = text(end, "outcome") or NOT_FINISHED
    complete = end is not None and end.get("complete") is True
    return ScenarioReport(
        world=world,
        feature=text(start, "feature"),
        feature_description=text(start, "featureDescription"),
        file=text(start, "file"),
        rule=text(start, "rule"),
        name=text(start, "scenario") or world,
        line=whole(start.get("line")),
        tags=texts(start.get("tags")),
        delivery=text(start, "delivery"),
        program=text(start, "program"),
        nodeid=text(start, "nodeid"),
        expects=texts(start.get("expects")),
        steps=steps_of(start, mine, outcome),
        outcome=outcome,
        error=text(end, "error"),
        ms=number(end.get("ms")) if end else 0.0,
        complete=complete,
        messages=tuple(mine),
        verdict=judge(mine, complete=complete),
        screenshots=screenshots_of(mine),
        codes=_codes(mine),
        capability=text(end, "capability"),
        risk=text(end, "risk"),
        started_at=whole(start.get("startedAt")),
        attachments=attachments_of(mine),
        row=whole(start.get("row")),
        example=text(start, "example"),
        traces=tuple(text(m, "file") for m in mine if m.kind is Kind.FACT and m.name == "trace"),
        notification=text(end, "notification") or _notification(mine),
    )


def _notification(mine: Sequence[Message]) -> str:
    """Return when the merchant was to be notified, where a scenario did not come to its end."""
    faults = [m for m in mine if m.kind is Kind.FACT and m.name == "fault" and text(m, "crossing") == "notification"]
    return text(faults[-1], "effect") if faults else NOTIFICATIONS[0]


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
        text(m, "error") or "a scenario failed" for m in ends if text(m, "outcome") not in ("passed", "skipped", CANNOT)
    ]
    found += [f"step {finding.step}: {finding.sentence}" for finding in judge(mine).findings]
    return [f"{world}: {text}" for text in found]


def _fact(mine: Sequence[Message], name: str) -> Message | None:
    return next((m for m in reversed(mine) if m.kind is Kind.FACT and m.name == name), None)
