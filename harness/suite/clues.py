"""Why a scenario failed, as far as the journal tells: what was thrown, who could not be reached, who refused what.

A screen says only what the program makes of it. These are the facts behind the screen, each with its place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from harness.errors import near
from harness.evidence.masking import Masks
from harness.faults import FALSE_NOTIFICATION
from harness.journal import Actor, Kind, Message
from harness.journey import STEPS, judge
from harness.suite.browser_clues import browser_clues

MOST = 5
"""How many clues a failure shows; the evidence page has the rest."""

LAST_LINES = 8
"""How many of the lines that the merchant printed a failure shows."""

_QUOTED = 200
_NAMED = {(step.sender, step.receiver, step.name, step.kind): step.number for step in STEPS if step.name}
_SAID_PLACE = re.compile(r"(?:Error: )?(?P<text>.*) \((?P<file>\S+?):(?P<position>\d+:\d+)\)", re.DOTALL)
_UNREACHABLE = "MERCHANT_DOWN"
_AGREED = ("S", "A", None)


def clues(messages: Sequence[Message], folder: Path, places: Mapping[str, str]) -> list[str]:
    """Return what explains a failure, one fact a line.

    ``folder`` holds the program's own files; ``places`` gives, by an error's text, the place the journal does not have.
    """
    where, masks = _Where(messages), Masks(messages)
    found = [
        *_thrown(messages, folder, places),
        *_refused_calls(messages, where),
        *_answers(messages, where, masks),
        *_notifications(messages, where, masks),
        *_believed(messages, masks),
        *_unanswered(messages, where),
        *_refused_hosts(messages),
        *browser_clues(messages),
    ]
    return [*list(dict.fromkeys(found))[:MOST], *_printed(messages, masks)]


class _Where:
    """Says at which step of the journey a message stands."""

    def __init__(self, messages: Sequence[Message]) -> None:
        journeys = judge(messages).journeys
        self._steps = {id_: step.number for journey in journeys for step in journey.steps for id_ in step.messages}

    def __call__(self, message: Message) -> str:
        door = (message.sender, message.receiver, message.name, message.kind)
        if number := self._steps.get(message.id) or _NAMED.get(door):
            return f"step {number} ({message.name})"
        before = max((number for id_, number in self._steps.items() if id_ < message.id), default=0)
        return f"{message.name}, after step {before}" if before else f"{message.name}, before step 1"


def _thrown(messages: Sequence[Message], folder: Path, places: Mapping[str, str]) -> Iterator[str]:
    for message in messages:
        if message.kind is not Kind.FACT or message.name != "page error":
            continue
        text = message.text("text") or ""
        place = message.text("place") or places.get(text, "")
        if (said := _SAID_PLACE.fullmatch(text)) and (folder / said["file"]).is_file():
            # The runtime of native programs ran the script: it threw there, but says where that comes from.
            text, place = said["text"], f"{said['file']}:{said['position']}"
        file, _, position = place.partition(":")
        if file and (folder / file).is_file():
            place = f"{near(folder / file)}:{position}"
        yield f"{place}: the program threw {text}" if place else f"the program threw {text}"


def _refused_calls(messages: Sequence[Message], where: _Where) -> Iterator[str]:
    calls = {message.id: message for message in messages}
    for answer in messages:
        if not _is(answer, Actor.WALLET_BACKEND, Actor.MERCHANT) or answer.text("result.resultStatus") in _AGREED:
            continue
        call, code = calls.get(answer.cause or 0, answer), answer.text("result.resultCode")
        text = f"{where(call)}: the wallet refused it with {code}: {answer.text('result.resultMessage')}"
        if code == "INVALID_SIGNATURE" and call.signature is not None:
            reason = call.signature.reason
            text += f" {reason[:1].upper()}{reason[1:]}.\n  next: let the merchant sign with Credentials.private_key"
        yield text


def _answers(messages: Sequence[Message], where: _Where, masks: Masks) -> Iterator[str]:
    calls = {message.id: message for message in messages}
    for answer in messages:
        status = answer.get("status")
        if not _is(answer, Actor.MERCHANT, Actor.MINI_PROGRAM) or not isinstance(status, int) or status < 400:
            continue
        if answer.get("instead") is not None:
            continue  # no page of the merchant's, but one of the program's own
        if answer.text("body.error.code") == _UNREACHABLE:
            at = where(calls.get(answer.cause or 0, answer))
            action = "start the merchant, or let its start() return the URL at which it listens"
            yield f"{at}: {answer.text('body.error.message')}\n  next: {action}"
            continue
        text = f"{where(answer)}: the merchant answered with HTTP {status}: {_quoted(answer.get('body'), masks)}"
        if agreed := _agreed(messages, answer):
            text += f"\n  the wallet had answered {where(agreed)} with S; if the merchant refused its signature:"
            text += "\n  next: let the merchant verify with Credentials.wallet_public_key"
        yield text


def _agreed(messages: Sequence[Message], answer: Message) -> Message | None:
    """Return the last call of the wallet's that the merchant made before this answer, where the wallet said yes to it."""
    made = [m for m in messages if m.cause == answer.cause and _is(m, Actor.MERCHANT, Actor.WALLET_BACKEND, Kind.CALL)]
    said = next((m for m in messages if made and m.cause == made[-1].id and m.kind is Kind.ANSWER), None)
    return made[-1] if said is not None and said.text("result.resultStatus") in _AGREED else None


def _notifications(messages: Sequence[Message], where: _Where, masks: Masks) -> Iterator[str]:
    calls = {message.id: message for message in messages}
    planned = {message.cause for message in messages if message.name == "fault"}
    urls = [message.text("paymentNotifyUrl") for message in messages if message.name == "pay"]
    url = next((f" at {url}" for url in reversed(urls) if url), "")
    for answer in messages:
        if answer.name != "notifyPayment" or answer.kind is not Kind.ANSWER or answer.cause in planned:
            continue
        at = where(calls.get(answer.cause or 0, answer))
        if answer.get("delivered") is False:
            yield f"{at}: the notification did not reach the merchant{url}: {answer.text('reason')}"
        elif answer.text("result.resultStatus") != "S":
            said = answer.text("result.resultCode") or _quoted(answer.get("body"), masks)
            yield f"{at}: the merchant refused the notification with HTTP {answer.text('status')}: {said}"


def _believed(messages: Sequence[Message], masks: Masks) -> Iterator[str]:
    """Yield what the merchant answered to a notification that it must not believe."""
    calls = {message.id: message for message in messages}
    for answer in messages:
        if answer.name != FALSE_NOTIFICATION or answer.kind is not Kind.ANSWER:
            continue
        call = calls.get(answer.cause or 0, answer)
        said = f"HTTP {answer.text('status')}: {_quoted(answer.get('body'), masks)}"
        yield (
            f"the merchant was told falsely that the order is paid (the notification was: {call.text('fault')}), and "
            f"answered {said if answer.get('status') is not None else answer.text('error')}"
        )


def _refused_hosts(messages: Sequence[Message]) -> Iterator[str]:
    for message in messages:
        if message.name == "refused host":
            asked = f"{message.text('host')}{message.text('path')}"
            action = f'lead "{message.text("host")}" somewhere in the program\'s routes: to "merchant", or to a folder'
            yield f"the program asked for {asked}: {message.text('reason')}\n  next: {action}"


def _printed(messages: Sequence[Message], masks: Masks) -> Iterator[str]:
    """Yield that the merchant's own process has ended, and what it printed last."""
    ended = next((m for m in reversed(messages) if m.name == "merchant ended"), None)
    if ended is not None:
        yield f"the merchant does not run any more: {ended.text('text')}"
    lines = [masks.text(m.text("text") or "") for m in messages if m.name == "merchant log"]
    if lines:
        yield "\n    ".join(["the merchant printed last:", *lines[-LAST_LINES:]])


def _unanswered(messages: Sequence[Message], where: _Where) -> Iterator[str]:
    answered = {message.cause for message in messages if message.kind is Kind.ANSWER}
    for call in messages:
        if _is(call, Actor.MINI_PROGRAM, Actor.MERCHANT, Kind.CALL) and call.id not in answered:
            yield f"{where(call)}: the merchant has not answered yet"


def _is(message: Message, sender: Actor, receiver: Actor, kind: Kind = Kind.ANSWER) -> bool:
    return (message.sender, message.receiver, message.kind) == (sender, receiver, kind)


def _quoted(body: object, masks: Masks) -> str:
    """Return a body on one line; secrets are hidden before it is cut, so that none is left in half."""
    text = json.dumps(body, ensure_ascii=False) if isinstance(body, Mapping | list) else str(body)
    text = " ".join(masks.text(text).split())
    return text if len(text) <= _QUOTED else text[: _QUOTED - 1] + "…"
