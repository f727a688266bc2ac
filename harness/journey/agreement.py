"""What must agree with what: the values that travel through the 20 steps, as data (journey.md, last column).

Each value has an owner whose books say what is right (the wallet's own notes, or the order the buyer meant). A step is
wrong when it differs from the books *and* from the step before it that carried the value, so that one wrong merchant is
blamed once, where it went wrong, and not again at each later step that passes the error on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from harness.journal import Message
from harness.journey.reading import AUTH_CODE_KEYS, CUSTOMER_KEYS, PAYMENT_URL_KEYS, Sighting, named, values
from harness.journey.sentences import Sentence
from harness.journey.verdict import Finding, Status

Extract = Callable[[Message], str | None]


def path(*paths: str) -> Extract:
    """Return an extractor for the first of ``paths`` that has a value."""

    def extract(message: Message) -> str | None:
        return next((text for p in paths if (text := message.text(p)) is not None), None)

    return extract


def key(keys: frozenset[str]) -> Extract:
    """Return an extractor for a value anywhere in the payload under one of ``keys``."""
    return lambda message: named(message.payload, keys)


@dataclass(frozen=True, slots=True)
class Member:
    """One step that carries a value; an ``optional`` one need not carry it, and one with ``anywhere`` may under any key."""

    step: int
    extract: Extract
    optional: bool = False
    anywhere: bool = False


@dataclass(frozen=True, slots=True)
class Agreement:
    """One value: its name, the facts that say what is right, and the steps that must agree.

    ``origin`` is a further fact that only the first member must agree with (what the buyer meant to pay).
    """

    name: str
    book: tuple[str, Extract]
    members: tuple[Member, ...]
    origin: tuple[str, Extract] | None = None


ISSUED = "auth code issued"
CREATED = "payment created"
_URL = path(
    "redirectActionForm.redirectUrl", "redirectActionForm.redirectionUrl", "actionForm.redirectionUrl", "normalUrl"
)


def _money(part: str) -> tuple[Member, ...]:
    return (
        Member(10, path(f"paymentAmount.{part}")),
        Member(14, path(f"amount.{part}")),
        Member(16, path(f"amount.{part}")),
        Member(19, path(f"paymentAmount.{part}")),
        Member(20, path(f"amount.{part}")),
    )


AGREEMENTS: tuple[Agreement, ...] = (
    Agreement(
        "scopes", (ISSUED, path("scopes")), (Member(1, path("scopes"), optional=True), Member(2, path("scopes")))
    ),
    Agreement(
        "authCode",
        (ISSUED, path("authCode")),
        (
            Member(3, path("authCode")),
            Member(4, path("authCode")),
            Member(5, key(AUTH_CODE_KEYS), optional=True),
            Member(6, path("authCode")),
        ),
    ),
    Agreement(
        "customerId",
        (ISSUED, path("customerId")),
        (
            Member(7, path("customerId")),
            Member(8, key(CUSTOMER_KEYS), optional=True),
            Member(9, key(CUSTOMER_KEYS), optional=True),
            # Not every wallet of the family wants its buyer named; one that does refuses the request by itself.
            Member(10, path("order.buyer.referenceBuyerId"), optional=True),
        ),
    ),
    Agreement("amount", (CREATED, path("amount.value")), _money("value"), origin=("order", path("amount.value"))),
    Agreement(
        "currency", (CREATED, path("amount.currency")), _money("currency"), origin=("order", path("amount.currency"))
    ),
    Agreement(
        "description",
        (CREATED, path("description")),
        (Member(10, path("order.orderDescription", "paymentOrderTitle")), Member(14, path("description"))),
    ),
    Agreement(
        "paymentRequestId",
        (CREATED, path("paymentRequestId")),
        (
            Member(10, path("paymentRequestId")),
            Member(11, path("paymentRequestId"), optional=True),  # echoed by some wallets only (openapi.md 2.6)
            Member(19, path("paymentRequestId")),
        ),
    ),
    Agreement(
        "paymentId",
        (CREATED, path("paymentId")),
        tuple(Member(step, path("paymentId")) for step in (11, 14, 16, 17, 19, 20)),
    ),
    Agreement(
        "redirect URL",
        (CREATED, path("paymentUrl")),
        (Member(11, _URL), Member(12, key(PAYMENT_URL_KEYS), anywhere=True), Member(13, path("paymentUrl"))),
    ),
)


def disagreements(sightings: Iterable[Sighting], facts: Iterable[Message], *, refused: bool) -> list[Finding]:
    """Return the wrong values of one journey; ``refused`` says that pay was refused, so nothing after it carries a payment."""
    by_step: dict[int, list[Message]] = {}
    for sighting in sightings:
        by_step.setdefault(sighting.step, []).append(sighting.message)
    books: dict[str, Message] = {}
    for fact in facts:
        books.setdefault(fact.name, fact)
    found: list[Finding] = []
    for agreement in AGREEMENTS:
        if not (refused and agreement.book[0] == CREATED):
            found.extend(_check(agreement, by_step, books))
    return found


def _check(agreement: Agreement, by_step: dict[int, list[Message]], books: dict[str, Message]) -> list[Finding]:
    book = _book(agreement.book, books)
    upstream: str | None = None
    upstream_step = 0
    found: list[Finding] = []
    for member in agreement.members:
        for index, message in enumerate(by_step.get(member.step, ())):
            got = member.extract(message)
            if got is None and member.anywhere and any(value == book for _, value in values(message.payload)):
                got = book
            if got is None and (member.optional or message.get("error") is not None or _unsuccessful(message)):
                continue
            origin = _book(agreement.origin, books) if agreement.origin and member is agreement.members[0] else None
            expected, said = book, Sentence.NOT_THE_BOOKS
            if origin is not None and got != origin:
                expected, said = origin, Sentence.NOT_THE_ORDER
            elif book is None or (upstream is not None and got == upstream):
                expected, said = upstream, Sentence.NOT_THE_STEP
            if expected is not None and got != expected and not (origin is None and got == upstream):
                found.append(_finding(agreement.name, member.step, expected, got, said, message, upstream_step))
            if index == 0 and got is not None:
                upstream, upstream_step = got, member.step
    return found


def _book(source: tuple[str, Extract] | None, books: dict[str, Message]) -> str | None:
    if source is None or source[0] not in books:
        return None
    return source[1](books[source[0]])


def _unsuccessful(message: Message) -> bool:
    return message.text("result.resultStatus") in ("F", "U")


def _finding(
    name: str, step: int, expected: str, got: str | None, said: Sentence, message: Message, upstream: int
) -> Finding:
    quoted = "nothing" if got is None else f'"{got}"'
    source = (str(upstream),) if said is Sentence.NOT_THE_STEP else ()
    return Finding(
        step,
        Status.WRONG_VALUE,
        said,
        value=name,
        expected=expected,
        got=got or "",
        message=message.id,
        words=(name, quoted, *source, f'"{expected}"'),
    )


def bad_signatures(sightings: Iterable[Sighting]) -> list[Finding]:
    """Return a finding for each step whose signature the receiver could not verify."""
    return [
        Finding(
            s.step,
            Status.WRONG_VALUE,
            Sentence.SIGNATURE,
            value="signature",
            expected="a valid signature",
            got=s.message.signature.reason,
            message=s.message.id,
            words=(s.message.signature.reason,),
        )
        for s in sightings
        if s.message.signature is not None and not s.message.signature.verified
    ]
