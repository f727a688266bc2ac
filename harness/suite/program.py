"""What is under test: a Mini Program and its merchant, behind two seams."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, runtime_checkable

from harness.journal import WorldJournal
from harness.serving import Backstage
from harness.wallet.keys import PublicKey

Target = dict[str, str]
Action = Target | tuple[Target, ...]
"""One tap, or several in a row, none where the program does it by itself; what a target's ``type`` says is typed."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a wallet gives a merchant: where to call, who it is, its key pair's private half and the wallet's public key."""

    gateway_url: str
    client_id: str
    private_key: bytes
    wallet_public_key: bytes
    paths: Mapping[str, str]


class MerchantUnderTest(Protocol):
    """A merchant backend that a stage can start: the reference one, or anybody's."""

    name: str
    name_arabic: str

    def start(self, backstage: Backstage, credentials: Credentials) -> str:
        """Start it and return its base URL."""


@runtime_checkable
class TellsGoodsSent(Protocol):
    """A merchant that also tells what the phone does not show: how often it handed the goods out."""

    def goods_sent(self, order_id: str) -> int:
        """Return how often the goods of this order went out; called where its servers run."""


@runtime_checkable
class FollowsScenarios(Protocol):
    """A merchant that is told whose turn it is: what it prints belongs to that scenario, and it may start anew for it."""

    def follow(self, journal: WorldJournal | None) -> None:
        """Go on with the scenario of this journal, None: with none; raises HarnessError where it does not start anew."""


@runtime_checkable
class Enrolled(Protocol):
    """A merchant that may have a Client-Id and a key pair of its own: "" and None where the wallet gives it new ones."""

    client_id: str
    public_key: PublicKey | None


@dataclass(frozen=True, slots=True)
class Good:
    """What a buyer can order; ``description`` is what the merchant calls it in the payment, "" where that is not checked."""

    name: str
    price: str
    description: str = ""


class Refund(Protocol):
    """A way to have the merchant refund an order, from outside of its program. ``partly``: it can give a part back."""

    @property
    def partly(self) -> bool:
        """Whether it is told how much is to go back."""

    def ask(self, merchant: MerchantUnderTest, url: str, order: RefundOrder) -> str:
        """Ask for it and return what was answered; raises HarnessError where the merchant, at ``url``, refuses or fails."""


@runtime_checkable
class RunsCommands(Protocol):
    """A merchant beside whose backend a command of its makers can be run."""

    def run(self, command: Sequence[str], values: Mapping[str, str]) -> tuple[int, str]:
        """Run a command as the backend is run, with further templates, and return its exit code and what it printed."""


@dataclass(frozen=True, slots=True)
class Program:
    """A Mini Program: where its files are, what the buyer taps, and what its screens look like.

    ``actions`` and ``screens`` map business words ("log in", "paid") to what is tapped or seen.
    """

    name: str
    kind: str
    folder: Path
    merchant: Callable[[], MerchantUnderTest]
    actions: Mapping[str, Action]
    screens: Mapping[str, Target]
    goods: tuple[Good, ...] = ()
    """What a buyer can order, by the actions "buy <name>"; the certification pack orders the first."""
    url: str = ""
    """Where a program of the kind "url" is opened: it is served elsewhere, and has no folder here."""
    balance: str = ""
    """What the buyer of ``Given a buyer`` has, in words; "" for four times the price of the dearest goods."""
    language: str = "en"
    """The language of that buyer's phone: "en" or "ar"."""
    routes: Mapping[str, str] = field(default_factory=dict)
    """Where an origin, a URL or a path of the program's leads: "merchant", "refuse", a file or folder, another origin."""
    address: str = ""
    """The origin under which a program in a folder is opened, "" for any."""

    cannot: Mapping[str, str] = field(default_factory=dict)
    """What it knowingly cannot do (a screen, an action, "notification"), each with the reason."""

    refund: Refund | None = None
    """How the merchant refunds an order where no buyer taps for it, None where only the program's own action does."""

    def good(self, name: str) -> Good | None:
        """Return the goods of this name, None where the program names none so."""
        return next((good for good in self.goods if good.name == name), None)


@dataclass(frozen=True, slots=True)
class RefundOrder:
    """What a refund is about: the payment, the order that the merchant answers with ("" for none), and the amount.

    ``value`` is in minor units of ``currency``; ``major`` is the same as people write it.
    """

    payment_request_id: str
    payment_id: str
    order_id: str
    value: int
    major: str
    currency: str


def taps_of(action: Action) -> tuple[Target, ...]:
    """Return the taps of an action, in order."""
    return (action,) if isinstance(action, dict) else action
