"""The table of rules for docs/lint.md, made from the rules: ``python -m harness.lint.page`` prints it."""

from __future__ import annotations

from collections.abc import Iterator

from harness.lint.rules import RULES

BEGIN, END = "<!-- rules: made by python -m harness.lint.page -->", "<!-- end of rules -->"


def rules_page() -> str:
    """Return every rule, what it asks for, why, and what to do, as Markdown."""
    return "\n".join(_page()) + "\n"


def _page() -> Iterator[str]:
    yield from ("| rule | what it asks for | why | what to do |", "| --- | --- | --- | --- |")
    for rule in RULES:
        cells = (f"`{rule.id}`", rule.asks, rule.why, rule.fix)
        yield "| " + " | ".join(cell.replace("|", "\\|").replace("<", "&lt;") for cell in cells) + " |"


if __name__ == "__main__":
    print(rules_page(), end="")
