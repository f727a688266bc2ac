"""The evidence room: reports of a run, computed from the journal's messages alone."""

from harness.evidence.certificate import certificate_lines
from harness.evidence.coverage import KINDS
from harness.evidence.diagram import mermaid, svg
from harness.evidence.hints import NOTIFICATION_RISK, hints
from harness.evidence.masking import Masks, masks_of
from harness.evidence.reasons import CLUE, Reason, annotation_lines, reason_lines, reasons
from harness.evidence.report import CANNOT, CERTIFICATION, LINT, MERGE, UNKNOWN, RunReport, ScenarioReport, collect
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
    "CLUE",
    "CANNOT",
    "CERTIFICATION",
    "KINDS",
    "LINT",
    "NOTIFICATION_RISK",
    "MERGE",
    "Reason",
    "UNKNOWN",
    "RunReport",
    "ScenarioReport",
    "annotation_lines",
    "certificate_lines",
    "Masks",
    "codes_line",
    "collect",
    "error_text",
    "failure_text",
    "hints",
    "journey_line",
    "kinds_line",
    "masks_of",
    "mermaid",
    "reason_lines",
    "reasons",
    "refused_lines",
    "svg",
    "verdict",
    "write_reports",
]
