"""What a wallet alone says while it answers: one line a request, and why a signature was refused."""

from __future__ import annotations

import time
from collections.abc import Callable

from harness.journal import Actor, Kind, Message

GREEN, RED, YELLOW, DIM, PLAIN = "\x1b[32m", "\x1b[31m", "\x1b[33m", "\x1b[2m", "\x1b[0m"
MOST_OPEN = 1000
_IDS = ("paymentId", "paymentRequestId", "refundId", "refundRequestId", "customerId", "messageId")
_COLOURS = {"S": GREEN, "A": GREEN, "F": RED, "U": YELLOW}


class Progress:
    """A sink of the journal that tells of each request as it is answered; ``say`` takes a line and must not wait."""

    def __init__(self, say: Callable[[str], None], *, colour: bool = False) -> None:
        self._say = say
        self._colour = colour
        self._open: dict[int, Message] = {}

    def write(self, message: Message) -> None:
        """Take a line of the journal: a call is remembered, its answer is told."""
        if message.kind is Kind.CALL:
            self._open[message.id] = message
            if len(self._open) > MOST_OPEN:
                del self._open[next(iter(self._open))]
        elif message.kind is Kind.ANSWER:
            call = self._open.pop(message.cause or 0, None)
            if call is not None and (line := self._line(call, message)):
                self._say(line)

    def control(self, method: str, path: str, status: int, fact: str) -> None:
        """Tell of a request to the control API."""
        code = self._paint(str(status), GREEN if status < 400 else RED)
        name = _plain(f"{method} control/{path}", 200)
        self._say(f"{_clock()}  {name:<28} {code}{f'  {_plain(fact, 200)}' if fact else ''}")

    def _line(self, call: Message, answer: Message) -> str:
        if call.receiver is Actor.WALLET_BACKEND and call.sender is Actor.MERCHANT:
            return self._api(call, answer)
        if call.name == "notifyPayment":
            outcome = answer.text("outcome") or ""
            colour = GREEN if outcome == "acknowledged" else RED
            where = answer.text("status") or answer.text("reason") or ""
            tail = f"attempt {call.get('attempt')} {_plain(where, 200)}  {_ids(call, answer)}"
            return self._row("notifyPayment", outcome, colour, tail)
        if call.sender is Actor.MINI_PROGRAM and call.receiver is Actor.WALLET_APP:
            code = answer.text("resultCode") or answer.text("callback") or ""
            colour = GREEN if code in ("9000", "success") else YELLOW
            return self._row(call.name, code, colour, _ids(call, answer))
        return ""

    def _api(self, call: Message, answer: Message) -> str:
        status, code = answer.text("result.resultStatus") or "", answer.text("result.resultCode") or ""
        line = self._row(call.name, code, _COLOURS.get(status, ""), _ids(call, answer))
        check = call.signature
        if check is not None and not check.verified:
            why = "\n            ".join(_plain(line, 1000) for line in check.reason.splitlines())
            return f"{line}\n  {self._paint('refused:', RED)} {why}"
        if status == "F":
            return f"{line}  {self._paint(_plain(answer.text('result.resultMessage') or '', 256), DIM)}"
        return line

    def _row(self, name: str, code: str, colour: str, tail: str) -> str:
        return f"{_clock()}  {_plain(name, 28):<28} {self._paint(f'{code:<14}', colour)} {tail}".rstrip()

    def _paint(self, text: str, colour: str) -> str:
        return f"{colour}{text}{PLAIN}" if self._colour and colour else text


def _ids(call: Message, answer: Message) -> str:
    found = []
    for name in _IDS:
        if value := answer.text(name) or call.text(name):
            found.append(f"{name}={_plain(value, 64)}")
    return " ".join(found)


def _plain(value: str, most: int) -> str:
    """Return the beginning of a stranger's text without what could command a terminal."""
    return "".join(char if char.isprintable() else "?" for char in value[:most])


def _clock() -> str:
    return time.strftime("%H:%M:%S")
