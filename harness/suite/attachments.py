"""What a step hands over as evidence: a payload, a log, a picture. A file in the reports folder, and a fact that names it."""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Mapping, Sequence
from pathlib import Path

from harness.errors import HarnessError
from harness.evidence.masking import Masks
from harness.journal import Actor, Message, WorldJournal

FOLDER = "attachments"
FACT = "attachment"

_SIGNS = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG": "image/png",
    b"RIFF": "image/webp",
    b"PK\x03\x04": "application/zip",
}
# What an operating system may know under another ending, or under none.
_ENDINGS = {"text/plain": ".txt", "application/json": ".json", "image/jpeg": ".jpg", "image/webp": ".webp"}


def attach(
    journal: WorldJournal, reports: Path, name: str, given: object, media_type: str = "", *, step: int | None = None
) -> Message:
    """Write ``given`` into the reports folder and return the fact that names it.

    ``given`` is text, bytes, a path whose content is taken, or anything that JSON can hold. ``media_type`` is guessed
    where it is "". ``step`` is the index of the Gherkin step it belongs to, None for the scenario as a whole. The
    secrets that the journal knows are hidden in text. Raises HarnessError where the file cannot be read or written.
    """
    data, guessed = _content(name, given)
    media_type = media_type or guessed
    if _is_text(media_type):
        text = data.decode("utf-8", "replace")
        data = Masks(journal.messages).text(text).encode("utf-8", "replace")
    file = f"{FOLDER}/{file_name(journal)}{_ENDINGS.get(media_type) or mimetypes.guess_extension(media_type) or '.bin'}"
    path = reports / file
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise HarnessError(
            f'the attachment "{name}" cannot be written: {error.strerror}',
            place=str(path),
            action="free some space or choose another folder with --reports DIR",
        ) from error
    fact: dict[str, object] = {"name": name, "file": file, "mediaType": media_type}
    return journal.fact(Actor.HARNESS, FACT, fact if step is None else {**fact, "step": step})


def file_name(journal: WorldJournal) -> str:
    """Return a name that no other file of this run has: the world's, and how far its journal has come."""
    return "".join(c if c.isalnum() else "-" for c in journal.name) + f"-{len(journal.messages)}"


def _content(name: str, given: object) -> tuple[bytes, str]:
    """Return what is attached as bytes, and its media type."""
    if isinstance(given, Path):
        try:
            data = given.read_bytes()
        except OSError as error:
            fact = f'the attachment "{name}" cannot be read: {error.strerror}'
            raise HarnessError(fact, place=str(given), action="attach a file that is there") from error
        return data, mimetypes.guess_type(given.name)[0] or _type_of(data)
    if isinstance(given, bytes | bytearray):
        return bytes(given), _type_of(bytes(given))
    if isinstance(given, str):
        return given.encode("utf-8", "replace"), "text/plain"
    plain = dict(given) if isinstance(given, Mapping) else list(given) if isinstance(given, Sequence) else given
    text = json.dumps(plain, ensure_ascii=False, indent=2, default=str)
    return text.encode("utf-8", "replace"), "application/json"


def _type_of(data: bytes) -> str:
    return next((kind for sign, kind in _SIGNS.items() if data.startswith(sign)), "application/octet-stream")


def _is_text(media_type: str) -> bool:
    return media_type.startswith("text/") or media_type in ("application/json", "application/xml", "image/svg+xml")
