"""Buyers by Faker, with an Iraqi provider of ours (findings 8: Faker has no ar_IQ)."""

from __future__ import annotations

from faker import Faker
from faker.providers import BaseProvider

from harness.wallet.accounts import Person

_MEN = (("Ali", "علي"), ("Hussein", "حسين"), ("Ahmed", "أحمد"), ("Mustafa", "مصطفى"), ("Karrar", "كرار"))
_WOMEN = (("Zainab", "زينب"), ("Fatima", "فاطمة"), ("Noor", "نور"), ("Maryam", "مريم"), ("Rusul", "رسل"))
_FAMILIES = (
    ("Al-Basri", "البصري"),
    ("Al-Jubouri", "الجبوري"),
    ("Al-Tikriti", "التكريتي"),
    ("Al-Hilli", "الحلي"),
    ("Al-Mosuli", "الموصلي"),
    ("Al-Samarrai", "السامرائي"),
)
_PREFIXES = ("770", "771", "772", "780", "781", "782", "750", "751")
_GOVERNORATES = ("Baghdad", "Basra", "Nineveh", "Erbil", "Najaf", "Karbala", "Kirkuk", "Anbar", "Babil", "Dhi Qar")


class IraqiProvider(BaseProvider):
    """Names in both scripts, +964 phones and governorates of Iraq."""

    def iraqi_name(self) -> tuple[str, str]:
        """Return a full name in English and in Arabic letters."""
        first = self.random_element(_MEN + _WOMEN)
        father = self.random_element(_MEN)
        family = self.random_element(_FAMILIES)
        parts = (first, father, family)
        return " ".join(p[0] for p in parts), " ".join(p[1] for p in parts)

    def iraqi_phone(self) -> str:
        """Return a mobile number: +964, an operator's prefix, seven digits."""
        return f"+964{self.random_element(_PREFIXES)}{self.numerify('#######')}"

    def governorate(self) -> str:
        """Return one of Iraq's governorates."""
        return str(self.random_element(_GOVERNORATES))


def buyer(seed: int, language: str = "en") -> Person:
    """Make a buyer who is the same for the same seed."""
    faker = Faker()
    faker.add_provider(IraqiProvider)
    faker.seed_instance(seed)
    name, arabic = faker.iraqi_name()
    mail = name.lower().replace(" ", ".").replace("-", "")
    return Person(name, arabic, faker.iraqi_phone(), f"{mail}@example.iq", language)
