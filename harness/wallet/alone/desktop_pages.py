"""The pages of the desktop's cashier: who pays, and how it ended, in English or Arabic and in the wallet's style."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, TypedDict, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from harness.wallet.accounts import Account
from harness.wallet.alone.home import Home
from harness.wallet.alone.lone import LoneWallet
from harness.wallet.cashier_page import Language, amount_size, plain
from harness.wallet.money import Amount
from harness.wallet.payments import Payment
from harness.wallet.till import Shown

_PAGES = Path(__file__).parent.parent / "pages"


class Words(TypedDict):
    """The words of these pages in one language (``pages/desktop.toml``); ``title`` and ``text`` are by state."""

    simulated: str
    who: str
    explain: str
    pay_to: str
    nobody: str
    frozen: str
    risk: str
    limit: str
    close: str
    other: str
    title: dict[str, str]
    text: dict[str, str]


@dataclass(frozen=True, slots=True)
class ClosingView:
    """What the last page shows; without a merchant there is no such payment."""

    language: Language
    wallet_name: str
    merchant_name: str
    amount_text: str
    state: Shown | Literal["unknown"]


@dataclass(frozen=True, slots=True)
class _Choice:
    """One buyer to choose; ``stop`` says that this buyer's payments fail."""

    name: str
    customer_id: str
    shown: str
    balance: str
    note: str
    stop: bool


def chooser_page(lone: LoneWallet, home: Home, payment: Payment, order_id: str, language: Language, nonce: str) -> str:
    """Return the page that asks who pays; serve it with ``desktop_csp(nonce)``."""
    amount = lone.profile.money.words(payment.amount, language)
    merchant = home.merchant.name_arabic if language == "ar" else home.merchant.name
    return (
        _environment()
        .get_template("choose.html")
        .render(
            language=language,
            wallet_name=lone.profile.wallet_name(language),
            merchant_name=plain(merchant),
            amount_text=amount,
            amount_size=amount_size(amount),
            description=plain(payment.description),
            order_id=order_id,
            buyers=[_choice(lone, home, account, language) for account in lone.chooseable(home)],
            words=desktop_words()[language],
            nonce=nonce,
            css=_css(),
        )
    )


def closing_page(view: ClosingView, nonce: str) -> str:
    """Return the page that says how a payment ended; serve it with ``desktop_csp(nonce)``."""
    return (
        _environment()
        .get_template("closing.html")
        .render(
            view=view,
            amount_size=amount_size(view.amount_text),
            words=desktop_words()[view.language],
            nonce=nonce,
            css=_css(),
        )
    )


def desktop_csp(nonce: str) -> str:
    """Return the Content-Security-Policy of these pages: no script at all, one style, a form to the wallet only."""
    return (
        f"default-src 'none'; style-src 'nonce-{nonce}'; img-src data:; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    )


@cache
def desktop_words() -> dict[str, Words]:
    """Return every word of these pages by language, read once."""
    return cast("dict[str, Words]", tomllib.loads((_PAGES / "desktop.toml").read_text("utf-8")))


def _choice(lone: LoneWallet, home: Home, account: Account, language: Language) -> _Choice:
    words, money = desktop_words()[language], lone.profile.money
    arabic = account.person.full_name_arabic
    shown = arabic if language == "ar" else account.person.full_name
    balance = Amount(home.world.balance(account), money.currency)
    limit = money.words(Amount(account.limit, money.currency), language)
    note = ""
    if account.frozen:
        note = words["frozen"]
    elif account.risk_refused:
        note = words["risk"]
    elif account.limit:
        note = words["limit"].format(amount=limit)
    return _Choice(
        name=account.name,
        customer_id=account.customer_id,
        shown=plain(shown),
        balance=money.words(balance, language),
        note=note,
        stop=account.frozen or account.risk_refused,
    )


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(_PAGES), autoescape=True, undefined=StrictUndefined, trim_blocks=True)


@cache
def _css() -> Markup:
    # Our own files, never anybody's text: they go into the page as they are.
    return Markup("\n".join((_PAGES / name).read_text("utf-8").strip() for name in ("cashier.css", "desktop.css")))  # noqa: S704
