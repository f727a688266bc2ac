"""What goes wrong, by plan: the only place where a scenario's misfortunes are kept."""

from harness.faults.plan import CROSSINGS, FaultPlan

__all__ = ["CROSSINGS", "FaultPlan"]
