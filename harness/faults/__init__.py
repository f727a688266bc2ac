"""What goes wrong, by plan: the only place where a scenario's misfortunes are kept."""

from harness.faults.plan import CROSSINGS, PROGRAM_TO_MERCHANT, FaultPlan

__all__ = ["CROSSINGS", "PROGRAM_TO_MERCHANT", "FaultPlan"]
