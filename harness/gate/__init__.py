"""Whether a release may go out: a verdict held against a policy, and against the verdict of the last release.

Pure: what a run has proven is read from its verdict.json, nothing is run here.
"""

from harness.gate.judge import Reason, reasons
from harness.gate.policy import Policy, read_policy
from harness.gate.verdict import RunVerdict, read_verdict

__all__ = ["Policy", "Reason", "RunVerdict", "read_policy", "read_verdict", "reasons"]
