"""The journal: every crossing between the five actors, append-only, one line each.

Lowest room of the house: it knows nobody. See ``docs/architecture.md``.
"""

from harness.journal.causes import Causes
from harness.journal.journal import Journal, JournalTimeout, WorldJournal
from harness.journal.message import Actor, Kind, Message, SignatureCheck, Signed
from harness.journal.ndjson import JournalWriter, line_of, read_journal

__all__ = [
    "Actor",
    "Causes",
    "Journal",
    "JournalTimeout",
    "JournalWriter",
    "Kind",
    "Message",
    "SignatureCheck",
    "Signed",
    "WorldJournal",
    "line_of",
    "read_journal",
]
