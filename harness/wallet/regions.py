"""The regions that the wallet's own pickers know: governorates of Iraq and districts in them, in both languages.

Codes are those of ISO 3166-2 for the governorates [D]; the districts' are numbered within them [own].
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Region:
    """One region: its code, its name in English and in Arabic, and the regions in it."""

    code: str
    english: str
    arabic: str
    inside: tuple[Region, ...] = ()

    def name(self, language: str) -> str:
        """Return its name in a language, ``en`` or ``ar``."""
        return self.arabic if language == "ar" else self.english


def _governorate(code: str, english: str, arabic: str, *districts: tuple[str, str]) -> Region:
    inside = tuple(Region(f"{code}-{number}", *names) for number, names in enumerate(districts, 1))
    return Region(code, english, arabic, inside)


REGIONS = (
    _governorate("IQ-BG", "Baghdad", "بغداد", ("Karkh", "الكرخ"), ("Rusafa", "الرصافة"), ("Adhamiyah", "الأعظمية")),
    _governorate("IQ-BA", "Basra", "البصرة", ("Basra", "البصرة"), ("Zubair", "الزبير"), ("Qurna", "القرنة")),
    _governorate("IQ-AR", "Erbil", "أربيل", ("Erbil", "أربيل"), ("Koya", "كويسنجق"), ("Soran", "سوران")),
    _governorate("IQ-NI", "Nineveh", "نينوى", ("Mosul", "الموصل"), ("Tel Afar", "تلعفر"), ("Sinjar", "سنجار")),
    _governorate("IQ-NA", "Najaf", "النجف", ("Najaf", "النجف"), ("Kufa", "الكوفة")),
)
"""In the order in which the pickers show them."""
