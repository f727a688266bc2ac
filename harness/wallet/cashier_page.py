"""The cashier page: what the buyer sees between my.tradePay and its resultCode (journey.md steps 14 and 15)."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal, TypedDict, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from harness.errors import HarnessError

Language = Literal["en", "ar"]
State = Literal["open", "processing", "paid", "failed", "expired", "closed"]

_PAGES = Path(__file__).parent / "pages"
_AMOUNT_SIZES = (("large", 11), ("medium", 15), ("small", 20))
_NONCE = re.compile(r"[A-Za-z0-9+/_=-]{8,}")
# The joiners shape letters and emoji; every other format character only hides or reorders what is shown.
_JOINERS = "\u200c\u200d"


class Words(TypedDict):
    """The wallet's own words in one language (``pages/strings.toml``); ``title`` and ``text`` are by state."""

    secure: str
    pay_to: str
    order_number: str
    balance: str
    time_left: str
    confirm: str
    cancel: str
    done: str
    back: str
    title: dict[str, str]
    text: dict[str, str]


@dataclass(frozen=True, slots=True)
class CashierView:
    """What one cashier page shows.

    Texts are shown as given, after ``plain``; ``amount_text`` and ``balance_text`` come with their currency.
    ``expires_at`` and ``now`` are the wallet's virtual time in epoch milliseconds; ``session`` is the opaque token of
    the page's own requests; ``receipt`` says that the page ends with Done instead of Back. ``after`` is the path where a
    browser goes at the end; in the wallet app it is "", for there the app takes the page away.
    """

    language: Language
    wallet_name: str
    merchant_name: str
    description: str
    amount_text: str
    order_number: str
    balance_text: str
    state: State
    reason: str
    expires_at: int
    now: int
    session: str
    receipt: bool = False
    after: str = ""


def render_cashier(view: CashierView, nonce: str) -> str:
    """Return the page as HTML; serve it with the header ``CSP(nonce)`` and a fresh ``nonce`` each time.

    Raises HarnessError for a language without words and for a nonce that is no nonce.
    """
    words = cashier_words().get(view.language)
    if words is None:
        raise HarnessError(
            f"the cashier has no words in {view.language!r}",
            place=str(_PAGES / "strings.toml"),
            action=f"choose one of {', '.join(cashier_words())}, or add a table of that name",
        )
    clean = replace(
        view,
        wallet_name=plain(view.wallet_name),
        merchant_name=plain(view.merchant_name),
        description=plain(view.description),
        amount_text=plain(view.amount_text),
        order_number=plain(view.order_number),
        balance_text=plain(view.balance_text),
        reason=plain(view.reason),
    )
    return _template().render(
        view=clean, words=words, nonce=_checked(nonce), amount_size=amount_size(clean.amount_text), **_assets()
    )


def CSP(nonce: str) -> str:
    """Return the Content-Security-Policy of a page rendered with ``nonce``: nothing but its own, in any frame."""
    _checked(nonce)
    return (
        f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; connect-src 'self'; "
        "img-src data:; frame-ancestors *; base-uri 'none'; form-action 'none'"
    )


def plain(text: str) -> str:
    """Return ``text`` without what could disguise it: control, bidi and invisible characters.

    Each run of white space or control characters becomes one space; letters of any script stay as they are.
    """
    kept = []
    for char in text:
        category = unicodedata.category(char)
        if category in {"Cc", "Zl", "Zp"}:
            kept.append(" ")
        elif category == "Cs" or (category == "Cf" and char not in _JOINERS):
            continue
        else:
            kept.append(char)
    return " ".join("".join(kept).split())


@cache
def cashier_words() -> dict[str, Words]:
    """Return every word of the page by language, read once."""
    return cast("dict[str, Words]", tomllib.loads((_PAGES / "strings.toml").read_text("utf-8")))


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_PAGES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}
    return environment.get_template("cashier.html")


@cache
def _assets() -> dict[str, Markup]:
    # Our own files, never anybody's text: they go into the page as they are.
    return {name: Markup((_PAGES / f"cashier.{name}").read_text("utf-8").strip()) for name in ("css", "js")}  # noqa: S704


def amount_size(amount: str) -> str:
    """Return the class of an amount by its length."""
    # The amount must stand on one line of a 360 px phone.
    return next((name for name, longest in _AMOUNT_SIZES if len(amount) <= longest), "tiny")


def _checked(nonce: str) -> str:
    if not _NONCE.fullmatch(nonce):
        raise HarnessError(
            f"{nonce!r} is not a nonce", action="make one with secrets.token_urlsafe(16) for each answer"
        )
    return nonce
