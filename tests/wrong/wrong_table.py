"""The table of wrong programs, and the page in docs/ that is made from it: ``python tests/wrong/wrong_table.py``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from wrong_backend_bugs import BACKENDS
from wrong_bug import Bug
from wrong_h5_bugs import PAGES
from wrong_native_bugs import NATIVES
from wrong_pack import found_by_pack

PAGE = Path(__file__).parents[2] / "docs" / "bugs.md"
BUGS = (*BACKENDS, *PAGES, *NATIVES)
PACK = found_by_pack()
FOUND = sum(1 for case in PACK.values() if case)
GROUPS = {"In the backend": BACKENDS, "In an H5 program": PAGES, "In a native program": NATIVES}

_HEAD = f"""# Bugs that the features find

{len(BUGS)} shops, each the reference shop with one bug put in. Every one is found by the scenario named here, and the report
says what is quoted; the same scenarios find nothing wrong with the right shop, nor with the other correct merchants in
`tests/wrong`. This page is made by `python tests/wrong/wrong_table.py` and held by a test.

The last column is the case of the certification pack (`harness certify`) that finds the bug too, without knowing the shop:
`python tests/wrong/wrong_pack.py` plays them all and writes down the first that does. {FOUND} of {len(BUGS)} are found so. What the
pack cannot see in a shop that it does not know is how often the goods go out: it finds the one that sends them with each
notification because that one sends them for the notification of a failure as well.
"""


def page() -> str:
    """Return the page."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield _HEAD
    for title, bugs in GROUPS.items():
        yield f"## {title}\n"
        yield "| bug | found by | the report says | and in the pack by |\n|---|---|---|---|"
        for bug in bugs:
            yield f"| {bug.what} | {_found_by(bug)} | {_cell(bug.said)} | {PACK.get(f'{bug.kind}: {bug.what}') or 'not found'} |"
        yield ""


def _found_by(bug: Bug) -> str:
    delivery = "" if bug.delivery == "success" else f" ({bug.delivery})"
    return f"{bug.scenario}{delivery}<br>`{bug.feature}.feature`"


def _cell(text: str) -> str:
    return f"… {text} …".replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
