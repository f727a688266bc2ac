"""What a file is, by what is in it and not by its name: my.detectFileType."""

from __future__ import annotations

_SIGNATURES = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png", ".png"),
    (0, b"\xff\xd8\xff", "image/jpeg", ".jpg"),
    (0, b"GIF8", "image/gif", ".gif"),
    (8, b"WEBP", "image/webp", ".webp"),
    (0, b"BM", "image/bmp", ".bmp"),
    (0, b"%PDF-", "application/pdf", ".pdf"),
    (0, b"PK\x03\x04", "application/zip", ".zip"),
    (0, b"\x1f\x8b", "application/gzip", ".gz"),
    (8, b"WAVE", "audio/wav", ".wav"),
    (0, b"ID3", "audio/mpeg", ".mp3"),
    (0, b"OggS", "audio/ogg", ".ogg"),
    (4, b"ftypM4A", "audio/mp4", ".m4a"),
    (4, b"ftyp", "video/mp4", ".mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm", ".webm"),
)
_LOOKED_AT = 4096
UNKNOWN = ("application/octet-stream", "")


def file_type(content: bytes) -> tuple[str, str]:
    """Return a file's media type and the extension that belongs to it: text where it is UTF-8, ``UNKNOWN`` for the rest."""
    for at, signature, media_type, extension in _SIGNATURES:
        if content.startswith(signature, at):
            return media_type, extension
    # Where the look ends a letter may be cut in two: an incomplete one at the end is no reason to doubt.
    text = content[:_LOOKED_AT].decode("utf-8", "replace").rstrip("\N{REPLACEMENT CHARACTER}")
    plain = text and "\N{REPLACEMENT CHARACTER}" not in text and "\0" not in text
    return ("text/plain", ".txt") if plain else UNKNOWN
