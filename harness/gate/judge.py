"""The reasons why a release must not go out: each one fact, in words, none left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from harness.gate.policy import REFUSE, Policy
from harness.gate.verdict import Proof, RunVerdict
from harness.journey import RESULT_CODES, STEPS, Status

PASSED = "passed"
FLAKY = "flaky"
_TOLD_ELSEWHERE = frozenset({PASSED, FLAKY, "skipped", "cannot"})
"""The results of scenarios on which the policy has a word of its own; any other closes the gate, whatever it allows."""
_TITLES = {str(step.number): step.label for step in STEPS}
DIRTY = "-dirty"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: what it is about (``run``, ``step``, ``code``, ``scenario``, ``cannot``, ``style``, ``last release``) and the fact."""

    about: str
    fact: str


def reasons(
    verdict: RunVerdict, policy: Policy, last: RunVerdict | None = None, commit: str = ""
) -> tuple[Reason, ...]:
    """Return every reason against the release; none means that it may go out.

    ``commit`` is what is to go out, whole or its beginning; "" where that is not asked.
    """
    found = [
        *_of_the_commit(verdict, commit),
        *_of_the_run(verdict, policy),
        *_of_the_proof(verdict, policy),
        *_of_the_scenarios(verdict, policy),
    ]
    found += [
        Reason("cannot", f"{one.get('capability', '?')}: {one.get('risk', 'the risk is not told')}")
        for one in verdict.cannot
        if not policy.accepts(one.get("capability", ""))
    ]
    found += _of_the_style(verdict, policy)
    if last is not None:
        found += _since(verdict, last, policy)
    return tuple(dict.fromkeys(found))


def _of_the_commit(verdict: RunVerdict, commit: str) -> Iterator[Reason]:
    """Yield that this is the evidence of something else than what is to go out."""
    if commit and not verdict.commit:
        yield Reason("run", f"the verdict does not say of which commit it is; {commit} is to go out")
    elif commit and not verdict.commit.startswith(commit):
        yield Reason("run", f"this is the evidence of {verdict.commit}; {commit} is to go out")
    elif commit and verdict.commit.endswith(DIRTY):
        yield Reason("run", f"this is the evidence of {verdict.commit}: of files that differed from what is to go out")


def _of_the_run(verdict: RunVerdict, policy: Policy) -> Iterator[Reason]:
    if verdict.shard:
        yield Reason(
            "run", f"this is the verdict of shard {verdict.shard} only: harness merge puts the shards together"
        )
    if not verdict.passed:
        yield Reason("run", "the run's own verdict is FAILED")
    count = verdict.scenarios.get(PASSED, 0)
    if count < policy.scenarios:
        yield Reason("run", f"{_scenarios(count)} passed, at least {policy.scenarios} must")
    if (failed := verdict.scenarios.get("failed", 0)) > 0:
        yield Reason("run", f"{_scenarios(failed)} failed")
    if policy.skipped == REFUSE and (skipped := verdict.scenarios.get("skipped", 0)) > 0:
        yield Reason("run", f"{_scenarios(skipped)} {'was' if skipped == 1 else 'were'} skipped")


def _of_the_proof(verdict: RunVerdict, policy: Policy) -> Iterator[Reason]:
    yield from _gaps(verdict.whole, policy, "")
    for kind in policy.kinds:
        yield from _gaps(verdict.of(kind), policy, f" with the {kind} program")


def _gaps(proof: Proof, policy: Policy, where: str) -> Iterator[Reason]:
    for number in policy.steps:
        if (word := proof.steps.get(number, "not run")) != Status.SEEN.value:
            yield Reason("step", f"step {number} ({_TITLES[number]}) is not proven{where}: {word}")
    for code in policy.codes:
        for delivery in policy.deliveries:
            if (word := proof.codes.get(code, {}).get(delivery, "not run")) != PASSED:
                meaning = RESULT_CODES[code]
                yield Reason("code", f"{code} ({meaning}) is not proven under {delivery} delivery{where}: {word}")


def _of_the_scenarios(verdict: RunVerdict, policy: Policy) -> Iterator[Reason]:
    for name, outcome in verdict.results.items():
        if outcome == FLAKY and policy.flaky == REFUSE:
            yield Reason("scenario", f"{name} passed only when it was tried again")
        elif outcome not in _TOLD_ELSEWHERE:
            yield Reason("scenario", f"{name}: {outcome}")


def _of_the_style(verdict: RunVerdict, policy: Policy) -> Iterator[Reason]:
    if policy.lint != REFUSE:
        return
    if verdict.lint is None:
        yield Reason("style", "the run does not say whether its features read as they should: play them again")
    for one in verdict.lint or ():
        yield Reason("style", f"{one.get('place', '?')}: {one.get('rule', '?')}: {one.get('fact', 'not told')}")


def _since(verdict: RunVerdict, last: RunVerdict, policy: Policy) -> Iterator[Reason]:
    if policy.newly_failing == REFUSE:
        for name, outcome in last.results.items():
            now = verdict.results.get(name, "not played any more")
            if outcome == PASSED and now not in (PASSED, FLAKY):
                yield Reason("last release", f"{name} passed in the last release, now: {now}")
    if policy.newly_uncovered == REFUSE:
        for kind, before in {"": last.whole, **last.kinds}.items():
            now_proof = verdict.of(kind) if kind else verdict.whole
            where = f" with the {kind} program" if kind else ""
            for number, word in before.steps.items():
                if word == Status.SEEN.value and now_proof.steps.get(number) != word:
                    said = now_proof.steps.get(number, "not run")
                    yield Reason("last release", f"step {number} was proven in the last release{where}, now: {said}")
            for code, row in before.codes.items():
                for delivery, word in row.items():
                    said = now_proof.codes.get(code, {}).get(delivery, "not run")
                    if word == PASSED and said != PASSED:
                        fact = f"{code} was proven under {delivery} delivery in the last release{where}, now: {said}"
                        yield Reason("last release", fact)


def _scenarios(count: int) -> str:
    return "1 scenario" if count == 1 else f"{count} scenarios"
