"""The folder of a run's evidence: emptied of an earlier run's, written to by each worker, joined at the end."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from harness.errors import HarnessError
from harness.evidence import write_reports
from harness.journal import Actor, JournalWriter, Kind, Message, read_journal

JOURNAL = "journal.ndjson"
PARTS = "parts"
KILLED = "killed"
"""Where the evidence of a run goes that was killed before it could report, when the next run begins."""
SCREENSHOTS = "screenshots"
OWN_FOLDERS = (SCREENSHOTS, "attachments", "traces")
"""Where the files lie that facts of a journal name."""
_NAMING = (b'"screenshot"', b'"attachment"', b'"trace"')
_PAGES = ("index.html", "verdict.json", "junit.xml", "messages.ndjson", "durations.json", "summary.md")


def part(worker: str | None) -> str:
    """Return the name of one worker's journal; ``worker`` is None where there is only one process."""
    return f"{PARTS}/journal-{worker}.ndjson" if worker else JOURNAL


def stored_journals(folder: Path) -> list[Path]:
    """Return the journals in a reports folder: the joined one, else the parts that a killed run left."""
    whole, parts = folder / JOURNAL, _parts(folder)
    return parts if parts and not (whole.is_file() and whole.read_bytes().strip()) else [whole]


def _parts(folder: Path) -> list[Path]:
    # A device, as a link may lead to, has no end: only files are read.
    return [found for found in sorted(folder.glob(f"{PARTS}/journal-*.ndjson")) if found.is_file()]


def with_facts(messages: Sequence[Message], facts: Sequence[tuple[str, str, Mapping[str, object]]]) -> list[Message]:
    """Return messages followed by facts of the harness, each given as (world, name, payload)."""
    number = max((message.id for message in messages), default=0)
    now, me = int(time.time() * 1000), Actor.HARNESS
    added = [
        Message(number + n, world, now, me, me, name, Kind.FACT, what) for n, (world, name, what) in enumerate(facts, 1)
    ]
    return [*messages, *added]


def with_failures(messages: Sequence[Message], texts: Sequence[str | tuple[str, str]]) -> list[Message]:
    """Return messages followed by failures that belong to no played scenario, as text or (id, text): every report counts them."""
    pairs = [("", text) if isinstance(text, str) else text for text in texts]
    ends = [{"outcome": "failed", "error": text, **({"nodeid": nodeid} if nodeid else {})} for nodeid, text in pairs]
    return with_facts(messages, [("not played", "scenario end", end) for end in ends])


class Reports:
    """The reports folder of one run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.journal = folder / JOURNAL

    def keep_unreported(self) -> Path | None:
        """Write the reports of an earlier run that was killed, with all its files, into the folder ``killed``.

        Return its page, None where the earlier run has reported or has played nothing. What was kept there before goes.
        """
        if any((self.folder / name).exists() for name in _PAGES):
            return None
        kept = Reports(self.folder / KILLED)
        try:
            messages = self.read()
            if not any(message.name == "scenario" for message in messages):
                return None
            kept.begin()
            with kept.journal.open("wb") as whole:
                whole.writelines(part.read_bytes().rstrip(b"\n") + b"\n" for part in stored_journals(self.folder))
            for file in set(self.named_files()):
                if file.is_file():
                    to = kept.folder / file.relative_to(self.folder)
                    to.parent.mkdir(parents=True, exist_ok=True)
                    to.write_bytes(file.read_bytes())
            write_reports(kept.folder, messages)
        except OSError as error:
            raise HarnessError(
                f"the evidence of an earlier run that was killed cannot be kept: {error.strerror}",
                place=str(error.filename or kept.folder),
                action="free some space, move it away, or choose another folder with --reports DIR",
            ) from error
        return kept.folder / "index.html"

    def begin(self) -> None:
        """Remove what an earlier run of the harness wrote here, nothing else; raises HarnessError where none can be written."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for old in self._earlier():
                old.unlink(missing_ok=True)
            for emptied in (PARTS, *OWN_FOLDERS):
                with suppress(OSError):  # not there, or somebody else's files are in it
                    (self.folder / emptied).rmdir()
            self.journal.write_bytes(b"\n")
        except OSError as error:
            raise HarnessError(
                f"the evidence cannot be written: {error.strerror}",
                place=str(error.filename or self.journal),
                action="free some space or choose another folder with --reports DIR",
            ) from error

    def join(self) -> None:
        """Put the workers' journals together into one."""
        parts = _parts(self.folder)
        if not parts:
            return
        # A worker that was killed leaves its last line torn: the next part begins on a line of its own.
        joined = b"".join(one.read_bytes().rstrip(b"\n") + b"\n" for one in parts)
        whole = self.journal.resolve()
        beside = whole.with_name(f".{whole.name}.tmp")
        try:
            beside.write_bytes(joined)
            beside.replace(whole)
        except OSError as error:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            raise HarnessError(
                f"the workers' journals cannot be put together: {error.strerror}",
                place=str(self.journal),
                action=f"free some space, then run harness report {self.folder}",
            ) from error
        for done in parts:
            done.unlink()
        with suppress(OSError):
            (self.folder / PARTS).rmdir()

    def read(self) -> list[Message]:
        """Return what was journalled, joined or not; a line that cannot be read is left out."""
        journals = [journal for journal in stored_journals(self.folder) if journal.is_file()]
        return [message for journal in journals for message in read_journal(journal, lambda _error: None)]

    def add(self, added: Sequence[Message]) -> None:
        """Append messages to the joined journal; raises HarnessError where the disk is full."""
        writer = JournalWriter(self.journal, resume=True)
        for message in added:
            writer.write(message)
        writer.close()
        if writer.failure is not None:
            raise writer.failure

    def _earlier(self) -> Iterator[Path]:
        journals = [self.journal, *self.folder.glob(f"{PARTS}/journal-*.ndjson")]
        for journal in journals:
            yield from self._files(journal)
        # A link was made by somebody else: it is written through, not removed.
        yield from (journal for journal in journals if not journal.is_symlink())
        yield from (self.folder / name for name in _PAGES)
        for name in (*_PAGES, JOURNAL):
            yield from self.folder.glob(f".{name}.*tmp")

    def named_files(self) -> Iterator[Path]:
        """Yield the pictures, attachments and traces that its journals name."""
        for journal in stored_journals(self.folder):
            yield from self._files(journal)

    def _files(self, journal: Path) -> Iterator[Path]:
        """Yield the pictures, attachments and traces that a journal names: the harness wrote those."""
        lines = journal.read_bytes().split(b"\n") if journal.is_file() else []
        for line in lines:
            if not any(fact in line for fact in _NAMING):
                continue
            with suppress(ValueError, KeyError, TypeError):
                name = Path(json.loads(line)["payload"]["file"])
                if str(name.parent) in OWN_FOLDERS:
                    yield self.folder / name
