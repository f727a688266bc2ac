"""The rules of style and a project: its settings, its files, and what a run tells of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from gherkin.errors import ParserError

from harness.config import read_part
from harness.dialects import gherkin_parser
from harness.errors import HarnessError, near
from harness.lint import Finding, Settings, lint
from harness.suite.gherkin import ENCODING, MEND, parsed

TABLE = "lint"
GHERKIN = "gherkin"
"""The id under which a file is found that cannot be read as a feature."""
_PLACE = re.compile(r"(?P<file>.*?)(?::(?P<line>\d+))?(?::(?P<column>\d+))?")


def settings_of(folder: Path) -> Settings:
    """Return what a project says in ``[lint]``; raises HarnessError, with its place, for what is wrong there."""
    part = read_part(folder, TABLE)
    table = part if isinstance(part, dict) else {}
    usual, disable = Settings(), table.get("disable")
    return Settings(
        disable=frozenset(map(str, disable)) if isinstance(disable, list) else usual.disable,
        max_steps=int(str(table.get("max_steps", usual.max_steps))),
        max_scenarios=int(str(table.get("max_scenarios", usual.max_scenarios))),
    )


def lint_file(file: Path, settings: Settings) -> list[Finding]:
    """Return what of a feature file does not read as it should; one that cannot be read at all is found too."""
    try:
        tree = parsed(file)
    except HarnessError as error:
        place = _PLACE.fullmatch(error.place)
        line, column = (int(place[name] or 1) for name in ("line", "column")) if place else (1, 1)
        why = "No scenario of this file can be played."
        return [Finding(near(file), line, column, GHERKIN, error.fact, why, error.action or MEND)]
    return lint(tree, file.read_text(encoding=ENCODING), near(file), settings)


def findings_of(sources: Mapping[str, str], settings: Settings) -> list[dict[str, str]]:
    """Return what of the features that were played does not read as it should: place, rule and fact of each."""
    found: list[Finding] = []
    for name, source in sources.items():
        try:
            tree = cast("Mapping[str, object]", gherkin_parser().parse(source))
        except ParserError:
            continue  # what could not be played has failed already
        found += lint(tree, source, name, settings)
    return [{"place": one.place, "rule": one.rule, "fact": one.fact} for one in found]
