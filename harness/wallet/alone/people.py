"""The named buyers of a wallet alone: each has a story, so that a name says what will come of a payment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from harness.wallet.accounts import Account, Card, Person
from harness.wallet.money import Amount, Money

_PLENTY = {"IQD": 100_000, "PHP": 5_000, "ZAR": 2_000, "MYR": 500, "EUR": 100, "USD": 100, "SGD": 100}
"""What is a good sum to have in the wallet for a day, by currency, in what people say."""
_ELSEWHERE = 1_000
_CHANNELS = ("sms", "inbox")


@dataclass(frozen=True, slots=True)
class _Named:
    """One named buyer; ``share`` and ``limit`` are hundredths of the good sum."""

    name: str
    full_name: str
    full_name_arabic: str
    story: str
    share: int
    limit: int = 0
    frozen: bool = False
    risk_refused: bool = False
    language: str = "en"
    other_user_id: bool = False


_BUYERS = (
    _Named("Ali", "Ali Hussein Al-Basri", "علي حسين البصري", "has {balance}; payments go through", 100),
    _Named("Zainab", "Zainab Ali Al-Hilli", "زينب علي الحلي", "has an empty wallet; payments fail", 0),
    _Named(
        "Hassan",
        "Hassan Ahmed Al-Mosuli",
        "حسن أحمد الموصلي",
        "has a frozen account; payments are refused at once",
        100,
        frozen=True,
    ),
    _Named(
        "Noor",
        "Noor Mustafa Al-Tikriti",
        "نور مصطفى التكريتي",
        "is refused by the risk check; payments fail",
        100,
        risk_refused=True,
    ),
    _Named(
        "Karrar",
        "Karrar Ali Al-Jubouri",
        "كرار علي الجبوري",
        "has {balance}, but may pay {limit} at most at once",
        100,
        limit=50,
    ),
    _Named(
        "Fatima",
        "Fatima Hussein Al-Samarrai",
        "فاطمة حسين السامرائي",
        "has {balance}, reads Arabic, and has a userId other than her customerId",
        100,
        language="ar",
        other_user_id=True,
    ),
)


def named_buyers(money: Money) -> Iterator[Account]:
    """Yield the named buyers with their balances in the wallet's currency; they are the same each time."""
    plenty = _PLENTY.get(money.currency, _ELSEWHERE) * money.units
    for number, named in enumerate(_BUYERS, start=1):
        balance, limit = plenty * named.share // 100, plenty * named.limit // 100
        words = {
            "balance": money.words(Amount(balance, money.currency)),
            "limit": money.words(Amount(limit, money.currency)),
        }
        yield new_buyer(
            named.name,
            f"216{number:013d}",
            balance,
            person=Person(
                named.full_name,
                named.full_name_arabic,
                f"+96477000000{number:02d}",
                f"{named.name.lower()}@example.iq",
                named.language,
            ),
            user_id=f"316{number:013d}" if named.other_user_id else "",
            frozen=named.frozen,
            risk_refused=named.risk_refused,
            limit=limit,
            story=named.story.format(**words),
        )


def new_buyer(
    name: str,
    customer_id: str,
    opening: int,
    *,
    person: Person,
    user_id: str = "",
    frozen: bool = False,
    risk_refused: bool = False,
    limit: int = 0,
    story: str = "",
) -> Account:
    """Return a named buyer who hears of payments by SMS and inbox and has one card; amounts are minor units."""
    return Account(
        customer_id,
        user_id or customer_id,
        person,
        opening,
        frozen=frozen,
        risk_refused=risk_refused,
        channels=_CHANNELS,
        limit=limit,
        cards=(Card(f"4111 **** **** {customer_id[-4:]}", f"IQ{customer_id}"),),
        name=name,
        story=story,
    )
