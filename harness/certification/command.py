"""``harness certify``: plays the ready-made features against the project's program and ends with a certificate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from harness.certification.cases import page
from harness.errors import HarnessError
from harness.library import step_modules

FEATURES = Path(__file__).parent / "features"

HELP = """usage: harness certify [OPTIONS] [PART ...]

Plays the ready-made features against your program, without a step written: the 20 steps, every result code under every
timing of the notification, expiry, consent, repeated taps, the way back to the cashier, the back key, false
notifications, and the cases that wallets ask for before a shop goes live. It ends with a certificate: each case, its
outcome, and the risk. What your program cannot do (no such screen or action in the config, no notification asked for)
is told as "cannot" with the risk; it never counts as passed.

PART is the name of a feature of the pack, as "expiry" or "back_key"; without one all are played.

options:
  --list                   list the cases, and what each finds, without playing
all options of harness run work too, the most useful here:
  --reports DIR            where the evidence goes (default: reports)
  --kinds h5,native        the kinds of program to play each case with
  -n NUMBER                play in so many processes at once (default: one a core where the whole pack is played; one
                           where a port is fixed or the backend runs already; 0: in this process)
  --screenshots all        pictures of what passed, too (default here: failed)
  -k WORDS                 only cases whose name has these words

examples:
  harness certify
  harness certify -n 4 --reports reports/certificate
  harness certify go_live trust

exit codes:
  0    certified; what the program cannot do is listed, and a gate may refuse it
  1    not certified: a case failed, or the goods cannot be seen going out
  2    wrong use: no such part, option or program
  130  interrupted with Ctrl-C; the evidence of what was played is written
"""


def main(arguments: Sequence[str], run: Callable[[list[str]], int]) -> int:
    """Turn the command line into one of ``harness run`` and hand it to ``run``; raises HarnessError for wrong use."""
    if "-h" in arguments or "--help" in arguments:
        print(HELP, end="")
        return 0
    if "--list" in arguments:
        print(page(FEATURES), end="")
        return 0
    parts = {file.stem: file for file in sorted(FEATURES.glob("*.feature"))}
    chosen, rest, valued = [], [], False
    for argument in arguments:
        if argument.startswith("-") or valued:
            valued = argument.startswith("-") and "=" not in argument and argument not in _FLAGS
            rest.append(argument)
        elif argument.removesuffix(".feature") in parts:
            chosen.append(str(parts[argument.removesuffix(".feature")]))
        else:
            raise HarnessError(f'the pack has no part "{argument}"', action=f"choose from: {', '.join(parts)}")
    plugins = [word for module in step_modules() for word in ("-p", module)]
    return run([*plugins, *rest, *(chosen or map(str, parts.values()))])


_FLAGS = frozenset("-x -v -vv -q -s --lf --ff --co --collect-only --pdb --exitfirst --last-failed --no-header".split())
