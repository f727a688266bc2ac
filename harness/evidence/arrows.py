"""One journey as a list of arrows, top to bottom: the model behind every diagram (SVG, Mermaid, text)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from harness.evidence.findings import finding_words
from harness.evidence.masking import Masks
from harness.evidence.said import Said
from harness.evidence.words import code_words, money
from harness.faults import FALSE_NOTIFICATION
from harness.journal import Actor, Kind, Message
from harness.journey import STEPS, JourneyVerdict, Status, StepVerdict
from harness.journey.goods import SCREEN, WRONG_SCREEN

_BESIDE = frozenset({"leave", "consent sheet", "consent", "inquiryPayment", "inquiryUserInfo", "notifyPayment"})
_OK = 200
_STATE = re.compile(r"(?:state|status)$", re.IGNORECASE)
"""Under such a key a merchant tells how an order stands."""
_ANSWERS = (7, 11, 12)
"""The steps that are an answer over HTTP, which can refuse what was asked."""
_SAID = {"confirm": "", "leave": "leaves the cashier", "consent sheet": "asks for consent"}


@dataclass(frozen=True, slots=True)
class Arrow:
    """One line of a diagram.

    ``step`` is None for what belongs to the story but is not one of the 20 steps. ``sender`` is ``receiver`` for a
    note (what an actor wrote into its books, or a fault). ``status`` None means neutral. All text is masked.
    """

    step: int | None
    sender: Actor
    receiver: Actor
    title: str
    value: str
    status: Status | None
    inferred: bool = False
    note: str = ""
    details: str = ""
    refused: bool = False
    """Whether it came as it should, and says no."""
    words: tuple[str, ...] = ()
    """What stands in the places ``{0}``, ``{1}`` of the title."""

    @property
    def said(self) -> Said:
        """The title as a sentence that can be said in two languages."""
        return Said(self.title, self.words)

    @property
    def missing(self) -> bool:
        """Whether the arrow stands for a message that did not come."""
        return self.status is Status.MISSING


def of_journey(
    messages: Sequence[Message], journey: JourneyVerdict, journeys: Sequence[JourneyVerdict]
) -> list[Message]:
    """Return the messages of a world that belong to one of its ``journeys``, and to no other of them."""
    others = {i for one in journeys if one is not journey for step in one.steps for i in step.messages}
    if not others:
        return list(messages)
    ids = {i for step in journey.steps for i in step.messages}
    others -= ids
    kept: list[Message] = []
    for message in messages:
        payment_id = message.text("paymentId")
        related = payment_id == journey.payment_id if payment_id and journey.payment_id else message.cause in ids
        if message.id in ids or (related and message.id not in others):
            ids.add(message.id)
            kept.append(message)
    return kept


def arrows(
    messages: Sequence[Message], journey: JourneyVerdict, masks: Masks, numbered: Mapping[int, int] | None = None
) -> list[Arrow]:
    """Return the arrows of one journey in the order seen; a missing step stands where it should have been.

    ``numbered`` says what the reader knows each message as, by id; None: by its id.
    """
    numbered = numbered or {}
    place = {message.id: index for index, message in enumerate(messages)}
    by_id = {message.id: message for message in messages}
    currency = currency_of(messages)
    rows: list[tuple[float, Arrow]] = []
    for step in journey.steps:
        repeated = False
        for message_id in step.messages:
            if message_id not in by_id:
                continue
            faults = [f for f in step.findings if f.message == message_id or f.message not in step.messages]
            repeated = repeated or any(f.status is Status.REPEATED for f in faults)
            status = min((f.status for f in faults), key=_rank, default=Status.REPEATED if repeated else Status.SEEN)
            note = "; ".join(finding_words(f, masks, currency) for f in faults)
            rows.append(
                (place[message_id], _step_arrow(step, masks.message(by_id[message_id]), status, note, numbered))
            )
        if not step.messages and step.findings:
            note = "; ".join(finding_words(f, masks, currency) for f in step.findings)
            where = _gap(step.number, journey.steps, place)
            rows.append((where, _step_arrow(step, None, step.status, note, numbered)))
    shown = {i for step in journey.steps for i in step.messages}
    rows.extend((place[m.id], arrow) for m, arrow in _beside(messages, shown, masks))
    return [arrow for _, arrow in sorted(rows, key=lambda row: row[0])]


def currency_of(messages: Iterable[Message]) -> str:
    """Return the currency these messages speak of: the order's, else the first that any of them names."""
    found = [m for m in messages if _currency(m)]
    return next(
        (_currency(m) for m in found if m.name in ("order", "payment created")), _currency(found[0]) if found else ""
    )


def _currency(message: Message) -> str:
    return message.text("amount.currency") or message.text("paymentAmount.currency") or ""


def _rank(status: Status) -> int:
    order = [Status.WRONG_VALUE, Status.MISSING, Status.OUT_OF_ORDER, Status.REPEATED, Status.UNEXPECTED]
    return order.index(status) if status in order else len(order)


def _gap(number: int, steps: Sequence[StepVerdict], place: Mapping[int, int]) -> float:
    """Return the place of a step that was not seen: just before the first later step, else after everything."""
    before = [place[i] for s in steps if s.number < number for i in s.messages if i in place]
    after = [place[i] for s in steps if number < s.number <= 18 for i in s.messages[:1] if i in place]
    later = [p for p in after if not before or p > max(before)]
    if later and number <= 18:
        return min(later) - 0.5 + number / 100
    return (max(before) if before else max(place.values(), default=0)) + 0.5 + number / 100


def _step_arrow(
    step: StepVerdict, message: Message | None, status: Status, note: str, numbered: Mapping[int, int]
) -> Arrow:
    line = STEPS[step.number - 1]
    name = message.name if message is not None else line.name
    refused = message is not None and _refused(message)
    value = key_value(step.number, message) if message is not None else ""
    if message is not None and refused and step.number in _ANSWERS:
        value = "refused: " + (value or f"HTTP {message.text('status')}")
    return Arrow(
        step=step.number,
        sender=line.sender,
        receiver=line.receiver,
        title=line.title,
        value=value,
        status=status,
        inferred=line.inferred,
        note=note,
        details=_details(name, message, numbered),
        refused=refused,
    )


def _refused(message: Message) -> bool:
    """Whether an answer says no: the wallet's with F, the merchant's with an HTTP error, the app's with an error."""
    if message.kind is not Kind.ANSWER:
        return False
    status = message.get("status")
    return (
        message.text("result.resultStatus") == "F"
        or (isinstance(status, int) and status >= 400)
        or message.get("error") is not None
    )


def _beside(messages: Sequence[Message], shown: set[int], masks: Masks) -> list[tuple[Message, Arrow]]:
    """Return what belongs to the story but is no step: leaving, consent, inquiries, acknowledgements, books, faults."""
    found: dict[tuple[object, ...], tuple[Message, Arrow]] = {}
    times: dict[tuple[object, ...], int] = {}
    lost = {m.cause for m in messages if m.name == "notifyPayment" and m.get("delivered") is False}
    for message in messages:
        if message.id in shown or message.get("delivered") is False:
            continue
        arrow = None
        if message.sender is not message.receiver and message.name in _BESIDE:
            masked = masks.message(message)
            title = _SAID.get(message.name) or _beside_title(message, lost=message.id in lost)
            arrow = Arrow(None, message.sender, message.receiver, title, _beside_value(masked), None)
        elif (message.sender, message.receiver, message.kind) == (Actor.MERCHANT, Actor.MINI_PROGRAM, Kind.ANSWER):
            arrow = _answer(masks.message(message))
        elif message.kind is Kind.FACT and message.name in (SCREEN, WRONG_SCREEN):
            arrow = _screen(message)
        elif message.kind is Kind.FACT and message.name in ("ledger", "fault"):
            arrow = _note(masks.message(message))
        elif message.name == FALSE_NOTIFICATION:
            arrow = _false(masks.message(message))
        if arrow is None:
            continue
        # A backend that asks every second would bury the payment: one arrow for all, where the last one was.
        key = (message.sender, message.receiver, message.name, message.kind, arrow.value if arrow.note else "")
        times[key] = times.get(key, 0) + 1
        if times[key] > 1:
            many = f"({times[key]} times)"
            value = f"{arrow.value} {many}".strip()
            arrow = replace(arrow, value=value)
        found[key] = (message, arrow)
    return list(found.values())


def _beside_title(message: Message, *, lost: bool) -> str:
    if message.name == "notifyPayment":
        if message.kind is Kind.ANSWER:
            status = message.text("result.resultStatus")
            return "acknowledges the notification" if status == "S" else "does not acknowledge the notification"
        return "notifies the merchant, in vain" if lost else "notifies the merchant"
    if message.name == "consent":
        return "allows it" if message.get("allowed") is True else "refuses"
    return f"{message.name}{' answer' if message.kind is Kind.ANSWER else ''}"


def _beside_value(message: Message) -> str:
    if message.kind is Kind.ANSWER:
        status = message.text("paymentStatus") or message.text("paymentResult.resultCode")
        return status or message.text("result.resultCode") or message.text("result.resultStatus") or ""
    return message.text("state") or ""


def _answer(message: Message) -> Arrow:
    """What the merchant told the program beside the steps: how the order stands, as a rule."""
    status, body = message.get("status"), message.get("body")
    states = [f"{path}: {value}" for path, value in flatten(body) if _STATE.search(path)]
    said = json.dumps(body, ensure_ascii=False) if isinstance(body, Mapping | list) else str(body or "")
    said = states[0] if len(states) == 1 else said
    value = said if status == _OK else f"HTTP {status}: {said}"
    return Arrow(None, message.sender, message.receiver, "answers {0}", value, None, words=(message.name,))


def _screen(message: Message) -> Arrow:
    """What the buyer saw, and what it should have been."""
    shown, expected = message.text("screen"), message.text("expected")
    me = Actor.MINI_PROGRAM
    if not expected:
        return _written(me, 'shows "{0}"', (shown,), "screen")
    if not shown:
        return _written(me, 'should show "{0}", shows something else', (expected,), "wrong")
    return _written(me, 'shows "{0}", should show "{1}"', (shown, expected), "wrong")


def _written(actor: Actor, text: str, words: tuple[str | None, ...], note: str) -> Arrow:
    """Return a note on an actor's lane."""
    given = tuple(word or "" for word in words)
    return Arrow(None, actor, actor, text, str(Said(text, given)), None, note=note, words=given)


def _false(message: Message) -> Arrow:
    """Draw it where the merchant sees it come from: from the wallet."""
    if message.kind is Kind.CALL:
        fault = message.text("fault") or ""
        return Arrow(None, Actor.WALLET_BACKEND, Actor.MERCHANT, FALSE_NOTIFICATION, fault, None, note="fault")
    status = message.text("status")
    said = f"HTTP {status}: {message.text('body') or ''}" if status else message.text("error") or ""
    return Arrow(None, Actor.MERCHANT, Actor.WALLET_BACKEND, "answer to it", said, None, note="fault")


def _note(message: Message) -> Arrow | None:
    if message.name == "fault":
        text = message.text("text") or f"{message.text('crossing')}: {message.text('effect')}"
        return _written(Actor.HARNESS, "{0}", (text,), "fault")
    amount = money(message.text("amount.currency"), message.text("amount.value"))
    status = message.text("status") or ""
    if message.get("taken") is not True:
        return _written(Actor.WALLET_BACKEND, "books: {0}, no money taken", (status,), "books")
    if not amount:
        return _written(Actor.WALLET_BACKEND, "books: {0}, money taken", (status,), "books")
    return _written(Actor.WALLET_BACKEND, "books: {0}, {1} taken", (status, amount), "books")


def _details(name: str, message: Message | None, numbered: Mapping[int, int]) -> str:
    """Return the values of a message, one a line, for the hover text."""
    if message is None:
        return name
    lines = [f"{name} {message.kind.value}, message {numbered.get(message.id, message.id)}"]
    lines += [f"{key}: {value}" for key, value in flatten(message.payload)][:14]
    if message.signature is not None:
        lines.append("signature verified" if message.signature.verified else f"signature: {message.signature.reason}")
    return "\n".join(line if len(line) <= 120 else line[:119] + "…" for line in lines)


def flatten(payload: object, prefix: str = "") -> Iterable[tuple[str, str]]:
    """Yield (dotted path, value as text) of nested JSON data."""
    if isinstance(payload, Mapping):
        for key, value in payload.items():
            yield from flatten(value, f"{prefix}.{key}" if prefix else str(key))
    else:
        yield prefix, payload if isinstance(payload, str) else json.dumps(payload, ensure_ascii=False, default=str)


def _one(*paths: str) -> Callable[[Message], str]:
    return lambda message: next((text for p in paths if (text := message.text(p))), "")


def _amount(path: str) -> Callable[[Message], str]:
    return lambda message: money(message.text(f"{path}.currency"), message.text(f"{path}.value"))


def _scopes(message: Message) -> str:
    scopes = message.get("scopes")
    return ", ".join(str(s) for s in scopes) if isinstance(scopes, list | tuple) else str(scopes or "")


def _named(*keys: str) -> Callable[[Message], str]:
    """Return a reader of a value that the program's own call carries under one of ``keys``, wherever it stands."""
    wanted = {k.lower() for k in keys}

    def read(message: Message) -> str:
        return next((v for p, v in flatten(message.payload) if p.rsplit(".", 1)[-1].lower() in wanted), "")

    return read


def _path(read: Callable[[Message], str]) -> Callable[[Message], str]:
    """Leave out scheme and host of a URL: on loopback they say nothing, and an arrow is short."""
    return lambda message: re.sub(r"^https?://[^/]+(?=/)", "…", read(message))


def _result(message: Message) -> str:
    status = _one("paymentResult.resultCode", "paymentStatus", "result.resultCode")(message)
    return ", ".join(filter(None, (status, _amount("paymentAmount")(message))))


def _error(message: Message) -> str:
    return (
        f"error {message.text('error')}: {message.text('errorMessage') or ''}"
        if message.get("error") is not None
        else ""
    )


_READERS: dict[int, Callable[[Message], str]] = {
    1: _scopes,
    2: _scopes,
    3: _one("authCode"),
    4: _one("authCode"),
    5: _named("authCode", "authorizationCode"),
    6: _one("authCode"),
    7: _one("customerId", "result.resultCode"),
    8: _named("customerId", "referenceBuyerId"),
    9: _named("goodsId", "goods", "orderDescription"),
    10: _amount("paymentAmount"),
    11: _one("paymentId", "result.resultCode"),
    12: _path(_named("paymentUrl", "redirectUrl", "redirectionUrl", "cashierUrl")),
    13: _path(_one("paymentUrl")),
    14: _amount("amount"),
    15: _amount("amount"),
    16: _amount("amount"),
    17: _one("status"),
    18: lambda message: code_words(_one("resultCode")(message)),
    19: _result,
    20: lambda message: ", ".join(
        filter(None, (_one("channel")(message), _one("outcome")(message), _amount("amount")(message)))
    ),
}


def key_value(step: int, message: Message) -> str:
    """Return the one value a reader looks for on this arrow, from an already masked message."""
    return _READERS[step](message) or _error(message)
