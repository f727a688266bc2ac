"""Bytes as a person can read them: every escape shown, long texts exact in their head and their tail."""

from __future__ import annotations

HEAD = 320
TAIL = 80
_ESCAPES = {"\n": r"\n", "\r": r"\r", "\t": r"\t", "\\": r"\\"}
_ENDS = ",{[}]:"


def shown(text: bytes) -> str:
    r"""Return ``text`` in quotation marks, with escapes for what cannot be seen (``\n``, ``\x00``, ``\\``).

    Of a text above 400 characters the middle is left out. The cuts fall between the values of a JSON body and never within
    one, so that whoever hides secrets by their values finds all of them whole.
    """
    plain = text.decode("utf-8", "backslashreplace")
    if len(plain) > HEAD + TAIL:
        head, tail = plain[:HEAD], plain[-TAIL:]
        last = max(map(head.rfind, _ENDS))
        first = min((place for place in map(tail.find, _ENDS) if place >= 0), default=TAIL)
        return f'"{_escaped(head[: last + 1] or head[:40])} … {_escaped(tail[first:])}"'
    return f'"{_escaped(plain)}"'


def shown_whole(text: bytes) -> str:
    """Return all of ``text``, with the same escapes, without quotation marks."""
    return _escaped(text.decode("utf-8", "backslashreplace"))


def _escaped(text: str) -> str:
    return "".join(c if c.isprintable() and c != "\\" else _escape(c) for c in text)


def _escape(character: str) -> str:
    code = ord(character)
    return _ESCAPES.get(character) or (rf"\x{code:02x}" if code < 0x100 else rf"\u{code:04x}")
