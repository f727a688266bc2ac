"""Rules about words: who acts, what things are called, how it is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from harness.lint.rule import CANCELLED, LEAVES, ORDERED, Rule, Settings, Spot, at, scenario
from harness.lint.tree import Document

_ACTORS = {
    r"(?:end[- ])?users?|customers?|shoppers?|consumers?|payers?|clients?": "the buyer",
    r"sellers?|vendors?|store ?owners?": "the merchant",
    r"mini[- ]?apps?|miniapps?|mini-programs?|web ?apps?|mini programs?": "the Mini Program",
}
_ACTORS_ANYWHERE = {r"ال?مستخدم(?:ون|ين)?|ال?زبون|ال?عميل": "المشتري"}
_TERMS = {
    r"check-?outs?": "cashier",
    r"purchas(?:e|es|ed|ing)": "order",
    r"(?:web ?hooks?|call ?backs?|IPNs?)": "notification",
    r"abort(?:s|ed|ing)?": "cancel",
    r"(?:reimburse(?:s|d|ment|ments)?|charge ?backs?)": "refund",
    r"invoices?": "receipt",
    r"baskets?": "cart",
}
_FIRST_PERSON = re.compile(r"\b(?:I|(?i:me|mine|myself|we|us|our|ours|you|your|yours)|(?i:my)(?!\.))\b")
_MODAL = re.compile(r"\b(?:should|shall|will|would|is going to|are going to)\b(?:n't| not)?", re.IGNORECASE)
_SCREEN = re.compile(
    r"\b(?:(?:double-?|right-?)?click(?:s|ed|ing)?|hover(?:s|ed)?|scroll(?:s|ed)?|submit(?:s|ted)?|buttons?|check ?box(?:es)?|"
    r"drop-?downs?|combo ?box(?:es)?|(?:text|input) ?(?:box(?:es)?|fields?)|text ?areas?|hyperlinks?|modals?|pop-?ups?|toasts?)\b",
    re.IGNORECASE,
)
_WAIT = re.compile(r"\b(?:waits?|waited|sleeps?|pauses?)\b(?: for)? \d+", re.IGNORECASE)
_TWO = re.compile(r" and (?:then )?(?:the |a )?(?:buyer|merchant|wallet|cashier|Mini Program) (?!and\b)\w+s\b")
_PLACEHOLDERS = re.compile(
    r"\b(?:foo|bar|baz|qux|lorem(?: ipsum)?|asdf\w*|dummy|abc|xyz|x{3,}|tbd|todo|john doe|jane doe|"
    r"(?:test|sample|item|product|thing)[ _-]?(?:\d+|[A-Z]\b)|test (?:product|item|goods|data|value|user|buyer|order))\b",
    re.IGNORECASE,
)
_QUOTES = re.compile(r'"([^"]*)"')
_TESTING = re.compile(
    r"(?:(?:tests?|verify|verifies|check|checks|validate|ensure)\b|TC[-_ ]?\d+|#?\d+[.:)]\s)", re.IGNORECASE
)


def _sentences(pattern: re.Pattern[str], fact: str, fix: str = "") -> Callable[[Document, Settings], Iterator[Spot]]:
    """Return a finder of a pattern in names and sentences; ``{}`` in the fact is what was found."""

    def find(document: Document, _settings: Settings) -> Iterator[Spot]:
        for text in document.sentences:
            for found in pattern.finditer(text.bare):
                yield at(text, found.start(), fact.format(found[0].strip()), fix)

    return find


def _called(names: Mapping[str, str], fact: str) -> Callable[[Document, Settings], Iterator[Spot]]:
    """Return a finder of words that are called otherwise here; a name as it should be is left alone."""
    patterns = {re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE): right for words, right in names.items()}

    def find(document: Document, _settings: Settings) -> Iterator[Spot]:
        for text in document.sentences:
            for pattern, right in patterns.items():
                for found in pattern.finditer(text.bare):
                    if found[0] not in right:
                        said = fact.format(found[0])
                        yield at(text, found.start(), said, f'say "{right}"')

    return find


def _placeholders(document: Document, _settings: Settings) -> Iterator[Spot]:
    for text in document.sentences:
        for quoted in _QUOTES.finditer(text.text):
            if found := _PLACEHOLDERS.search(quoted[1]):
                yield at(text, quoted.start(1) + found.start(), f'"{found[0]}" is nothing that anybody sells or says')


def _tested(document: Document, _settings: Settings) -> Iterator[Spot]:
    for part in document.parts:
        if found := _TESTING.match(part.name.text):
            yield at(part.name, 0, f'the name begins with "{found[0].strip()}"')


WORDS = (
    Rule(
        "third-person",
        "Sentences are told of the buyer, the merchant, the wallet or the Mini Program: never of I, we or you.",
        '"I" is somebody else for each reader, and nobody knows which of the actors does it.',
        "name who acts: the buyer, the merchant, the wallet or the Mini Program",
        scenario(ORDERED, "When I leave the cashier", CANCELLED),
        scenario(ORDERED, LEAVES, CANCELLED),
        _sentences(_FIRST_PERSON, '"{}" does not say who acts'),
        english=True,
    ),
    Rule(
        "actors",
        "The actors have one name each: the buyer, the merchant, the wallet, the Mini Program.",
        'A "user" may be the buyer or the merchant; two names for one are read as two.',
        "use the actor's one name",
        scenario(ORDERED, "When the user leaves the cashier", CANCELLED),
        scenario(ORDERED, LEAVES, CANCELLED),
        _called(_ACTORS | _ACTORS_ANYWHERE, '"{}" is not what an actor is called here'),
    ),
    Rule(
        "terms",
        "Things have one name each: order, pay, confirm, cancel, cashier, receipt, notification, refund, message, cart.",
        "Who reads two words looks for two things, and a search for one finds half.",
        "use the one name",
        scenario(ORDERED, "When the buyer leaves the checkout", CANCELLED),
        scenario(ORDERED, LEAVES, CANCELLED),
        _called(_TERMS, '"{}" has another name here'),
        english=True,
    ),
    Rule(
        "present-tense",
        "What happens and what follows is told in the present: never should, shall, will or would.",
        '"Should" leaves open whether it does; a scenario says what is so.',
        "tell it in the present, as it is seen when all is well",
        scenario(ORDERED, LEAVES, "Then the Mini Program should show the order as cancelled"),
        scenario(ORDERED, LEAVES, CANCELLED),
        _sentences(_MODAL, '"{}" does not say that it is so'),
        english=True,
    ),
    Rule(
        "no-widgets",
        "Nothing is clicked, scrolled or submitted, and no button, field or pop-up is named.",
        "The wording would have to change when the screen does; what the buyer wants does not.",
        "say what the buyer does, as: the buyer confirms the payment",
        scenario(ORDERED, 'When the buyer clicks "Cancel"', CANCELLED),
        scenario(ORDERED, LEAVES, CANCELLED),
        _sentences(_SCREEN, '"{}" is how the screen is made'),
        english=True,
    ),
    Rule(
        "no-waiting",
        "Nobody waits some seconds for something.",
        "A wait is right on one machine and wrong on the next; steps wait for facts by themselves.",
        "leave it out; where time is the point, let it pass: 31 minutes pass",
        scenario(ORDERED, LEAVES, "And the buyer waits 5 seconds", CANCELLED),
        scenario(ORDERED, LEAVES, "And 31 minutes pass", CANCELLED),
        _sentences(_WAIT, '"{}" waits for the clock'),
        english=True,
    ),
    Rule(
        "one-thing-a-step",
        "One step says one thing of one actor.",
        "Of a step with two deeds in it nobody sees which of them failed, and no other feature can use it.",
        "write the second one as a step of its own, with And",
        scenario(ORDERED, "When the buyer leaves the cashier and the wallet notifies the merchant", CANCELLED),
        scenario(ORDERED, LEAVES, "And the wallet notifies the merchant", CANCELLED),
        lambda document, _settings: (
            at(step.said, found.start() + 1, f'"{found[0].strip()}" is a second deed')
            for step in document.steps
            for found in _TWO.finditer(step.said.bare)
        ),
        english=True,
    ),
    Rule(
        "real-data",
        "Goods, names and texts are ones that could be real.",
        "People check real data without thinking; of Product 1 nobody notices that it costs too much.",
        'write something that is really sold: "Barhi dates, 1 kg"',
        scenario('Given the buyer has ordered "Test product" for 25,000 IQD', LEAVES, CANCELLED),
        scenario(ORDERED, LEAVES, CANCELLED),
        _placeholders,
        english=True,
    ),
    Rule(
        "name-tells",
        "A name tells what is so: it begins neither with test, verify or check nor with a number.",
        "Of course it is tested; what is it that is true when this passes?",
        "name what is so, as: The buyer leaves the cashier",
        scenario(ORDERED, LEAVES, CANCELLED, name="Verify cancelling"),
        scenario(ORDERED, LEAVES, CANCELLED),
        _tested,
        english=True,
    ),
)
