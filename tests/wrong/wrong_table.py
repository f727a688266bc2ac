"""The table of wrong programs, and the page in docs/ that is made from it: ``python tests/wrong/wrong_table.py``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from wrong_backend_bugs import BACKENDS
from wrong_bug import Bug
from wrong_h5_bugs import PAGES
from wrong_native_bugs import NATIVES

PAGE = Path(__file__).parents[2] / "docs" / "bugs.md"
BUGS = (*BACKENDS, *PAGES, *NATIVES)
GROUPS = {"In the backend": BACKENDS, "In an H5 program": PAGES, "In a native program": NATIVES}

_HEAD = f"""# Bugs that the features find

{len(BUGS)} shops, each the reference shop with one bug put in. Every one is found by the scenario named here, and the report
says what is quoted; the same scenarios find nothing wrong with the right shop, nor with the other correct merchants in
`tests/wrong`. This page is made by `python tests/wrong/wrong_table.py` and held by a test.
"""


def page() -> str:
    """Return the page."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield _HEAD
    for title, bugs in GROUPS.items():
        yield f"## {title}\n"
        yield "| bug | found by | the report says |\n|---|---|---|"
        for bug in bugs:
            yield f"| {bug.what} | {_found_by(bug)} | {_cell(bug.said)} |"
        yield ""


def _found_by(bug: Bug) -> str:
    delivery = "" if bug.delivery == "success" else f" ({bug.delivery})"
    return f"{bug.scenario}{delivery}<br>`{bug.feature}.feature`"


def _cell(text: str) -> str:
    return f"… {text} …".replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
