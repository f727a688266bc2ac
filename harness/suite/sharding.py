"""One shard of a run: takes out what other machines play, and tells the journal which part of which plan it is."""

from __future__ import annotations

import argparse
import os
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from _pytest.terminal import TerminalReporter

from harness.errors import HarnessError
from harness.library import version
from harness.suite.plan import (
    DURATIONS,
    Plan,
    Shard,
    hold_against,
    make_plan,
    read_durations,
    read_plan,
    read_shard,
    write_plan,
)

SHARD = "shard"
"""The fact that tells which shard a journal is of; and the name under which a worker hands it over."""
TROUBLE = "shard trouble"
"""Under this name a worker hands over why it cannot tell what its part is."""
FOLDER = "shards"
_MEMORY = ("lf", "failedfirst", "newfirst", "stepwise", "stepwise_skip")
"""Options of pytest's that choose by what this one machine remembers."""


def shard_text(text: str) -> str:
    """Read the value of --shard; raises argparse.ArgumentTypeError for one that is none."""
    try:
        return str(read_shard(text))
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def shard_of(config: pytest.Config) -> Shard | None:
    """Return the shard that this run is, None where it is the whole."""
    given = config.getoption("--shard")
    return read_shard(str(given)) if given else None


def check_shard(config: pytest.Config) -> None:
    """Raise HarnessError where a shard cannot be played as the options say."""
    shard = shard_of(config)
    if shard is None:
        for name in ("--plan", "--known-durations"):
            if config.getoption(name):
                raise HarnessError(f"{name} is for a shard", action="say which one this is, as --shard 1/3")
        return
    for name in _MEMORY:
        if config.getoption(name, False):
            raise HarnessError(
                "--shard cannot be played with what this machine remembers of an earlier run (--lf, --ff, --nf, --sw)",
                action="leave that out: every machine must see the same scenarios",
            )
    _durations(config)
    if (file := _file(config, "--plan")) and file.exists() and not config.getoption("--make-plan"):
        plan = read_plan(file)
        hold_against(plan, plan.ids, shard.of, str(config.getoption("--plan")))


class Sharding:
    """A pytest plugin of every process of a run that is one shard of several."""

    def __init__(self, config: pytest.Config, shard: Shard) -> None:
        self._config = config
        self._token = os.environ.get("PYTEST_XDIST_TESTRUNUID", "")[:8] or secrets.token_hex(4)
        self.shard = shard
        self.plan: Plan | None = None

    @property
    def process(self) -> str:
        """What stands before the name of each world, so that no two processes of no two shards have one name in common."""
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        return f"shard{self.shard.number}-{self._token}-{worker}"

    @property
    def empty(self) -> bool:
        """Whether there are scenarios to play, but none for this shard."""
        return self.plan is not None and bool(self.plan.ids) and not self.plan.shards[self.shard.number - 1]

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Keep this shard's own, after all that chooses among scenarios has chosen."""
        try:
            self.plan = self._planned([item.nodeid for item in items])
        except HarnessError as error:
            items.clear()
            if not hasattr(config, "workerinput"):
                raise pytest.UsageError(str(error)) from None
            config.workeroutput[TROUBLE] = str(error)  # type: ignore[attr-defined]  # a worker cannot end the run; whoever started it can
            return
        own = frozenset(self.plan.shards[self.shard.number - 1])
        if config.getoption("--make-plan"):
            own = frozenset()
        others = [item for item in items if item.nodeid not in own]
        if others:
            config.hook.pytest_deselected(items=others)
            items[:] = [item for item in items if item.nodeid in own]

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Hand the shard's fact over; where only the plan was asked for, having made it is success."""
        if self.plan and hasattr(self._config, "workeroutput"):
            self._config.workeroutput[SHARD] = self.facts()
        if (
            self._config.getoption("--make-plan")
            and self.plan
            and session.exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED
        ):
            session.exitstatus = pytest.ExitCode.OK if self.plan.ids else session.exitstatus

    def pytest_terminal_summary(self, terminalreporter: TerminalReporter) -> None:
        """Print the plan where only that was asked for."""
        if self.plan is None or not self._config.getoption("--make-plan"):
            return
        total = len(self.plan.ids)
        terminalreporter.section("plan")
        for number, (ids, ms) in enumerate(zip(self.plan.shards, self.plan.milliseconds, strict=True), start=1):
            terminalreporter.write_line(f"{number}/{len(self.plan.shards)}   {len(ids)} of {total}   about {_time(ms)}")
        if guessed := total - self.plan.known:
            said = "the median of the others" if self.plan.known else "alike; no time of an earlier run is known"
            terminalreporter.write_line(f"{guessed} of {total} have no known duration and are taken to last {said}")
        terminalreporter.write_line(f"plan {self._config.getoption('--plan')}")

    def facts(self) -> dict[str, object]:
        """Return what the journal is told: which part this is, of which plan, played by which version."""
        plan = self.plan or Plan((), ())
        return shard_facts(self.shard, plan, self._token)

    def _planned(self, ids: Sequence[str]) -> Plan:
        file, place = _file(self._config, "--plan"), str(self._config.getoption("--plan"))
        making = self._config.getoption("--make-plan")
        if file is not None and file.exists() and not making:
            plan = read_plan(file)
            hold_against(plan, ids, self.shard.of, place)
            return plan
        plan = make_plan(ids, _durations(self._config), self.shard.of)
        if file is None:
            return plan
        if making:
            if plan.ids:
                write_plan(file, plan)
            return plan
        write_plan(file, plan, replace=False)
        found = read_plan(file)  # another machine may have been the first
        hold_against(found, ids, self.shard.of, place)
        return found


def shard_facts(shard: Shard, plan: Plan, token: str) -> dict[str, object]:
    """Return the fact of a shard: ``plan`` names the plan, ``shards`` has the ids of every part of it."""
    return {
        "number": shard.number,
        "of": shard.of,
        "plan": plan.name,
        "shards": [list(ids) for ids in plan.shards],
        "session": token,
        "harness": version(),
    }


def sharding_of(config: pytest.Config) -> Sharding | None:
    """Return the plugin of a run that is one shard, None where it is the whole."""
    found = config.pluginmanager.get_plugin("harness-shard")
    return found if isinstance(found, Sharding) else None


def share(config: pytest.Config) -> None:
    """Let a run that is one shard of several play its own part only."""
    if shard := shard_of(config):
        config.pluginmanager.register(Sharding(config, shard), "harness-shard")


def process_of(config: pytest.Config) -> str:
    """Return the name of this process of a run, under which its worlds are journalled."""
    sharding = sharding_of(config)
    return sharding.process if sharding else os.environ.get("PYTEST_XDIST_WORKER", "main")


def _durations(config: pytest.Config) -> Mapping[str, float]:
    """Return the times to plan with: of the file that --known-durations names, else of the project's own, else none."""
    given = _file(config, "--known-durations")
    if given is not None:
        return read_durations(given)
    own = config.rootpath / DURATIONS
    return read_durations(own) if own.is_file() else {}


def _file(config: pytest.Config, option: str) -> Path | None:
    given = config.getoption(option)
    return config.invocation_params.dir / str(given) if given else None


def _time(ms: int) -> str:
    seconds = round(ms / 1000)
    return f"{seconds // 60} min {seconds % 60} s" if seconds >= 60 else f"{seconds} s"
