"""``harness plan``: which shard plays what, as a file that all machines share."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from harness.errors import HarnessError

HELP = """usage: harness plan --shards COUNT [--out FILE] [OPTIONS] [FEATURE ...]

Deals the scenarios out to so many shards that each takes about as long as the others, and writes which plays what. The
times are those of an earlier run; a scenario without one is taken to last as long as the median of the others. Without
a plan each shard makes the same one for itself, as long as all have the same scenarios and the same durations.json.

options:
  --shards COUNT           how many there are
  --out FILE               where to write (default: plan.json)
  --known-durations FILE   the durations.json of an earlier run (default: the project's own)
and those of harness run that choose scenarios: --tags, --kinds, -k, -m and paths.

examples:
  harness plan --shards 3
  harness run --shard 2/3 --plan plan.json

exit codes:
  0    written
  1    a feature cannot be read; the plan has the others
  2    wrong use: an option or path that cannot be used, or no scenario to play
"""


def main(arguments: Sequence[str], run: Callable[[list[str]], int]) -> int:
    """Turn the command line into one of ``harness run`` and hand it to ``run``; raises HarnessError for wrong use."""
    if "-h" in arguments or "--help" in arguments:
        print(HELP, end="")
        return 0
    given = {"--shards": "", "--out": "plan.json"}
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        name, sign, value = word.partition("=")
        if name not in given:
            rest.append(word)
            continue
        given[name] = value if sign else next(words, "")
        if not given[name]:
            raise HarnessError(f"{name} lacks its value", action="harness plan --help says how it is used")
    count = given["--shards"]
    if not (count.isascii() and count.isdecimal() and int(count)):
        fact = f'--shards: "{count}" is not a whole number from 1 on' if count else "--shards is not given"
        raise HarnessError(fact, action="say how many machines will play, as --shards 3")
    fixed = ["--collect-only", "-q", "--make-plan", f"--shard=1/{count}", f"--plan={given['--out']}"]
    return run([*fixed, *rest])
