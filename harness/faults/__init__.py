"""What goes wrong, by plan: the only place where a scenario's misfortunes are kept."""

from harness.faults.plan import CROSSINGS, FALSE_NOTIFICATION, PAGE_ENDED, PROGRAM_TO_MERCHANT, FaultPlan

__all__ = ["CROSSINGS", "FALSE_NOTIFICATION", "PAGE_ENDED", "PROGRAM_TO_MERCHANT", "FaultPlan"]
