"""Writes the reports of a run into one folder, each file whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from harness.errors import HarnessError
from harness.evidence.allure import allure
from harness.evidence.durations import durations
from harness.evidence.html import page
from harness.evidence.junit import junit
from harness.evidence.masking import masks_of
from harness.evidence.messages import messages as cucumber_messages
from harness.evidence.report import collect
from harness.evidence.summary import summary
from harness.evidence.verdict_json import verdict
from harness.journal import Message


def write_reports(
    folder: Path, messages: Iterable[Message], *, files: Path | None = None, allure_to: Path | None = None
) -> list[Path]:
    """Write index.html, verdict.json, junit.xml, messages.ndjson, durations.json and summary.md and return their paths.

    Pictures and attachments are read from ``files``, else from ``folder``. ``allure_to`` is where Allure results go too,
    None for none. Raises HarnessError naming the file that could not be written.
    """
    report, files = collect(messages), files or folder
    masks = masks_of(report)
    texts = {
        "verdict.json": json.dumps(verdict(report), indent=2) + "\n",
        "junit.xml": junit(report, masks),
        "messages.ndjson": cucumber_messages(report, files, masks),
        "durations.json": json.dumps(durations(report), indent=0, ensure_ascii=False) + "\n",
        "summary.md": summary(report, masks),
        "index.html": page(report, files, masks, at=folder),
    }
    written = [_write(folder / name, text) for name, text in texts.items()]
    if allure_to is not None:
        for file in allure(report, files, masks):
            _write(allure_to / file.name, file.content)
        written.append(allure_to)
    return written


def _write(path: Path, content: str | bytes) -> Path:
    """Write beside and rename, so that a reader never meets half a file."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            beside.write_bytes(content)
        else:
            beside.write_text(content, encoding="utf-8", errors="replace", newline="\n")
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise HarnessError(
            f"the report cannot be written: {error.strerror or error}",
            place=str(path),
            action="free some space or choose another folder with --reports DIR",
        ) from error
    return path
