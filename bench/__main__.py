"""``python -m bench``: the 20-step scenario against the raw floor, side by side in one run (floors.md)."""

from __future__ import annotations

import argparse
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.floor import CLOSE, CONFIRM, LOGIN, ORDER, PHONE, run_floor_journey
from bench.floor_servers import floor_servers
from bench.native import native_bench
from bench.wallet import wallet_bench
from fixtures.buyers import buyer
from fixtures.programs import SHOP
from harness import Stage

ROOT = Path(__file__).parents[1]
Parts = dict[str, list[float]]
"""How long each part of a journey took, in ms, a journey an entry."""


def main() -> int:
    """Run the bench and print its table; the exit code is 1 when a journey is not right."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--pairs", type=int, default=15, help="pairs of floor and harness journeys (default 15)")
    parser.add_argument("--many", type=int, default=200, help="journeys in a row for the straight line (default 200)")
    parser.add_argument("--suite", type=int, default=40, help="scenarios for the suite's throughput (default 40)")
    parser.add_argument("--kept", type=int, default=100_000, help="payments to keep in the wallet (default 100,000)")
    parser.add_argument("--only", choices=("journey", "native", "wallet", "suite"), help="only this part")
    options = parser.parse_args()
    if options.only in (None, "journey"):
        _journeys(options.pairs, options.many)
    if options.only in (None, "native"):
        native_bench(options.pairs)
    if options.only in (None, "wallet"):
        print("the wallet's gateway:")
        wallet_bench(7, 2000, options.kept)
    if options.only in (None, "suite"):
        for workers in (1, 2):
            _suite(workers, options.suite)
    return 0


def _journeys(pairs: int, many: int) -> None:
    with tempfile.TemporaryDirectory() as folder, Stage(Path(folder)) as stage, floor_servers() as floor:
        parts: Parts = {}
        floor_parts: Parts = {}
        floor_ms: list[float] = []
        ours_ms: list[float] = []
        for number in range(pairs + 2):
            pair = (
                _timed(lambda: run_floor_journey(stage.browser, floor, _laps(floor_parts if number > 1 else {}))),  # noqa: B023 - called at once
                _timed(lambda: _journey(stage, parts if number > 1 else {})),  # noqa: B023 - called at once
            )
            if number > 1:
                floor_ms.append(pair[0])
                ours_ms.append(pair[1])
            print(f"\r  pair {max(0, number - 1)} of {pairs}", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
        ratio = statistics.median(ours / bare for ours, bare in zip(ours_ms, floor_ms, strict=True))
        print(f"floor     {statistics.median(floor_ms):6.0f} ms a journey (bare Playwright, no harness)")
        print(f"harness   {statistics.median(ours_ms):6.0f} ms a journey, contract and journal included")
        print(f"ratio     {ratio:6.2f} (median of {pairs} pairs; aim 1.25 now, 1.10 later)")
        print("where the difference goes (ms):")
        print("    floor  harness  difference")
        for name, values in parts.items():
            ours, bare = statistics.median(values), statistics.median(floor_parts.get(name, [0.0]))
            print(f"  {bare:7.1f}  {ours:7.1f}  {ours - bare:+10.1f}  {name}")
        _straight_line(stage, many)


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _laps(parts: Parts) -> Callable[[str], None]:
    """Return a stopwatch: it notes under a part's name what has passed since the part before, or since now."""
    began = time.perf_counter()

    def lap(name: str) -> None:
        nonlocal began
        now = time.perf_counter()
        parts.setdefault(name, []).append((now - began) * 1000)
        began = now

    return lap


def _journey(stage: Stage, parts: Parts) -> None:
    """Play the 20 steps as the feature does, noting how long each part takes."""
    lap = _laps(parts)
    world = stage.world("bench", SHOP)
    world.enter_buyer(buyer(1), "100,000 IQD")
    lap("world and buyer")
    world.open_program()
    lap(PHONE)
    world.act("log in")
    world.expect_screen("catalogue")
    lap(LOGIN)
    world.act("buy Barhi dates, 1 kg")
    world.expect_cashier("25,000 IQD")
    lap(ORDER)
    world.phone.tap_cashier("confirm")
    world.expect_screen("paid")
    lap(CONFIRM)
    verdict = world.settle()
    lap("contract")
    world.close()
    lap(CLOSE)
    if not verdict.passed:
        raise SystemExit(f"the bench's own journey is not right:\n{world.explain(verdict)}")


def _straight_line(stage: Stage, many: int) -> None:
    """Say whether the last journeys cost what the first did, and what memory they left behind."""
    if many < 20:
        return
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    times = [_timed(lambda: _journey(stage, {})) for _ in range(many)]
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    half = many // 2
    drift = statistics.median(times[half:]) / statistics.median(times[:half])
    print(f"{many} in a row: second half {drift:.2f} times the first (aim 0.95 to 1.05), memory +{grown:.0f} MB")


def _suite(workers: int, count: int) -> None:
    """Time the suite itself on copies of the 20-step feature."""
    if count < 1:
        return
    text = (ROOT / "features" / "journey.feature").read_text(encoding="utf-8")
    head, scenario = text.split("  @9000 @deliveries\n", 1)
    scenario = scenario.split("  @9000\n", 1)[0]
    copies = "".join(scenario.replace("pays\n", f"pays {n}\n", 1) for n in range(count))
    with tempfile.TemporaryDirectory(dir=ROOT / "features", prefix="bench-") as folder:
        (Path(folder) / "many.feature").write_text(head + copies, encoding="utf-8")
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            folder,
            f"--reports={folder}/reports",
            "-p",
            "no:cacheprovider",
        ]
        began = time.perf_counter()
        done = subprocess.run([*command, f"-n{workers}"], cwd=ROOT, capture_output=True, text=True, check=False)
        seconds = time.perf_counter() - began
    if done.returncode:
        raise SystemExit(done.stdout[-2000:])
    played = sum(map(int, re.findall(r"(\d+) passed", done.stdout)))  # each scenario with every kind of program
    print(
        f"suite, {workers} worker{'s' if workers > 1 else ''}: {played / seconds:.1f} scenarios a second, start-up included"
    )


if __name__ == "__main__":
    sys.exit(main())
