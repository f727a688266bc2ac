"""Writes the reports of a run into one folder, each file whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from harness.errors import HarnessError
from harness.evidence.html import page
from harness.evidence.junit import junit
from harness.evidence.masking import masks_of
from harness.evidence.report import collect
from harness.evidence.verdict_json import verdict
from harness.journal import Message


def write_reports(folder: Path, messages: Iterable[Message]) -> list[Path]:
    """Write index.html, verdict.json and junit.xml and return their paths.

    Screenshots are read from ``folder``. Raises HarnessError naming the file that could not be written.
    """
    report = collect(messages)
    masks = masks_of(report)
    texts = {
        "verdict.json": json.dumps(verdict(report), indent=2) + "\n",
        "junit.xml": junit(report, masks),
        "index.html": page(report, folder, masks),
    }
    return [_write(folder / name, text) for name, text in texts.items()]


def _write(path: Path, text: str) -> Path:
    """Write beside and rename, so that a reader never meets half a file."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, encoding="utf-8", errors="replace", newline="\n")
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
