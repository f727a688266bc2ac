"""Collects the feature files of a folder in this process, as pytest does, and says what it found."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest


@dataclass(slots=True, eq=False)
class Collected:
    """The node ids of the scenarios that would be played, in order, and the errors of the features that cannot be."""

    code: int = 0
    ids: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self.ids = [item.nodeid for item in session.items]
        self.lines = [(item.location[1] or 0) + 1 for item in session.items]

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.errors.append(report.longreprtext)


def collect(root: Path, *arguments: str) -> Collected:
    """Collect below ``root``, which needs nothing but feature files."""
    (root / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    found = Collected()
    plugins = ["-pharness.suite.plugin", "-pno:randomly", "-pno:cacheprovider", "-pno:schemathesis", "-pno:xdist"]
    line = [*plugins, "--rootdir", str(root), "-c", str(root / "pytest.ini"), "--kinds=h5", "--collect-only", "-q"]
    found.code = int(pytest.main([*line, *(arguments or (str(root),))], plugins=[found]))
    return found
