"""Rules that keep out how it is made: addresses, selectors, JSON, headers, identifiers; and how codes and amounts are said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from harness.journey import RESULT_CODES
from harness.lint.rule import CANCELLED, LEAVES, ORDERED, Rule, Settings, Spot, at, scenario
from harness.lint.tree import Document, Text

_URL = re.compile(r"\b(?:https?|wss?|file)://\S+|\blocalhost\b|(?<!\w)/(?:api|v\d+)(?:/\S*|\b)")
_SELECTOR = re.compile(
    r"""(?<![\w\d])(?:[#.][A-Za-z][\w-]*(?:[ >]+[#.]?[A-Za-z][\w-]*)*|\[[\w-]+[~|^$*]?=[^\]]*\]|//\w+\[[^\]]*\])(?![\w])"""
    r"""|\bdata-[a-z]+\b|\bxpath\b|\bCSS\b"""
)
_JSON = re.compile(r'\{\s*"[^"]*"\s*:|\[\s*\{')
_HEADER = re.compile(
    r"\b(?:Content-Type|Client-Id|Request-Time|Set-Cookie|User-Agent|Bearer)\b|\b(?:GET|POST|PUT|PATCH|DELETE) (?:/|request)"
    r"|\bHTTP(?:S)?\b|\bstatus code\b|\b(?:request|response) (?:header|body)s?\b",
)
_IDENTIFIER = re.compile(r"\bmy\.[a-z]\w+|\b[a-z]+[a-z0-9]*[A-Z]\w*\b|\b[a-z]+(?:_[a-z0-9]+)+\b|\b\w+\(\)")
_CODE = re.compile(rf"(?<![\w,.+-])({'|'.join(RESULT_CODES)})(?![\w-]|[,.]\d)(?! ?[A-Z]{{3}}\b)(\s*\(([^)]*)\))?")
_LONG = re.compile(r"(?<![\w,.])\d{4,}(?:\.\d+)?(?= ?(?:IQD|USD|EUR|PHP|ZAR|SAR|AED|JOD|د\.ع)(?!\w))")
_BEFORE = re.compile(r"(?<!\w)(?:IQD|USD|EUR|PHP|ZAR|SAR|AED|JOD|\$|€) ?(\d[\d,.]*)")
_MINOR = re.compile(r"\b\d[\d,]* (?:fils|cents|minor units?)\b", re.IGNORECASE)


def _anywhere(pattern: re.Pattern[str], fact: str) -> Callable[[Document, Settings], Iterator[Spot]]:
    """Return a finder of a pattern in names and in all that steps say, quotes, tables and text blocks included."""

    def find(document: Document, _settings: Settings) -> Iterator[Spot]:
        names = [part.name for part in document.parts]
        cells = [cell for part in document.parts for table in part.examples for row in table.rows for cell in row]
        for text in (*names, *(text for step in document.steps for text in step.texts), *cells):
            if found := pattern.search(text.text):
                yield at(text, found.start(), fact.format(_short(found[0])))

    return find


def _short(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:29]}…"


def _identifiers(document: Document, _settings: Settings) -> Iterator[Spot]:
    for text in document.sentences:
        for found in _IDENTIFIER.finditer(text.bare):
            yield at(text, found.start(), f'"{found[0]}" is a name out of a program')


def _codes(document: Document, _settings: Settings) -> Iterator[Spot]:
    for text in document.sentences:
        for found in _CODE.finditer(text.bare):
            if spot := _code(text, found, found[3] or "", document.language):
                yield spot
    for row in _rows(document):
        for cell in row:
            alone = _CODE.fullmatch(cell.text)
            beside = [other.text for other in row if other is not cell]
            if alone is None or document.language != "en" or RESULT_CODES[alone[1]] in beside:
                continue
            if spot := _code(cell, alone, alone[3] or "", document.language):
                yield spot


def _code(text: Text, found: re.Match[str], beside: str, language: str) -> Spot | None:
    code, meaning = found[1], RESULT_CODES[found[1]]
    if beside == meaning or (beside and language != "en"):
        return None
    fact = f'{code} does not mean "{beside}"' if beside.strip() else f"{code} stands without its meaning"
    return at(text, found.start(), fact, f"write {code} ({meaning})" if language == "en" else "")


def _rows(document: Document) -> Iterator[tuple[Text, ...]]:
    for step in document.steps:
        yield from step.cells
    for part in document.parts:
        for table in part.examples:
            yield from table.rows


def _amounts(document: Document, _settings: Settings) -> Iterator[Spot]:
    for text in (*document.sentences, *(cell for row in _rows(document) for cell in row)):
        for found in _LONG.finditer(text.bare):
            whole, point, part = found[0].partition(".")
            yield at(text, found.start(), f"{found[0]} is hard to read", f"write {int(whole):,}{point}{part}")
        for found in _BEFORE.finditer(text.bare):
            yield at(text, found.start(), f'"{found[0].strip()}" has the currency in front', "write it as 25,000 IQD")
        for found in _MINOR.finditer(text.bare):
            yield at(text, found.start(), f'nobody pays "{found[0]}"', "write it as 25,000 IQD")


_WHY = (
    "The wording would have to change when the implementation does, and no product owner can say whether it is right."
)

BUSINESS = (
    Rule(
        "no-url",
        "No address: no URL, no host, no path of an API.",
        _WHY,
        "say what is reached: the merchant, the wallet, the cashier",
        scenario(ORDERED, 'When the buyer opens "https://shop.example/cancel"', CANCELLED),
        scenario(ORDERED, LEAVES, CANCELLED),
        _anywhere(_URL, '"{}" is an address'),
    ),
    Rule(
        "no-selector",
        "No selector of CSS or XPath, no attribute of a page.",
        _WHY,
        "say what the buyer does or sees; harness.toml knows where it is on the screen",
        scenario(ORDERED, 'When the buyer taps "#cancel"', CANCELLED),
        scenario(ORDERED, LEAVES, CANCELLED),
        _anywhere(_SELECTOR, '"{}" is a selector'),
    ),
    Rule(
        "no-json",
        "No JSON, neither in a sentence nor in a table nor in a text block.",
        _WHY,
        "say what the data means, or give it as a table of words",
        scenario(ORDERED, LEAVES, "Then the merchant is told", '  | body | {"status": "closed"} |'),
        scenario(ORDERED, LEAVES, "Then the merchant is told", "  | order | cancelled |"),
        _anywhere(_JSON, '"{}" is JSON'),
    ),
    Rule(
        "no-http",
        "No header, no method and no status of HTTP.",
        _WHY,
        "say what is asked and what is answered: the merchant acknowledges the notification",
        scenario(ORDERED, LEAVES, "Then the merchant answers with status code 200"),
        scenario(ORDERED, LEAVES, "Then the merchant acknowledges the notification"),
        _anywhere(_HEADER, '"{}" is how it is sent'),
    ),
    Rule(
        "no-identifiers",
        "No name out of a program: no paymentId, no order_id, no my.tradePay.",
        _WHY,
        "use the business word: the payment, the order, the cashier",
        scenario(ORDERED, "When the buyer leaves my.tradePay", CANCELLED),
        scenario(ORDERED, LEAVES, CANCELLED),
        _identifiers,
    ),
    Rule(
        "code-with-meaning",
        "A resultCode stands beside its meaning: 6001 (cancelled by the buyer).",
        "Nobody knows six numbers by heart, and a wrong one is not noticed.",
        "write the meaning in brackets behind it",
        scenario(ORDERED, LEAVES, "Then the payment ends with 6001"),
        scenario(ORDERED, LEAVES, "Then the payment ends with 6001 (cancelled by the buyer)"),
        _codes,
    ),
    Rule(
        "amounts",
        "Amounts are written as people say them: 25,000 IQD.",
        "25000000 and 2500000 look alike; 25,000 IQD and 2,500 IQD do not.",
        "write it as 25,000 IQD",
        scenario('Given the buyer has ordered "Barhi dates, 1 kg" for 25000 IQD', LEAVES, CANCELLED),
        scenario(ORDERED, LEAVES, CANCELLED),
        _amounts,
    ),
)
