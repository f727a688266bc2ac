"""How a feature should read: rules over a feature's tree, each with its place, why, and what to do. Pure: reads no file."""

from harness.lint.check import Finding, lint
from harness.lint.rule import Rule, Settings
from harness.lint.rules import RULES, rule_of

__all__ = ["RULES", "Finding", "Rule", "Settings", "lint", "rule_of"]
