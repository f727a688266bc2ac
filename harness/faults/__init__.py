"""What goes wrong, by plan: the only place where a scenario's misfortunes are kept."""

from harness.faults.plan import CROSSINGS, FALSE_NOTIFICATION, PROGRAM_TO_MERCHANT, FaultPlan

__all__ = ["CROSSINGS", "FALSE_NOTIFICATION", "PROGRAM_TO_MERCHANT", "FaultPlan"]
