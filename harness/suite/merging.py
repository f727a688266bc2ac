"""Puts the folders of several shards together into the evidence of one run, and says what is lost on the way.

What comes out depends only on the messages that came in, each counted once and put in one order: so the order of the
folders does not matter, nor how often one is given, nor whether it was merged before.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from harness.errors import HarnessError, near
from harness.evidence import MERGE, UNKNOWN, RunReport, ScenarioReport, collect, write_reports
from harness.journal import Actor, Kind, Message, line_of, read_journal
from harness.library import version
from harness.suite.reports import JOURNAL, OWN_FOLDERS, PARTS, Reports, stored_journals
from harness.suite.sharding import SHARD
from harness.suite.step_facts import SOURCE

GIVE_FOLDERS = "give the folders that harness run --shard NUMBER/COUNT has left"
_OUTSIDE = "not played"
_JOURNAL = " journal"
"""What the name of a world ends with that tells of lines of a shard's journal which cannot be read."""


@dataclass(frozen=True, slots=True)
class Part:
    """One folder as it was read: its messages, and what is wrong with it in words, "" for nothing."""

    folder: Path
    messages: tuple[Message, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Merged:
    """The one run that the parts are: its messages in their order, and its report."""

    messages: tuple[Message, ...]
    report: RunReport
    notes: tuple[str, ...]


def read_part(folder: Path) -> Part:
    """Read the folder of a shard, or of shards that were merged before.

    A journal's line that cannot be read, as the last one of a run that was killed, becomes a failure of the run.
    Raises HarnessError where the folder holds no shard, or one that another version has played.
    """
    if not folder.is_dir():
        fact = "this is a file, not a folder" if folder.exists() else "there is no such folder"
        raise HarnessError(fact, place=near(folder), action=GIVE_FOLDERS)
    journals = [journal for journal in stored_journals(folder) if journal.is_file()]
    if not journals:
        raise HarnessError(f"this is no shard: there is no {JOURNAL} in it", place=near(folder), action=GIVE_FOLDERS)
    torn: list[HarnessError] = []
    messages = [message for journal in journals for message in read_journal(journal, torn.append)]
    facts = [message for message in messages if _is(message, SHARD)]
    if not facts:
        if messages:
            fact = "this is no shard: it is the evidence of a whole run"
            raise HarnessError(fact, place=near(folder), action=GIVE_FOLDERS)
        if torn:
            raise HarnessError(f"this is no shard: {torn[0].fact}", place=torn[0].place, action=GIVE_FOLDERS)
        return Part(folder, (), f"{near(folder)}: the run was stopped before it played anything")
    for other in {str(fact.get("harness")) for fact in facts} - {version()}:
        raise HarnessError(
            f"shard {_label(facts[0])} was played by version {other} of the harness, this is {version()}",
            place=near(folder),
            action="play and merge all shards with one version",
        )
    if torn:
        messages.append(_torn(facts[0], torn))
    return Part(folder, tuple(message for message in messages if message.world != MERGE))


def merge(parts: Iterable[Part]) -> Merged:
    """Return the one run that parts of it are, with what is missing or does not agree as failures of its own.

    Raises HarnessError where none of them has played anything.
    """
    given = list(parts)
    lines = {line_of(message): message for part in given for message in part.messages}
    messages = [lines[line] for line in sorted(lines, key=lambda line: (lines[line].world, lines[line].id, line))]
    shards = [message for message in messages if _is(message, SHARD)]
    if not shards:
        place = near(given[0].folder) if given else ""
        raise HarnessError("no shard has played anything", place=place, action="play the shards again")
    notes = [part.note for part in given if part.note]
    messages = list(_once_outside(messages))
    messages, failures = _agreed(messages)
    planned = dict.fromkeys(one for fact in shards for ids in _shards_of(fact) for one in ids)
    failures = [*_missing(shards), *_changed(messages), *failures]
    seeds = sorted({str(m.get("seed")) for m in messages if _is(m, "run")})
    if len(seeds) > 1:
        notes.append(f"the shards have played with different seeds: {', '.join(seeds)}; give each the same --seed")
    commits = sorted({m.text("commit") or UNKNOWN for m in messages if _is(m, "run")})
    if len(commits) > 1:
        failures.append(f"the shards have played different commits: {', '.join(commits)}; play all of them with one")
    first = min(fact.at for fact in shards)
    told: list[tuple[str, Mapping[str, object]]] = [("planned", {"nodeids": sorted(_scenarios(planned))})]
    told += [("scenario end", {"outcome": "failed", "error": text}) for text in failures]
    me = Actor.HARNESS
    messages += [Message(n, MERGE, first, me, me, name, Kind.FACT, what) for n, (name, what) in enumerate(told, 1)]
    return Merged(tuple(messages), collect(messages), tuple(notes))


def write_merged(merged: Merged, parts: Sequence[Part], out: Path) -> Path | None:
    """Write the evidence of a merged run into ``out``, in the place of what an earlier run has left there.

    Return the page of an earlier run that was killed and is kept, None where there was none. Raises HarnessError where
    something cannot be written.
    """
    reports, kept = Reports(out), None
    files = dict(_files(merged.messages, parts))
    try:
        old = set(reports.named_files()) if out.is_dir() else set()
        if out.resolve() not in {part.folder.resolve() for part in parts}:
            kept = reports.keep_unreported()
        for name, source in files.items():
            to = out / name
            if not (to.exists() and to.samefile(source)):
                to.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, to)
        out.mkdir(parents=True, exist_ok=True)
        beside = out / f".{JOURNAL}.tmp"
        beside.write_bytes(b"".join(line_of(message) for message in merged.messages))
        beside.replace(out / JOURNAL)
        for stale in (*(old - {out / name for name in files}), *out.glob(f"{PARTS}/journal-*.ndjson")):
            stale.unlink(missing_ok=True)
        for emptied in (PARTS, *OWN_FOLDERS):
            with suppress(OSError):  # not there, or not empty
                (out / emptied).rmdir()
    except OSError as error:
        raise HarnessError(
            f"the evidence cannot be written: {error.strerror}",
            place=str(error.filename or out),
            action="free some space or choose another folder with --out DIR",
        ) from error
    write_reports(out, merged.messages)
    return kept


def _files(messages: Iterable[Message], parts: Sequence[Part]) -> Iterator[tuple[str, Path]]:
    """Yield the files that messages name, with where each is found; one that is nowhere is left out."""
    for message in messages:
        if message.kind is not Kind.FACT or message.name not in ("screenshot", "attachment", "trace"):
            continue
        name = Path(str(message.get("file")))
        if str(name.parent) not in OWN_FOLDERS:
            continue
        found = next((part.folder / name for part in parts if (part.folder / name).is_file()), None)
        if found is not None:
            yield str(name), found


def _torn(shard: Message, torn: Sequence[HarnessError]) -> Message:
    """Return the failure that lines of a shard's journal cannot be read: it stays in what is merged."""
    count = "1 line" if len(torn) == 1 else f"{len(torn)} lines"
    text = f"{count} of the journal of shard {_label(shard)} cannot be read, as after a run that was killed"
    world = f"shard{shard.get('number')}-{shard.get('session')}{_JOURNAL}"
    me = Actor.HARNESS
    return Message(
        1, world, shard.at, me, me, "scenario end", Kind.FACT, {"outcome": "failed", "error": f"{text}: {torn[0].fact}"}
    )


def _once_outside(messages: Iterable[Message]) -> Iterator[Message]:
    """Yield messages, of what failed outside any scenario each only once: every shard tells of a feature it cannot read."""
    seen: set[str] = set()
    for message in messages:
        if message.world == _OUTSIDE:
            what = f"{message.name} {sorted(message.payload.items(), key=str)}"
            if what in seen:
                continue
            seen.add(what)
        yield message


def _agreed(messages: list[Message]) -> tuple[list[Message], list[str]]:
    """Return messages without what was played twice with one result, and in words what was played with several."""
    plays: dict[str, list[ScenarioReport]] = {}
    for scenario in collect(messages).scenarios:
        plays.setdefault(scenario.nodeid, []).append(scenario)
    surplus: set[str] = set()
    failures = []
    for nodeid, mine in plays.items():
        results = [scenario.result for scenario in mine]
        if len(mine) == 1 or not nodeid:
            continue
        if len(set(results)) > 1:
            told = ", ".join(f"{s.result} in {s.world.partition(':')[0]}" for s in sorted(mine, key=lambda s: s.world))
            failures.append(
                f"{nodeid} has different results: {told}; give the folder of one of these runs only, or play with --retries"
            )
            continue
        for scenario in sorted(mine, key=lambda s: (s.started_at, s.world))[1:]:
            replay = (scenario.replay,) if scenario.replay else ()
            surplus |= {play.world for play in (*scenario.earlier, scenario, *replay)}
    return [message for message in messages if message.world not in surplus], failures


def _missing(shards: Sequence[Message]) -> list[str]:
    """Say which shards are missing, and where not all were planned alike."""
    plans: dict[str, list[Message]] = {}
    for fact in shards:
        plans.setdefault(f"{fact.get('plan')}", []).append(fact)
    found = []
    if len(plans) > 1:
        told = "; ".join(
            f"{', '.join(sorted({_label(f) for f in facts}))} by plan {plan}" for plan, facts in plans.items()
        )
        found.append(
            f"the shards were not planned alike: {told}; give all machines one --known-durations FILE or --plan FILE"
        )
    for facts in plans.values():
        known = {str(fact.get("number")) for fact in facts}
        for number, ids in enumerate(_shards_of(facts[0]), start=1):
            if str(number) not in known:
                count = len(_scenarios(ids))
                had = "1 scenario" if count == 1 else f"{count} scenarios"
                found.append(f"shard {number}/{facts[0].get('of')} is missing; it was to play {had}")
    return found


def _changed(messages: Iterable[Message]) -> Iterator[str]:
    """Say which feature was not the same in all shards: then they are of different commits, and no one release is proven."""
    texts: dict[str, set[str]] = {}
    for message in messages:
        if _is(message, SOURCE):
            texts.setdefault(str(message.get("uri")), set()).add(str(message.get("text")))
    for uri, found in sorted(texts.items()):
        if len(found) > 1:
            yield f"{uri} is not the same in all shards: play all of them from one commit"


def _shards_of(fact: Message) -> list[list[str]]:
    rows = fact.get("shards")
    return [[str(one) for one in row] for row in rows if isinstance(row, list)] if isinstance(rows, list) else []


def _scenarios(ids: Iterable[str]) -> list[str]:
    """Return those ids that are scenarios: other tests of a project leave no evidence."""
    return [one for one in ids if ".feature::" in one]


def _is(message: Message, name: str) -> bool:
    return message.kind is Kind.FACT and message.name == name


def _label(fact: Message) -> str:
    return f"{fact.get('number')}/{fact.get('of')}"
