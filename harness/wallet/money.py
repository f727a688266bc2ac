"""Amounts: minor units on the wire, words for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money: ``value`` counts the currency's smallest units (openapi.md, Amount)."""

    value: int
    currency: str

    def to_dict(self) -> dict[str, str]:
        """Return the documented shape: the value is a String of digits."""
        return {"currency": self.currency, "value": str(self.value)}

    @classmethod
    def from_wire(cls, data: object) -> Amount:
        """Read the documented shape; raises ValueError naming what is wrong."""
        if not isinstance(data, Mapping):
            raise ValueError("must be an object with currency and value")
        value, currency = data.get("value"), data.get("currency")
        if not isinstance(currency, str) or len(currency) != 3:
            raise ValueError("currency must be three letters")
        text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        if not isinstance(text, str) or not (text.isascii() and text.isdigit()) or len(text) > 16:
            raise ValueError("value must be a String of at most 16 digits, in the smallest unit")
        if int(text) == 0:
            raise ValueError("value must be positive")
        return cls(int(text), currency)
