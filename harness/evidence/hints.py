"""What is no failure and ought to be known all the same: one line each, on the terminal, the page and in the summary."""

from __future__ import annotations

from collections.abc import Iterator

from harness.evidence.coverage import step_statuses
from harness.evidence.report import NOT_RUN, RunReport, ScenarioReport
from harness.evidence.said import Said
from harness.journal import Kind

NOTIFICATION_RISK = (
    "pay names no paymentNotifyUrl: when the phone dies after paying, the shop does not learn that the buyer has paid"
)


def hints(report: RunReport) -> tuple[Said, ...]:
    """Return the hints on a run, () where there is nothing to say."""
    return tuple(_hints(report))


def _hints(report: RunReport) -> Iterator[Said]:
    mute = [scenario for scenario in report.scenarios if _paid_unnotified(scenario)]
    if mute and step_statuses(report)[19] == NOT_RUN:
        said = "step 19 was not run: the buyer paid (scenarios: {0}), but the merchant asked for no notification; {1}"
        yield Said(said, (str(len(mute)), NOTIFICATION_RISK))


def _paid_unnotified(scenario: ScenarioReport) -> bool:
    """Whether a payment was taken for which the merchant did not ask to be notified."""
    asked = [m for m in scenario.messages if m.name == "pay" and m.kind is Kind.CALL]
    taken = any(m.name == "ledger" and m.get("taken") is True for m in scenario.messages)
    return taken and bool(asked) and not any(m.text("paymentNotifyUrl") for m in asked)
