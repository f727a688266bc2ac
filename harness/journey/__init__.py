"""The journey contract: 20 steps as data, a partial order, what must agree with what, how each resultCode bends the path.

Pure functions over a journal: a verdict can be computed again from a stored NDJSON. Knows the journal and nothing else.
"""

from harness.journey.agreement import AGREEMENTS, Agreement
from harness.journey.contract import judge
from harness.journey.sentences import Sentence
from harness.journey.steps import RESULT_CODES, STEPS, Step
from harness.journey.verdict import Finding, JourneyVerdict, Status, StepVerdict, Verdict

__all__ = [
    "AGREEMENTS",
    "RESULT_CODES",
    "STEPS",
    "Agreement",
    "Finding",
    "JourneyVerdict",
    "Sentence",
    "Status",
    "Step",
    "StepVerdict",
    "Verdict",
    "judge",
]
