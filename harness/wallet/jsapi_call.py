"""One call of a JSAPI and how it may be answered: at once, or by a sheet that the buyer answers first (jsapi.md 1.1)."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import httpx

from harness.journal import Actor, Message
from harness.wallet.senses import Senses
from harness.wallet.sessions import PhoneSession
from harness.wallet.wallet import Wallet
from harness.wallet.words import words

Answer = dict[str, object]


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a JSAPI from a phone."""

    wallet: Wallet
    phone: PhoneSession
    params: Mapping[str, object]
    message: Message
    user_agent: str

    @property
    def language(self) -> str:
        """The buyer's language, ``en`` or ``ar``."""
        return "ar" if self.phone.account.person.language == "ar" else "en"

    def text(self, name: str, default: str = "") -> str:
        """Return a parameter as text."""
        value = self.params.get(name)
        return default if value is None else str(value)

    def texts(self, name: str) -> list[str]:
        """Return a parameter that is a list, each entry as text; anything else is an empty list."""
        value = self.params.get(name)
        return [str(each) for each in value] if isinstance(value, list) else []

    def number(self, name: str) -> float | None:
        """Return a parameter as a number, also one written as a text; None where it is none."""
        value = self.params.get(name)
        try:
            number = math.nan if isinstance(value, bool) or value is None else float(str(value))
        except ValueError:
            return None
        return number if math.isfinite(number) else None

    @property
    def http(self) -> httpx.AsyncClient:
        """The client with which the wallet app makes this program's requests."""
        return self.phone.http or self.wallet.http

    @property
    def senses(self) -> Senses:
        """What the phone perceives."""
        return self.phone.world.senses

    @property
    def offline(self) -> bool:
        """Whether the phone has no network: what a program sends goes nowhere."""
        return self.senses.network == "NOTREACHABLE"

    def fact(self, name: str, /, **payload: object) -> None:
        """Enter what the phone did into the journal."""
        self.phone.world.journal.fact(Actor.WALLET_APP, name, payload)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to draw over the program.

    ``chosen`` turns the buyer's choice into the final answer, or into the next sheet; ``told`` is called when the program
    has been given it.
    """

    sheet: Mapping[str, object]
    chosen: Callable[[Mapping[str, object]], Awaitable[Answer | Sheet]]
    told: Callable[[], None] = lambda: None


def success(result: Mapping[str, object] | None = None, draw: Mapping[str, object] | None = None) -> Answer:
    """Return an answer for the success callback."""
    answer: Answer = {"outcome": "success", "result": dict(result or {})}
    return answer | ({"draw": draw} if draw else {})


def happening(answer: Answer, event: str, detail: Mapping[str, object]) -> Answer:
    """Return an answer after which the program's listeners of ``my.on<event>`` are told something."""
    before = answer.get("events")
    return answer | {
        "events": [*(before if isinstance(before, list) else []), {"event": event, "detail": dict(detail)}]
    }


def failure(error: int, message: str, **more: object) -> Answer:
    """Return an answer for the fail callback (jsapi.md 1.1)."""
    return {"outcome": "fail", "result": {"error": error, "errorMessage": message, **more}}


def choice_list(call: Call, title: str, items: list[str], chosen: Callable[[int], Awaitable[Answer | Sheet]]) -> Sheet:
    """Return a sheet that lists things to choose from; ``chosen`` gets the index, -1 where the buyer leaves."""
    text = words(call.language)
    sheet = {
        "kind": "actionSheet",
        "title": title,
        "items": items,
        "cancelButtonText": text["cancel"],
        "dir": text["dir"],
    }

    async def answered(choice: Mapping[str, object]) -> Answer | Sheet:
        index = choice.get("index")
        return await chosen(index if isinstance(index, int) and 0 <= index < len(items) else -1)

    return Sheet(sheet, answered)
