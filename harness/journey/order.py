"""The partial order of the 20 steps: 1 < 2 < ... < 18 within one payment; 19 and 20 each after 16, in any order among themselves."""

from __future__ import annotations

from collections.abc import Sequence

from harness.journey.sentences import Sentence

CHAIN = range(1, 19)


def misplaced(sequence: Sequence[int]) -> dict[int, tuple[Sentence, int]]:
    """Return the fewest steps that must have moved to make this ``sequence`` of step numbers.

    With each stands whether it came too early or too late, and against which step. ``sequence`` holds each seen step
    once, in the order seen.
    """
    chain = [step for step in sequence if step in CHAIN]
    kept = _longest_rising(chain)
    wrong: dict[int, tuple[Sentence, int]] = {}
    for step in chain:
        if step in kept:
            continue
        place = chain.index(step)
        before = next((s for s in reversed(chain[:place]) if s in kept), None)
        if before is not None and before > step:
            earliest = min(s for s in chain[:place] if s in kept and s > step)
            wrong[step] = (Sentence.TOO_LATE, earliest)
        else:
            latest = max((s for s in chain[place:] if s in kept and s < step), default=0)
            wrong[step] = (Sentence.TOO_EARLY, latest)
    for step in (19, 20):
        if step in sequence and 16 in kept and sequence.index(step) < sequence.index(16):
            wrong[step] = (Sentence.TOO_EARLY, 16)
    return wrong


def _longest_rising(chain: Sequence[int]) -> set[int]:
    """Return the members of a longest rising run (not necessarily adjacent)."""
    best: list[list[int]] = [[]]
    for step in chain:
        before = max((run for run in best if not run or run[-1] < step), key=_length)
        best.append([*before, step])
    longest = max(best, key=_length)
    return set(longest)


def _length(run: list[int]) -> int:
    return len(run)
