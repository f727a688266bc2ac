"""Double entry: money is moved between accounts, never made, never lost, never half."""

from __future__ import annotations

from dataclasses import dataclass

from harness.wallet.keeper import NOBODY, Keeper

BANK = "bank"
"""The world outside the wallet: where money comes from when a wallet is topped up, and where it is paid out to."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement of ``value`` minor units from one account to another, for one payment."""

    payment_id: str
    debit: str
    credit: str
    value: int


class InsufficientFundsError(Exception):
    """The debited account has less than the movement needs."""


class Ledger:
    """The book of one world. Accounts are names: ``buyer:<id>``, ``merchant:<id>``, ``hold:<paymentId>``."""

    def __init__(self, keeper: Keeper = NOBODY) -> None:
        self._keeper = keeper
        self._balance: dict[str, int] = {}
        self.entries: list[Entry] = []

    def open(self, account: str, value: int) -> None:
        """Give an account its opening balance."""
        self._balance[account] = value

    def balance(self, account: str) -> int:
        """Return what an account holds, in minor units."""
        return self._balance.get(account, 0)

    def move(self, payment_id: str, debit: str, credit: str, value: int) -> None:
        """Move money; raises InsufficientFundsError when an account other than the bank's would go below zero."""
        entry = Entry(payment_id, debit, credit, value)
        self.replay(entry)
        self._keeper.keep(entry)

    def replay(self, entry: Entry) -> None:
        """Enter a movement that was kept; raises as ``move`` does."""
        if entry.value <= 0:
            raise ValueError("a movement must be positive")
        left = self.balance(entry.debit) - entry.value
        if left < 0 and entry.debit != BANK:
            raise InsufficientFundsError(entry.debit)
        self._balance[entry.credit] = self.balance(entry.credit) + entry.value
        self._balance[entry.debit] = left
        if not left:
            del self._balance[entry.debit]
        self.entries.append(entry)

    def balances(self) -> dict[str, int]:
        """Return every account that holds something, by name, in minor units; the bank's is what came from it, below zero."""
        return dict(self._balance)

    @property
    def total(self) -> int:
        """The sum over all accounts; it never changes after the opening balances."""
        return sum(self._balance.values())
