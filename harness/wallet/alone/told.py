"""What buyers were told: the messages that the wallet, or a merchant through it, sent them."""

from __future__ import annotations

import secrets
from collections import deque
from dataclasses import dataclass

from harness.journal import Actor, Message
from harness.wallet.keeper import NOBODY, Keeper

MOST = 5000


@dataclass(frozen=True, slots=True)
class BuyerMessage:
    """One message to a buyer. ``at`` is epoch ms; ``about`` is the payment or refund it speaks of, "" for a merchant's."""

    id: str
    at: int
    channel: str
    to: str
    text: str
    about: str = ""


class Told:
    """The messages of one world, oldest first; of more than ``most`` the oldest are forgotten."""

    def __init__(self, keeper: Keeper = NOBODY, most: int = MOST) -> None:
        self.all: deque[BuyerMessage] = deque()
        self._keeper = keeper
        self._most = most

    def hear(self, message: Message) -> None:
        """Take note of a line of the journal that is a message to a buyer; others are passed over."""
        if message.receiver is not Actor.BUYER or message.sender is not Actor.WALLET_BACKEND:
            return
        merchants = message.text("title") is not None
        text = message.text("text") or "" if not merchants else f"{message.text('title')}: {message.text('content')}"
        about = message.text("refundId") or message.text("paymentId") or ""
        told = BuyerMessage(
            f"{message.at}-{secrets.token_hex(6)}",
            message.at,
            message.text("channel") or "",
            message.text("to") or "",
            text,
            about,
        )
        self._keeper.keep(told)
        self.enter(told)

    def enter(self, told: BuyerMessage) -> None:
        """Enter a message that was kept."""
        self.all.append(told)
        while len(self.all) > self._most:
            self._keeper.forget(self.all.popleft())
