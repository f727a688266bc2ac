"""What is too long for the journal, and how it stands there instead: marked as shortened, with size, hash and beginning."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping

LONGEST = 64 * 1024
"""The longest text that the journal keeps whole, in characters."""
_BEGINNING = 200
_FIRST_BYTES = 16


def excerpt(value: object) -> object:
    """Return JSON data in which every text of more than ``LONGEST`` characters is shortened."""
    if isinstance(value, str):
        return value if len(value) <= LONGEST else shortened(value)
    if isinstance(value, Mapping):
        return {key: excerpt(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [excerpt(inner) for inner in value]
    return value


def shortened(text: str) -> dict[str, object]:
    """Return what is kept of a long text: how many characters it has, its SHA-256 as UTF-8, its first 200 characters."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return {"shortened": True, "characters": len(text), "sha256": digest, "begins": text[:_BEGINNING]}


def file_excerpt(content: str) -> dict[str, object]:
    """Return what is kept of a file that crosses as base64: its size in bytes, its SHA-256, its first 16 bytes as hex."""
    try:
        raw = base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError):
        return shortened(content)
    digest = hashlib.sha256(raw).hexdigest()
    return {"shortened": True, "bytes": len(raw), "sha256": digest, "begins": raw[:_FIRST_BYTES].hex()}
