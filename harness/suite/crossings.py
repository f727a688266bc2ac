"""What of a scenario is under way: the calls that nobody has answered yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from harness.faults import FALSE_NOTIFICATION
from harness.journal import Actor, Kind, Message


@dataclass(frozen=True, slots=True)
class Crossings:
    """How many calls and answers there were, and how many calls are open: a merchant's or to one, a program's to the wallet."""

    count: int
    of_merchant: int
    of_wallet: int


def open_calls(messages: Sequence[Message]) -> list[Message]:
    """Return the calls without an answer; what is lost between the wallet's own parts is among them."""
    answered = {m.cause for m in messages if m.kind is Kind.ANSWER}
    return [m for m in messages if m.kind is Kind.CALL and m.id not in answered]


def crossings(messages: Sequence[Message]) -> Crossings:
    """Count what has crossed between the actors, and what is under way."""
    ways = [{call.sender, call.receiver} for call in open_calls(messages)]
    count = sum(1 for m in messages if m.kind in (Kind.CALL, Kind.ANSWER))
    return Crossings(
        count,
        sum(1 for way in ways if Actor.MERCHANT in way),
        sum(1 for way in ways if way == {Actor.MINI_PROGRAM, Actor.WALLET_APP}),
    )


def accepted_falsely(messages: Sequence[Message]) -> bool:
    """Say whether a merchant has not refused, by its HTTP status or by F, a notification that it must not believe."""
    answers = [m for m in messages if m.name == FALSE_NOTIFICATION and m.kind is Kind.ANSWER and m.get("status")]
    return any(int(m.text("status") or 0) < 400 and '"F"' not in (m.text("body") or "") for m in answers)
