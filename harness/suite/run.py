"""One run as the process that the user started sees it: room for the evidence, what no journal tells, the reports."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from _pytest.terminal import TerminalReporter

from harness.errors import HarnessError
from harness.evidence import (
    LINT,
    Masks,
    Reason,
    RunReport,
    annotation_lines,
    certificate_lines,
    codes_line,
    collect,
    error_text,
    hints,
    journey_line,
    kinds_line,
    masks_of,
    reason_lines,
    reasons,
    refused_lines,
    verdict,
    write_reports,
)
from harness.suite.commit import commit_of
from harness.suite.options import reports_folder, seed
from harness.suite.project import profile_of
from harness.suite.reports import Reports, with_facts, with_failures
from harness.suite.sharding import SHARD, TROUBLE, sharding_of
from harness.suite.style import findings_of, settings_of
from harness.suite.told import Account, put_in_order

SCENARIO = ".feature::"
"""What the id of every scenario has in it."""

TROUBLES = "harness troubles"
"""Under this name a worker hands over what is wrong with its part of the evidence."""

STOPPED = "the run was stopped before every scenario was played"


class Run:
    """A pytest plugin of the process that the user started; workers have none."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._reports = Reports(reports_folder(config))
        self._begun = False
        self._making_room = False
        self._interrupted = False
        self._stopped = ""
        self._failed: dict[str, str] = {}
        self._skipped: dict[str, str] = {}
        self._troubles: dict[str, None] = {}
        self._order: dict[str, int] = {}
        self._why: dict[str, str] = {}
        self._lines: list[str] = []
        self._earlier: list[str] = []
        self._shard: Mapping[str, object] | None = None

    def begin(self) -> None:
        """Make room for the evidence of this run, once; raises pytest.UsageError where none can be written."""
        if self._begun or self._nothing_is_played:
            return
        try:
            if not self._making_room and (stopped := self._reports.keep_unreported()):
                said = f"an earlier run was stopped before it could report; its evidence is now in {stopped}"
                self._earlier = [f"note     {said}"]
            # Ctrl-C in the midst of this leaves neither the old evidence nor the new: it is done again.
            self._making_room = True
            self._reports.begin()
        except HarnessError as error:
            self._making_room = False
            raise pytest.UsageError(str(error)) from None
        self._begun = True

    @property
    def _nothing_is_played(self) -> bool:
        return bool(self._config.option.collectonly or self._config.getoption("--dry-run"))

    def trouble(self, text: str) -> None:
        """Note what is wrong with the evidence itself, as a journal that stopped."""
        self._troubles[text] = None

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a feature that cannot be read: no journal will tell of it."""
        if report.failed and report.nodeid.endswith(".feature"):
            self._failed.setdefault(report.nodeid, report.longreprtext)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Make room for the evidence before the first scenario is played."""
        ids = [item.nodeid for item in session.items]
        self._order = self._order or {one: place for place, one in enumerate(ids)}
        self._expect(ids)

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: Sequence[str]) -> None:
        """Make room for the evidence before the workers play."""
        self._order = self._order or {one: place for place, one in enumerate(ids)}
        self._expect(ids)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_logstart(self) -> Iterator[None]:
        """Keep to a line a scenario: with several processes pytest would write one where it begins, and one where it ends."""
        option, verbose = self._config.option, self._config.option.verbose
        option.verbose = min(verbose, 0) if getattr(option, "numprocesses", None) else verbose
        yield
        option.verbose = verbose

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a scenario that failed."""
        if SCENARIO not in report.nodeid:
            return
        if report.skipped and report.when == "setup":
            self._skipped[report.nodeid] = report.longreprtext
        if not report.failed:
            return
        self._failed.setdefault(report.nodeid, report.longreprtext)
        if isinstance(report.longrepr, str):
            report.longrepr = Account(report.longrepr)

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Note that the user stopped the run, as opposed to -x and the like."""
        self._interrupted = excinfo.type is KeyboardInterrupt
        self._stopped = "interrupted" if self._interrupted else str(excinfo.value)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: object) -> None:
        """Take over what a worker found wrong with its part of the evidence, and which shard it has played."""
        told = getattr(node, "workeroutput", {})
        for text in told.get(TROUBLES, []):
            self.trouble(text)
        if trouble := told.get(TROUBLE):
            self.trouble(trouble)
        self._shard = told.get(SHARD) or self._shard

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write the reports; a verdict that is not PASSED makes the run fail."""
        if session.exitstatus == pytest.ExitCode.INTERRUPTED and not self._interrupted:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        if session.exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and self._nothing_to_do():
            session.exitstatus = pytest.ExitCode.OK
            self._expect([SCENARIO])
        self._stopped = self._stopped or str(session.shouldfail or "")
        if self._nothing_is_played or not (self._making_room or self._failed or self._troubles):
            return
        passed = False
        try:
            self.begin()
            passed = self._write()
        except (HarnessError, OSError, pytest.UsageError) as error:
            self.trouble(str(error))
        self._lines += _told(list(self._troubles))
        if session.exitstatus == pytest.ExitCode.OK and (self._troubles or not passed):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_terminal_summary(self, terminalreporter: TerminalReporter) -> Iterator[None]:
        """Print why it failed, the journey line, the codes line and where the evidence is, at the end, where people look first."""
        put_in_order(terminalreporter.stats, self._order, self._why)
        yield
        if self._lines:
            terminalreporter.ensure_newline()
            terminalreporter.section("payments")
            for line in (*self._earlier, *self._lines):
                terminalreporter.write_line(line)

    def _part(self) -> Mapping[str, object] | None:
        """Return the fact of the shard that this run is, None for a whole run, or where no process came to plan."""
        sharding = sharding_of(self._config)
        return self._shard or (sharding.facts() if sharding and sharding.plan else None)

    def _nothing_to_do(self) -> bool:
        """Whether there are scenarios, and all of them belong to other shards."""
        part = self._part()
        if part is None or self._nothing_is_played:
            return False
        shards = part["shards"]
        return isinstance(shards, list) and not shards[int(str(part["number"])) - 1] and any(shards)

    def _expect(self, ids: Sequence[str]) -> None:
        if any(SCENARIO in nodeid for nodeid in ids):
            self.begin()

    def _write(self) -> bool:
        """Write the reports and return whether the verdict is PASSED; raises HarnessError where they cannot be written."""
        try:
            self._reports.join()
            joined = True
        except HarnessError as error:
            self.trouble(str(error))
            joined = False
        played = self._reports.read()
        report = collect(played)
        header = (
            [] if report.started_at else [("run", *fact) for fact in opening(self._config, part=self._part()).items()]
        )
        skipped = [
            ("not played", "scenario end", {"outcome": "skipped", "nodeid": nodeid, "error": text})
            for nodeid, text in self._skipped.items()
        ]
        style = ("run", LINT, {"findings": findings_of(report.sources, settings_of(self._config.rootpath))})
        messages = with_failures(with_facts(played, [*header, style, *skipped]), list(self._outside(report)))
        if joined:
            try:
                self._reports.add(messages[len(played) :])
            except HarnessError as error:
                self.trouble(str(error))
        report = collect(messages)
        why = reasons(report, masks_of(report))
        self._lines = _summary(self._config, report, why)
        told = [(one.nodeid, reason.words) for reason in why for one in reason.scenarios]
        self._why = dict(told)
        self._order = {nodeid: place for place, (nodeid, _) in enumerate(told)}
        allure = self._config.getoption("--allure")
        allure_to = self._config.rootpath / str(allure) if allure else None
        write_reports(self._reports.folder, messages, allure_to=allure_to)
        if trouble := publish(self._reports.folder / "summary.md"):
            self.trouble(trouble)
        self._lines.append(f"evidence {self._reports.folder / 'index.html'}")
        return bool(verdict(report)["passed"])

    def _outside(self, journalled: RunReport) -> Iterator[str | tuple[str, str]]:
        """Yield what failed and is in no journal, so that the verdict of the evidence is that of the run."""
        known = {scenario.nodeid for scenario in journalled.failing}
        yield from (found for found in self._failed.items() if found[0] not in known)
        yield from self._troubles
        if self._stopped:
            yield f"{STOPPED}: {self._stopped}"


def publish(summary: Path) -> str:
    """Put a summary on the page of a GitHub Actions job, where there is one; return what is wrong where it cannot be."""
    page = os.environ.get("GITHUB_STEP_SUMMARY", "")
    if not page:
        return ""
    try:
        with Path(page).open("a", encoding="utf-8") as file:
            file.write(summary.read_text(encoding="utf-8"))
    except OSError as error:
        return f"{page}: the summary cannot be written (GITHUB_STEP_SUMMARY): {error.strerror}"
    return ""


def opening(
    config: pytest.Config, profile: str = "", part: Mapping[str, object] | None = None
) -> dict[str, Mapping[str, object]]:
    """Return the facts with which a journal begins: of which run it is, and of which part of it where it is one."""
    sharding = sharding_of(config)
    part = part or (sharding.facts() if sharding and sharding.plan else None)
    return {"run": _run_facts(config, profile), **({SHARD: part} if part else {})}


def _run_facts(config: pytest.Config, profile: str) -> dict[str, object]:
    return {
        "seed": seed(config),
        "commit": commit_of(config.rootpath),
        "profile": profile or profile_of(config),
        "command": " ".join(str(argument) for argument in config.invocation_params.args),
        "startedAt": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _summary(config: pytest.Config, report: RunReport, why: tuple[Reason, ...]) -> list[str]:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    colour = isinstance(reporter, TerminalReporter) and reporter.hasmarkup
    file = getattr(getattr(reporter, "_tw", None), "_file", None)
    return told_lines(report, why, colour=colour, encoding=getattr(file, "encoding", None) or "utf-8")


def told_lines(report: RunReport, why: tuple[Reason, ...], *, colour: bool, encoding: str) -> list[str]:
    """Return what the end of a run says on the terminal, up to its verdict; ``why`` are the reasons for which it failed."""
    shard = [f"shard    {report.part}: {len(report.planned)} of the run's scenarios"] if report.part else []
    return [
        *(annotation_lines(why) if os.environ.get("GITHUB_ACTIONS") == "true" else ()),
        *reason_lines(why, encoding=encoding),
        journey_line(report, colour=colour, encoding=encoding),
        codes_line(report, colour=colour, encoding=encoding),
        kinds_line(report, encoding=encoding),
        *refused_lines(report),
        *(f"hint     {hint}" for hint in hints(report)),
        *_flaky(report),
        *_lint(report),
        *_not_played(report.loose_failures),
        *_certificate(report, colour=colour, encoding=encoding),
        *shard,
        f"verdict  {'PASSED' if verdict(report)['passed'] else 'FAILED'}   seed {report.seed}",
    ]


def _certificate(report: RunReport, *, colour: bool, encoding: str) -> list[str]:
    lines = certificate_lines(report, colour=colour, encoding=encoding)
    return ["", "certificate", *("  " + line if line else "" for line in lines), ""] if lines else []


def _lint(report: RunReport) -> Iterator[str]:
    if report.lint:
        count = "1 line" if len(report.lint) == 1 else f"{len(report.lint)} lines"
        yield f"style    {count} of the features should read otherwise: harness lint says which, and how"


def _flaky(report: RunReport) -> Iterator[str]:
    for scenario in report.flaky:
        first = next(attempt for attempt in scenario.earlier if attempt.failed)
        said = f"flaky    {scenario.place}: {scenario.name}: attempt 1: {error_text(first).splitlines()[0]}"
        yield Masks(first.messages).text(said)


def _told(troubles: Sequence[str]) -> Iterator[str]:
    """Yield what is wrong with the evidence: the first in full, what followed from it, as a rule, in a line each."""
    for number, text in enumerate(troubles):
        yield f"also:  {text.splitlines()[0]}" if number else f"error: {text}"


def _not_played(failures: Iterable[str]) -> Iterator[str]:
    for text in failures:
        yield "         " + text.split("\n")[0]
