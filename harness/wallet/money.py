"""Amounts: minor units on the wire, words for people."""

from __future__ import annotations

import re
from dataclasses import dataclass

from harness.errors import HarnessError

_SPOKEN = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))? (.+)", re.ASCII)
"""Groups of three or none, then a decimal point: "19,90" means two things to two people and is refused."""


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
        if not isinstance(data, dict):
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


@dataclass(frozen=True, slots=True)
class Money:
    """A wallet's currency.

    ``units``, a power of ten, is how many of the smallest units make one of what people say. ``decimals`` is how many
    decimals people always write; an amount that needs more has more. ``label`` stands behind an amount in words,
    ``label_arabic`` in Arabic ones.
    """

    currency: str
    units: int
    decimals: int
    label: str
    label_arabic: str

    def words(self, amount: Amount, language: str = "en") -> str:
        """Return an amount as people say it: ``25,000 IQD``, ``199.90 ZAR``, in Arabic ``25,000 د.ع``."""
        whole, rest = divmod(abs(amount.value), self.units)
        decimals = f"{rest:0{self._digits}d}".rstrip("0") if rest else ""
        decimals = decimals.ljust(self.decimals, "0")
        sign, point = "-" if amount.value < 0 else "", "." if decimals else ""
        label = self.label_arabic if language == "ar" else self.label
        return f"{sign}{whole:,}{point}{decimals} {label if amount.currency == self.currency else amount.currency}"

    def plain(self, value: int) -> str:
        """Return minor units of this currency as a plain number: ``25000``, ``199.90``."""
        return self.words(Amount(value, self.currency)).partition(" ")[0].replace(",", "")

    def read(self, words: str) -> Amount:
        """Read an amount as people say it, in either language; raises HarnessError when it is none.

        Thousands may be grouped by commas, decimals stand behind a point; there may be fewer of them than usual.
        """
        example = f'write it as "{self.words(Amount(25_000 * self.units, self.currency))}"'
        said = _SPOKEN.fullmatch(" ".join(words.split()))
        if said is None:
            raise HarnessError(f'"{words}" is not an amount', action=example)
        whole, decimals, label = said.group(1).replace(",", ""), said.group(2) or "", said.group(3)
        if label not in (self.label, self.currency, self.label_arabic):
            raise HarnessError(f'"{words}" is not in this wallet\'s currency, {self.currency}', action=example)
        if len(decimals) > self._digits:
            raise HarnessError(f'"{words}" has more decimals than {self.currency} has: {self._digits}', action=example)
        return Amount(int(whole) * self.units + int(decimals.ljust(self._digits, "0") or 0), self.currency)

    @property
    def _digits(self) -> int:
        return len(str(self.units)) - 1
