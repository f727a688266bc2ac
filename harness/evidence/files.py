"""The files that a journal names, as the evidence page holds them: inside the page where they are small, beside it where not.

A journal may come from elsewhere: nothing outside the folder is read or linked to, and only a picture is shown as one.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from harness.evidence.masking import Masks
from harness.evidence.report import Attachment, ScenarioReport, Screenshot
from harness.evidence.said import Said
from harness.evidence.words import clean

MOST_PICTURES = 12 * 1024 * 1024
"""How many bytes of pictures the page itself holds; those after that lie beside it, and are loaded when they are looked at."""
MOST_TEXT = 256 * 1024
"""How many bytes of a text are shown in the page; the file has the rest."""
DOM = "the page's HTML"
"""The name under which a failed step keeps what the program's page was made of."""

_PICTURES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png", b"RIFF": "image/webp"}
_TEXT = ("text/", "application/json", "application/xml")


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture; ``source`` is a data URI or a path beside the page, "" where there is none, and ``problem`` says why."""

    title: str
    source: str
    problem: Said | None = None
    step: int | None = None


@dataclass(frozen=True, slots=True)
class File:
    """Something a step has handed over. ``link`` is "" where the file is not there; ``text`` is its masked content, "" for none."""

    name: str
    link: str
    text: str
    media_type: str
    size: int
    step: int | None = None
    cut: bool = False


class Files:
    """Reads the files of one reports folder, and keeps count of what the page already holds.

    ``folder`` is where the files lie, None for nowhere; ``page`` is the folder of the page, from which links lead to them.
    """

    def __init__(self, folder: Path | None, page: Path | None = None) -> None:
        self._folder = folder
        self._page = page or folder
        self._held = 0

    def pictures(self, scenario: ScenarioReport, masks: Masks) -> tuple[Picture, ...]:
        """Return the storyboard of one play: its screenshots, then the pictures its steps have attached."""
        attached = [Screenshot(a.name, a.file, a.step) for a in scenario.attachments if _is_picture(a)]
        return tuple(self._picture(shot, masks) for shot in (*scenario.screenshots, *attached))

    def attachments(self, scenario: ScenarioReport, masks: Masks) -> tuple[File, ...]:
        """Return what the steps of one play have attached, without the pictures."""
        return tuple(self._file(one, masks) for one in scenario.attachments if not _is_picture(one))

    def links(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return where files lie from the page, those that are there."""
        return tuple(link for name in names if (link := self._link(self._within(name))))

    def _picture(self, shot: Screenshot, masks: Masks) -> Picture:
        title = masks.text(shot.title)
        path, data = self._read(shot.file)
        if path is None:
            return Picture(title, "", Said("the picture is missing: {0}", (masks.text(shot.file),)), shot.step)
        kind = next((kind for start, kind in _PICTURES.items() if data.startswith(start)), "")
        if not kind:
            return Picture(title, "", Said("this is not a picture: {0}", (masks.text(shot.file),)), shot.step)
        if self._held + len(data) > MOST_PICTURES:
            return Picture(title, self._link(path), step=shot.step)
        self._held += len(data)
        return Picture(title, f"data:{kind};base64,{base64.b64encode(data).decode()}", step=shot.step)

    def _file(self, one: Attachment, masks: Masks) -> File:
        path, data = self._read(one.file)
        text = ""
        if one.media_type.startswith(_TEXT):
            text = clean(masks.text(data.decode("utf-8", "replace")))[:MOST_TEXT]
        cut, link = len(data) > MOST_TEXT, self._link(path)
        return File(clean(masks.text(one.name)), link, text, one.media_type, len(data), one.step, cut=cut)

    def _within(self, name: str) -> Path | None:
        if self._folder is None or not name:
            return None
        try:
            path = (self._folder / name).resolve()
            return path if path.is_relative_to(self._folder.resolve()) and path.is_file() else None
        except (OSError, ValueError):
            return None

    def _read(self, name: str) -> tuple[Path | None, bytes]:
        path = self._within(name)
        try:
            return (path, path.read_bytes()) if path is not None else (None, b"")
        except OSError:
            return None, b""

    def _link(self, path: Path | None) -> str:
        if path is None or self._page is None:
            return ""
        return quote(Path(os.path.relpath(path, self._page.resolve())).as_posix(), safe="/")


def _is_picture(one: Attachment) -> bool:
    return one.media_type in _PICTURES.values()
