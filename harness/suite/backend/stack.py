"""Which line of what a dying backend printed says why: the one that names the error, not the end of its stack."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from harness.errors import near

_NAMED = re.compile(
    r"(?:[\w.$]*(?:Error|Exception|Exit|Interrupt)(?: \[\w+\])?: .+"  # Node, Python, Java, Ruby
    r"|panic: .+|(?:PHP )?Fatal error: .+|\S+: No such file or directory)"  # Go, PHP, a command that is not there
)
_PLACE = re.compile(r"""(?:file://)?(/[^\s"'():]+)(?::(\d+)(?::(\d+))?|", line (\d+))""")
_FRAME = re.compile(r"\s+at |\s+File \"|goroutine |node:|Node\.js v")


def telling(lines: Sequence[str]) -> str:
    """Return the line that names the error, the last of them where one led to another; else the last line, "" for none."""
    named = [line.strip() for line in lines if _NAMED.match(line.removeprefix("Uncaught "))]
    if named:
        return named[-1]
    said = [line.strip() for line in lines if line.strip() and not _FRAME.match(line)]
    return said[-1] if said else ""


def own_place(lines: Sequence[str], folder: Path) -> str:
    """Return the first place in a stack that lies in ``folder`` and not in a package there; else the folder itself."""
    for line in lines:
        for file, number, column, python in _PLACE.findall(line):
            path = Path(file)
            if path.is_relative_to(folder.resolve()) and "node_modules" not in path.parts and path.is_file():
                return ":".join(filter(None, (near(path), number or python, column)))
    return str(folder) if near(folder) == "." else near(folder)
