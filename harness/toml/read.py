"""A TOML file as text and as tables."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from harness.errors import HarnessError

_AT = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")


def text_of(file: Path, what: str, place: str, action: str) -> str:
    """Return a file's text. ``what`` is what it is, as "config"; ``place`` how it is named, ``action`` what to do without it.

    Raises HarnessError where it cannot be read, or is not UTF-8.
    """
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise HarnessError(f"the {what} cannot be read: {error.strerror}", place=place, action=action) from error
    except UnicodeDecodeError as error:
        raise HarnessError(f"the {what} is not UTF-8", place=place, action="save it as UTF-8") from error


def toml_of(text: str, place: str) -> dict[str, object]:
    """Return the tables of a text; raises HarnessError, with line and column, where it is not TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        lines = text.splitlines() or [""]
        at = _AT.search(str(error))
        line, column = (at.group(1), at.group(2)) if at and at.group(1) else (len(lines), len(lines[-1]) + 1)
        fact = f"this is not TOML: {_AT.sub('', str(error))}"
        raise HarnessError(fact, place=f"{place}:{line}:{column}", action="correct this line") from error
