"""Sentences of the evidence page that can be said in two languages: the English text is the key, the values stand apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from harness.evidence.words import clean

_BETWEEN = "\u241f"
"""What stands between two values in an attribute: the sign for a separator, which no text of a payment needs."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence with places ``{0}``, ``{1}`` ... and what stands there; ``str()`` is the English one.

    A value that is itself a known text (the name of an actor, the title of a step) is translated too.
    """

    text: str
    args: tuple[str, ...] = ()

    def __str__(self) -> str:
        found = self.text
        for index, value in enumerate(self.args):
            found = found.replace(f"{{{index}}}", value, 1)
        return found

    @property
    def markup(self) -> Markup:
        """The sentence as an element that the page can say in the other language."""
        return Markup("<span{}>{}</span>").format(self.attributes, clean(str(self)))

    @property
    def attributes(self) -> Markup:
        """The attributes by which the page's script knows what an element says: nothing more than its text, as a rule."""
        if not self.args:
            return Markup(" data-t")
        values = _joined(self.args)
        return Markup(' data-t="{}" data-a="{}"').format(self.text, values)


def t(text: str, *args: object) -> Markup:
    """Return a text as an element that can be translated."""
    return Said(text, tuple(str(arg) for arg in args)).markup


def titled(name: str, text: str, *args: object) -> Markup:
    """Return an attribute (``aria-label``, ``title``) that can be translated, with what the script needs for it."""
    said = Said(text, tuple(str(arg) for arg in args))
    values = Markup(' data-va="{}"').format(_joined(said.args)) if args else ""
    return Markup('{}="{}" data-n="{}" data-v="{}"{}').format(name, clean(str(said)), name, text, values)


def _joined(values: Iterable[str]) -> str:
    return _BETWEEN.join(clean(value).replace(_BETWEEN, " ") for value in values)
