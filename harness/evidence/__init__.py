"""The evidence room: reports of a run, computed from the journal's messages alone."""

from harness.evidence.certificate import certificate_lines
from harness.evidence.coverage import KINDS
from harness.evidence.diagram import mermaid, svg
from harness.evidence.hints import NOTIFICATION_RISK, hints
from harness.evidence.masking import Masks
from harness.evidence.report import CANNOT, CERTIFICATION, LINT, MERGE, RunReport, ScenarioReport, collect
from harness.evidence.terminal import (
    codes_line,
    error_text,
    failure_text,
    journey_line,
    kinds_line,
    refused_lines,
)
from harness.evidence.verdict_json import verdict
from harness.evidence.writers import write_reports

__all__ = [
    "CANNOT",
    "CERTIFICATION",
    "KINDS",
    "LINT",
    "NOTIFICATION_RISK",
    "MERGE",
    "RunReport",
    "ScenarioReport",
    "certificate_lines",
    "Masks",
    "codes_line",
    "collect",
    "error_text",
    "failure_text",
    "hints",
    "journey_line",
    "kinds_line",
    "mermaid",
    "refused_lines",
    "svg",
    "verdict",
    "write_reports",
]
