"""Which case of the certification pack finds which bug: ``python tests/wrong/wrong_pack.py`` plays them all and writes it down.

It takes minutes, so no test does it; what is written stands in docs/bugs.md.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

FOUND = Path(__file__).with_name("found_by_pack.json")
PATIENCE_MS = 4000
_CODES = "result_codes"
_FIRST = {
    "The shop cannot ask its server how the payment went": (
        "silent_server",
        "The server does not answer after the payment",
    ),
    "The buyer leaves the cashier": (_CODES, "The buyer leaves the cashier"),
    "The balance is too small": ("go_live", "The balance is too small"),
    "The wallet settles later": (_CODES, "The order stays pending while the wallet has not settled"),
    "The order stays pending until the wallet has settled": ("trust", "Nobody signed the notification"),
    "The payment never reached the wallet": (_CODES, "The payment never reached the wallet"),
    "The money was taken but the phone did not hear of it": (
        _CODES,
        "Paid though the phone did not hear of it; the notification comes never",
    ),
    "The result is lost and the wallet still settles": (_CODES, "The result is lost and the wallet has not settled"),
    "The result of the payment service is lost": (
        _CODES,
        "Paid though the result was lost; the notification comes never",
    ),
    "The pending order becomes paid once the wallet has settled": (
        "waiting",
        "The wallet settles while the buyer waits",
    ),
    "A new try after a failure is a new payment": ("return_to_cashier", "The buyer tops up and tries again"),
    "The buyer leaves the cashier and comes back": ("return_to_cashier", "The buyer leaves the cashier and comes back"),
    "The payment never reached the wallet and expires": (
        "expiry",
        "The payment never reached the wallet and expires",
    ),
    "The wallet notifies the merchant twice of one payment": (_CODES, "Paid, and the notification comes twice"),
    "An impatient buyer taps twice": ("repeated_taps", "The buyer taps twice"),
    "The buyer refuses to share the name": ("consent", "The buyer refuses to share the name"),
}
"""Where it is likely to be found, by the scenario of our own features that finds it."""


def found_by_pack() -> dict[str, str]:
    """Return the case that finds each bug, by the bug's kind and words; "" where none does."""
    return dict(json.loads(FOUND.read_text(encoding="utf-8")))


def all_cases() -> list[tuple[str, str]]:
    """Return the cases of the pack: the part, and the scenario."""
    from player import scenarios

    from harness.certification.command import FEATURES as PACK

    return [
        (file.stem, name) for file in sorted(PACK.glob("*.feature")) for name in scenarios(f"certification/{file.stem}")
    ]


def _search() -> Iterator[tuple[str, str]]:
    from player import play
    from wrong_table import BUGS

    from harness import Stage

    cases = all_cases()
    with tempfile.TemporaryDirectory() as reports, Stage(Path(reports)) as stage:
        for bug in BUGS:
            first = _FIRST.get(bug.scenario, ("journey", "A buyer orders and pays"))
            ordered = [(first, bug.delivery), *((case, d) for case in cases for d in ("success", "split"))]
            found = next(
                (
                    f"{name}<br>`{feature}`"
                    for (feature, name), delivery in dict.fromkeys(ordered)
                    if play(stage, bug.program(), f"certification/{feature}", name, delivery, patience=PATIENCE_MS).said
                ),
                "",
            )
            print(f"{'found' if found else 'NOT FOUND'}  {bug.kind}: {bug.what}  {found}", flush=True)
            yield f"{bug.kind}: {bug.what}", found


if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]
    FOUND.write_text(json.dumps(dict(_search()), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
